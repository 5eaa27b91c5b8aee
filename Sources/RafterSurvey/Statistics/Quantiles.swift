// SPDX-License-Identifier: Apache-2.0

/// Quantiles of a list of numbers, by linear interpolation.
///
/// The quantile p lies at the place p (n - 1) of the sorted values, counted from 0, between its two
/// neighbours (type 7 of Hyndman and Fan).
public struct Quantiles: Sendable, Hashable {
  /// The words that reports print with each figure.
  public static let rule = "quantiles by linear interpolation at p(n-1) of the sorted values"

  /// The values, ascending.
  public let sorted: [Double]

  /// Sorts the values.
  public init(_ values: [Double]) { sorted = values.sorted() }

  /// How many there are.
  public var n: Int { sorted.count }

  /// The value that a share of the values does not exceed; nil for no values.
  public func at(_ p: Double) -> Double? {
    precondition((0...1).contains(p), "a share, got \(p)")
    guard let last = sorted.indices.last else { return nil }
    let place = p * Double(last)
    let below = Int(place)
    let above = min(below + 1, last)
    return sorted[below] + (place - Double(below)) * (sorted[above] - sorted[below])
  }

  /// The middle one.
  public var median: Double? { at(0.5) }

  /// The share of values below another, equal ones counted half; nil for no values.
  public func rank(of value: Double) -> Double? {
    guard n > 0 else { return nil }
    let below = sorted.count { $0 < value }
    let equal = sorted.count { $0 == value }
    return (Double(below) + Double(equal) / 2) / Double(n)
  }
}
