// SPDX-License-Identifier: Apache-2.0

/// The peer's count of distinct values of `sa * i + sb * j` for i < a, j < b [mapping 6.1, reading 1].
///
///     a*b - max(0, b - sa/g) * (a - sb/g),  g = gcd(sa, sb), at most the limit
///
/// It has one max only: for a < sb/g it counts too many (a = 1, b = 3, sa = 1, sb = 2 gives 5, not 3). The core's
/// `WindowCount` counts exactly; this rule exists to reproduce the peer's numbers.
struct DistinctIndices: Sendable, Hashable {
  /// The place of the first dimension.
  let first: Int
  /// The place of the second dimension.
  let second: Int
  /// sa / g.
  let firstStep: Double
  /// sb / g.
  let secondStep: Double
  /// The most there are.
  let limit: Double

  init(first: Int, stride sa: Int, second: Int, stride sb: Int, limit: Double) {
    let g = Self.gcd(sa, sb)
    self.first = first
    self.second = second
    firstStep = Double(sa / g)
    secondStep = Double(sb / g)
    self.limit = limit
  }

  /// The count for products of loops; fractions are cut off first [reading 3].
  @inline(__always)
  func count(_ first: Double, _ second: Double) -> Double {
    let a = first.rounded(.towardZero)
    let b = second.rounded(.towardZero)
    return min(limit, a * b - max(0, b - firstStep) * (a - secondStep))
  }

  private static func gcd(_ a: Int, _ b: Int) -> Int {
    var (a, b) = (abs(a), abs(b))
    while b != 0 { (a, b) = (b, a % b) }
    return max(1, a)
  }
}
