// SPDX-License-Identifier: Apache-2.0

/// How numbers become text for people: significant digits, a prefix and a unit.
public enum Format {
  /// A number of things, one of them without the ending of many: `1 row`, `3 rows`.
  ///
  /// - Parameters:
  ///   - count: how many.
  ///   - noun: what one of them is called; many have an `s` more.
  public static func count(_ count: Int, _ noun: String) -> String {
    "\(count) \(noun)\(count == 1 ? "" : "s")"
  }

  /// A number to so many significant digits, those before the point always in full: `0.0123`,
  /// `45.7`, `8192`.
  ///
  /// Written without exponent from 1e-7 up to 1e15, outside with one: `1.50e-21`.
  public static func significant(_ value: Double, digits: Int = 3) -> String {
    precondition((1...15).contains(digits), "1 to 15 significant digits, got \(digits)")
    guard value.isFinite else { return value.isNaN ? "nan" : (value < 0 ? "-inf" : "inf") }
    guard value != 0 else { return "0" }
    let (mantissa, exponent) = rounded(value.magnitude, digits: digits)
    let sign = value < 0 ? "-" : ""
    guard (-7..<15).contains(exponent) else {
      let point = digits > 1 ? "." : ""
      return "\(sign)\(mantissa.prefix(1))\(point)\(mantissa.dropFirst())e\(exponent)"
    }
    if exponent < 0 {
      return sign + "0." + String(repeating: "0", count: -exponent - 1) + mantissa
    }
    let whole = exponent + 1
    guard whole < digits else { return fixed(value, decimals: 0) }
    return sign + mantissa.prefix(whole) + "." + mantissa.dropFirst(whole)
  }

  /// A number to so many digits behind the point.
  public static func fixed(_ value: Double, decimals: Int) -> String {
    precondition((0...15).contains(decimals), "0 to 15 decimals, got \(decimals)")
    guard value.isFinite, value.magnitude < 1e18 else { return significant(value, digits: 6) }
    let scale = power(of: 10, decimals)
    var whole = Int(value.magnitude.rounded(.towardZero))
    var part = Int(((value.magnitude - Double(whole)) * scale).rounded())
    if part >= Int(scale) {
      whole += 1
      part -= Int(scale)
    }
    let sign = value < 0 && (whole, part) != (0, 0) ? "-" : ""
    guard decimals > 0 else { return "\(sign)\(whole)" }
    let digits = String(part)
    return "\(sign)\(whole)." + String(repeating: "0", count: decimals - digits.count) + digits
  }

  /// A share as a percentage: `0.734` is `73 %`; below ten a digit behind the point is kept.
  public static func percent(_ share: Double) -> String {
    let value = share * 100
    return fixed(value, decimals: value.magnitude < 9.95 ? 1 : 0) + " %"
  }

  /// A number with the SI prefix that leaves one to three digits before the point: `3.12 T`.
  public static func prefixed(_ value: Double, digits: Int = 3) -> (number: String, prefix: String)
  {
    guard value.isFinite, value != 0 else { return (significant(value), "") }
    // A value that rounds up to 1000 belongs to the next prefix.
    let edge = 1 - 0.5 / power(of: 10, max(3, digits))
    let step = prefixes.first { value.magnitude >= $0.scale * edge } ?? ("a", 1e-18)
    return (significant(value / step.scale, digits: digits), step.symbol)
  }

  private static let prefixes: [(symbol: String, scale: Double)] = [
    ("E", 1e18), ("P", 1e15), ("T", 1e12), ("G", 1e9), ("M", 1e6), ("k", 1e3), ("", 1),
    ("m", 1e-3), ("u", 1e-6), ("n", 1e-9), ("p", 1e-12), ("f", 1e-15), ("a", 1e-18),
  ]

  /// The first digits of a positive number, rounded, and the power of ten of the first of them.
  private static func rounded(_ value: Double, digits: Int) -> (mantissa: String, exponent: Int) {
    var exponent = 0
    var leading = value
    while leading >= 10 {
      leading /= 10
      exponent += 1
    }
    while leading < 1 {
      leading *= 10
      exponent -= 1
    }
    // Scaled from the number itself where that is exact, so that ties fall as they are written.
    let shift = digits - 1 - exponent
    var whole =
      switch shift {
      case 0...22: (value * power(of: 10, shift)).rounded()
      case -22..<0: (value / power(of: 10, -shift)).rounded()
      default: (leading * power(of: 10, digits - 1)).rounded()
      }
    if whole >= power(of: 10, digits) {
      whole = (whole / 10).rounded()
      exponent += 1
    }
    return (String(Int(whole)), exponent)
  }

  private static func power(of base: Double, _ n: Int) -> Double {
    (0..<n).reduce(1) { product, _ in product * base }
  }
}

extension Quantity {
  /// The quantity for people, with an SI prefix: `3.12 Top/s`, `4.5 pJ/op`, `312 GB/s`.
  ///
  /// Areas, process nodes and cycles take no prefix; a plain ratio has no unit.
  public func formatted(digits: Int = 3) -> String {
    let exponents = D.exponents
    let unit = exponents.symbol
    guard exponents.takesPrefix else {
      let number = Format.significant(value, digits: digits)
      return exponents.isPlain ? number : "\(number) \(unit)"
    }
    let parts = Format.prefixed(value, digits: digits)
    return "\(parts.number) \(parts.prefix)\(unit)"
  }
}

extension Quantity where D == Byte {
  /// A capacity with an IEC prefix: `108 KiB`, `4 GiB`; whole numbers in full: `1000 KiB`.
  public func formattedCapacity(digits: Int = 3) -> String {
    let steps: [(String, Double)] = [
      ("TiB", 0x1p40), ("GiB", 0x1p30), ("MiB", 0x1p20), ("KiB", 0x1p10), ("B", 1),
    ]
    // What rounds up to 1024 belongs to the next prefix.
    let step = steps.first { value.magnitude >= $0.1 * 0.9995 } ?? ("B", 1)
    let number = value / step.1
    let shown = number.magnitude >= 1000 ? max(4, digits) : digits
    let text =
      number == number.rounded() && number.magnitude < 1e6
      ? Format.fixed(number, decimals: 0) : Format.significant(number, digits: shown)
    return "\(text) \(step.0)"
  }
}
