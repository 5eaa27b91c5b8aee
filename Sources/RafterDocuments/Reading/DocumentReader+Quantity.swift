// SPDX-License-Identifier: Apache-2.0
import RafterDiagnostics
import RafterQuantities

extension DocumentReader {
  /// A number with a unit, or `{value, source, confidence, range}`; what the field's rule says is checked.
  public mutating func quantity(_ key: String, in reader: inout RecordReader) -> StatedQuantity? {
    guard let entry = reader.entry(key), case .quantity(let rule) = reader.record[key]?.kind else {
      return nil
    }
    return quantity(entry.value, rule, of: key)
  }

  /// A number with a unit.
  public mutating func quantity(_ node: DocumentNode, _ rule: QuantityRule, of key: String)
    -> StatedQuantity?
  {
    switch node.content {
    case .scalar: return scalar(node, rule, of: key)
    case .sequence:
      report(
        .wrongKind(
          node.shortDescription, of: "'\(key)'", expected: rule.noun, at: node.location,
          suggestion: "write it as `\(rule.example)`"))
      return nil
    case .mapping: return stated(node, rule, of: key)
    }
  }

  /// The form with attributes.
  private mutating func stated(_ node: DocumentNode, _ rule: QuantityRule, of key: String)
    -> StatedQuantity?
  {
    checkForm(node, rule, of: key)
    let source = node["source"].flatMap { text($0, of: "'source'") }
    let confidence = node["confidence"].flatMap {
      word($0, of: "'confidence'", among: confidences)
    }
    var result = node["value"].flatMap { scalar($0, rule, of: key) }
    result?.source = source
    result?.confidence = confidence
    if let range = node["range"] {
      let limits = self.range(range, rule, around: result, of: key)
      result?.range = limits
    }
    return result
  }

  /// Reports keys that the form has not, and the one that it must have.
  ///
  /// A machine states hundreds of numbers, nearly all of them well: the form is made where one is not.
  private mutating func checkForm(_ node: DocumentNode, _ rule: QuantityRule, of key: String) {
    let fields = ["value", "source", "confidence", "range"]
    let keys = node.entries?.map(\.key) ?? []
    guard !keys.contains("value") || !keys.allSatisfy(fields.contains) else { return }
    let summaries = [
      "The number with its unit.", "The key of a source.", "How far it can be trusted.",
      "The least and greatest it may be.",
    ]
    let kinds: [ValueKind] = [.quantity(rule), .text, .word(confidences), .text]
    let form = Record(
      "quantity", "A number and where it comes from.",
      fields: fields.indices.map {
        Field(fields[$0], kinds[$0], $0 == 0 ? .required : .optional, summaries[$0])
      })
    guard var reader = record(node, as: form, title: "'\(key)'") else { return }
    for field in fields { _ = reader.entry(field) }
    finish(reader)
  }

  private mutating func scalar(_ node: DocumentNode, _ rule: QuantityRule, of key: String)
    -> StatedQuantity?
  {
    guard let text = node.scalar, !node.isEmpty else {
      report(
        .wrongKind(
          node.shortDescription, of: "'\(key)'", expected: rule.noun, at: node.location,
          suggestion: "write it as `\(rule.example)`"))
      return nil
    }
    if rule.words.contains(text) {
      return StatedQuantity(content: .word(text), text: text, location: node.location)
    }
    do {
      let (number, unit) = try rule.parse(text)
      guard number > 0 || (number == 0 && rule.sign == .zeroOrPositive) else {
        report(.notPositive(text, rule, at: node.location))
        return nil
      }
      guard number == 0 || rule.plausible.contains(number) else {
        report(.implausible(text, number, rule, at: node.location))
        return nil
      }
      return StatedQuantity(content: .number(number, unit), text: text, location: node.location)
    } catch {
      report(.notAQuantity(text, error, rule, at: node.location))
      return nil
    }
  }

  /// `7..12 pJ/bit`.
  private mutating func range(
    _ node: DocumentNode, _ rule: QuantityRule, around stated: StatedQuantity?, of key: String
  ) -> ClosedRange<Double>? {
    guard let text = node.scalar, !node.isEmpty, let dots = text.firstRange(ofDots: ()) else {
      report(.notARange(node.shortDescription, rule, at: node.location))
      return nil
    }
    let low = String(text[..<dots.lowerBound]).trimmed
    let high = String(text[dots.upperBound...]).trimmed
    do {
      let (greatest, _) = try rule.parse(high)
      let least: Double
      if let bare = Double(low) {
        // The unit of the end holds for the beginning too.
        let unit = rule.isPlain ? "" : try QuantityText.split(high, unit: "").unit
        least = try rule.parse(rule.isPlain ? low : "\(bare) \(unit)").0
      } else {
        least = try rule.parse(low).0
      }
      guard least <= greatest else {
        report(.rangeUpsideDown(text, at: node.location))
        return nil
      }
      guard case .number(let value, _)? = stated?.content else { return nil }
      guard (least...greatest).contains(value) else {
        report(.rangeMissesValue(text, value: stated?.text ?? "", at: node.location))
        return nil
      }
      return least...greatest
    } catch {
      report(.notAQuantity(text, error, rule, at: node.location))
      return nil
    }
  }
}

extension QuantityRule {
  /// A text that would be right: `1 B/cycle`.
  var example: String { isPlain ? "0.85" : "1 \(usualUnits[0])" }

  /// The number in the base unit of the first of the units that fits, and that unit.
  func parse(_ text: String) throws(QuantityTextError) -> (Double, UnitExponents) {
    if isPlain {
      guard let number = Double(text) else { throw .noNumber }
      guard number.isFinite else { throw .notFinite }
      return (number, UnitExponents())
    }
    let parts = try QuantityText.split(text, unit: usualUnits[0])
    let unit = try UnitText.parse(parts.unit)
    for exponents in units {
      guard let scale = unit.scale(to: exponents) else { continue }
      guard (parts.number * scale).isFinite else { throw .notFinite }
      return (parts.number * scale, exponents)
    }
    throw .wrongDimension(
      found: unit.exponents.symbol, expected: usualUnits.joined(separator: " or "))
  }
}

extension String {
  /// Where `..` stands.
  fileprivate func firstRange(ofDots: Void) -> Range<String.Index>? {
    var index = startIndex
    while index < endIndex {
      let next = self.index(after: index)
      if self[index] == ".", next < endIndex, self[next] == "." {
        return index..<self.index(after: next)
      }
      index = next
    }
    return nil
  }

  /// The text without spaces at either end.
  package var trimmed: String {
    var text = self[...]
    while text.first == " " { text = text.dropFirst() }
    while text.last == " " { text = text.dropLast() }
    return String(text)
  }
}
