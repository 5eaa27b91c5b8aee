// SPDX-License-Identifier: Apache-2.0
public import RafterDiagnostics

/// Reads located nodes into values; it collects everything that is wrong and goes on.
///
///     var reader = DocumentReader(confidences: ["measured", "assumed"])
///     var memory = reader.record(node, as: fields, title: "memory")
///     let capacity = reader.quantity("capacity", in: &memory)
///     reader.finish(memory)      // reports every key that nobody asked for
public struct DocumentReader: Sendable {
  /// What is wrong so far.
  public var diagnostics: [Diagnostic] = []
  /// The words for how far a number can be trusted.
  let confidences: [String]

  /// Lists and mappings with more entries than this are cut there, so that time stays bounded.
  let maximumCount: Int

  /// Creates a reader.
  ///
  /// - Parameters:
  ///   - confidences: The words for how far a number can be trusted; none where no number states it.
  ///   - maximumCount: The most entries of a list or mapping.
  public init(confidences: [String], maximumCount: Int = 100) {
    self.confidences = confidences
    self.maximumCount = maximumCount
  }

  /// How many errors there are so far.
  public var errorCount: Int { diagnostics.count { $0.severity == .error } }

  /// Reports something.
  public mutating func report(_ diagnostic: Diagnostic) { diagnostics.append(diagnostic) }

  /// Begins to read a mapping: reports what it is instead, and the keys it must have and has not.
  public mutating func record(_ node: DocumentNode, as record: Record, title: String)
    -> RecordReader?
  {
    guard let entries = node.entries else {
      report(
        .wrongKind(
          node.shortDescription, of: title, expected: "a mapping with \(Self.example(record))",
          at: node.location))
      return nil
    }
    let reader = RecordReader(record, title: title, location: node.location, entries: entries)
    return reader
  }

  /// Ends reading a mapping: reports unknown keys, and required ones that are absent.
  public mutating func finish(_ reader: RecordReader) {
    for entry in cut(reader.unread, of: reader.title, at: reader.location) {
      report(.unknownKey(entry.key, in: reader, at: entry.keyLocation))
    }
    // A key that is only misspelt is reported as that.
    let misspelt = reader.misspeltKeys
    for field in reader.record.fields
    where field.presence == .required && !reader.has(field.name) && !misspelt.contains(field.name) {
      report(.missingKey(field, in: reader))
    }
  }

  /// A text.
  public mutating func text(_ key: String, in reader: inout RecordReader) -> LocatedWord? {
    guard let entry = reader.entry(key) else { return nil }
    return text(entry.value, of: "'\(key)'")
  }

  /// A text that is not empty.
  public mutating func text(_ node: DocumentNode, of what: String) -> LocatedWord? {
    guard let text = node.scalar, !node.isEmpty, !text.isEmpty else {
      report(
        .wrongKind(node.shortDescription, of: what, expected: "a text", at: node.location))
      return nil
    }
    return LocatedWord(text, at: node.location)
  }

  /// One of the words that the field allows.
  public mutating func word(_ key: String, in reader: inout RecordReader) -> LocatedWord? {
    guard let entry = reader.entry(key), case .word(let words) = reader.record[key]?.kind else {
      return nil
    }
    return word(entry.value, of: "'\(key)'", among: words)
  }

  /// One of some words.
  public mutating func word(_ node: DocumentNode, of what: String, among words: [String])
    -> LocatedWord?
  {
    guard let found = text(node, of: what) else { return nil }
    guard words.contains(found.text) else {
      report(.notAWord(found.text, of: what, among: words, at: node.location))
      return nil
    }
    return found
  }

  /// A list; a single value that is no list is reported, and taken as a list of one.
  public mutating func list(_ key: String, in reader: inout RecordReader) -> [DocumentNode]? {
    guard let entry = reader.entry(key) else { return nil }
    return list(entry.value, of: "'\(key)'")
  }

  /// A list.
  public mutating func list(_ node: DocumentNode, of what: String) -> [DocumentNode]? {
    guard let elements = node.elements else {
      report(
        .wrongKind(
          node.shortDescription, of: what, expected: "a list", at: node.location,
          suggestion: node.scalar.flatMap {
            node.isEmpty ? nil : "write it as a list: `[\($0)]`"
          }))
      return nil
    }
    return cut(elements, of: what, at: node.location)
  }

  /// The first entries of something far too long.
  private mutating func cut<Element>(
    _ elements: [Element], of what: String, at place: SourceLocation
  ) -> [Element] {
    guard elements.count > maximumCount else { return elements }
    report(.tooMany(elements.count, of: what, limit: maximumCount, at: place))
    return Array(elements.prefix(maximumCount))
  }

  /// The entries of a mapping with keys of the author's choice.
  public mutating func map(_ key: String, in reader: inout RecordReader, example: String)
    -> [DocumentEntry]?
  {
    guard let entry = reader.entry(key) else { return nil }
    guard let entries = entry.value.entries else {
      report(
        .wrongKind(
          entry.value.shortDescription, of: "'\(key)'", expected: "a mapping",
          at: entry.value.location, suggestion: "write it as `\(example)`"))
      return nil
    }
    return cut(entries, of: "'\(key)'", at: entry.keyLocation)
  }

  /// A whole number within limits.
  public mutating func count(_ node: DocumentNode, of what: String, in range: ClosedRange<Int>)
    -> Int?
  {
    guard let text = node.scalar, !node.isEmpty else {
      report(
        .wrongKind(
          node.shortDescription, of: what, expected: "a whole number", at: node.location))
      return nil
    }
    guard let number = Int(text) else {
      report(.notACount(text, of: what, at: node.location))
      return nil
    }
    guard range.contains(number) else {
      report(.countOutOfRange(number, of: what, range, at: node.location))
      return nil
    }
    return number
  }

  private static func example(_ record: Record) -> String {
    let required = record.fields.filter { $0.presence == .required }
    let shown = required.isEmpty ? record.fields.prefix(3)[...] : required[...]
    return shown.map { "'\($0.name)'" }.joined(separator: ", ")
  }
}
