// SPDX-License-Identifier: Apache-2.0

/// Why a text is not a quantity of the dimension asked for.
public enum QuantityTextError: Error, Hashable, Sendable {
  /// The text does not start with a number.
  case noNumber
  /// There is a number but no unit.
  case noUnit(number: String, example: String)
  /// A unit that is not known; perhaps a near miss.
  case unknownUnit(String, suggestion: String?)
  /// A known unit of something else.
  case wrongDimension(found: String, expected: String)
  /// Not a finite number.
  case notFinite
}

extension Quantity {
  /// Reads `64 KiB`, `1.6 TB/s`, `0.3 pJ/op`, `1 GHz`; a bare number is refused.
  ///
  /// Bits and bytes convert into one another, MACs and operations do not: that factor of two is the
  /// field's classic slip, so the text has to say which it means.
  ///
  /// - Throws: ``QuantityTextError`` with what was found and what was expected.
  public init(text: String) throws(QuantityTextError) {
    let parts = try QuantityText.split(text, unit: D.exponents.symbol)
    let unit = try UnitText.parse(parts.unit)
    guard let scale = unit.scale(to: D.exponents) else {
      throw .wrongDimension(found: unit.exponents.symbol, expected: D.exponents.symbol)
    }
    guard (parts.number * scale).isFinite else { throw .notFinite }
    self.init(parts.number * scale)
  }
}

/// The two halves of a quantity in text.
package enum QuantityText {
  /// Splits `64 KiB` into 64 and `KiB`.
  package static func split(_ text: String, unit expected: String) throws(QuantityTextError)
    -> (number: Double, unit: String)
  {
    let bytes = Array(text.utf8)
    var end = 0
    while end < bytes.count, isNumeric(bytes, at: end) { end += 1 }
    // Backs off an `e` that begins a unit rather than an exponent.
    while end > 0, Double(String(decoding: bytes[..<end], as: UTF8.self)) == nil { end -= 1 }
    guard end > 0, let number = Double(String(decoding: bytes[..<end], as: UTF8.self)) else {
      throw .noNumber
    }
    guard number.isFinite else { throw .notFinite }
    let digits = String(decoding: bytes[..<end], as: UTF8.self)
    var rest = Substring(decoding: bytes[end...], as: UTF8.self)
    while rest.first == " " { rest.removeFirst() }
    while rest.last == " " { rest.removeLast() }
    guard !rest.isEmpty else { throw .noUnit(number: digits, example: "\(digits) \(expected)") }
    return (number, String(rest))
  }

  private static func isNumeric(_ bytes: [UInt8], at i: Int) -> Bool {
    switch bytes[i] {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."): true
    case UInt8(ascii: "-"), UInt8(ascii: "+"):
      i == 0 || bytes[i - 1] == UInt8(ascii: "e") || bytes[i - 1] == UInt8(ascii: "E")
    case UInt8(ascii: "e"), UInt8(ascii: "E"): i > 0
    default: false
    }
  }
}
