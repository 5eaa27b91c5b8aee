// SPDX-License-Identifier: Apache-2.0
public import RafterQuantities

/// A supply voltage, the clock that it allows, and what is drawn without work.
public struct OperatingPoint: Sendable, Hashable {
  /// V.
  public var voltage: Voltage
  /// f, the highest clock at the voltage.
  public var frequency: Frequency
  /// P_s at the voltage; nil where unknown.
  public var staticPower: Power?

  /// Creates a point.
  public init(voltage: Voltage, frequency: Frequency, staticPower: Power? = nil) {
    self.voltage = voltage
    self.frequency = frequency
    self.staticPower = staticPower
  }

  /// What dynamic energy is multiplied with at a voltage, `(V/V0)^2`: the charge C V of each node moves through V.
  ///
  /// It holds for logic and memories of one supply; not for DRAM or links with supplies of their own.
  public func dynamicEnergyFactor(at voltage: Voltage) -> Double {
    let ratio = voltage.ratio(to: self.voltage)
    return ratio * ratio
  }
}

/// Where an asked voltage or clock lies in the range for which a law or table holds.
public enum OperatingRange: String, Sendable, Hashable, CaseIterable {
  /// In it, ends included.
  case inside
  /// Below its lower end: the result rests on nothing.
  case below
  /// Above its upper end: the result rests on nothing.
  case above

  /// Where a value lies between two others.
  init<D>(of value: Quantity<D>, from lower: Quantity<D>, to upper: Quantity<D>) {
    self = value < lower ? .below : value > upper ? .above : .inside
  }
}

/// A machine at another voltage than the one it is described at.
public struct ScaledOperation: Sendable, Hashable {
  /// The voltage, its clock and static power.
  public var point: OperatingPoint
  /// What each dynamic energy of the description is multiplied with.
  public var dynamicEnergyFactor: Double
  /// Whether the law or table holds there.
  public var range: OperatingRange

  /// Creates it from its parts.
  public init(point: OperatingPoint, dynamicEnergyFactor: Double, range: OperatingRange) {
    self.point = point
    self.dynamicEnergyFactor = dynamicEnergyFactor
    self.range = range
  }
}
