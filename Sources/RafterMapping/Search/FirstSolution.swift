// SPDX-License-Identifier: Apache-2.0

/// A good solution before the search that makes the certificate: the earlier it is known, the more it cuts off.
///
/// The numbers are those that gave the best mappings for the same work over the layers and machines of the replay.
extension BranchAndBound {
  /// Searches promising spatial choices with few sizes and few of their tiles, then the sizes near the best of them.
  mutating func findFirst() {
    openBound = 0
    listFirst(beam: 8, options: 20)
    searchFirst(
      firstChoices, count: 10, product: 64, breadth: (4, 1), quota: budget / 20, until: after(0.2))
    if best == nil { searchSmallest(until: after(0.2)) }
    refine(product: 64, until: after(0.05))
  }

  /// Searches the best of some choices: some of each placement, and in all so many that they take little of the time.
  ///
  /// - Parameters:
  ///   - count: how many, and half as many for their estimate.
  ///   - product: about how many combinations of sizes are considered in a memory: so few that a search comes to its end,
  ///     since one that is cut off has seen the first tiles alone.
  ///   - breadth: how many of them are followed in the outermost memory, and in the others.
  ///   - quota: the work for one of them.
  ///   - end: the work at which to stop.
  mutating func searchFirst(
    _ list: SpatialList, count: Int, product: Int, breadth: (Int, Int), quota: Int, until end: Int
  ) {
    var chosen = SpatialList()
    for placement in searched {
      var own = SpatialList()
      for (choice, key) in zip(list.choices, list.keys) where choice.placement == placement {
        own.append(choice, key)
      }
      let best = own.bestOfBoth(max(1, count / searched.count), objective)
      for (choice, key) in zip(best.choices, best.keys) { chosen.append(choice, key) }
    }
    if searched.count > 1 { chosen = chosen.bestOfBoth(2 * count, objective) }
    let limits = spaces.map { $0.tileLimits(product: product) }
    for choice in chosen.choices where work < end || best == nil {
      search(
        choice, limits: limits[choice.placement],
        breadth: [0, breadth.0] + spaces[choice.placement].deeper(breadth.1),
        quota: min(quota, max(0, end - work)))
    }
  }

  /// How many choices are searched for the smallest tiles.
  private static let choicesOfSmallest = 64

  /// Searches the first choices for any solution, with the smallest tiles.
  ///
  /// A large tile may show only further in that its sums stay unfinished, and ask for more room than there is; where most of
  /// the large ones do, a search that begins with them finds nothing.
  private mutating func searchSmallest(until end: Int) {
    let former = ends
    ends = false
    for index in firstChoices.ranking(objective).prefix(Self.choicesOfSmallest)
    where best == nil && work < end {
      let choice = firstChoices.choices[index]
      let space = spaces[choice.placement]
      let levels = 0...space.levels
      focus = levels.map { _ in space.nest.bounds.map { _ in 1 } }
      search(
        choice, limits: levels.map { _ in 2 }, breadth: [0, 4] + space.deeper(2), quota: end - work)
    }
    (focus, ends) = (nil, former)
  }
}
