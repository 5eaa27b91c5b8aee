// SPDX-License-Identifier: Apache-2.0
import RafterQuantities

/// A JSON Schema (draft 2020-12) of a kind of document, for editors.
public struct JSONSchema: Sendable {
  /// Its identifier.
  public var id: String
  /// Its title.
  public var title: String
  /// The document.
  public var record: Record
  /// The words for how far a number can be trusted.
  public var confidences: [String]
  /// Another form that the document may have.
  public var alternative: Record?
  /// The pattern of a text that may stand for any number; nil where none may.
  public var reference: String?

  /// Creates a schema of a document.
  public init(
    id: String, title: String, record: Record, confidences: [String], alternative: Record? = nil,
    reference: String? = nil
  ) {
    self.alternative = alternative
    self.reference = reference
    self.id = id
    self.title = title
    self.record = record
    self.confidences = confidences
  }

  /// The schema as text: the same bytes on every run.
  public func text() -> String {
    var rules = Rules()
    let forms = [record] + (alternative.map { [$0] } ?? [])
    let kind: ValueKind = forms.count == 1 ? .record(record) : .either(forms.map { .record($0) })
    guard case .object(let body) = schema(kind, &rules) else { return "" }
    let head: [(String, JSONText)] = [
      ("$schema", .string("https://json-schema.org/draft/2020-12/schema")),
      ("$id", .string(id)), ("title", .string(title)),
    ]
    let definitions = rules.all.map { ($0.name, quantity($0)) }
    return JSONText.object(head + body + [("$defs", .object(definitions))]).text() + "\n"
  }

  /// The quantity rules in the order they first occur.
  private struct Rules {
    var all: [QuantityRule] = []

    mutating func reference(_ rule: QuantityRule) -> JSONText {
      if !all.contains(where: { $0.name == rule.name }) { all.append(rule) }
      return .object([("$ref", .string("#/$defs/\(rule.name)"))])
    }
  }

  private func schema(_ kind: ValueKind, _ rules: inout Rules) -> JSONText {
    switch kind {
    case .text:
      return .object([("type", .string("string")), ("minLength", .number("1"))])
    case .pattern(let pattern, let example):
      return .object([
        ("type", .string("string")), ("pattern", .string(pattern)),
        ("examples", .list([.string(example)])),
      ])
    case .word(let words):
      return .object([("enum", .list(words.map(JSONText.string)))])
    case .count(let range):
      let count = JSONText.object([
        ("type", .string("integer")), ("minimum", .number("\(range.lowerBound)")),
        ("maximum", .number("\(range.upperBound)")),
      ])
      return references.isEmpty ? count : .object([("anyOf", .list([count] + references))])
    case .quantity(let rule):
      guard !rule.words.isEmpty else { return rules.reference(rule) }
      return .object([
        (
          "anyOf",
          .list([
            rules.reference(rule), .object([("enum", .list(rule.words.map(JSONText.string)))]),
          ])
        )
      ])
    case .list(let element):
      return .object([("type", .string("array")), ("items", schema(element, &rules))])
    case .map(let value):
      return .object([
        ("type", .string("object")), ("additionalProperties", schema(value, &rules)),
      ])
    case .either(let kinds):
      return .object([("anyOf", .list(kinds.map { schema($0, &rules) }))])
    case .record(let record):
      var properties: [(String, JSONText)] = []
      for field in record.fields {
        var value = schema(field.kind, &rules)
        if case .object(let entries) = value, !entries.contains(where: { $0.0 == "description" }) {
          value = .object([("description", .string(field.summary))] + entries)
        }
        properties.append((field.name, value))
      }
      let required = record.fields.filter { $0.presence == .required }.map {
        JSONText.string($0.name)
      }
      return .object([
        ("description", .string(record.summary)), ("type", .string("object")),
        ("additionalProperties", .boolean(false)), ("required", .list(required)),
        ("properties", .object(properties)),
      ])
    }
  }

  private func choice(_ value: JSONText) -> JSONText {
    references.isEmpty ? value : .object([("anyOf", .list([value] + references))])
  }

  /// What may stand for a number.
  private var references: [JSONText] {
    reference.map {
      [.object([("type", .string("string")), ("pattern", .string($0))])]
    } ?? []
  }

  private func quantity(_ rule: QuantityRule) -> JSONText {
    let value: JSONText =
      rule.isPlain
      ? .object([
        ("type", .string("number")), ("exclusiveMinimum", .number("0")),
        ("maximum", .number("\(rule.plausible.upperBound)")),
      ])
      : .object([
        ("type", .string("string")), ("pattern", .string(UnitPattern.quantity(rule))),
      ])
    let description = rule.isPlain ? rule.noun : "\(rule.noun), such as `1 \(rule.usualUnits[0])`"
    return .object([
      ("description", .string("\(description); \(rule.plausibleText)")),
      (
        "anyOf",
        .list(
          [value] + references + [
            .object([
              ("type", .string("object")), ("additionalProperties", .boolean(false)),
              ("required", .list([.string("value")])),
              (
                "properties",
                .object([
                  ("value", choice(value)), ("source", .object([("type", .string("string"))])),
                  ("confidence", .object([("enum", .list(confidences.map(JSONText.string)))])),
                  (
                    "range",
                    .object([
                      ("type", .string("string")), ("pattern", .string(UnitPattern.range(rule))),
                    ])
                  ),
                ])
              ),
            ])
          ])
      ),
    ])
  }
}
