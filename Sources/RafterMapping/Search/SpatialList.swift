// SPDX-License-Identifier: Apache-2.0

/// Spatial choices with their bounds.
struct SpatialList: Sendable {
  /// What orders two bounds.
  struct Key: Sendable {
    var primary: Double
    var secondary: Double
    /// The bound on the objective.
    var bound: Double
    /// The objective if all parts of arrays have work.
    var estimate: Double
  }

  /// What a choice costs at least, and may cost.
  struct Bounds: Sendable {
    /// The least score of all mappings with this choice.
    var bound: Score
    /// The same without first and last tiles, which favour choices that fill little.
    var order: Score
    /// The same, with copies for all parts of arrays.
    var estimate: Score
  }

  private(set) var choices: [SpatialChoice] = []
  private(set) var keys: [Key] = []
  /// The least bound of those that were dropped.
  private(set) var leastLeft = Double.infinity

  init() {}

  init(_ choices: [SpatialChoice]) {
    self.choices = choices
    keys = choices.map { _ in
      Key(primary: -.infinity, secondary: -.infinity, bound: -.infinity, estimate: -.infinity)
    }
  }

  mutating func append(_ choice: SpatialChoice, _ bounds: Bounds, _ objective: Objective) {
    choices.append(choice)
    keys.append(
      Key(
        primary: bounds.order.primary(objective), secondary: bounds.order.secondary(objective),
        bound: bounds.bound.primary(objective), estimate: bounds.estimate.primary(objective)))
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

  /// The best `count` by what is certain, and half as many further ones by the estimate.
  func bestOfBoth(_ count: Int) -> SpatialList {
    var list = best(count)
    let certain = keys.indices.sorted {
      (keys[$0].primary, keys[$0].secondary, $0) < (keys[$1].primary, keys[$1].secondary, $1)
    }
    var isTaken = [Bool](repeating: false, count: keys.count)
    for index in certain.prefix(count) { isTaken[index] = true }
    let estimated = keys.indices.filter { !isTaken[$0] }.sorted {
      (keys[$0].estimate, keys[$0].primary, $0) < (keys[$1].estimate, keys[$1].primary, $1)
    }
    for index in estimated.prefix(count / 2) {
      list.choices.append(choices[index])
      list.keys.append(keys[index])
    }
    return list
  }
}
