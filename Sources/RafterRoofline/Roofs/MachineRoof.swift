// SPDX-License-Identifier: Apache-2.0
public import RafterQuantities

/// The two roofs of a machine at one memory level in one arithmetic format.
///
/// All other levels are taken as free, so both are upper bounds [rooflines 3.2, 3.3].
public struct MachineRoof: Sendable, Hashable {
  /// The memory level.
  public var level: String
  /// The arithmetic format: `int8 x int8 -> int32`; `vector` for the vector unit.
  public var format: String
  /// The dense peak, Pi(fmt).
  public var peak: Throughput
  /// Peak over the area of the chip; nil where the area is unknown.
  public var peakDensity: ThroughputDensity?
  /// The sustained bandwidth of all instances of the level together.
  public var bandwidth: Bandwidth
  /// The time ridge, `peak / bandwidth`.
  public var ridge: OperationalIntensity
  /// The energy of an operation, static power left out; nil where unknown.
  public var energyPerOperation: EnergyPerOperation?
  /// The energy of a byte at the level; nil where unknown.
  public var energyPerByte: EnergyPerByte?
  /// Static power; zero where none is stated.
  public var staticPower: Power
  /// The energy ridge, `energyPerByte / energyPerOperation`.
  public var energyRidge: OperationalIntensity?
  /// Where half of the peak efficiency is reached, static power included [rooflines 2.2].
  public var halfEfficiency: OperationalIntensity?
  /// The efficiency that the energy roof tends to, static power included.
  public var peakEfficiency: EnergyEfficiency?
  /// The peak under the power cap at unlimited intensity; nil without a cap.
  public var powerCappedPeak: Throughput?
  /// The limit on static and dynamic power together; nil without one.
  public var powerCap: Power?

  /// Creates a roof from its parts.
  public init(
    level: String, format: String, peak: Throughput, peakDensity: ThroughputDensity? = nil,
    bandwidth: Bandwidth, ridge: OperationalIntensity, energyPerOperation: EnergyPerOperation?,
    energyPerByte: EnergyPerByte?, staticPower: Power, energyRidge: OperationalIntensity?,
    halfEfficiency: OperationalIntensity?, peakEfficiency: EnergyEfficiency?,
    powerCappedPeak: Throughput?, powerCap: Power? = nil
  ) {
    self.level = level
    self.format = format
    self.peak = peak
    self.peakDensity = peakDensity
    self.bandwidth = bandwidth
    self.ridge = ridge
    self.energyPerOperation = energyPerOperation
    self.energyPerByte = energyPerByte
    self.staticPower = staticPower
    self.energyRidge = energyRidge
    self.halfEfficiency = halfEfficiency
    self.peakEfficiency = peakEfficiency
    self.powerCappedPeak = powerCappedPeak
    self.powerCap = powerCap
  }
}
