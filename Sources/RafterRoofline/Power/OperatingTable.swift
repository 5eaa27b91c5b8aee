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
      guard let place = KnotInterval(of: voltage, among: points.map(\.voltage)) else {
        return scaled(first, range)
      }
      return scaled(point(at: place), range)
    }
  }

  /// The machine at the lowest voltage of the table that allows a clock.
  ///
  /// Below the clock of the first point its voltage stays, and the machine is clocked lower: that is inside. Above the last
  /// clock, the last point is given and `above`.
  public func operation(atFrequency wanted: Frequency) -> ScaledOperation {
    let (first, last) = (points[0], points[points.count - 1])
    if wanted > last.frequency { return scaled(last, .above) }
    // The clock below the wanted one is another, so the two differ.
    guard let place = KnotInterval(of: wanted, among: points.map(\.frequency)) else {
      var slow = scaled(first, .inside)
      slow.point.frequency = wanted
      return slow
    }
    return scaled(point(at: place), .inside)
  }

  private func point(at place: KnotInterval) -> OperatingPoint {
    let (a, b) = (points[place.upper - 1], points[place.upper])
    var point = OperatingPoint(
      voltage: place.between(a.voltage, b.voltage),
      frequency: place.between(a.frequency, b.frequency))
    if let low = a.staticPower, let high = b.staticPower {
      point.staticPower = place.between(low, high)
    }
    return point
  }

  private func scaled(_ point: OperatingPoint, _ range: OperatingRange) -> ScaledOperation {
    let ratio = point.voltage.ratio(to: nominal)
    return ScaledOperation(point: point, dynamicEnergyFactor: ratio * ratio, range: range)
  }
}
