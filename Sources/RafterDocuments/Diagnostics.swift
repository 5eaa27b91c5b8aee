// SPDX-License-Identifier: Apache-2.0
import RafterDiagnostics
import RafterQuantities

// What can be wrong with a document, whatever it describes.

extension Diagnostic {
  static func yamlSyntax(_ problem: String, context: String? = nil, at place: SourceLocation)
    -> Diagnostic
  {
    Diagnostic(
      id: "document.syntax", "this is not YAML: \(problem)", at: place,
      suggestion: "check indentation, brackets, quotes and the colon after each key",
      notes: context.map { [$0] } ?? [])
  }

  static func tab(at place: SourceLocation) -> Diagnostic {
    Diagnostic(
      id: "document.syntax", "this is not YAML: a tab where only spaces may stand", at: place,
      suggestion: "indent with spaces")
  }

  static func emptyDocument(_ file: String) -> Diagnostic {
    Diagnostic(
      id: "document.empty", "the file is empty", at: SourceLocation(file: file),
      suggestion: "`rafter init accelerator` prints one to start from")
  }

  static func documentTooLarge(bytes: Int, limit: Int, _ file: String) -> Diagnostic {
    Diagnostic(
      id: "document.too-large",
      "the file has \(bytes) bytes; a description has at most \(limit)",
      at: SourceLocation(file: file), suggestion: "is it the file you meant?")
  }

  static func tooDeep(limit: Int, at place: SourceLocation) -> Diagnostic {
    Diagnostic(
      id: "document.too-deep", "nested more than \(limit) levels deep", at: place,
      suggestion: "no key of a description lies that deep")
  }

  static func anchor(at place: SourceLocation) -> Diagnostic {
    Diagnostic(
      id: "document.anchor", "anchors (&) and aliases (*) are not supported", at: place,
      suggestion: "write the value in each place; quote a text that begins with & or *")
  }

  static func tag(_ name: String, at place: SourceLocation) -> Diagnostic {
    Diagnostic(
      id: "document.tag", "the tag '\(name)' is not supported", at: place,
      suggestion: "leave it out; quote a text that begins with !")
  }

  static func keyIsNotText(_ found: String, at place: SourceLocation) -> Diagnostic {
    Diagnostic(
      id: "document.key-not-text", "a key is \(found)", at: place, suggestion: "keys are words")
  }

  static func duplicateKey(_ key: String, firstLine: Int?, at place: SourceLocation)
    -> Diagnostic
  {
    Diagnostic(
      id: "document.duplicate-key", "the key '\(key)' is given twice", at: place,
      suggestion: firstLine.map { "remove it here or in line \($0)" } ?? "remove one of them")
  }

  static func unknownKey(_ key: String, in reader: RecordReader, at place: SourceLocation)
    -> Diagnostic
  {
    Diagnostic(
      id: "document.unknown-key", "unknown key '\(key)' in \(reader.title)", at: place,
      suggestion: remedy(forUnknown: key, in: reader))
  }

  private static func remedy(forUnknown key: String, in reader: RecordReader) -> String {
    for field in reader.record.fields where field.kind.records.contains(where: { $0[key] != nil }) {
      return "'\(key)' belongs under '\(field.name)'"
    }
    let absent = reader.absentKeys
    if let near = Suggestion.nearest(to: key, among: absent) { return "did you mean '\(near)'?" }
    return absent.isEmpty
      ? "all its keys are given" : "further keys are \(absent.joined(separator: ", "))"
  }

  static func missingKey(_ field: Field, in reader: RecordReader) -> Diagnostic {
    let example: String? =
      switch field.kind {
      case .quantity(let rule):
        "`\(field.name): \(rule.example)`"
          + (rule.words.first.map { " or `\(field.name): \($0)`" } ?? "")
      case .word(let words): "`\(field.name): \(words.joined(separator: "` or `"))`"
      case .pattern(_, let example): "`\(field.name): \(example)`"
      case .list: "`\(field.name): [...]`"
      default: nil
      }
    return Diagnostic(
      id: "document.missing-key", "'\(field.name)' is missing in \(reader.title)",
      at: reader.location,
      suggestion: "add \(example ?? "`\(field.name): ...`")", notes: [field.summary])
  }

  static func wrongKind(
    _ found: String, of what: String, expected: String, at place: SourceLocation,
    suggestion: String? = nil
  ) -> Diagnostic {
    Diagnostic(
      id: "document.wrong-kind", "\(what) is \(found), not \(expected)", at: place,
      suggestion: suggestion ?? "write \(expected)")
  }

  static func notAWord(
    _ word: String, of what: String, among words: [String], at place: SourceLocation
  )
    -> Diagnostic
  {
    let near = Suggestion.nearest(to: word, among: words)
    return Diagnostic(
      id: "document.unknown-word", "\(what) cannot be '\(word)'", at: place,
      suggestion: near.map { "did you mean '\($0)'?" }
        ?? "it is one of \(words.joined(separator: ", "))")
  }

  static func tooMany(_ count: Int, of what: String, limit: Int, at place: SourceLocation)
    -> Diagnostic
  {
    Diagnostic(
      id: "document.too-many", "\(what) has \(count) entries", at: place,
      suggestion: "more than \(limit) are not read")
  }

  static func notACount(_ text: String, of what: String, at place: SourceLocation) -> Diagnostic {
    Diagnostic(
      id: "document.not-a-count", "\(what) is '\(text)', not a whole number", at: place,
      suggestion: "write digits only, such as `32`")
  }

  static func countOutOfRange(
    _ number: Int, of what: String, _ range: ClosedRange<Int>, at place: SourceLocation
  ) -> Diagnostic {
    Diagnostic(
      id: "document.count-range", "\(what) is \(number)", at: place,
      suggestion: "it is from \(range.lowerBound) to \(range.upperBound)")
  }
}
