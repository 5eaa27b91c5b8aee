// SPDX-License-Identifier: Apache-2.0
public import RafterDiagnostics
public import RafterHardware
public import RafterMapping
public import RafterQuantities
public import RafterRoofline
public import RafterWorkload

/// A workload placed under the two rooflines of an accelerator.
public struct Analysis: Sendable {
  /// The workload in the formats it was analysed in.
  public var workload: Workload
  /// The machine.
  public var accelerator: Accelerator
  /// What the user chose.
  public var options: AnalysisOptions
  /// Whether weights and activations fit their memories.
  public var fit: [CapacityCheck]
  /// The machine's roofs, per level and format in use.
  public var roofs: [MachineRoof]
  /// The layers, in the order of execution.
  public var layers: [LayerAnalysis]
  /// The whole network.
  public var totals: NetworkTotals
  /// What binds and what would have to change, in sentences; the first is the answer.
  public var headline: [String]
  /// How far the totals can move within the bands of the constants; nil where nothing is uncertain.
  public var uncertainty: Uncertainty?
  /// Notes and warnings of the import, the machine and the analysis.
  public var diagnostics: [Diagnostic]
  /// What stays between layers and what that brings; nil where that was not asked for.
  public var fusion: FusionAnalysis?

  /// Creates an analysis from its parts.
  public init(
    workload: Workload, accelerator: Accelerator, options: AnalysisOptions, fit: [CapacityCheck],
    roofs: [MachineRoof], layers: [LayerAnalysis], totals: NetworkTotals, headline: [String],
    uncertainty: Uncertainty? = nil, diagnostics: [Diagnostic] = [],
    fusion: FusionAnalysis? = nil
  ) {
    self.workload = workload
    self.accelerator = accelerator
    self.options = options
    self.fit = fit
    self.roofs = roofs
    self.layers = layers
    self.totals = totals
    self.headline = headline
    self.uncertainty = uncertainty
    self.diagnostics = diagnostics
    self.fusion = fusion
  }

  /// What a user of a language model feels; nil for other workloads.
  public var serving: ServingMetrics? {
    ServingMetrics(workload, totals, communication, pipeline: pipeline)
  }

  /// What several devices spend on their links; nil where there is one device or no links are described.
  public var communication: Communication? {
    Communication(workload, totals.work, on: accelerator)
  }

  /// How long each stage of a pipeline works; nil where there is one stage.
  public var pipeline: PipelineTiming? {
    PipelineTiming(workload.pass, layers, on: accelerator)
  }

  /// Whether some layer has no mapping that fits.
  public var isInfeasible: Bool { layers.contains { $0.infeasibility != nil } }
}

/// What is worked out about each mapping.
public enum MappingDetail: Sendable, Hashable {
  /// What it takes.
  case cost
  /// And what other choices would have cost.
  case alternatives
}

/// Whether it is worked out how far uncertain constants can move the answer.
public enum ConstantBands: Sendable, Hashable {
  /// For every layer and the network.
  case studied
  /// Not at all: for analyses of which only times and energies are wanted.
  case leftOut
}

/// What the user chose for an analysis.
public struct AnalysisOptions: Sendable, Hashable {
  /// Formats other than the workload's own.
  public var precision: Precision?
  /// What the search for mappings makes least.
  public var objective: Objective
  /// How many mappings of one nest may be considered.
  public var limit: SearchLimit
  /// The memory whose intensity is the x axis; nil for the outermost.
  public var level: String?
  /// How every layer is laid out, where a file says so; nil to search.
  public var mapping: MappingDraft?
  /// What is worked out about each mapping.
  public var detail: MappingDetail
  /// A dataflow or unrollings that every search keeps to.
  public var constraints: MappingConstraints
  /// How many elements of the tensors are zero, where the user says so.
  public var densities: WorkloadDensities?
  /// Where tensors stay between layers.
  public var residency: Residency
  /// Whether bands of uncertain constants are worked out.
  public var bands: ConstantBands

