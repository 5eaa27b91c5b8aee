// SPDX-License-Identifier: Apache-2.0
public import RafterDiagnostics

/// Reads a table of published accelerators, strictly.
///
/// This is also the check of contributions: every cell that is wrong is reported with its line and column,
/// and nothing is filled in.
public enum SurveyReader {
  /// Reads a table.
  ///
  /// - Parameters:
  ///   - text: the table, as CSV.
  ///   - file: what diagnostics call it.
  ///   - known: rows that ids in the table may also refer to, such as those of the built-in table when a
  ///     contribution is checked; an id that both have is an error.
  /// - Returns: the table, and warnings about figures that contradict one another.
  /// - Throws: every error of the text.
  public static func read(text: String, file: String, known: SurveyTable = SurveyTable())
    throws(DiagnosticList) -> (table: SurveyTable, warnings: [Diagnostic])
  {
    let records = CSVRecords(text)
    var reading = Reading(file: file)
    for fault in records.faults { reading.add(.notCSV(fault, file)) }
    guard let head = records.records.first else {
      throw DiagnosticList(reading.diagnostics + [.emptyTable(file)])
    }
    let columns = reading.columns(of: head)
    var entries: [SurveyEntry] = []
    for record in records.records.dropFirst() {
      entries.append(reading.entry(record, columns: columns))
    }
    if entries.isEmpty { reading.add(.noRows(file)) }
    let table = SurveyTable(entries)
    reading.checkKeys(of: table, known: known)
    for entry in entries { reading.checkFigures(of: entry) }
    let list = DiagnosticList(reading.diagnostics).sorted()
    guard !list.hasErrors else { throw list }
    return (table, list.diagnostics)
  }
}

/// One pass over a table.
struct Reading {
  var file: String
  private(set) var diagnostics: [Diagnostic] = []

  init(file: String) { self.file = file }

  mutating func add(_ diagnostic: Diagnostic) { diagnostics.append(diagnostic) }

  func place(_ field: CSVRecords.Field) -> SourceLocation {
    SourceLocation(
      file: file,
      position: .text(line: field.line, column: field.column, length: max(1, field.length)))
  }

  /// The column of each field of the head; nil where there is none.
  mutating func columns(of head: [CSVRecords.Field]) -> [SurveyColumn?] {
    var seen: Set<SurveyColumn> = []
    let columns = head.map { field -> SurveyColumn? in
      guard let column = SurveyColumn(rawValue: field.text) else {
        add(.unknownTableColumn(field.text, at: place(field)))
        return nil
      }
      guard column.origin == .filed else {
        add(.computedColumn(column, at: place(field)))
        return nil
      }
      guard seen.insert(column).inserted else {
        add(.columnTwice(column, at: place(field)))
        return nil
      }
      return column
    }
    // One unknown head is enough to explain what is missing.
    if let first = head.first {
      for column in SurveyColumn.filed where column.need == .required && !seen.contains(column) {
        add(.missingColumn(column, at: place(first)))
      }
    }
    return columns
  }

  /// The row of a record.
  mutating func entry(_ record: [CSVRecords.Field], columns: [SurveyColumn?]) -> SurveyEntry {
    guard let first = record.first else { return SurveyEntry() }
    var entry = SurveyEntry(place: place(first))
    if record.count != columns.count {
      add(.fieldCount(record.count, expected: columns.count, at: place(first)))
    }
    for (field, column) in zip(record, columns) {
      guard let column else { continue }
      if let cell = cell(field, column) { entry[column] = cell }
    }
    return entry
  }

  private mutating func cell(_ field: CSVRecords.Field, _ column: SurveyColumn)
    -> SurveyEntry.Cell?
  {
    let text = field.text
    guard !text.isEmpty else {
      if column.need == .required { add(.emptyCell(column, at: place(field))) }
      return nil
    }
    switch column.rule {
    case .text: return .text(text)
    case .key:
      let isKey = text.utf8.allSatisfy { byte in
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
          || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || byte == UInt8(ascii: "-")
      }
      guard isKey else {
        add(.notAKey(text, column, at: place(field)))
        return nil
      }
      return .text(text)
    case .word(let words):
      guard words.contains(text) else {
        add(.unknownWord(text, column, words: words, at: place(field)))
        return nil
      }
      return .text(text)
    case .words(let words):
      let parts = text.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
      for part in parts where !words.contains(part) {
        add(.unknownWord(part, column, words: words, at: place(field)))
        return nil
      }
      return .words(parts)
    case .integer(let range):
      guard let value = Int(text) else {
        add(.notANumber(text, column, at: place(field)))
        return nil
      }
      return plausible(Double(value), range, field, column)
    case .number(let range):
      guard let value = Double(text), value.isFinite, text.first != "+", !text.contains("x"),
        !text.contains("p")
      else {
        add(.notANumber(text, column, at: place(field)))
        return nil
      }
      return plausible(value, range, field, column)
    }
  }

  private mutating func plausible(
    _ value: Double, _ range: ClosedRange<Double>, _ field: CSVRecords.Field,
    _ column: SurveyColumn
  ) -> SurveyEntry.Cell? {
    guard range.contains(value) else {
      add(.implausible(field.text, column, range, at: place(field)))
      return nil
    }
    return .number(value)
  }
}
