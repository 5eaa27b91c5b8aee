// SPDX-License-Identifier: Apache-2.0
public import RafterMapping
public import RafterQuantities
public import RafterRoofline
public import RafterWorkload

/// Bytes read and written at a memory.
public struct Traffic: Sendable, Hashable {
  /// Bytes read, towards the array and towards the memory further out.
  public var read: ByteCount
  /// Bytes written, from either side.
  public var written: ByteCount

  /// Creates traffic.
  public init(read: ByteCount = .zero, written: ByteCount = .zero) {
    self.read = read
    self.written = written
  }

  /// Read and written together: what intensities count.
  public var total: ByteCount { read + written }

  static func + (a: Self, b: Self) -> Self {
    Self(read: a.read + b.read, written: a.written + b.written)
  }
}

/// What a layer does at one memory.
public struct LevelAnalysis: Sendable, Hashable {
  /// The memory.
  public var name: String
  /// What the mapping moves.
  public var mapped: Traffic
  /// The least any mapping could move with the capacity further in.
  public var attainable: Traffic
  /// Each operand once: the least any machine could move.
  public var compulsory: Traffic
  /// The mapping's bytes by operand, in the order of `Operand`.
  public var bytesByOperand: [Operand: ByteCount]
  /// The time its busiest port takes.
  public var time: Seconds
  /// The energy of its reads and writes; nil where it is unknown.
  public var energy: Energy?
  /// Whether its transfers overlap with computation.
  public var isOverlapped: Bool

  /// Creates it from its parts.
  public init(
    name: String, mapped: Traffic, attainable: Traffic, compulsory: Traffic,
    bytesByOperand: [Operand: ByteCount], time: Seconds, energy: Energy? = nil,
    isOverlapped: Bool
  ) {
    self.name = name
    self.mapped = mapped
    self.attainable = attainable
    self.compulsory = compulsory
    self.bytesByOperand = bytesByOperand
    self.time = time
    self.energy = energy
    self.isOverlapped = isOverlapped
  }

  /// Operations for each byte of a kind of traffic; nil where nothing moves.
  public func intensity(_ traffic: Traffic, of work: Operations) -> OperationalIntensity? {
    traffic.total > .zero ? work / traffic.total : nil
  }
}

/// A layer under the two rooflines.
public struct LayerAnalysis: Sendable {
  /// The layer, in the formats it was analysed in.
  public var layer: Layer
  /// What its operations are: those of the multipliers, or of the vector unit if it has no MACs.
  public var work: Operations
  /// Where the time goes, from the peak to the end.
  public var timeChain: [ChainEntry]
  /// Where the energy goes; empty where a part is unknown.
  public var energyItems: [EnergyItem]
  /// One instance's time.
  public var latency: Seconds
  /// One instance's energy; nil where a part is unknown.
  public var energy: Energy?
  /// The memories whose energy is unknown.
  public var unknownEnergies: [String]
  /// The layer's own throughput roof.
  public var roof: Throughput
  /// The layer's own energy roof; nil where a part is unknown.
  public var energyRoof: EnergyEfficiency?
  /// Its own roofs as functions of the intensity at each level, outermost first.
  public var roofs: [LayerRoof]
  /// What binds its time.
  public var timeRegime: TimeRegime
  /// Why the bytes are as many as they are, where a memory binds.
  public var timeSublabel: TimeSublabel?
  /// What its energy goes into; nil where a part is unknown.
  public var energyRegime: EnergyRegime?
  /// Its memories, outermost first.
  public var levels: [LevelAnalysis]
  /// The share of the array that works on this layer's shape.
  public var spatialUtilization: Double
  /// The mapping of each of its products.
  public var mappings: [MappedNest]
  /// Why it cannot run, where no mapping fits.
  public var infeasibility: Infeasibility?
  /// Its share of the network's time.
  public var shareOfTime: Double
  /// Its share of the network's energy; nil where that is unknown.
  public var shareOfEnergy: Double?
  /// What the answer rests on, where constants are uncertain.
  public var uncertainty: Uncertainty?
  /// What zeros of its tensors did; nil where all are dense.
  public var zeros: LayerZeros?
  /// Tensors that stay in some memory between layers.
  public var resident: [ResidentTensor]

  /// Creates it from its parts.
  public init(
    layer: Layer, work: Operations, timeChain: [ChainEntry], energyItems: [EnergyItem],
    latency: Seconds, energy: Energy? = nil, unknownEnergies: [String], roof: Throughput,
    energyRoof: EnergyEfficiency? = nil, roofs: [LayerRoof], timeRegime: TimeRegime,
    timeSublabel: TimeSublabel? = nil, energyRegime: EnergyRegime? = nil,
    levels: [LevelAnalysis], spatialUtilization: Double, mappings: [MappedNest],
    infeasibility: Infeasibility? = nil, shareOfTime: Double, shareOfEnergy: Double? = nil,
    uncertainty: Uncertainty? = nil, zeros: LayerZeros? = nil,
    resident: [ResidentTensor] = []
  ) {
    self.layer = layer
    self.work = work
    self.timeChain = timeChain
    self.energyItems = energyItems
    self.latency = latency
    self.energy = energy
    self.unknownEnergies = unknownEnergies
    self.roof = roof
    self.energyRoof = energyRoof
    self.roofs = roofs
    self.timeRegime = timeRegime
    self.timeSublabel = timeSublabel
    self.energyRegime = energyRegime
    self.levels = levels
    self.spatialUtilization = spatialUtilization
    self.mappings = mappings
    self.infeasibility = infeasibility
    self.shareOfTime = shareOfTime
    self.shareOfEnergy = shareOfEnergy
    self.uncertainty = uncertainty
    self.zeros = zeros
    self.resident = resident
  }

  /// `work / latency`.
  public var throughput: Throughput { work / latency }
  /// `energy / latency`; nil where a part of the energy is unknown.
  public var averagePower: Power? {
    guard let energy, latency > .zero else { return nil }
    return energy / latency
  }
  /// The throughput at which its work draws the power cap, `work * (P_cap - P_s) / dynamic energy`; nil without a cap or
  /// where an energy is unknown [rooflines 3.2].
  public var powerCeiling: Throughput? { roofs.first?.powerCeiling }
  /// `work / energy`.
  public var efficiency: EnergyEfficiency? { energy.map { work / $0 } }
  /// The time at the layer's own roof; for a layer without operations, that of its busiest memory.
  public var roofTime: Seconds {
    work > .zero ? work / roof : levels.map(\.time).max() ?? .zero
  }
  /// Attained over the layer's own roof, which is time at the roof over time.
  public var shareOfThroughputRoof: Double {
    latency > .zero ? roofTime.ratio(to: latency) : 0
  }
  /// Attained over the layer's own energy roof.
  public var shareOfEnergyRoof: Double? {
    guard let efficiency, let energyRoof else { return nil }
    return efficiency.ratio(to: energyRoof)
  }
}
