// SPDX-License-Identifier: Apache-2.0
import RafterDiagnostics

/// A table of published rows: comma-separated, a head, comments behind `#`.
///
/// A field in quotes may hold commas and doubled quotes; none goes over a line end.
struct CaseTable {
  /// A row: its fields, as many as the head has, and its line.
  struct Row {
    fileprivate var fields: [String]
    var line: Int
  }

  /// The path of the file.
  let file: String
  /// The names of its columns.
  private(set) var columns: [String] = []
  /// The rows, in their order.
  private(set) var rows: [Row] = []
  /// The comments, without the sign.
  private(set) var comments: [String] = []
  /// What is wrong so far.
  private(set) var problems: [Diagnostic] = []
  private var places: [String: Int] = [:]

  /// Splits a file.
  init(_ file: ValidationFile) {
    self.file = file.path
    let lines = file.text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
    for (place, line) in lines.enumerated() {
      if line.first == "#" {
        comments.append(String(line.dropFirst()))
        continue
      }
      guard line.contains(where: { !$0.isWhitespace }) else { continue }
      let fields = Self.fields(line)
      guard !columns.isEmpty else {
        columns = fields
        for (place, name) in fields.enumerated() { places[name] = place }
        continue
      }
      guard fields.count == columns.count else {
        problems.append(
          .peerForm(
            "the row", expected: "\(columns.count) values between commas", at: self.place(place + 1)
          ))
        continue
      }
      rows.append(Row(fields: fields, line: place + 1))
    }
  }

  /// Whether it has all these columns.
  func has(_ names: [String]) -> Bool { names.allSatisfy { places[$0] != nil } }

  /// Reports columns that are missing.
  mutating func require(_ names: [String]) {
    let missing = names.filter { places[$0] == nil }
    guard !missing.isEmpty else { return }
    problems.append(
      .notACaseFile(file, expected: "give the columns \(missing.joined(separator: ", ")) too"))
  }

  /// The text of a column, empty where the table lacks it.
  func text(_ column: String, _ row: Row) -> String {
    places[column].map { row.fields[$0] } ?? ""
  }

  /// A finite number of at least `least`; nil and reported where it is none.
  mutating func number(_ column: String, _ row: Row, least: Double = 0) -> Double? {
    number(text(column, row), of: column, row, least: least)
  }

  /// A number that may be left empty.
  mutating func optional(_ column: String, _ row: Row, least: Double = 0) -> Double? {
    text(column, row).isEmpty ? nil : number(column, row, least: least)
  }

  /// A whole number from `least` to a million; nil and reported where it is none.
  mutating func count(_ column: String, _ row: Row, least: Int = 1) -> Int? {
    let text = text(column, row)
    guard let value = Int(text), value >= least, value <= 1_000_000 else {
      problems.append(.peerNumber(text, of: "'\(column)'", at: place(row.line)))
      return nil
    }
    return value
  }

  /// A whole number that may be left empty.
  mutating func optionalCount(_ column: String, _ row: Row, least: Int = 1) -> Int? {
    text(column, row).isEmpty ? nil : count(column, row, least: least)
  }

  private mutating func number(_ text: String, of column: String, _ row: Row, least: Double)
    -> Double?
  {
    guard let value = Double(text), value.isFinite, value >= least, value < 1e18 else {
      problems.append(.peerNumber(text, of: "'\(column)'", at: place(row.line)))
      return nil
    }
    return value
  }

  /// Reports something of a row.
  mutating func report(_ problem: Diagnostic) { problems.append(problem) }

  /// Throws what was reported, if anything.
  func finish() throws(DiagnosticList) {
    if !problems.isEmpty { throw DiagnosticList(problems) }
  }

  /// A line of the file.
  func place(_ line: Int) -> SourceLocation {
    SourceLocation(file: file, position: .text(line: line, column: 1, length: 1))
  }

  private static func fields(_ line: Substring) -> [String] {
    var fields: [String] = []
    var field = ""
    var isQuoted = false
    for character in line {
      switch character {
      case "\"": isQuoted.toggle()
      case "," where !isQuoted:
        fields.append(trimmed(field))
        field = ""
      default: field.append(character)
      }
    }
    fields.append(trimmed(field))
    return fields
  }

  private static func trimmed(_ text: String) -> String {
    let head = text.drop { $0.isWhitespace }
    return String(head.prefix(head.count - head.reversed().prefix { $0.isWhitespace }.count))
  }
}

/// A row of a published table.
protocol CaseRow {
  /// The columns that a table of such rows has.
  static var columns: [String] { get }

  /// The rows of a table.
  ///
  /// - Throws: all that is wrong in it.
  static func read(_ table: CaseTable) throws(DiagnosticList) -> [Self]
}

extension [ValidationFile] {
  /// The rows of one kind among some files; those of the built-in file where none of them has the columns.
  func rows<Row: CaseRow>(_: Row.Type, orBuiltIn name: String) throws(DiagnosticList) -> [Row] {
    var rows: [Row] = []
    for table in try tables(Row.columns, orBuiltIn: name) { rows += try Row.read(table) }
    return rows
  }

  /// The tables among some files, told apart by columns; the built-in one where none of them has these columns.
  ///
  /// - Throws: that a file has no head of this set.
  func tables(_ columns: [String], orBuiltIn name: String) throws(DiagnosticList) -> [CaseTable] {
    let own = map { CaseTable($0) }.filter { $0.has(columns) }
    if !own.isEmpty { return own }
    return [CaseTable(try Library.caseFile(name))]
  }

  /// Reports files whose columns belong to no table of a set.
  func checkTables(_ kinds: [[String]]) throws(DiagnosticList) {
    var problems: [Diagnostic] = []
    for file in self {
      let table = CaseTable(file)
      guard !kinds.contains(where: { table.has($0) }) else { continue }
      let nearest =
        kinds.max { a, b in
          a.count { table.columns.contains($0) } < b.count { table.columns.contains($0) }
        } ?? []
      let missing = nearest.filter { !table.columns.contains($0) }
      problems.append(
        .notACaseFile(
          file.path, expected: "give the columns \(missing.joined(separator: ", ")) too"))
    }
    if !problems.isEmpty { throw DiagnosticList(problems) }
  }
}
