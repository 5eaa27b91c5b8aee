// SPDX-License-Identifier: Apache-2.0
public import RafterQuantities

/// A part of a layer's energy; the parts sum to the whole [rooflines 3.4].
public struct EnergyItem: Sendable, Hashable {
  /// What energy goes into.
  public enum Kind: Sendable, Hashable {
    case compute
    case vector
    /// Each operand across the level once.
    case compulsory(level: String)
    /// What the capacity inside the level adds to that.
    case capacityExcess(level: String)
    /// What the mapping adds to that.
    case mappingExcess(level: String)
    /// Moving data across an array.
    case wires(array: String)
    /// Static power over the time at the peak.
    case staticUseful
    /// Static power over the time lost.
    case staticLost
  }

  /// What the energy goes into.
  public var kind: Kind
  /// How much.
  public var energy: Energy

  /// Creates an item.
  public init(_ kind: Kind, _ energy: Energy) {
    self.kind = kind
    self.energy = energy
  }

  /// As in JSON and `rafter list terms`: `compulsory:dram`.
  public var term: String {
    switch kind {
    case .compute: "compute"
    case .vector: "vector"
    case .compulsory(let level): "compulsory:\(level)"
    case .capacityExcess(let level): "capacity-excess:\(level)"
    case .mappingExcess(let level): "mapping-excess:\(level)"
    case .wires(let array): "wires:\(array)"
    case .staticUseful: "static-useful"
    case .staticLost: "static-lost"
    }
  }
}

extension EnergyItem {
  /// The terms of all items in order, for `rafter list terms`.
  public static let allTerms: [String] = [
    Kind.compute, .vector, .compulsory(level: "<level>"), .capacityExcess(level: "<level>"),
    .mappingExcess(level: "<level>"), .wires(array: "<array>"), .staticUseful, .staticLost,
  ].map { EnergyItem($0, .zero).term }
}
