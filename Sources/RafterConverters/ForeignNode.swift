// SPDX-License-Identifier: Apache-2.0
import RafterDiagnostics
import RafterDocuments

/// A mapping of another tool's file, read key by key: what nobody asked for is noted at the end.
struct ForeignRecord {
  let what: String
  let node: DocumentNode
  private var asked: Set<String> = []

  /// Nil, with a diagnostic, where the node is no mapping.
  init?(_ node: DocumentNode, what: String, _ origin: inout Origin) {
    guard node.entries != nil else {
      origin.note(.foreignForm(what, expected: "a mapping", at: node.location))
      return nil
    }
    self.what = what
    self.node = node
  }

  mutating func take(_ key: String) -> DocumentNode? {
    asked.insert(key)
    guard let value = node[key], !value.isEmpty else { return nil }
    return value
  }

  mutating func required(_ key: String, _ origin: inout Origin) -> DocumentNode? {
    guard let value = take(key) else {
      origin.note(.foreignMissing(key, in: what, at: node.location))
      return nil
    }
    return value
  }

  /// A key that has no counterpart, with the reason.
  mutating func drop(_ key: String, _ why: String, _ origin: inout Origin) {
    asked.insert(key)
    if let entry = node.entries?.first(where: { $0.key == key }), !entry.value.isEmpty {
      origin.note(.noCounterpart(key, why, at: entry.keyLocation))
    }
  }

  /// Keys that say nothing about the machine.
  mutating func ignore(_ keys: String...) { asked.formUnion(keys) }

  func finish(_ origin: inout Origin) {
    let entries = node.entries ?? []
    let absent = asked.subtracting(entries.map(\.key)).sorted()
    for entry in entries where !asked.contains(entry.key) {
      origin.note(
        .noCounterpart(
          entry.key, "\(what) has no such key that is known", among: absent, at: entry.keyLocation))
    }
  }
}

extension Origin {
  /// A finite number of at least zero.
  mutating func number(_ node: DocumentNode, of what: String) -> Double? {
    guard let text = node.scalar, let value = value(of: text), value.isFinite, value >= 0,
      value < 1e30
    else {
      note(
        .foreignNumber(
          node.scalar ?? "no single value", of: what, "a plain number is expected",
          at: node.location))
      return nil
    }
    return value
  }

  /// A plain number, or what an expression comes to where the tool allows them.
  func value(of text: String) -> Double? {
    Double(text) ?? calculator.flatMap { try? $0.value(text) }
  }

  mutating func count(_ node: DocumentNode, of what: String) -> Int? {
    guard let value = number(node, of: what) else { return nil }
    guard value >= 1, value <= 1e6, value == value.rounded() else {
      note(
        .foreignNumber(
          node.scalar ?? "", of: what, "a whole number from 1 to 1000000 is expected",
          at: node.location))
      return nil
    }
    return Int(value)
  }

  /// The texts of a list, or of a single value.
  mutating func texts(_ node: DocumentNode, of what: String) -> [(String, SourceLocation)]? {
    if let elements = node.elements {
      return elements.compactMap { element in element.scalar.map { ($0, element.location) } }
    }
    guard let text = node.scalar else {
      note(.foreignForm(what, expected: "a list", at: node.location))
      return nil
    }
    return [(text, node.location)]
  }
}
