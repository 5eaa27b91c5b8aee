// SPDX-License-Identifier: Apache-2.0
public import RafterQuantities

/// Measured operating points of a machine; between two of them clock and static power are linear in voltage.
///
/// Outside the table nothing is extrapolated: the nearest end is given, and it is said.
public struct OperatingTable: Sendable, Hashable {
  /// The points, by voltage.
  public let points: [OperatingPoint]
  /// The voltage that the energies of the machine are described at, V0 of `(V/V0)^2`.
  public let nominal: Voltage

  /// Creates a table; the order of the points does not matter.
  ///
  /// - Returns: nil without points, where two have the same voltage, where a higher voltage has a lower clock, or where a
  ///   voltage or clock is not above zero.
  public init?(_ points: [OperatingPoint], nominal: Voltage) {
    let sorted = points.sorted { $0.voltage < $1.voltage }
    guard !sorted.isEmpty, nominal > .zero, nominal < .infinity,
      sorted.allSatisfy({ $0.voltage > .zero && $0.frequency > .zero }),
      zip(sorted, sorted.dropFirst()).allSatisfy({
        $0.voltage < $1.voltage && $0.frequency <= $1.frequency
      })
    else { return nil }
    self.points = sorted
    self.nominal = nominal
  }

  /// The machine at a voltage.
  public func operation(at voltage: Voltage) -> ScaledOperation {
    let (first, last) = (points[0], points[points.count - 1])
    let range = OperatingRange(of: voltage, from: first.voltage, to: last.voltage)
    switch range {
    case .below: return scaled(first, range)
    case .above: return scaled(last, range)
    case .inside:
      guard let upper = points.firstIndex(where: { $0.voltage >= voltage }), upper > 0 else {
        return scaled(first, range)
      }
      let (a, b) = (points[upper - 1], points[upper])
      return scaled(
        Self.between(a, b, (voltage - a.voltage).ratio(to: b.voltage - a.voltage)), range)
    }
  }

  /// The machine at the lowest voltage of the table that allows a clock.
  ///
  /// Below the clock of the first point its voltage stays, and the machine is clocked lower: that is inside. Above the last
  /// clock, the last point is given and `above`.
  public func operation(atFrequency wanted: Frequency) -> ScaledOperation {
    guard let upper = points.firstIndex(where: { $0.frequency >= wanted }) else {
      return scaled(points[points.count - 1], .above)
    }
    guard upper > 0 else {
      var slow = scaled(points[0], .inside)
      slow.point.frequency = wanted
      return slow
    }
    let (a, b) = (points[upper - 1], points[upper])
    // The clock of `a` is below the wanted one, so the two differ.
    let share = (wanted - a.frequency).ratio(to: b.frequency - a.frequency)
    return scaled(Self.between(a, b, share), .inside)
  }

  private static func between(_ a: OperatingPoint, _ b: OperatingPoint, _ share: Double)
    -> OperatingPoint
  {
    var point = OperatingPoint(
      voltage: a.voltage + (b.voltage - a.voltage) * share,
      frequency: a.frequency + (b.frequency - a.frequency) * share)
    if let low = a.staticPower, let high = b.staticPower {
      point.staticPower = low + (high - low) * share
    }
    return point
  }

  private func scaled(_ point: OperatingPoint, _ range: OperatingRange) -> ScaledOperation {
    let ratio = point.voltage.ratio(to: nominal)
    return ScaledOperation(point: point, dynamicEnergyFactor: ratio * ratio, range: range)
  }
}
