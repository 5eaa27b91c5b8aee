// SPDX-License-Identifier: Apache-2.0
import RafterDiagnostics
import RafterDocuments

/// Plain numbers and lists of located nodes, for files whose units are fixed by their key.
extension DocumentReader {
  /// A finite number above a limit.
  mutating func number(_ key: String, in reader: inout RecordReader, least: Double = 0) -> Double? {
    guard let entry = reader.entry(key) else { return nil }
    return number(entry.value, of: "'\(key)'", least: least)
  }

  /// A finite number above a limit.
  mutating func number(_ node: DocumentNode, of what: String, least: Double = 0) -> Double? {
    guard let found = text(node, of: what) else { return nil }
    guard let number = Double(found.text), number.isFinite, number >= least, number < 1e30 else {
      report(.peerNumber(found.text, of: what, at: node.location))
      return nil
    }
    return number
  }

  /// A whole number, at least one.
  mutating func size(_ node: DocumentNode, of what: String) -> Int? {
    count(node, of: what, in: 1...(1 << 40))
  }

  /// The texts of a list, however long.
  mutating func texts(_ key: String, in reader: inout RecordReader) -> [String]? {
    guard let entry = reader.entry(key) else { return nil }
    return texts(entry.value, of: "'\(key)'")
  }

  /// The texts of a list, however long.
  mutating func texts(_ node: DocumentNode, of what: String) -> [String]? {
    guard let elements = elements(node, of: what) else { return nil }
    return elements.compactMap { text($0, of: "an entry of \(what)")?.text }
  }

  /// The entries of a list, however long.
  mutating func elements(_ node: DocumentNode, of what: String) -> [DocumentNode]? {
    guard let elements = node.elements else {
      report(.peerForm(what, expected: "a list", at: node.location))
      return nil
    }
    return elements
  }

  /// The entries of a mapping, however many.
  mutating func entries(_ node: DocumentNode, of what: String) -> [DocumentEntry]? {
    guard let entries = node.entries else {
      report(.peerForm(what, expected: "a mapping", at: node.location))
      return nil
    }
    return entries
  }
}
