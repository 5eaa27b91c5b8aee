// SPDX-License-Identifier: Apache-2.0

/// How the peer's language rounds.
enum PeerRounding {
  /// To the nearest whole number, halves to the even one.
  @inline(__always)
  static func nearest(_ x: Double) -> Double { x.rounded(.toNearestOrEven) }

  /// To three digits, then to the nearest whole number [mapping 6.1, reading 4]: 2.4999999 becomes 2.5, then 2.
  static func unitCount(_ x: Double) -> Double {
    // Three digits behind the point: a product of unrollings has no more that mean something.
    nearest(nearest(x * 1000) / 1000)
  }

  /// The least whole number not below.
  @inline(__always)
  static func up(_ x: Double) -> Double { x.rounded(.up) }

  /// The greatest whole number not above.
  @inline(__always)
  static func down(_ x: Double) -> Double { x.rounded(.down) }
}
