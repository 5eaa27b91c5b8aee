// SPDX-License-Identifier: Apache-2.0

/// How numbers become text for people: significant digits, a prefix and a unit.
public enum Format {
  /// A number to so many significant digits, without exponent: `0.0123`, `45.7`, `1230`.
  public static func significant(_ value: Double, digits: Int = 3) -> String {
    guard value.isFinite else { return value.isNaN ? "nan" : (value < 0 ? "-inf" : "inf") }
    guard value != 0 else { return "0" }
    let decimals = digits - 1 - exponent(of: value, digits: digits)
    return fixed(value, decimals: max(0, decimals))
  }

  /// A number to so many digits behind the point.
  public static func fixed(_ value: Double, decimals: Int) -> String {
    guard value.isFinite, value.magnitude < 1e15 else { return "\(value)" }
    var scale = 1.0
    for _ in 0..<min(decimals, 15) { scale *= 10 }
    let scaled = (value.magnitude * scale).rounded()
    guard scaled < 9e18 else { return "\(value)" }
    var digits = String(Int(scaled))
    let negative = value < 0 && scaled != 0 ? "-" : ""
    guard decimals > 0 else { return negative + digits }
    while digits.count <= decimals { digits = "0" + digits }
    let point = digits.index(digits.endIndex, offsetBy: -min(decimals, 15))
    return negative + digits[..<point] + "." + digits[point...]
  }

  /// A share as a percentage: `0.734` is `73 %`; small ones keep a digit.
  public static func percent(_ share: Double) -> String {
    let value = share * 100
    return (value.magnitude < 10 ? fixed(value, decimals: 1) : fixed(value, decimals: 0)) + " %"
  }

  /// A number with the SI prefix that leaves one to three digits before the point: `3.12 T`.
  public static func prefixed(_ value: Double, digits: Int = 3) -> (number: String, prefix: String)
  {
    guard value.isFinite, value != 0 else { return (significant(value), "") }
    let steps: [(String, Double)] = [
      ("E", 1e18), ("P", 1e15), ("T", 1e12), ("G", 1e9), ("M", 1e6), ("k", 1e3), ("", 1),
      ("m", 1e-3), ("u", 1e-6), ("n", 1e-9), ("p", 1e-12), ("f", 1e-15), ("a", 1e-18),
    ]
    // A value that rounds up to 1000 belongs to the next prefix.
    let edge = 1 - 0.5 / pow10(digits)
    let step = steps.first { value.magnitude >= $0.1 * edge } ?? ("a", 1e-18)
    return (significant(value / step.1, digits: digits), step.0)
  }

  /// The power of ten of the first significant digit, after rounding.
  private static func exponent(of value: Double, digits: Int) -> Int {
    var magnitude = value.magnitude
    var exponent = 0
    while magnitude >= 10 {
      magnitude /= 10
      exponent += 1
    }
    while magnitude < 1 {
      magnitude *= 10
      exponent -= 1
    }
    return magnitude >= 10 - 5 / pow10(digits) ? exponent + 1 : exponent
  }

  private static func pow10(_ n: Int) -> Double {
    var result = 1.0
    for _ in 0..<n { result *= 10 }
    return result
  }
}

extension Quantity {
  /// The quantity for people, with an SI prefix: `3.12 Top/s`, `4.5 pJ/op`, `312 GB/s`.
  public func formatted(digits: Int = 3) -> String {
    let parts = Format.prefixed(value, digits: digits)
    let unit = D.exponents.symbol
    // Areas and nodes take no prefix.
    if unit.hasPrefix("mm2") || unit.hasPrefix("nm") || unit.hasPrefix("cycle") {
      return "\(Format.significant(value, digits: digits)) \(unit)"
    }
    return "\(parts.number) \(parts.prefix)\(unit)"
  }
}

extension Quantity where D == Byte {
  /// A capacity with an IEC prefix: `108 KiB`, `4 GiB`.
  public func formattedCapacity(digits: Int = 3) -> String {
    let steps: [(String, Double)] = [
      ("TiB", 0x1p40), ("GiB", 0x1p30), ("MiB", 0x1p20), ("KiB", 0x1p10), ("B", 1),
    ]
    let step = steps.first { value.magnitude >= $0.1 } ?? ("B", 1)
    let number = value / step.1
    let text =
      number == number.rounded() && number < 1e6
      ? Format.fixed(number, decimals: 0) : Format.significant(number, digits: digits)
    return "\(text) \(step.0)"
  }
}
