// SPDX-License-Identifier: Apache-2.0
import RafterDiagnostics

/// Comma-separated values of RFC 4180, each field with its place.
///
/// Lines end in LF, CR LF or CR. A field in quotes may hold commas, line ends and doubled quotes.
struct CSVRecords {
  /// A field.
  struct Field {
    var text: String
    /// Where it begins, from 1; columns count Unicode scalars.
    var line: Int
    var column: Int
    /// Scalars it takes in the file, quotes included.
    var length: Int
  }

  /// The records, blank lines left out.
  private(set) var records: [[Field]] = []
  /// What is no CSV.
  private(set) var faults: [Fault] = []

  /// What can be wrong.
  struct Fault {
    enum Kind {
      case unclosedQuote, textAfterQuote, quoteInField
    }
    var kind: Kind
    var line: Int
    var column: Int
  }

  private var line = 1
  private var column = 1

  /// Splits a text.
  init(_ text: String) {
    var rest = text.unicodeScalars[...]
    // A byte order mark is no part of the first field.
    if rest.first == "\u{FEFF}" { rest.removeFirst() }
    var record: [Field] = []
    while !rest.isEmpty {
      record.append(field(&rest))
      guard let end = rest.first else { break }
      advance(&rest)
      if end == "," {
        if rest.isEmpty { record.append(Field(text: "", line: line, column: column, length: 0)) }
        continue
      }
      finish(&record)
    }
    finish(&record)
  }

  private mutating func finish(_ record: inout [Field]) {
    // A blank line is no record.
    if record.count > 1 || !(record.first?.text.isEmpty ?? true) { records.append(record) }
    record = []
  }

  /// Reads up to the comma or line end that follows the field.
  private mutating func field(_ rest: inout Substring.UnicodeScalarView) -> Field {
    let start = (line, column)
    var text = String.UnicodeScalarView()
    var length = 0
    if rest.first == "\"" {
      length += 1
      advance(&rest)
      var isClosed = false
      while let scalar = rest.first {
        length += 1
        guard scalar == "\"" else {
          text.append(scalar)
          // Both halves of CR LF belong to the field.
          if scalar == "\r", rest.dropFirst().first == "\n" { text.append("\n") }
          advance(&rest)
          continue
        }
        advance(&rest)
        guard rest.first == "\"" else {
          isClosed = true
          break
        }
        text.append("\"")
        length += 1
        advance(&rest)
      }
      if !isClosed { fault(.unclosedQuote, start) }
      if let next = rest.first, !Self.isEnd(next) { fault(.textAfterQuote, (line, column)) }
    }
    while let scalar = rest.first, !Self.isEnd(scalar) {
      if scalar == "\"" { fault(.quoteInField, (line, column)) }
      text.append(scalar)
      length += 1
      advance(&rest)
    }
    return Field(text: String(text), line: start.0, column: start.1, length: length)
  }

  private mutating func fault(_ kind: Fault.Kind, _ place: (Int, Int)) {
    // One for a field is enough.
    guard faults.last.map({ $0.line != place.0 }) ?? true else { return }
    faults.append(Fault(kind: kind, line: place.0, column: place.1))
  }

  private static func isEnd(_ scalar: Unicode.Scalar) -> Bool {
    scalar == "," || scalar == "\n" || scalar == "\r"
  }

  private mutating func advance(_ rest: inout Substring.UnicodeScalarView) {
    let scalar = rest.removeFirst()
    if scalar == "\r", rest.first == "\n" { rest.removeFirst() }
    if scalar == "\n" || scalar == "\r" {
      line += 1
      column = 1
    } else {
      column += 1
    }
  }
}
