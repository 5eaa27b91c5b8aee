// SPDX-License-Identifier: Apache-2.0

/// Spatial choices with their bounds.
struct SpatialList: Sendable {
  /// What orders two choices.
  struct Key: Sendable {
    /// No more than the least score of all mappings with the choice.
    var order: Score
    /// Their bound, which is no less than the order, where it was asked for.
    var bound: Score?
    /// What such a mapping costs if all parts of arrays have work, where it is asked for.
    var estimate: Score?

    /// What comes after the order: the estimate, or else the other part of the order.
    func second(_ objective: Objective) -> Double {
      estimate?.primary(objective) ?? order.secondary(objective)
    }
  }

  private(set) var choices: [SpatialChoice] = []
  private(set) var keys: [Key] = []
  /// How many times as many choices there are in all, about, if those that are left out at one side multiply on the next.
  var crowding = 1.0

  init() {}

  /// A choice of which nothing is known.
  init(_ choice: SpatialChoice) { append(choice, Key(order: Score(latency: 0, energy: 0))) }

  mutating func append(_ choice: SpatialChoice, _ key: Key) {
    choices.append(choice)
    keys.append(key)
  }

  /// The places of all, best first; equal ones keep their order, so the result is the same on every machine.
  func ranking(_ objective: Objective) -> [Int] {
    Self.ranking(keys.map { ($0.order.primary(objective), $0.second(objective)) })
  }

  /// The places of some pairs of numbers, the least first number first, and of these the least second one.
  static func ranking(_ keys: [(Double, Double)]) -> [Int] {
    var places = keys.enumerated().map { ($1.0, $1.1, $0) }
    places.sort(by: <)
    return places.map(\.2)
  }

  /// The best `count` by what is certain, and half as many further ones by the estimate that orders equals.
  func bestOfBoth(_ count: Int, _ objective: Objective) -> SpatialList {
    var list = SpatialList()
    let ranking = ranking(objective)
    for index in ranking.prefix(count) { list.append(choices[index], keys[index]) }
    let others = ranking.dropFirst(count).map {
      (keys[$0].second(objective), keys[$0].order.primary(objective), $0)
    }
    for (_, _, index) in others.sorted(by: <).prefix(count / 2) {
      list.append(choices[index], keys[index])
    }
    return list
  }

  /// Those that may stay below a limit.
  func within(_ cap: Score) -> SpatialList {
    var list = SpatialList()
    for index in keys.indices where keys[index].order.isWithin(cap) {
      list.append(choices[index], keys[index])
    }
    return list
  }
}
