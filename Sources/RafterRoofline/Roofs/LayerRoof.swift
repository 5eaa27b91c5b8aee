// SPDX-License-Identifier: Apache-2.0
public import RafterQuantities

/// A layer's own roofs as functions of its intensity at one level, all other levels kept as they are.
///
/// Drawn thick, below the thin roofs of the machine [rooflines 3.3].
public struct LayerRoof: Sendable, Hashable {
  /// The memory level of the x axis.
  public var level: String
  /// The lowest of the layer's ceilings and of the bandwidth bounds of all other levels.
  public var ceiling: Throughput
  /// The spatial ceiling alone, `Pi * sustained * SU`.
  public var spatialCeiling: Throughput
  /// The ceiling of the power cap; nil without one.
  public var powerCeiling: Throughput?
  /// The bandwidth of the level for the layer's mix of transfers.
  public var bandwidth: Bandwidth
  /// The energy of an operation with all that moves at other levels; nil where a part is unknown.
  public var energyPerOperation: EnergyPerOperation?
  /// The energy of a byte at the level for the layer's mix of transfers; nil where unknown.
  public var energyPerByte: EnergyPerByte?
  /// Static power; zero where none is stated.
  public var staticPower: Power

  /// Creates a roof from its parts.
  public init(
    level: String, ceiling: Throughput, spatialCeiling: Throughput, powerCeiling: Throughput? = nil,
    bandwidth: Bandwidth, energyPerOperation: EnergyPerOperation?, energyPerByte: EnergyPerByte?,
    staticPower: Power
  ) {
    self.level = level
    self.ceiling = ceiling
    self.spatialCeiling = spatialCeiling
    self.powerCeiling = powerCeiling
    self.bandwidth = bandwidth
    self.energyPerOperation = energyPerOperation
    self.energyPerByte = energyPerByte
    self.staticPower = staticPower
  }

  /// The layer's throughput roof at an intensity, `min(ceiling, BW * x)`.
  public func attainable(at intensity: OperationalIntensity) -> Throughput {
    min(ceiling, intensity * bandwidth)
  }

  /// The layer's energy roof at an intensity; nil where an energy is unknown.
  public func efficiency(at intensity: OperationalIntensity) -> EnergyEfficiency? {
    guard let energyPerOperation, let energyPerByte else { return nil }
    let moved: EnergyPerOperation = energyPerByte / intensity
    let idle: EnergyPerOperation = staticPower / attainable(at: intensity)
    return (energyPerOperation + moved + idle).reciprocal()
  }
}
