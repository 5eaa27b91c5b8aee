// SPDX-License-Identifier: Apache-2.0

extension Quantity {
  /// The shortest text in one of the given units that reads back as exactly this value.
  ///
  /// Where none of them does, the base unit of the dimension does: `1.1875e-14 J/bit`. It is what files are written with,
  /// so that reading them again changes no result.
  ///
  /// - Parameter units: Units of this dimension, those that people prefer first.
  public func exactText(in units: [String]) -> String {
    var best: String?
    for unit in units {
      guard let parsed = try? UnitText.parse(unit), let scale = parsed.scale(to: D.exponents) else {
        continue
      }
      for number in Self.numbers(value / scale) {
        let text = "\(number) \(unit)"
        guard let read = try? Quantity(text: text), read == self else { continue }
        if best.map({ $0.utf8.count > text.utf8.count }) ?? true { best = text }
        break
      }
    }
    return best ?? "\(ExactNumber.text(value)) \(D.exponents.symbol)"
  }

  /// A number in few digits, and in all of them.
  private static func numbers(_ value: Double) -> [String] {
    [Format.significant(value, digits: 12), ExactNumber.text(value)].map {
      ExactNumber.withoutTrailingZeros($0)
    }
  }
}

/// Numbers that read back as they were.
public enum ExactNumber {
  /// The shortest decimal text of a number; whole numbers have no point.
  public static func text(_ value: Double) -> String {
    withoutTrailingZeros("\(value)")
  }

  static func withoutTrailingZeros(_ text: String) -> String {
    guard text.contains("."), !text.contains("e") else { return text }
    var digits = Substring(text)
    while digits.hasSuffix("0") { digits = digits.dropLast() }
    if digits.hasSuffix(".") { digits = digits.dropLast() }
    return String(digits)
  }
}
