// SPDX-License-Identifier: Apache-2.0
public import RafterHardware
public import RafterMapping
public import RafterQuantities

/// One product of a layer in the terms of a cost model, for one run of its nest.
public struct CostView: Sendable, Hashable {
  /// What time is made of.
  public struct Item: Sendable, Hashable {
    /// What takes it.
    public var name: String
    /// How long.
    public var cycles: Cycles

    /// Creates an item.
    public init(_ name: String, _ cycles: Cycles) {
      self.name = name
      self.cycles = cycles
    }
  }

  /// How the items make up the latency.
  public enum Combination: Sendable, Hashable {
    /// The longest: all of them overlap.
    case longest
    /// Their sum: one follows the other.
    case sum
  }

  /// The model.
  public var model: CostModel
  /// What time is made of.
  public var items: [Item]
  /// How the items make up the latency.
  public var combination: Combination
  /// The energy of all that moves and is computed, static power left out; nil where it is unknown.
  public var energy: Energy?
  /// The loop nest, a line each.
  public var mapping: [String]
  /// What the model could not take over from the description.
  public var cautions: [String]

  /// How long a run of the nest takes.
  public var latency: Cycles {
    switch combination {
    case .longest: items.map(\.cycles).max() ?? .zero
    case .sum: Cycles(items.reduce(0) { $0 + $1.cycles.value })
    }
  }

  /// The longest item.
  public var binding: Item? { items.max { $0.cycles < $1.cycles } }

  /// The bound of a mapping: the arithmetic and every memory's busiest port, all overlapped [mapping 3, bound view].
  ///
  ///     latency = max(compute, each port's bits / width)
  ///
  /// The counts are those of the itemised view; fill, drain, loading and what is not double-buffered are left out.
  public static func bound(_ mapped: MappedNest, on accelerator: Accelerator) -> CostView {
    let cost = mapped.cost
    var items = [Item("compute", cost.computeCycles)]
    for (memory, part) in zip(accelerator.memories, cost.memories) where part.mappedCycles > .zero {
      items.append(Item(memory.name, part.mappedCycles))
    }
    var energy = cost.computeEnergy
    for part in cost.memories where part.transfers.contains(where: { $0.mapped > .zero }) {
      energy = sum(energy, part.energy)
    }
    // Wires whose energy nobody states are not part of the memories' totals either.
    for wire in cost.wires where wire.energy != nil { energy = sum(energy, wire.energy) }
    return CostView(
      model: .bound, items: items, combination: .longest, energy: energy,
      mapping: mapped.text.split(separator: "\n").map(String.init), cautions: [])
  }

  private static func sum(_ a: Energy?, _ b: Energy?) -> Energy? {
    guard let a, let b else { return nil }
    return Energy(a.value + b.value)
  }
}

/// A view on the counts of accesses.
public enum CostModel: String, Sendable, Hashable, CaseIterable {
  /// Everything that takes time, one after the other where it cannot overlap: our own model.
  case itemised
  /// The roofline: the longest of the arithmetic and each port.
  case bound
  /// The rules of ZigZag 3.9.1, with a mapping searched in them.
  case zigzag
}
