// SPDX-License-Identifier: Apache-2.0
public import RafterQuantities

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Clock and power by voltage, from one point and the law of short transistors.
///
///     f(V) = f0 * ((V - V_t)^a / V) / ((V0 - V_t)^a / V0)      [Sakurai and Newton, JSSC 1990]
///     e(V) = e0 * (V/V0)^2        P_s(V) = P_s0 * V/V0
///
/// A constant leakage current is behind the last: the leakage of real transistors falls faster, so at low voltage the
/// static power is an upper estimate.
public struct AlphaPowerLaw: Sendable, Hashable {
  /// The point that the machine is described at.
  public var nominal: OperatingPoint
  /// V_t, the threshold voltage.
  public var threshold: Voltage
  /// a: 2 for long channels, near 1.3 for short ones.
  public var alpha: Double
  /// The lowest voltage for which it is known to hold.
  public var lowest: Voltage
  /// The highest.
  public var highest: Voltage

  /// Creates a law.
  ///
  /// - Returns: nil unless `0 < V_t < lowest <= V0 <= highest`, `1 <= a <= 2` and f0 is above zero.
  public init?(
    nominal: OperatingPoint, threshold: Voltage, alpha: Double, lowest: Voltage, highest: Voltage
  ) {
    guard threshold > .zero, threshold < lowest, lowest <= nominal.voltage,
      nominal.voltage <= highest, highest < .infinity, (1...2).contains(alpha),
      nominal.frequency > .zero
    else { return nil }
    self.nominal = nominal
    self.threshold = threshold
    self.alpha = alpha
    self.lowest = lowest
    self.highest = highest
  }

  /// The clock that a voltage allows; zero at the threshold and below.
  public func frequency(at voltage: Voltage) -> Frequency {
    guard voltage > threshold else { return .zero }
    let drive = (voltage - threshold).ratio(to: nominal.voltage - threshold)
    return nominal.frequency * (pow(drive, alpha) / voltage.ratio(to: nominal.voltage))
  }

  /// The machine at a voltage; outside the range the laws are followed all the same, and it is said.
  public func operation(at voltage: Voltage) -> ScaledOperation {
    ScaledOperation(
      point: OperatingPoint(
        voltage: voltage, frequency: frequency(at: voltage),
        staticPower: nominal.staticPower.map { $0 * voltage.ratio(to: nominal.voltage) }),
      dynamicEnergyFactor: nominal.dynamicEnergyFactor(at: voltage),
      range: OperatingRange(of: voltage, from: lowest, to: highest))
  }

  /// The machine at the lowest voltage in the range that allows a clock.
  ///
  /// f rises with V for a of at least 1, so halving the interval finds it. A clock that no voltage of the range allows gives the
  /// machine at the upper end and `above`; one that the lowest voltage exceeds, the machine there at that clock and `inside`.
  public func operation(atFrequency wanted: Frequency) -> ScaledOperation {
    guard wanted <= frequency(at: highest) else {
      var most = operation(at: highest)
      most.range = .above
      return most
    }
    var (low, high) = (lowest, highest)
    guard wanted > frequency(at: lowest) else {
      var least = operation(at: lowest)
      least.point.frequency = wanted
      return least
    }
    // 60 halvings leave less than rounding.
    for _ in 0..<60 {
      let middle = (low + high) / 2
      if frequency(at: middle) < wanted { low = middle } else { high = middle }
    }
    var found = operation(at: high)
    found.point.frequency = wanted
    return found
  }
}
