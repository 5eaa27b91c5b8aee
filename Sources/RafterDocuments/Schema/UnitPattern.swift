// SPDX-License-Identifier: Apache-2.0
import RafterQuantities

/// Regular expressions for the texts of quantities, for editors.
enum UnitPattern {
  /// A decimal number without sign.
  static let number = #"[0-9]+(\.[0-9]*)?([eE][+-]?[0-9]+)?"#

  /// The texts a rule allows: `9 pJ/bit`.
  static func quantity(_ rule: QuantityRule) -> String {
    "^\(number) *(\(units(rule)))$"
  }

  /// The texts of a range: `7..12 pJ/bit`.
  static func range(_ rule: QuantityRule) -> String {
    rule.isPlain
      ? #"^\#(number) *\.\. *\#(number)$"#
      : #"^\#(number) *(\#(units(rule)))? *\.\. *\#(number) *(\#(units(rule)))$"#
  }

  private static func units(_ rule: QuantityRule) -> String {
    var all: [String] = []
    for exponents in rule.units {
      for unit in spellings(exponents) where !all.contains(unit) { all.append(unit) }
    }
    return all.joined(separator: "|")
  }

  /// Bits may stand for bytes and the other way round.
  private static func spellings(_ exponents: UnitExponents) -> [String] {
    let named = exponents.symbol
    if named == "W" || named == "Hz" { return [prefixed(named)] }
    var over: [String] = []
    var under: [String] = []
    for unit in BaseUnit.allCases {
      let power = exponents[unit]
      for _ in 0..<max(0, power) { over.append(atom(unit)) }
      // What is said of a length is said of a millimetre as well.
      let lower = unit == .nanometre ? "(nm|mm)" : atom(unit)
      for _ in 0..<max(0, -power) { under.append(lower) }
    }
    return [([over.joined(separator: " */ *")] + under).joined(separator: " */ *")]
  }

  private static func atom(_ unit: BaseUnit) -> String {
    switch unit {
    case .byte, .bit: "\(prefixes(binary: true))(B|bit)"
    case .cycle: "cycles?"
    case .squareMillimetre: "(mm2|um2)"
    case .nanometre: "nm"
    case .operation, .mac, .second, .joule, .volt: prefixed(unit.symbol)
    }
  }

  private static func prefixed(_ symbol: String) -> String {
    prefixes(binary: false) + symbol
  }

  private static func prefixes(binary: Bool) -> String {
    binary ? "([afpnuµmkMGTPE]|[KMGTP]i)?" : "[afpnuµmkMGTPE]?"
  }
}