  /// Creates options.
  public init(
    precision: Precision? = nil, objective: Objective = .latency,
    limit: SearchLimit = SearchLimit(),
    level: String? = nil, mapping: MappingDraft? = nil, detail: MappingDetail = .cost,
    constraints: MappingConstraints = .none, densities: WorkloadDensities? = nil,
    residency: Residency = .home, bands: ConstantBands = .studied
  ) {
    self.precision = precision
    self.objective = objective
    self.limit = limit
    self.level = level
    self.mapping = mapping
    self.detail = detail
    self.constraints = constraints
    self.densities = densities
    self.residency = residency
    self.bands = bands
  }
}

/// Whether what has to stay in a memory fits it.
public struct CapacityCheck: Sendable, Hashable {
  /// The memory.
  public var memory: String
  /// What is held there: all weights, or activations at their peak.
  public var content: String
  /// The operands whose home the memory is.
  public var operands: [Operand]
  /// Bytes needed at once.
  public var needed: ByteCount
  /// Bytes there, all instances; nil where the description sets no limit.
  public var available: ByteCount?
  /// Whether it has to lie here between layers; further in it may be fetched in tiles.
  public var isHome: Bool
  /// How many of the memory there are side by side.
  public var instances: Int
  /// How far a language model's pass could grow here; nil for other workloads.
  public var room: MemoryRoom?

  /// Creates it from its parts.
  public init(
    memory: String, content: String, operands: [Operand], needed: ByteCount,
    available: ByteCount? = nil, isHome: Bool = true, instances: Int = 1,
    room: MemoryRoom? = nil
  ) {
    self.memory = memory
    self.content = content
    self.operands = operands
    self.needed = needed
    self.available = available
    self.isHome = isHome
    self.instances = instances
    self.room = room
  }

  /// Whether it fits, as far as is known.
  public var fits: Bool { available.map { needed <= $0 } ?? true }
}

/// Sums over the network; nothing is averaged [rooflines 3.8].
///
/// Of a pass on several devices they are those of a lane, a device of each stage, with its links.
public struct NetworkTotals: Sendable, Hashable {
  /// Multiply-accumulates, padding included.
  public var macs: Int
  /// Operations of the multipliers: twice the MACs.
  public var operations: Operations
  /// Operations of the vector unit, never part of ``operations``.
  public var vectorOperations: Operations
  /// The time of all layers and then of the links between devices, one after another.
  public var latency: Seconds
  /// The energy of all layers and of the links; nil where a part is unknown.
  public var energy: Energy?
  /// Time with every layer at its own roof.
  public var roofTime: Seconds
  /// Energy with every layer at its own energy roof.
  public var roofEnergy: Energy?
  /// The part of ``latency`` that links between devices take; zero for one device.
  public var links: Seconds
  /// The part of ``energy`` that links take, sending and static energy meanwhile; zero for one device, nil where it
  /// is unknown.
  public var linkEnergy: Energy?

  /// Creates it from its parts.
  public init(
    macs: Int, operations: Operations, vectorOperations: Operations, latency: Seconds,
    energy: Energy? = nil, roofTime: Seconds, roofEnergy: Energy? = nil,
    links: Seconds = .zero, linkEnergy: Energy? = .zero
  ) {
    self.macs = macs
    self.operations = operations
    self.vectorOperations = vectorOperations
    self.latency = latency
    self.energy = energy
    self.roofTime = roofTime
    self.roofEnergy = roofEnergy
    self.links = links
    self.linkEnergy = linkEnergy
  }

  /// The time of all layers without the links.
  public var work: Seconds { latency - links }

  /// `energy / latency`.
  public var averagePower: Power? { energy.map { $0 / latency } }
  /// `operations / latency`.
  public var throughput: Throughput { operations / latency }
  /// `operations / energy`.
  public var efficiency: EnergyEfficiency? { energy.map { operations / $0 } }
  /// Time at the roofs over the time attained.
  public var shareOfThroughputRoof: Double { roofTime.ratio(to: latency) }
  /// Energy at the roofs over the energy attained.
  public var shareOfEnergyRoof: Double? {
    guard let energy, let roofEnergy else { return nil }
    return roofEnergy.ratio(to: energy)
  }
}
