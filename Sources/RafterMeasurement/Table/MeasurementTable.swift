// SPDX-License-Identifier: Apache-2.0
public import RafterDiagnostics
import RafterImporters
import RafterQuantities

/// Reads tables of measurements: comma-separated, with a head that names quantities and units.
public struct MeasurementTable: Sendable, Hashable {
  /// What a table has to have beyond times.
  public enum Purpose: Sendable, Hashable {
    /// To be placed under roofs: operations or bytes.
    case check
    /// To be fitted: operations or bytes, and energy or power.
    case fit
  }

  /// The rows, in the order of the file.
  public var rows: [MeasuredRow]
  /// Warnings.
  public var diagnostics: [Diagnostic]

  /// Reads a text.
  ///
  /// - Throws: all that is wrong with it.
  public init(text: String, file: String, purpose: Purpose) throws(DiagnosticList) {
    var reader = TableRows(file: file)
    rows = reader.read(text, purpose)
    diagnostics = MeasurementReader.end(of: text, file)
    if purpose == .fit { diagnostics += reader.empty(rows) }
    if !reader.problems.isEmpty { throw DiagnosticList(reader.problems) }
  }
}

/// The rows of a table while it is read.
private struct TableRows {
  let file: String
  var problems: [Diagnostic] = []
  private var columns: [MeasurementColumn?] = []
  private var heads: [CSVRows.Cell] = []

  /// Amounts above this are no measurements.
  private static let most = 1e30

  init(file: String) { self.file = file }

  mutating func read(_ text: String, _ purpose: MeasurementTable.Purpose) -> [MeasuredRow] {
    let csv = CSVRows(text, file: file)
    problems += csv.diagnostics
    guard let head = csv.rows.first else {
      problems.append(.noMeasurements(file))
      return []
    }
    if let separator = Self.separator(of: head) {
      problems.append(.otherSeparator(separator, at: head[0].place))
      return []
    }
    readHead(head)
    require(purpose)
    guard problems.isEmpty else { return [] }
    // Spreadsheets end in rows of nothing but commas.
    let filled = csv.rows.dropFirst().filter { $0.contains { !$0.text.isEmpty } }
    let rows = filled.enumerated().compactMap { row($1, number: $0 + 1) }
    if rows.isEmpty, problems.isEmpty { problems.append(.noMeasurements(file)) }
    return rows
  }

  /// What stands between the cells of a head that has no commas, where it is no comma.
  private static func separator(of head: [CSVRows.Cell]) -> String? {
    guard head.count == 1, let text = head.first?.text else { return nil }
    return text.contains(";") ? ";" : text.contains("\t") ? "a tab" : nil
  }

  private mutating func readHead(_ head: [CSVRows.Cell]) {
    var seen: [MeasurementColumn.Role: String] = [:]
    for cell in head {
      heads.append(cell)
      let column = MeasurementColumn(cell.text)
      columns.append(column)
      guard let column else {
        problems.append(.unknownMeasurementColumn(cell.text, at: cell.place))
        continue
      }
      guard column.role != .note else { continue }
      if let other = seen[column.role] {
        problems.append(.columnTwice(cell.text, other, at: cell.place))
      }
      seen[column.role] = cell.text
    }
    if let power = seen[.power], let energy = seen[.energy] {
      problems.append(.columnTwice(power, energy, at: head[0].place))
    }
  }

  private mutating func require(_ purpose: MeasurementTable.Purpose) {
    let roles = columns.compactMap { $0?.role }
    func miss(_ what: String, _ example: String) {
      problems.append(.missingMeasurementColumn(what, example: example, in: file))
    }
    if !roles.contains(.time) { miss("a time", "time_us") }
    let hasAmount = roles.contains {
      switch $0 {
      case .work, .traffic: true
      default: false
      }
    }
    if !hasAmount { miss("operations or bytes", "operations_op` or `dram_MB") }
    if purpose == .fit, !roles.contains(.energy), !roles.contains(.power) {
      miss("an energy or a power", "energy_J` or `power_W")
    }
  }

  private mutating func row(_ cells: [CSVRows.Cell], number: Int) -> MeasuredRow? {
    guard let first = cells.first else { return nil }
    guard cells.count <= columns.count else {
      problems.append(.measurementRowLength(cells.count, expected: columns.count, at: first.place))
      return nil
    }
    var row = MeasuredRow(name: "row \(number)", time: .zero, location: first.place)
    var power: Power?
    let count = problems.count
    for (index, column) in columns.enumerated() {
      guard let column else { continue }
      guard index < cells.count else {
        if column.role == .note { continue }
        problems.append(
          .measurementRowLength(cells.count, expected: columns.count, at: first.place))
        return nil
      }
      let cell = cells[index]
      switch column.role {
      case .note: row.note += row.note.isEmpty ? cell.text : " " + cell.text
      case .name: if !cell.text.isEmpty { row.name = cell.text }
      case .format:
        row.format = cell.text.isEmpty ? nil : cell.text
        row.places[cell.text] = cell.place
      case .work(let kind):
        if let value = amount(cell, column, heads[index], isAboveZero: false), value > 0 {
          row.work.append(
            .init(kind: kind, operations: Operations(value), isGivenInMACs: column.isInMACs))
          if let kind { row.places[kind] = heads[index].place }
        }
      case .traffic(let level):
        if let value = amount(cell, column, heads[index], isAboveZero: false), value > 0 {
          row.traffic.append(.init(level: level, bytes: ByteCount(value)))
          // The name of a memory stands in the head.
          if let level { row.places[level] = heads[index].place }
        }
      case .time: row.time = Seconds(amount(cell, column, heads[index], isAboveZero: true) ?? 1)
      case .energy:
        row.energy = amount(cell, column, heads[index], isAboveZero: true).map { Energy($0) }
      case .power:
        power = amount(cell, column, heads[index], isAboveZero: true).map { Power($0) }
      case .powerCap:
        row.powerCap = amount(cell, column, heads[index], isAboveZero: true).map { Power($0) }
      }
    }
    if let power { row.energy = power * row.time }
    return problems.count == count ? row : nil
  }

  /// Columns of operations and bytes that are zero in all rows: a fit has no constant for them.
  func empty(_ rows: [MeasuredRow]) -> [Diagnostic] {
    zip(columns, heads).compactMap { column, head in
      let isUsed: Bool
      switch column?.role {
      case .work(let kind): isUsed = rows.contains { $0.work.contains { $0.kind == kind } }
      case .traffic(let level): isUsed = rows.contains { $0.traffic.contains { $0.level == level } }
      default: return nil
      }
      return isUsed ? nil : .zeroColumn(head.text, at: head.place)
    }
  }

  private mutating func amount(
    _ cell: CSVRows.Cell, _ column: MeasurementColumn, _ head: CSVRows.Cell, isAboveZero: Bool
  ) -> Double? {
    guard let value = MeasuredNumber.parse(cell.text), value >= 0,
      value * column.scale < Self.most,
      value > 0 || !isAboveZero
    else {
      problems.append(
        .notAMeasurement(cell.text, column: head.text, isAboveZero: isAboveZero, at: cell.place))
      return nil
    }
    return value * column.scale
  }
}
