// SPDX-License-Identifier: Apache-2.0
public import RafterQuantities
public import RafterWorkload

/// What one multiplier can do in one pair of formats.
public struct ComputeFormat: Sendable, Hashable {
  /// The formats of operands and accumulator.
  public var arithmetic: ArithmeticFormat
  /// Multiply-accumulates of one unit in a cycle, dense.
  public var rate: Sourced<MACsPerCycle>
  /// The energy of a multiply-accumulate; nil where it is unknown.
  public var energy: Sourced<EnergyPerMAC>?
  /// The area of one unit.
  public var area: Sourced<Area>?
  /// The numbers it leaves open.
  public var open: Set<OpenNumber>
  /// How an in-memory array works in this format; nil for other arithmetic.
  public var inMemory: InMemoryFormat?

  /// Creates a format.
  public init(
    arithmetic: ArithmeticFormat, rate: Sourced<MACsPerCycle>, energy: Sourced<EnergyPerMAC>?,
    area: Sourced<Area>? = nil, open: Set<OpenNumber> = []
  ) {
    self.arithmetic = arithmetic
    self.rate = rate
    self.energy = energy
    self.area = area
    self.open = open
  }
}

/// The arithmetic at the end of the path.
public struct ComputeUnit: Sendable, Hashable {
  /// What it is called.
  public var name: String
  /// What it can compute.
  public var formats: [ComputeFormat]
  /// The share of the peak that long runs reach, in (0, 1].
  public var sustained: Sourced<Double>
  /// The line of the file that begins it.
  public var provenance: Provenance
  /// The array of cells that multiplies; nil for other arithmetic.
  public var inMemory: InMemoryArray?
  /// What it does with zeros; nil where nothing is said.
  public var sparsity: SparsitySupport?

  /// Creates a compute unit.
  public init(
    name: String, formats: [ComputeFormat], sustained: Sourced<Double>, provenance: Provenance,
    inMemory: InMemoryArray? = nil, sparsity: SparsitySupport? = nil
  ) {
    self.name = name
    self.formats = formats
    self.sustained = sustained
    self.provenance = provenance
    self.inMemory = inMemory
    self.sparsity = sparsity
  }
}

/// The unit for softmax, normalisation, activation and sums.
public struct VectorUnit: Sendable, Hashable {
  /// Operations of the whole chip in a cycle.
  public var rate: Sourced<ThroughputPerCycle>
  /// The energy of an operation; nil where it is unknown.
  public var energy: Sourced<EnergyPerOperation>?
  /// The memory it reads from and writes to; nil for the innermost one before the first array that
  /// holds inputs or outputs.
  public var memory: String?
  /// The numbers it leaves open.
  public var open: Set<OpenNumber>
  /// What it does at rates of their own, by the operator of a layer.
  public var special: [OperatorKind: SpecialFunction]

  /// Creates a vector unit.
  public init(
    rate: Sourced<ThroughputPerCycle>, energy: Sourced<EnergyPerOperation>?,
    memory: String? = nil, open: Set<OpenNumber> = [],
    special: [OperatorKind: SpecialFunction] = [:]
  ) {
    self.rate = rate
    self.energy = energy
    self.memory = memory
    self.open = open
    self.special = special
  }
}
