// SPDX-License-Identifier: Apache-2.0
#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A logarithmic axis to base two: equal ratios are equal lengths.
struct LogAxis {
  /// The powers of two at its ends.
  var low: Double
  var high: Double
  /// Their pixels; `end` is less than `start` for an axis that points up.
  var start: Double
  var end: Double

  /// Where a value lies, values outside beyond the ends.
  func position(_ value: Double) -> Double {
    start + (log2(value) - low) / (high - low) * (end - start)
  }

  /// The value at a pixel.
  func value(at position: Double) -> Double {
    exp2(low + (position - start) / (end - start) * (high - low))
  }

  /// Pixels of a factor of two.
  var octave: Double { (end - start) / (high - low) }

  func contains(_ value: Double) -> Bool {
    value > 0 && log2(value) >= low - 1e-9 && log2(value) <= high + 1e-9
  }

  /// Powers of two, as many as fit with a distance in pixels.
  func ticks(spacing: Double) -> [Double] {
    let step = max(1, (spacing / octave.magnitude).rounded(.up))
    let first = (low / step).rounded(.up) * step
    return stride(from: first, through: high + 1e-9, by: step).map { exp2($0) }
  }

  /// A power of two for people: `1/8`, `512`, `16 Ki`.
  static func label(_ value: Double) -> String {
    if value < 1 {
      let denominator = 1 / value
      return denominator < 100_000 ? "1/\(Int(denominator))" : "2^\(Int(log2(value)))"
    }
    if value < 10_000 { return "\(Int(value))" }
    for (prefix, size) in [("Ti", 0x1p40), ("Gi", 0x1p30), ("Mi", 0x1p20), ("Ki", 0x1p10)]
    where value >= size {
      return "\(Int(value / size)) \(prefix)"
    }
    return "\(Int(value))"
  }
}

extension LogAxis {
  /// An axis that holds all values, with a margin in octaves at either end.
  static func around(_ values: [Double], margin: Double, from start: Double, to end: Double)
    -> LogAxis
  {
    let powers = values.filter { $0 > 0 && $0.isFinite }.map { log2($0) }
    let low = (powers.min() ?? -1) - margin
    let high = (powers.max() ?? 1) + margin
    return LogAxis(low: max(low, high - 40), high: high, start: start, end: end)
  }
}
