// SPDX-License-Identifier: Apache-2.0
public import RafterQuantities

/// What a change of some layers would save over the whole network.
public struct Saving: Sendable, Hashable {
  /// The change.
  public var name: String
  /// Time saved in the network, repeats included; negative if the change costs time.
  public var time: Seconds
  /// Energy saved in the network; nil where unknown.
  public var energy: Energy?

  /// Creates a saving.
  public init(name: String, time: Seconds, energy: Energy? = nil) {
    self.name = name
    self.time = time
    self.energy = energy
  }

  /// The network's gain, `T / (T - saved)`: that of a layer counts by its share of the time (Amdahl).
  public func speedup(ofNetwork total: Seconds) -> Double { total.ratio(to: total - time) }

  /// What the savings are ranked by.
  public enum Rank: Sendable, Hashable {
    case time
    case energy
  }
}

extension Sequence<Saving> {
  /// The savings, the greatest first; never ranked by the speedup of one layer [rooflines 3.8].
  ///
  /// Equal ones keep their order; those of unknown energy come last.
  public func ranked(by rank: Saving.Rank) -> [Saving] {
    switch rank {
    case .time: sorted { $0.time > $1.time }
    case .energy:
      sorted { ($0.energy ?? -.infinity) > ($1.energy ?? -.infinity) }
    }
  }
}
