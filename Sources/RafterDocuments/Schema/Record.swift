// SPDX-License-Identifier: Apache-2.0

/// The keys a mapping may have: the one definition behind the reader's checks and the JSON Schema.
public struct Record: Sendable {
  /// What it describes, for messages: `memory`, `port`.
  public var name: String
  /// What it describes, for people who edit a file.
  public var summary: String
  /// Its keys, in the order to list them.
  public var fields: [Field]

  /// Creates a record.
  public init(_ name: String, _ summary: String, fields: [Field]) {
    self.name = name
    self.summary = summary
    self.fields = fields
  }

  /// The field of a key, or nil.
  public subscript(_ key: String) -> Field? { fields.first { $0.name == key } }
}

/// A key, what it may hold and what it means.
public struct Field: Sendable {
  /// Whether a mapping must have the key.
  public enum Presence: Sendable {
    case required, optional
  }

  /// The key.
  public var name: String
  /// What it may hold.
  public var kind: ValueKind
  /// Whether it must be there.
  public var presence: Presence
  /// What it means.
  public var summary: String

  /// Creates a field.
  public init(_ name: String, _ kind: ValueKind, _ presence: Presence, _ summary: String) {
    self.name = name
    self.kind = kind
    self.presence = presence
    self.summary = summary
  }

  /// Creates a field that may be left out.
  public init(_ name: String, _ kind: ValueKind, _ summary: String) {
    self.init(name, kind, .optional, summary)
  }
}

/// What a value may be.
public indirect enum ValueKind: Sendable {
  /// Any text.
  case text
  /// A text of a form, with an example.
  case pattern(String, example: String)
  /// One of some words.
  case word([String])
  /// A whole number.
  case count(ClosedRange<Int>)
  /// A number with a unit, or `{value, source, confidence, range}`.
  case quantity(QuantityRule)
  /// A mapping with fixed keys.
  case record(Record)
  /// A list.
  case list(ValueKind)
  /// A mapping with keys of the author's choice.
  case map(ValueKind)
  /// One of several.
  case either([ValueKind])
}

extension ValueKind {
  /// The records right below, so that a key put one level too high can be placed.
  var records: [Record] {
    switch self {
    case .record(let record): [record]
    case .list(let kind), .map(let kind): kind.records
    case .either(let kinds): kinds.flatMap(\.records)
    case .text, .pattern, .word, .count, .quantity: []
    }
  }
}
