// SPDX-License-Identifier: Apache-2.0
public import RafterHardware
public import RafterQuantities
public import RafterWorkload

/// What one kind of transfer moves at a memory during one run of a nest, all instances together.
public struct TransferCost: Sendable, Hashable {
  /// The tensor and its direction.
  public var transfer: Transfer
  /// The index of the port in `MemoryLevel.ports`.
  public var port: Int
  /// What the mapping moves, rounded up to whole accesses of the port's granularity.
  public var mapped: BitCount
  /// The least any mapping could move with the capacity further in; never above `mapped`.
  public var attainable: BitCount
  /// The operand once; never above `attainable`.
  public var compulsory: BitCount

  /// Creates a transfer's cost.
  public init(
    transfer: Transfer, port: Int, mapped: BitCount, attainable: BitCount, compulsory: BitCount
  ) {
    self.transfer = transfer
    self.port = port
    self.mapped = mapped
    self.attainable = attainable
    self.compulsory = compulsory
  }
}

/// What one run of a nest asks of one memory.
public struct MemoryCost: Sendable, Hashable {
  /// What moves, each transfer with its port.
  public var transfers: [TransferCost]
  /// Cycles of the busiest port of the busiest instance, at sustained bandwidth.
  public var mappedCycles: Cycles
  /// The same with attainable traffic; never above `mappedCycles`.
  public var attainableCycles: Cycles
  /// The same with compulsory traffic; never above `attainableCycles`.
  public var compulsoryCycles: Cycles
  /// The port that `mappedCycles` is of (index in `MemoryLevel.ports`); nil where nothing moves.
  public var busiestPort: Int?
  /// Whether its transfers overlap with computation: every memory it feeds is double-buffered.
  public var isOverlapped: Bool
  /// The energy of its reads and writes; nil where it is unknown.
  public var energy: Energy?

  /// Creates a memory's cost.
  public init(
    transfers: [TransferCost], mappedCycles: Cycles, attainableCycles: Cycles,
    compulsoryCycles: Cycles, busiestPort: Int?, isOverlapped: Bool, energy: Energy?
  ) {
    self.transfers = transfers
    self.mappedCycles = mappedCycles
    self.attainableCycles = attainableCycles
    self.compulsoryCycles = compulsoryCycles
    self.busiestPort = busiestPort
    self.isOverlapped = isOverlapped
    self.energy = energy
  }
}

/// What moves across an array, and what that costs.
public struct WireCost: Sendable, Hashable {
  /// The index of the array in `Accelerator.path`.
  public var element: Int
  /// What all parts of the array receive and send.
  public var moved: BitCount
  /// The energy; nil where none is stated.
  public var energy: Energy?

  /// Creates a cost of wires.
  public init(element: Int, moved: BitCount, energy: Energy?) {
    self.element = element
    self.moved = moved
    self.energy = energy
  }
}

/// The time and energy of one run of a nest under one mapping, itemised.
///
/// `latency = max(compute, overlapped memories) + sum of the other memories + fill + load + offload`.
public struct NestCost: Sendable, Hashable {
  /// Cycles of the arithmetic: every step of the temporal loops at the format's rate and sustained share.
  public var computeCycles: Cycles
  /// MACs over the MACs that all units could do in the steps of the temporal loops, in (0, 1].
  public var spatialUtilization: Double
  /// One for each memory, in the order of `Accelerator.memories`.
  public var memories: [MemoryCost]
  /// One for each array of the path.
  public var wires: [WireCost]
  /// Cycles for data to cross the arrays, once in and once out.
  public var fillCycles: Cycles
  /// Cycles in which first tiles arrive and nothing can be computed, beyond the bound above.
  public var loadCycles: Cycles
  /// Cycles in which last tiles leave, beyond the bound above.
  public var offloadCycles: Cycles
  /// The energy of the arithmetic; nil where it is unknown.
  public var computeEnergy: Energy?
  /// The sum of all the above.
  public var latencyCycles: Cycles

  /// Creates a cost.
  public init(
    computeCycles: Cycles, spatialUtilization: Double, memories: [MemoryCost], wires: [WireCost],
    fillCycles: Cycles, loadCycles: Cycles, offloadCycles: Cycles, computeEnergy: Energy?,
    latencyCycles: Cycles
  ) {
    self.computeCycles = computeCycles
    self.spatialUtilization = spatialUtilization
    self.memories = memories
    self.wires = wires
    self.fillCycles = fillCycles
    self.loadCycles = loadCycles
    self.offloadCycles = offloadCycles
    self.computeEnergy = computeEnergy
    self.latencyCycles = latencyCycles
  }
}

/// A nest laid out on a machine.
public struct MappedNest: Sendable, Hashable {
  /// The nest, in its final formats.
  public var nest: LoopNest
  /// Where everything goes.
  public var mapping: Mapping
  /// The mapping for people: the loop nest, one node a line.
  public var text: String
  /// What it takes.
  public var cost: NestCost
  /// How good it is.
  public var certificate: Certificate
  /// What other choices would have cost; empty where that was not asked for.
  public var alternatives: [MappingAlternative]
  /// What ``cost`` leaves out of the counts of the mapping.
  public var savings: NestSavings

  /// Creates a mapped nest.
  public init(
    nest: LoopNest, mapping: Mapping, text: String, cost: NestCost, certificate: Certificate,
    alternatives: [MappingAlternative] = [], savings: NestSavings = .none
  ) {
    self.nest = nest
    self.mapping = mapping
    self.text = text
    self.cost = cost
    self.certificate = certificate
    self.alternatives = alternatives
    self.savings = savings
  }
}
