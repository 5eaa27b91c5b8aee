// SPDX-License-Identifier: Apache-2.0
import RafterDiagnostics
import RafterQuantities

// What can be wrong with a number.

extension Diagnostic {
  static func notAQuantity(
    _ text: String, _ error: QuantityTextError, _ rule: QuantityRule, at place: SourceLocation
  ) -> Diagnostic {
    switch error {
    case .noUnit(let number, _):
      return Diagnostic(
        id: "document.no-unit", "\(rule.noun) needs a unit", at: place,
        suggestion: "did you mean "
          + rule.usualUnits.prefix(2).map { "`\(number) \($0)`" }.joined(separator: " or ") + "?")
    case .unknownUnit(let unit, let near):
      return Diagnostic(
        id: "document.unknown-unit", "unknown unit '\(unit)'", at: place,
        suggestion: near.map { "did you mean \(alternatives($0, number: leading(text)))?" }
          ?? "\(rule.noun) is written as `\(rule.example)`")
    case .wrongDimension(let found, _):
      let units = rule.usualUnits.map { "`\($0)`" }.joined(separator: " or ")
      let isCountSlip =
        (found.contains("MAC") && rule.usualUnits[0].contains("op"))
        || (found.contains("op") && rule.usualUnits[0].contains("MAC"))
      return Diagnostic(
        id: "document.wrong-unit", "\(rule.noun) is not in \(found)", at: place,
        suggestion: "write it in \(units)",
        notes: isCountSlip ? ["one MAC is two operations; say which is meant"] : [])
    case .noNumber:
      if let near = Suggestion.nearest(to: text, among: rule.words) {
        return Diagnostic(
          id: "document.not-a-quantity", "'\(text)' is not \(rule.noun)", at: place,
          suggestion: "did you mean '\(near)'?")
      }
      let words = rule.words.map { " or `\($0)`" }.joined()
      return Diagnostic(
        id: "document.not-a-quantity", "'\(text)' is not \(rule.noun)", at: place,
        suggestion: percentage(text, rule) ?? "write it as `\(rule.example)`\(words)")
    case .notFinite:
      return Diagnostic(
        id: "document.not-a-quantity", "'\(text)' is not a finite number", at: place,
        suggestion: "\(rule.noun) is \(rule.plausibleText)")
    }
  }

  /// `85 %` is meant as 0.85.
  private static func percentage(_ text: String, _ rule: QuantityRule) -> String? {
    guard rule.isPlain, text.hasSuffix("%"), let number = Double(leading(text)) else { return nil }
    return "did you mean `\(number / 100)`?"
  }

  /// The number a text begins with.
  private static func leading(_ text: String) -> String {
    String(text.prefix { $0.isNumber || $0 == "." })
  }

  /// `KiB or kB/s` as "`64 KiB/s` or `64 kB/s`".
  private static func alternatives(_ unit: String, number: String) -> String {
    let parts = unit.split(separator: "/").map { part in
      part.split(separator: " ").filter { $0 != "or" }.map(String.init)
    }
    let count = parts.map(\.count).max() ?? 1
    return (0..<count).map { index in
      let symbols = parts.map { $0[min(index, $0.count - 1)] }
      return "`\(number) \(symbols.joined(separator: "/"))`"
    }.joined(separator: " or ")
  }

  static func notPositive(_ text: String, _ rule: QuantityRule, at place: SourceLocation)
    -> Diagnostic
  {
    Diagnostic(
      id: "document.not-positive",
      rule.sign == .positive
        ? "\(rule.noun) of '\(text)' is not above zero" : "\(rule.noun) of '\(text)' is below zero",
      at: place, suggestion: "\(rule.noun) is \(rule.plausibleText)")
  }

  static func implausible(
    _ text: String, _ number: Double, _ rule: QuantityRule, at place: SourceLocation
  ) -> Diagnostic {
    let remedy =
      if rule.isPlain, number > 1, number <= 100 {
        "did you mean `\(number / 100)`?"
      } else if rule.isPlain {
        "\(rule.noun) is \(rule.plausibleText)"
      } else {
        "\(rule.noun) is \(rule.plausibleText); is the prefix right?"
      }
    return Diagnostic(
      id: "document.implausible", "'\(text)' cannot be \(rule.noun)", at: place,
      suggestion: remedy)
  }

  static func notARange(_ found: String, _ rule: QuantityRule, at place: SourceLocation)
    -> Diagnostic
  {
    let unit = rule.isPlain ? "" : " \(rule.usualUnits[0])"
    return Diagnostic(
      id: "document.not-a-range", "the range is \(found), not two numbers", at: place,
      suggestion: "write it as `7..12\(unit)`")
  }

  static func rangeUpsideDown(_ text: String, at place: SourceLocation) -> Diagnostic {
    Diagnostic(
      id: "document.range-order", "the range '\(text)' ends before it begins", at: place,
      suggestion: "write the lesser number first")
  }

  static func rangeMissesValue(_ text: String, value: String, at place: SourceLocation)
    -> Diagnostic
  {
    Diagnostic(
      id: "document.range-misses-value",
      "the range '\(text)' does not contain the value '\(value)'",
      at: place, suggestion: "widen the range, or correct the value")
  }
}
