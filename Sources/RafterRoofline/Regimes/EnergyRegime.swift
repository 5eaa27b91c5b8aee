// SPDX-License-Identifier: Apache-2.0
import RafterQuantities

/// What the energy of a layer goes into [rooflines 3.5].
public enum EnergyRegime: Sendable, Hashable {
  case computeDominated
  case vectorDominated
  case levelDominated(String)
  case wireDominated
  case staticDominated
  case mixed

  /// As in JSON: `dram-dominated`.
  public var term: String {
    switch self {
    case .computeDominated: "compute-dominated"
    case .vectorDominated: "vector-dominated"
    case .levelDominated(let level): "\(level)-dominated"
    case .wireDominated: "wire-dominated"
    case .staticDominated: "static-dominated"
    case .mixed: "mixed"
    }
  }
}

extension EnergyRegime {
  /// The terms of all labels, for `rafter list terms`.
  public static let allTerms: [String] = [
    EnergyRegime.computeDominated, .vectorDominated, .levelDominated("<level>"), .wireDominated,
    .staticDominated, .mixed,
  ].map(\.term)

  /// Says what takes more than half of the energy; a level's three items count as one, and so do
  /// the wires of all arrays and both static items [rooflines 3.5].
  public init(_ breakdown: EnergyBreakdown) {
    let dominant = breakdown.destinations.first {
      $0.energy > breakdown.total * RegimeThreshold.dominantShare
    }
    switch dominant?.destination {
    case .compute: self = .computeDominated
    case .vector: self = .vectorDominated
    case .level(let level): self = .levelDominated(level)
    case .wires: self = .wireDominated
    case .staticPower: self = .staticDominated
    case nil: self = .mixed
    }
  }
}
