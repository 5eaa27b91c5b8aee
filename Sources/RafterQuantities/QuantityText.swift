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
    let bytes = text.utf8.drop { $0 == UInt8(ascii: " ") }
    let end = endOfNumber(bytes)
    let digits = String(decoding: bytes[..<end], as: UTF8.self)
    guard let number = Double(digits) else { throw .noNumber }
    guard number.isFinite else { throw .notFinite }
    let unit = String(decoding: bytes[end...], as: UTF8.self).trimmingSpaces()
    guard !unit.isEmpty else { throw .noUnit(number: digits, example: "\(digits) \(expected)") }
    return (number, unit)
  }

  /// The end of `[+-] digits [. digits] [e [+-] digits]`.
  ///
  /// An `e` without digits after it begins a unit: `2EB` is two exabytes.
  private static func endOfNumber(_ bytes: Substring.UTF8View) -> Substring.UTF8View.Index {
    func skip(_ from: Substring.UTF8View.Index, _ wanted: (UInt8) -> Bool)
      -> Substring.UTF8View.Index
    {
      bytes[from...].firstIndex { !wanted($0) } ?? bytes.endIndex
    }
    func after(_ from: Substring.UTF8View.Index, anyOf symbols: String)
      -> Substring.UTF8View.Index
    {
      guard from < bytes.endIndex, symbols.utf8.contains(bytes[from]) else { return from }
      return bytes.index(after: from)
    }
    let isDigit = { (byte: UInt8) in (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }
    var end = skip(after(bytes.startIndex, anyOf: "+-"), isDigit)
    end = skip(after(end, anyOf: "."), isDigit)
    let mark = after(end, anyOf: "eE")
    guard mark > end else { return end }
    let exponent = after(mark, anyOf: "+-")
    let last = skip(exponent, isDigit)
    return last > exponent ? last : end
  }
}
