// SPDX-License-Identifier: Apache-2.0

/// Spatial choices with their bounds.
struct SpatialList: Sendable {
  /// What orders two choices.
  struct Key: Sendable {
    var primary: Double
    var secondary: Double
    /// The objective if all parts of arrays have work.
    var estimate: Double

    init(
      _ order: Score, _ objective: Objective, estimate: Double = 0
    ) {
      primary = order.primary(objective)
      secondary = order.secondary(objective)
      self.estimate = estimate
    }
  }

  private(set) var choices: [SpatialChoice] = []
  private(set) var keys: [Key] = []

  init() {}

  /// A choice of which nothing is known.
  init(_ choice: SpatialChoice) { append(choice, Key(Score(latency: 0, energy: 0), .latency)) }

  mutating func append(_ choice: SpatialChoice, _ key: Key) {
    choices.append(choice)
    keys.append(key)
  }

  /// The places of all, best first; equal ones keep their order, so the result is the same on every machine.
  func ranking() -> [Int] {
    keys.indices.sorted {
      (keys[$0].primary, keys[$0].secondary, $0) < (keys[$1].primary, keys[$1].secondary, $1)
    }
  }

  /// The best `count` by what is certain, and half as many further ones by the estimate.
  func bestOfBoth(_ count: Int) -> SpatialList {
    var list = SpatialList()
    var isTaken = [Bool](repeating: false, count: keys.count)
    for index in ranking().prefix(count) {
      isTaken[index] = true
      list.append(choices[index], keys[index])
    }
    let estimated = keys.indices.filter { !isTaken[$0] }.sorted {
      (keys[$0].estimate, keys[$0].primary, $0) < (keys[$1].estimate, keys[$1].primary, $1)
    }
    for index in estimated.prefix(count / 2) {
      list.append(choices[index], keys[index])
    }
    return list
  }
}
