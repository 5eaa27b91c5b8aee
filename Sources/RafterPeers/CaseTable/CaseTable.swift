// SPDX-License-Identifier: Apache-2.0
import RafterDiagnostics
import RafterQuantities

/// A table of published rows: comma-separated, a head, comments behind `#`.
///
/// A field in quotes may hold commas and doubled quotes; none goes over a line end.
struct CaseTable {
  /// A field: its text and where it stands in its line.
  fileprivate struct Field {
    var text: String
    /// From 1.
    var column: Int
    var length: Int
  }

  /// A row: its fields, as many as the head has, and its line.
  struct Row {
    fileprivate var fields: [Field]
    var line: Int
  }

  /// The path of the file.
  let file: String
  private var head: [Field] = []
  private var headLine = 1
  /// The rows, in their order.
  private(set) var rows: [Row] = []
  /// The comments, without the sign.
  private(set) var comments: [String] = []
  /// What is wrong so far.
  private(set) var problems: [Diagnostic] = []
  private var places: [String: Int] = [:]
  /// Columns whose name another one has before them.
  private var twice: [Field] = []

  /// Splits a file.
  init(_ file: ValidationFile) {
    self.file = file.path
    // Spreadsheets begin their files with a mark of the order of bytes.
    let text = file.text.drop { $0 == "\u{feff}" }
    let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
    for (place, line) in lines.enumerated() {
      if line.first == "#" {
        comments.append(String(line.dropFirst()))
        continue
      }
      guard line.contains(where: { !$0.isWhitespace }) else { continue }
      let fields = Self.fields(line)
      guard !head.isEmpty else {
        head = fields
        headLine = place + 1
        readHead()
        continue
      }
      guard fields.count == head.count else {
        problems.append(
          .rowLength(
            fields.count, expected: head.count,
            at: SourceLocation(
              file: self.file,
              position: .text(line: place + 1, column: 1, length: max(1, line.count)))))
        continue
      }
      rows.append(Row(fields: fields, line: place + 1))
    }
  }

  /// Takes over where each column stands.
  private mutating func readHead() {
    for (place, field) in head.enumerated() where !field.text.isEmpty {
      guard places[field.text] == nil else {
        twice.append(field)
        continue
      }
      places[field.text] = place
    }
  }

  /// The names of its columns.
  var columns: [String] { head.map(\.text) }

  /// Whether it has all these columns.
  func has(_ names: [String]) -> Bool { names.allSatisfy { places[$0] != nil } }

  /// What is wrong with its head.
  ///
  /// A column that nobody knows is left alone, since tables carry what people read; one whose name is near to a column that is missing is a
  /// slip, and would else be left out in silence.
  ///
  /// - Parameters:
  ///   - names: columns that it has to have.
  ///   - meant: columns that are misspelt, by what they were meant to be.
  ///   - optional: columns that it may have.
  private func headProblems(_ names: [String], _ meant: [String: Field], optional: [String])
    -> [Diagnostic]
  {
    (names + optional).filter { places[$0] == nil }.compactMap { name in
      if let field = meant[name] {
        return Self.slip(field.text, meant: name, at: place(field, headLine))
      }
      guard names.contains(name) else { return nil }
      return .missingColumn(name, at: headPlace)
    }
  }

  /// Columns of the head that nobody knows, by the absent ones that they were probably meant to be.
  ///
  /// A column that published tables carry and no one reads is no slip of one that a table may leave out: `macs_G` is not `map_e`.
  private func slips(_ known: [String], unread: [String]) -> [String: Field] {
    let absent = known.filter { places[$0] == nil }
    var meant: [String: Field] = [:]
    for field in head where !known.contains(field.text) && !unread.contains(field.text) {
      let near =
        Self.inOtherUnit(field.text, among: absent)
        ?? Suggestion.nearest(to: field.text, among: absent)
      guard let near, meant[near] == nil else { continue }
      meant[near] = field
    }
    return meant
  }

  /// The column of the same quantity in another unit.
  private static func inOtherUnit(_ text: String, among names: [String]) -> String? {
    guard let own = UnitSuffix(text), !own.stem.isEmpty else { return nil }
    return names.first {
      guard let other = UnitSuffix($0), own.factor(to: other) != nil else { return false }
      return own.stem.lowercased() == other.stem.lowercased()
    }
  }

  /// What to say of a column that is nearly called like one that is missing: its values may be in another unit.
  private static func slip(_ text: String, meant name: String, at place: SourceLocation)
    -> Diagnostic
  {
    guard let own = UnitSuffix(text), let wanted = UnitSuffix(name),
      let factor = own.factor(to: wanted), abs(factor - 1) > 1e-9
    else { return .misspeltColumn(text, meant: name, at: place) }
    return .otherUnit(text, own, meant: name, wanted, factor: factor, at: place)
  }

  /// What is wrong with its head; that it is another table where it has fewer than half of the columns.
  ///
  /// - Parameters:
  ///   - names: columns that it has to have.
  ///   - optional: columns that it may have.
  ///   - unread: columns that published tables have and that are not read.
  func problems(needing names: [String], optional: [String] = [], unread: [String] = [])
    -> [Diagnostic]
  {
    if let separator = otherSeparator { return [.caseSeparator(separator, at: headPlace)] }
    let missing = names.filter { places[$0] == nil }
    let meant = slips(names + optional, unread: unread)
    // A slip in the only column of a table does not make it another table.
    guard 2 * missing.count(where: { meant[$0] == nil }) > names.count else {
      return headProblems(names, meant, optional: optional)
        + twice.filter { (names + optional).contains($0.text) }.map {
          .columnTwice($0.text, at: place($0, headLine))
        }
    }
    return [
      .notACaseFile(file, expected: "give the columns \(missing.joined(separator: ", ")) too")
    ]
  }

