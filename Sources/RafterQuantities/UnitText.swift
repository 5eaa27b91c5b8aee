// SPDX-License-Identifier: Apache-2.0

/// A unit as written: its base units and its size in them.
package struct UnitText: Hashable, Sendable {
  package var exponents: UnitExponents
  package var scale: Double

  /// The factor that turns a number in this unit into the base unit asked for, or nil.
  ///
  /// Bits and bytes convert, nothing else does.
  package func scale(to wanted: UnitExponents) -> Double? {
    if exponents == wanted { return scale }
    let asBytes = (exponents + UnitExponents(.byte)) - UnitExponents(.bit)
    if asBytes == wanted { return scale / 8 }
    let asBits = (exponents + UnitExponents(.bit)) - UnitExponents(.byte)
    if asBits == wanted { return scale * 8 }
    return nil
  }

  /// Reads `pJ/bit`, `TB/s`, `op/s/mm2`, `TOPS/W`.
  package static func parse(_ text: String) throws(QuantityTextError) -> UnitText {
    var result: UnitText?
    for part in text.split(separator: "/", omittingEmptySubsequences: false) {
      let symbol = part.trimmingSpaces()
      guard let unit = single(symbol) else {
        throw .unknownUnit(text, suggestion: UnitRepair.suggestion(for: symbol, in: text))
      }
      if let sofar = result {
        result = UnitText(
          exponents: sofar.exponents - unit.exponents, scale: sofar.scale / unit.scale)
      } else {
        result = unit
      }
    }
    guard let result else { throw .unknownUnit(text, suggestion: nil) }
    return result
  }

  /// One unit with its prefix.
  static func single(_ symbol: String) -> UnitText? {
    if let exact = atoms[symbol] { return exact }
    for (prefix, factor) in prefixes where symbol.utf8.starts(with: prefix.utf8) {
      let rest = String(symbol.unicodeScalars.dropFirst(prefix.unicodeScalars.count))
      guard let unit = atoms[rest], unit.takesPrefix(rest) else { continue }
      if prefix.hasSuffix("i"), unit.exponents != UnitExponents(.byte),
        unit.exponents != UnitExponents(.bit)
      {
        continue
      }
      return UnitText(exponents: unit.exponents, scale: unit.scale * factor)
    }
    return nil
  }

  private func takesPrefix(_ symbol: String) -> Bool {
    !["mm2", "um2", "nm", "mm", "cycle", "cycles"].contains(symbol)
  }

  private static let perSecond = UnitExponents() - UnitExponents(.second)

  static let atoms: [String: UnitText] = [
    "op": UnitText(exponents: UnitExponents(.operation), scale: 1),
    "MAC": UnitText(exponents: UnitExponents(.mac), scale: 1),
    "B": UnitText(exponents: UnitExponents(.byte), scale: 1),
    "bit": UnitText(exponents: UnitExponents(.bit), scale: 1),
    "cycle": UnitText(exponents: UnitExponents(.cycle), scale: 1),
    "cycles": UnitText(exponents: UnitExponents(.cycle), scale: 1),
    "s": UnitText(exponents: UnitExponents(.second), scale: 1),
    "J": UnitText(exponents: UnitExponents(.joule), scale: 1),
    "W": UnitText(exponents: UnitExponents(.joule) + perSecond, scale: 1),
    "Hz": UnitText(exponents: UnitExponents(.cycle) + perSecond, scale: 1),
    "OPS": UnitText(exponents: UnitExponents(.operation) + perSecond, scale: 1),
    "V": UnitText(exponents: UnitExponents(.volt), scale: 1),
    "nm": UnitText(exponents: UnitExponents(.nanometre), scale: 1),
    "mm": UnitText(exponents: UnitExponents(.nanometre), scale: 1e6),
    "mm2": UnitText(exponents: UnitExponents(.squareMillimetre), scale: 1),
    "um2": UnitText(exponents: UnitExponents(.squareMillimetre), scale: 1e-6),
  ]

  // Longest first, so that `Ki` is not read as `K`; there is no `K` or decimal `k` with IEC meaning.
  static let prefixes: [(String, Double)] = [
    ("Ki", 0x1p10), ("Mi", 0x1p20), ("Gi", 0x1p30), ("Ti", 0x1p40), ("Pi", 0x1p50),
    ("a", 1e-18), ("f", 1e-15), ("p", 1e-12), ("n", 1e-9), ("u", 1e-6), ("\u{b5}", 1e-6),
    ("\u{3bc}", 1e-6),
    ("m", 1e-3), ("k", 1e3), ("M", 1e6), ("G", 1e9), ("T", 1e12), ("P", 1e15), ("E", 1e18),
  ]
}

extension StringProtocol {
  /// The text without spaces at either end.
  func trimmingSpaces() -> String {
    if unicodeScalars.first != " ", unicodeScalars.last != " " { return String(self) }
    var text = self[...]
    while text.first == " " { text = text.dropFirst() }
    while text.last == " " { text = text.dropLast() }
    return String(text)
  }
}
