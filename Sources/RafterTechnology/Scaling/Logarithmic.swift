// SPDX-License-Identifier: Apache-2.0
#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

// The few functions of real numbers that the laws need.

/// The number raised to a real power.
func power(_ base: Double, _ exponent: Double) -> Double { pow(base, exponent) }

/// The natural logarithm.
func logarithm(_ value: Double) -> Double { log(value) }

/// The exponential.
func exponential(_ value: Double) -> Double { exp(value) }

/// A curve through points, straight on double logarithmic paper between and beyond them.
struct LogLogCurve {
  /// Points in rising order of x; all numbers above zero.
  var points: [(x: Double, y: Double)]

  /// The value at a place; beyond the points the nearest piece goes on.
  func value(at x: Double) -> Double {
    guard points.count > 1 else { return points.first?.y ?? 0 }
    let upper = points.dropLast().lastIndex { $0.x <= x } ?? 0
    let (from, to) = (points[upper], points[upper + 1])
    let slope = logarithm(to.y / from.y) / logarithm(to.x / from.x)
    return from.y * power(x / from.x, slope)
  }
}