  /// What stands between the cells of a head that has no commas, where it is no comma.
  private var otherSeparator: String? {
    guard head.count == 1, let text = head.first?.text else { return nil }
    return text.contains(";") ? "';'" : text.contains("\t") ? "a tab" : nil
  }

  /// Reports columns that another one of the same name has before them, of those that are read.
  mutating func reportTwice(_ isRead: (String) -> Bool) {
    problems += twice.filter { isRead($0.text) }.map {
      .columnTwice($0.text, at: place($0, headLine))
    }
  }

  /// That it is nothing but a head; nil where it has rows, or lines that are none.
  var emptiness: Diagnostic? {
    rows.isEmpty && problems.isEmpty ? .noCases(file, at: headPlace) : nil
  }

  /// All of the head.
  private var headPlace: SourceLocation {
    let end = head.last.map { $0.column + $0.length - 1 } ?? 1
    return SourceLocation(
      file: file, position: .text(line: headLine, column: 1, length: max(1, end)))
  }

  /// The text of a column, empty where the table lacks it.
  func text(_ column: String, _ row: Row) -> String {
    places[column].map { row.fields[$0].text } ?? ""
  }

  /// A finite number of at least `least`; nil and reported where it is none.
  mutating func number(_ column: String, _ row: Row, least: Double = 0) -> Double? {
    number(text(column, row), of: column, row, least: least)
  }

  /// A number that may be left empty.
  mutating func optional(_ column: String, _ row: Row, least: Double = 0) -> Double? {
    text(column, row).isEmpty ? nil : number(column, row, least: least)
  }

  /// A whole number from `least` to `most`; nil and reported where it is none.
  mutating func count(_ column: String, _ row: Row, least: Int = 1, most: Int = 1_000_000) -> Int? {
    let text = text(column, row)
    guard let value = Int(text), value >= least, value <= most else {
      problems.append(
        .peerNumber(
          text, of: "'\(column)'", expected: "a whole number from \(least) to \(most)",
          at: place(column, row)))
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
    guard let value = Text.decimal(text), value >= least, value < 1e18 else {
      problems.append(
        .peerNumber(
          text, of: "'\(column)'",
          expected: least > 0
            ? "a number of \(least) or more, such as `12.5`"
            : "a number that is not below zero, such as `12.5`", at: place(column, row)))
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

  /// A row, all of it.
  func place(_ row: Row) -> SourceLocation {
    let end = row.fields.last.map { $0.column + $0.length - 1 } ?? 1
    return SourceLocation(
      file: file, position: .text(line: row.line, column: 1, length: max(1, end)))
  }

  /// A cell; the row where the table lacks its column.
  func place(_ column: String, _ row: Row) -> SourceLocation {
    places[column].map { place(row.fields[$0], row.line) } ?? place(row)
  }

  /// The head of a column; all of the head where there is none.
  func headPlace(of column: String) -> SourceLocation {
    places[column].map { place(head[$0], headLine) } ?? headPlace
  }

  private func place(_ field: Field, _ line: Int) -> SourceLocation {
    SourceLocation(
      file: file,
      position: .text(line: line, column: field.column, length: max(1, field.length)))
  }

  private static func fields(_ line: Substring) -> [Field] {
    var fields: [Field] = []
    var text = ""
    var start = 1
    var isQuoted = false
    func end(at column: Int) {
      let blanks = text.prefix { $0.isWhitespace }.count
      let trimmed = trimmed(text)
      // The quotes belong to the stretch of the line, not to the text.
      fields.append(
        Field(text: trimmed, column: start + blanks, length: max(1, column - start - blanks)))
    }
    for (place, character) in line.enumerated() {
      switch character {
      case "\"": isQuoted.toggle()
      case "," where !isQuoted:
        end(at: place + 1)
        text = ""
        start = place + 2
      default: text.append(character)
      }
    }
    end(at: line.count + 1)
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
  /// Columns that it may have besides.
  static var optionalColumns: [String] { get }
  /// Columns of the published tables that are not read.
  static var unreadColumns: [String] { get }

  /// The rows of a table.
  ///
  /// - Throws: all that is wrong in it.
  static func read(_ table: CaseTable) throws(DiagnosticList) -> [Self]
}

extension CaseRow {
  static var optionalColumns: [String] { [] }
  static var unreadColumns: [String] { [] }
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

  /// Reports files whose columns belong to no table of a set, and columns that are misspelt.
  func checkTables(_ kinds: [any CaseRow.Type]) throws(DiagnosticList) {
    var problems: [Diagnostic] = []
    for file in self {
      let table = CaseTable(file)
      func matched(_ kind: any CaseRow.Type) -> Int {
        kind.columns.count { table.columns.contains($0) }
      }
      let kind =
        kinds.first { table.has($0.columns) } ?? kinds.max { matched($0) < matched($1) }
      guard let kind else { continue }
      let own = table.problems(
        needing: kind.columns, optional: kind.optionalColumns, unread: kind.unreadColumns)
      problems += own.isEmpty ? [table.emptiness].compactMap { $0 } : own
    }
    if !problems.isEmpty { throw DiagnosticList(problems) }
  }
}
