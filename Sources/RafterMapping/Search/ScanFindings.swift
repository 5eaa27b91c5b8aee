// SPDX-License-Identifier: Apache-2.0

/// Where the scan of a level notes what it finds, kept for the next scan of that level: scans are many and mostly small.
struct ScanFindings: Sendable {
  /// How many choices most scans find at most.
  private static let usual = 8

  /// What was found.
  private(set) var choices: [LevelChoice] = []
  /// The places of all, best estimate first, once they are ranked.
  private(set) var ranking: [Int] = []
  private var keys: [(Double, Double)] = []

  /// Forgets what was found, but not the room it took.
  mutating func clear() {
    choices.removeAll(keepingCapacity: true)
    ranking.removeAll(keepingCapacity: true)
  }

  mutating func append(_ choice: LevelChoice) {
    if choices.isEmpty { choices.reserveCapacity(Self.usual) }
    choices.append(choice)
  }

  /// Ranks what was found; equals keep their order.
  mutating func rank(_ objective: Objective) {
    ranking += choices.indices
    guard choices.count > 1 else { return }
    keys.removeAll(keepingCapacity: true)
    for choice in choices {
      keys.append((choice.estimate.primary(objective), choice.estimate.secondary(objective)))
    }
    ranking.sort { [keys] a, b in (keys[a].0, keys[a].1, a) < (keys[b].0, keys[b].1, b) }
  }
}
