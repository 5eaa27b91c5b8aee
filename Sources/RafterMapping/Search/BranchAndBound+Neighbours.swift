// SPDX-License-Identifier: Apache-2.0

/// Better solutions near one that is known.
extension BranchAndBound {
  /// How many steps from one solution to the next are taken at most: nearly all searches end before.
  private static let mostSteps = 12

  /// Searches the sizes near those of the best solution, until none is better: first those of one memory at a time, which
  /// takes little, then those of all.
  ///
  /// Leaves what is known of the rest as it is.
  ///
  /// - Parameters:
  ///   - product: about how many combinations of sizes are considered in a memory.
  ///   - end: the work at which to stop.
  mutating func refine(product: Int, until end: Int) {
    refineMemories(until: end)
    // A scan that is cut off has seen the first sizes alone: some of them have to come to their end.
    let product = min(product, max(0, end - work) / Self.scansOfRefinement)
    nearBest(until: end) { search, start in
      let space = search.spaces[start.spatial.placement]
      search.search(
        start.spatial, limits: space.tileLimits(product: product),
        breadth: [0, 6] + space.deeper(2), quota: min(search.budget, end - search.work))
    }
  }

  /// How many scans of one memory a search of sizes has room for at least, each with three orders.
  private static let scansOfRefinement = 8

  /// How many sizes of a loop are considered where one memory's tiles are moved, and how many choices are followed.
  private static let sizesOfMemory = 3
  private static let choicesOfMemory = 4

  /// Moves the tiles of one memory at a time to sizes near its own; those further in follow as far as they have to.
  private mutating func refineMemories(until end: Int) {
    let former = ends
    ends = false
    nearBest(until: end) { search, start in
      let levels = 0...search.spaces[start.spatial.placement].levels
      for level in levels.dropFirst().dropLast() where search.work < end {
        guard let now = search.best else { return }
        search.focus = now.tiles
        search.search(
          now.spatial, limits: levels.map { $0 == level ? Self.sizesOfMemory : 1 },
          breadth: levels.map { $0 == level ? Self.choicesOfMemory : 1 },
          quota: min(search.budget, end - search.work))
      }
    }
    ends = former
  }

  /// Does the same from each of the last spatial choices that were the best in turn: which of them is the best one
  /// with a few sizes of tiles need not be with all.
  ///
  /// - Parameters:
  ///   - count: from how many.
  ///   - end: the work at which to stop.
  mutating func refineAll(_ count: Int, product: Int, until end: Int) {
    guard var found = best else { return }
    let starts = steppingStones.suffix(count).reversed()
    for (index, start) in starts.enumerated() where work < end {
      let root = bound(start.spatial)
      if root.primary(objective) >= found.score.primary(objective) { continue }
      best = start
      refine(product: product, until: work + (end - work) / (starts.count - index))
      if let now = best, now.score.isBetter(than: found.score, objective) { found = now }
    }
    best = found
    steppingStones = [found]
  }

  /// How many unrollings near the best one are searched in one step; half as many more for their estimate.
  private static let neighboursOfStep = 12
  /// How many sizes of a loop are considered for one of them in a memory, besides the largest and the smallest.
  private static let sizesOfNeighbour = 2

  /// Searches unrollings that differ from the best one on one side, with tiles near its own, and goes on from
  /// what is better.
  ///
  /// Bounds tell many unrollings apart badly, and which is best often shows only once tiles suit it: a step to another
  /// one starts from tiles that are good already.
  ///
  /// - Parameter end: the work at which to stop.
  mutating func searchNeighbours(until end: Int) {
    if let settled, let best, settled.isSame(as: best.score) { return }
    let isThrough = nearBest(until: end) { search, start in
      let space = search.spaces[start.spatial.placement]
      let limits = Array(repeating: Self.sizesOfNeighbour, count: space.levels + 1)
      for choice in search.neighbours(of: start.spatial, in: space).choices where search.work < end
      {
        search.search(
          choice, limits: limits, breadth: [0, 2] + space.deeper(1),
          quota: min(search.budget, end - search.work))
      }
    }
    settled = isThrough ? best?.score : nil
  }

  /// Takes steps from the best solution to a better one near it.
  ///
  /// - Returns: whether none is better than the last.
  @discardableResult
  private mutating func nearBest(
    until end: Int, _ step: (inout BranchAndBound, _ start: Solution) -> Void
  ) -> Bool {
    let (known, asked) = (openBound, tolerance)
    (openBound, tolerance) = (0, 0)
    defer { (focus, openBound, tolerance) = (nil, known, asked) }
    for _ in 0..<Self.mostSteps {
      guard let start = best, work < end else { return false }
      focus = start.tiles
      step(&self, start)
      guard let now = best, now.score.isBetter(than: start.score, objective) else {
        return work < end
      }
    }
    return false
  }

  /// Choices that unroll something else on one side, and what is nearest to the same on those that follow.
  private mutating func neighbours(of start: SpatialChoice, in space: SearchSpace) -> SpatialList {
    var list = SpatialList()
    // What the start unrolls on the sides before.
    var before = SpatialChoice.open(start.placement)
    for side in space.sides.indices {
      let lengths = before.lengths(space.nest.bounds)
      let (all, few) = memory.few(of: side, in: space, lengths: lengths, count: 12)
      for place in few {
        var choice = before.deciding(all[place])
        for further in (side + 1)..<space.sides.count {
          choice = following(choice, as: start, on: further, in: space)
        }
        let isKnown =
          choice.unrollings == start.unrollings
          || list.choices.contains { $0.unrollings == choice.unrollings }
        if !isKnown { list.append(choice, key(choice)) }
      }
      before = following(before, as: start, on: side, in: space)
    }
    return list.bestOfBoth(Self.neighboursOfStep, objective)
  }

  /// A choice with one more side, on which it unrolls what is nearest to what another choice does.
  private mutating func following(
    _ choice: SpatialChoice, as other: SpatialChoice, on side: Int, in space: SearchSpace
  ) -> SpatialChoice {
    let place = space.sides[side]
    let wanted = other.unrollings.filter {
      Int($0.array) == place.array && Int($0.side) == place.side
    }
    return choice.deciding(
      memory.nearest(
        to: wanted, of: side, in: space, lengths: choice.lengths(space.nest.bounds)))
  }
}
