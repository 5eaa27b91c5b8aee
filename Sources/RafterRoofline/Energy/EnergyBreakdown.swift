// SPDX-License-Identifier: Apache-2.0
public import RafterQuantities

/// The items of a layer's energy; unlike time, energy only adds [rooflines 3.4].
///
///     E = compute + vector
///       + sum over levels of (E_compulsory + (E_attainable - E_compulsory) + (E_mapped - E_attainable))
///       + wires + P_s*T0 + P_s*(T_end - T0)
///
/// The last item ties every loss of time to joules.
public struct EnergyBreakdown: Sendable, Hashable {
  /// The items: compute, vector, levels innermost first, wires, static.
  public private(set) var items: [EnergyItem]

  /// Itemises the energy of a layer.
  ///
  /// `vector`, wires and static items are left out where they are zero; each level has all three items.
  public init(_ energies: LayerEnergies) {
    items = [EnergyItem(.compute, energies.compute)]
    if energies.vector > .zero { items.append(EnergyItem(.vector, energies.vector)) }
    for level in energies.levels {
      items += [
        EnergyItem(.compulsory(level: level.name), level.compulsory),
        EnergyItem(.capacityExcess(level: level.name), level.attainable - level.compulsory),
        EnergyItem(.mappingExcess(level: level.name), level.mapped - level.attainable),
      ]
    }
    for wire in energies.wires where wire.energy > .zero {
      items.append(EnergyItem(.wires(array: wire.array), wire.energy))
    }
    if energies.staticPower > .zero {
      let useful = energies.staticPower * energies.peakTime
      items += [
        EnergyItem(.staticUseful, useful),
        EnergyItem(.staticLost, energies.staticPower * (energies.endTime - energies.peakTime)),
      ]
    }
  }

  /// Takes items as they are.
  public init(items: [EnergyItem]) { self.items = items }

  /// The whole energy.
  public var total: Energy { items.reduce(.zero) { $0 + $1.energy } }

  /// The share of each item, in the order of ``items``; they sum to 1 unless all are zero.
  public var shares: [Double] {
    let total = total
    return items.map { total > .zero ? $0.energy.ratio(to: total) : 0 }
  }

  /// The energy of a kind of item; zero if there is none.
  public func energy(of kind: EnergyItem.Kind) -> Energy {
    items.reduce(.zero) { $1.kind == kind ? $0 + $1.energy : $0 }
  }

  /// The energy at compulsory traffic without lost static energy: what a layer's share of its energy
  /// roof is taken of.
  public var roof: Energy {
    items.reduce(.zero) { sum, item in
      switch item.kind {
      case .capacityExcess, .mappingExcess, .staticLost: sum
      case .compute, .vector, .compulsory, .wires, .staticUseful: sum + item.energy
      }
    }
  }

  /// The items of two products or layers together.
  public static func + (a: Self, b: Self) -> Self {
    var sums = a.items
    for item in b.items {
      if let i = sums.firstIndex(where: { $0.kind == item.kind }) {
        sums[i].energy += item.energy
      } else {
        sums.append(item)
      }
    }
    return Self(items: sums)
  }

  /// The items of several products or layers together; none for none.
  public static func sum(_ parts: [Self]) -> Self {
    parts.reduce(Self(items: []), +)
  }

  /// The items of `count` equal layers.
  public func repeated(_ count: Int) -> Self {
    Self(items: items.map { EnergyItem($0.kind, $0.energy * Double(count)) })
  }
}

/// Where energy goes, the items of a level taken together.
public enum EnergyDestination: Sendable, Hashable {
  case compute
  case vector
  case level(String)
  case wires
  case staticPower

  /// Where an item belongs.
  public init(_ kind: EnergyItem.Kind) {
    switch kind {
    case .compute: self = .compute
    case .vector: self = .vector
    case .compulsory(let level), .capacityExcess(let level), .mappingExcess(let level):
      self = .level(level)
    case .wires: self = .wires
    case .staticUseful, .staticLost: self = .staticPower
    }
  }
}

extension EnergyBreakdown {
  /// The energy by destination, in the order of the items.
  public var destinations: [(destination: EnergyDestination, energy: Energy)] {
    var sums: [(destination: EnergyDestination, energy: Energy)] = []
    for item in items {
      let destination = EnergyDestination(item.kind)
      if let i = sums.firstIndex(where: { $0.destination == destination }) {
        sums[i].energy += item.energy
      } else {
        sums.append((destination, item.energy))
      }
    }
    return sums
  }
}
