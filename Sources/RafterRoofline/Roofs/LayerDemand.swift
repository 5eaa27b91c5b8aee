// SPDX-License-Identifier: Apache-2.0
public import RafterQuantities

/// What a layer moves at a memory level, how long that takes and what it costs.
public struct LevelDemand: Sendable, Hashable {
  /// The memory level.
  public var name: String
  /// The bytes of all tensors, Q_l.
  public var traffic: ByteCount
  /// The time of the busiest port, time_l.
  public var time: Seconds
  /// The energy of the traffic; nil where unknown.
  public var energy: Energy?

  /// Creates a level's demand.
  public init(name: String, traffic: ByteCount, time: Seconds, energy: Energy?) {
    self.name = name
    self.traffic = traffic
    self.time = time
    self.energy = energy
  }

  /// The bandwidth for this mix of transfers, `Q_l / time_l`; infinite where nothing moves.
  public var bandwidth: Bandwidth { time > .zero ? traffic / time : .infinity }

  /// The energy of a byte for this mix; nil where unknown or nothing moves.
  public var energyPerByte: EnergyPerByte? {
    guard let energy, traffic > .zero else { return nil }
    return energy / traffic
  }
}

/// What a layer asks of a machine: enough for its own roofs [rooflines 3.2, 3.3].
public struct LayerDemand: Sendable, Hashable {
  /// Nominal operations, W: dense, two for each MAC.
  public var work: Operations
  /// Executed operations, W_x.
  public var executed: Operations
  /// The peak of the layer's format, the share that long runs reach included.
  public var peak: Throughput
  /// The share of the array that the layer's shape uses, in (0, 1].
  public var spatialUtilization: Double
  /// What skipping zeros gains, see ``SparsityHandling``.
  public var sparsityGain: Double
  /// The time of the vector unit beside the array; zero if it has nothing to do.
  public var vectorTime: Seconds
  /// The energy of an executed operation, E_c; nil where unknown.
  public var energyPerOperation: EnergyPerOperation?
  /// Dynamic energy beside arithmetic and levels: vector unit and wires.
  public var otherEnergy: Energy
  /// The memory levels.
  public var levels: [LevelDemand]
  /// Static power, P_s; zero where none is stated.
  public var staticPower: Power
  /// The limit on static and dynamic power together; nil without one.
  public var powerCap: Power?

  /// Creates a layer's demand.
  public init(
    work: Operations, executed: Operations? = nil, peak: Throughput, spatialUtilization: Double = 1,
    sparsityGain: Double = 1, vectorTime: Seconds = .zero,
    energyPerOperation: EnergyPerOperation?, otherEnergy: Energy = .zero, levels: [LevelDemand],
    staticPower: Power = .zero, powerCap: Power? = nil
  ) {
    self.work = work
    self.executed = executed ?? work
    self.peak = peak
    self.spatialUtilization = spatialUtilization
    self.sparsityGain = sparsityGain
    self.vectorTime = vectorTime
    self.energyPerOperation = energyPerOperation
    self.otherEnergy = otherEnergy
    self.levels = levels
    self.staticPower = staticPower
    self.powerCap = powerCap
  }
}
