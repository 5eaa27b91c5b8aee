// SPDX-License-Identifier: Apache-2.0
public import RafterQuantities

/// A layer's own roofs as functions of its intensity at one level, all other levels kept as they are.
///
/// Drawn thick, below the thin roofs of the machine [rooflines 3.3].
public struct LayerRoof: Sendable, Hashable {
  /// The memory level of the x axis.
  public var level: String
  /// The lowest of the layer's ceilings and of the bandwidth bounds of all other levels; the power
  /// roof is not among them, for it depends on the intensity.
  public var ceiling: Throughput
  /// The spatial ceiling alone, `Pi * sustained * SU`.
  public var spatialCeiling: Throughput
  /// The power roof at the layer's own intensity; nil without a cap or where an energy is unknown.
  public var powerCeiling: Throughput?
  /// The bandwidth of the level for the layer's mix of transfers.
  public var bandwidth: Bandwidth
  /// The energy of an operation with all that moves at other levels; nil where a part is unknown.
  public var energyPerOperation: EnergyPerOperation?
  /// The energy of a byte at the level for the layer's mix of transfers; nil where unknown.
  public var energyPerByte: EnergyPerByte?
  /// Static power; zero where none is stated.
  public var staticPower: Power
  /// The limit on static and dynamic power together; nil without one.
  public var powerCap: Power?

  /// Creates a roof from its parts.
  public init(
    level: String, ceiling: Throughput, spatialCeiling: Throughput, powerCeiling: Throughput? = nil,
    bandwidth: Bandwidth, energyPerOperation: EnergyPerOperation?, energyPerByte: EnergyPerByte?,
    staticPower: Power, powerCap: Power? = nil
  ) {
    self.level = level
    self.ceiling = ceiling
    self.spatialCeiling = spatialCeiling
    self.powerCeiling = powerCeiling
    self.bandwidth = bandwidth
    self.energyPerOperation = energyPerOperation
    self.energyPerByte = energyPerByte
    self.staticPower = staticPower
    self.powerCap = powerCap
  }

  /// The layer's throughput roof at an intensity, `min(ceiling, BW * x, power roof at x)`.
  public func attainable(at intensity: OperationalIntensity) -> Throughput {
    let free = min(ceiling, intensity * bandwidth)
    return powerRoof(at: intensity).map { min(free, $0) } ?? free
  }

  /// The power roof at an intensity, `(P_cap - P_s) / (E_rest + e_l/x)` [rooflines 3.2].
  ///
  /// - Returns: nil without a cap or where an energy is unknown.
  public func powerRoof(at intensity: OperationalIntensity) -> Throughput? {
    guard let powerCap, let energyPerOperation, let energyPerByte else { return nil }
    return PowerCap.throughput(
      cap: powerCap, staticPower: staticPower,
      energyPerOperation: energyPerOperation + energyPerByte / intensity)
  }

  /// The layer's energy roof at an intensity; nil where an energy is unknown.
  public func efficiency(at intensity: OperationalIntensity) -> EnergyEfficiency? {
    guard let energyPerOperation, let energyPerByte else { return nil }
    let moved: EnergyPerOperation = energyPerByte / intensity
    let idle: EnergyPerOperation = staticPower / attainable(at: intensity)
    return (energyPerOperation + moved + idle).reciprocal()
  }
}
