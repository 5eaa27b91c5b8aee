// SPDX-License-Identifier: Apache-2.0

/// Spatial choices with their bounds.
struct SpatialList: Sendable {
  /// What orders two bounds.
  struct Key: Sendable {
    var primary: Double
    var secondary: Double
    /// The bound on the objective.
    var bound: Double
  }

  private(set) var choices: [SpatialChoice] = []
  private(set) var keys: [Key] = []
  /// The least bound of those that were dropped.
  private(set) var leastLeft = Double.infinity

  init() {}

  init(_ choices: [SpatialChoice]) {
    self.choices = choices
    keys = choices.map { _ in Key(primary: -.infinity, secondary: -.infinity, bound: -.infinity) }
  }

  /// - Parameters:
  ///   - order: what the list is ordered by.
  ///   - bound: the least score of all mappings with this choice.
  mutating func append(
    _ choice: SpatialChoice, order: Score, bound: Score, _ objective: Objective
  ) {
    choices.append(choice)
    keys.append(
      Key(
        primary: order.primary(objective), secondary: order.secondary(objective),
        bound: bound.primary(objective)))
  }

  /// The best `count`, best first; equal ones keep their order, so the result is the same on every machine.
  func best(_ count: Int) -> SpatialList {
    let order = keys.indices.sorted {
      (keys[$0].primary, keys[$0].secondary, $0) < (keys[$1].primary, keys[$1].secondary, $1)
    }
    var list = SpatialList()
    for index in order.prefix(count) {
      list.choices.append(choices[index])
      list.keys.append(keys[index])
    }
    for index in order.dropFirst(count) { list.leastLeft = min(list.leastLeft, keys[index].bound) }
    return list
  }
}
