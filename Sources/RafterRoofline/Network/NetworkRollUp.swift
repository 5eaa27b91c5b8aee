// SPDX-License-Identifier: Apache-2.0
public import RafterQuantities

/// What one layer adds to the network.
public struct LayerSummary: Sendable, Hashable {
  /// The bytes at a memory level.
  public struct Traffic: Sendable, Hashable {
    /// The memory level.
    public var level: String
    /// The bytes of all tensors.
    public var bytes: ByteCount

    /// Creates the traffic of a level.
    public init(level: String, bytes: ByteCount) {
      self.level = level
      self.bytes = bytes
    }
  }

  /// The layer.
  public var name: String
  /// Nominal operations of the multipliers; zero for a layer without MACs.
  public var work: Operations
  /// Operations of the vector unit, never part of ``work``.
  public var vectorWork: Operations
  /// One instance's time.
  public var time: Seconds
  /// One instance's energy; nil where unknown.
  public var energy: Energy?
  /// One instance's bytes at each level.
  public var traffic: [Traffic]
  /// How often the layer runs.
  public var repeats: Int

  /// Creates a layer's summary.
  public init(
    name: String, work: Operations, vectorWork: Operations = .zero, time: Seconds, energy: Energy?,
    traffic: [Traffic] = [], repeats: Int = 1
  ) {
    self.name = name
    self.work = work
    self.vectorWork = vectorWork
    self.time = time
    self.energy = energy
    self.traffic = traffic
    self.repeats = repeats
  }
}

/// The sums over a network whose layers run one after another; nothing is averaged [rooflines 3.8].
///
///     perf = sum W / sum T      efficiency = sum W / sum E      AI_l = sum W / sum Q_l
public struct NetworkRollUp: Sendable, Hashable {
  /// Nominal operations of the multipliers.
  public var work: Operations
  /// Operations of the vector unit.
  public var vectorWork: Operations
  /// The time of all layers.
  public var time: Seconds
  /// The energy of all layers; nil where one is unknown.
  public var energy: Energy?
  /// The bytes at each level, in the order in which layers name them.
  public var traffic: [LayerSummary.Traffic]

  /// Adds up the layers, each as often as it runs.
  public init(_ layers: [LayerSummary]) {
    work = .zero
    vectorWork = .zero
    time = .zero
    energy = .zero
    traffic = []
    for layer in layers {
      let count = Double(layer.repeats)
      work += layer.work * count
      vectorWork += layer.vectorWork * count
      time += layer.time * count
      energy = energy.flatMap { sum in layer.energy.map { sum + $0 * count } }
      for item in layer.traffic { add(item.bytes * count, at: item.level) }
    }
  }

  /// `sum W / sum T`: the harmonic mean of the layers' throughputs, weighted by work.
  public var throughput: Throughput { work / time }

  /// `sum W / sum E`; nil where an energy is unknown.
  public var efficiency: EnergyEfficiency? { energy.map { work / $0 } }

  /// The network's point at a level; nil if nothing moves there.
  ///
  /// - Note: It may lie under the roofs of all its layers, so charts mark it unlike a layer.
  public func point(at level: String) -> RollUpPoint? {
    guard let bytes = traffic.first(where: { $0.level == level })?.bytes, bytes > .zero else {
      return nil
    }
    return RollUpPoint(
      level: level, intensity: work / bytes, throughput: throughput, efficiency: efficiency)
  }

  private mutating func add(_ bytes: ByteCount, at level: String) {
    if let i = traffic.firstIndex(where: { $0.level == level }) {
      traffic[i].bytes += bytes
    } else {
      traffic.append(LayerSummary.Traffic(level: level, bytes: bytes))
    }
  }
}

/// A network as one point; a type of its own, so that it is not drawn as a layer.
public struct RollUpPoint: Sendable, Hashable {
  /// The memory level of the x axis.
  public var level: String
  /// `sum W / sum Q_l`.
  public var intensity: OperationalIntensity
  /// `sum W / sum T`.
  public var throughput: Throughput
  /// `sum W / sum E`; nil where unknown.
  public var efficiency: EnergyEfficiency?
}
