// SPDX-License-Identifier: Apache-2.0

/// Where a value lies among rising knots of a table that is linear in between.
///
///     let place = KnotInterval(of: voltage, among: voltages)   // between voltages[upper - 1] and voltages[upper]
///     let clock = place.between(clocks[place.upper - 1], clocks[place.upper])
public struct KnotInterval: Sendable, Hashable {
  /// The knot above the value, or at it; never the first.
  public var upper: Int
  /// How far the value is on its way from the knot below to that above, from 0 (not included) to 1.
  public var share: Double

  /// Finds the interval.
  ///
  /// - Parameters:
  ///   - value: The value.
  ///   - knots: Knots that rise; of equal ones the first counts.
  /// - Returns: nil where the value is above all knots, or not above the first.
  public init?<D: Dimension>(of value: Quantity<D>, among knots: some Collection<Quantity<D>>) {
    var below: Quantity<D>?
    for (index, knot) in knots.enumerated() {
      guard knot >= value else {
        below = knot
        continue
      }
      guard let below else { return nil }
      upper = index
      share = (value - below).ratio(to: knot - below)
      return
    }
    return nil
  }

  /// The value of a quantity there, `a + (b - a) * share`.
  public func between<D: Dimension>(_ a: Quantity<D>, _ b: Quantity<D>) -> Quantity<D> {
    a + (b - a) * share
  }
}
