// SPDX-License-Identifier: Apache-2.0
public import RafterDiagnostics

/// What to do with rows that file the same operating point as another.
public enum DuplicateHandling: String, Sendable, Hashable, CaseIterable {
  /// Leave them out.
  case drop
  /// Count both, as the source tables do.
  case keep
}

/// The order of rows.
public struct SurveyOrder: Sendable, Hashable {
  /// Which way.
  public enum Direction: Sendable, Hashable {
    case ascending, descending
  }

  /// By which column.
  public var column: SurveyColumn
  /// Which way.
  public var direction: Direction

  /// Creates an order.
  public init(by column: SurveyColumn, _ direction: Direction) {
    self.column = column
    self.direction = direction
  }

  /// Reads `year` (descending for numbers, ascending for words), `+year` or `-year`.
  ///
  /// - Throws: a diagnostic for an unknown column.
  public init(text: String) throws(DiagnosticList) {
    let name = text.first == "-" || text.first == "+" ? String(text.dropFirst()) : text
    let column = try SurveyColumn.named(name)
    let direction: Direction =
      switch text.first {
      case "-": .descending
      case "+": .ascending
      default: column.isNumber ? .descending : .ascending
      }
    self.init(by: column, direction)
  }

  /// The rows in order; those without the cell last, equals as they came.
  public func sorted(_ entries: [SurveyEntry]) -> [SurveyEntry] {
    let indexed = Array(entries.enumerated())
    let known = indexed.filter { $0.element[column] != .missing }
    let missing = indexed.filter { $0.element[column] == .missing }
    let sorted = known.sorted { a, b in
      let order = compare(a.element, b.element)
      return order == 0 ? a.offset < b.offset : order < 0
    }
    return (sorted + missing).map(\.element)
  }

  private func compare(_ a: SurveyEntry, _ b: SurveyEntry) -> Int {
    let order: Int
    if column.isNumber {
      let (x, y) = (a.number(column) ?? 0, b.number(column) ?? 0)
      order = x == y ? 0 : (x < y ? -1 : 1)
    } else {
      let (x, y) = ((a.text(column) ?? "").lowercased(), (b.text(column) ?? "").lowercased())
      order = x == y ? 0 : (x < y ? -1 : 1)
    }
    return direction == .ascending ? order : -order
  }
}

extension SurveyColumn {
  /// The column of a name.
  ///
  /// - Throws: a diagnostic with the nearest name.
  public static func named(_ name: String) throws(DiagnosticList) -> SurveyColumn {
    guard let column = SurveyColumn(rawValue: name.lowercased()) else {
      throw DiagnosticList(
        .unknownFilterColumn(name, at: SourceLocation(file: "the command line")))
    }
    return column
  }
}

/// A part of the survey, in order, with the words that say which.
public struct SurveySubset: Sendable, Hashable {
  /// The rows.
  public var entries: [SurveyEntry]
  /// Which rows these are, in words that every figure repeats.
  public var predicate: String
  /// What was done to make them comparable; empty for figures as published.
  public var fairness: [String]
  /// Rows left out for want of what a comparison needs, with the reason.
  public var leftOut: [String]

  /// Takes the rows that a filter means out of a table.
  ///
  /// - Throws: a diagnostic if none is left.
  public init(
    of table: SurveyTable, where filter: SurveyFilter, duplicates: DuplicateHandling = .drop,
    order: SurveyOrder? = nil
  ) throws(DiagnosticList) {
    let chosen = table.entries.filter(filter.accepts)
    let distinct =
      duplicates == .drop ? chosen.filter { $0[.duplicateOf] == .missing } : chosen
    predicate =
      filter.description + (duplicates == .drop ? "; duplicates dropped" : "; duplicates kept")
    entries = order?.sorted(distinct) ?? distinct
    fairness = []
    leftOut = []
    guard !entries.isEmpty else {
      // Which part of the filter it is that leaves none.
      let parts = filter.factors
      let counts = parts.map { part in
        "'\(part)' alone fits \(table.entries.count(where: part.accepts)) rows"
      }
      throw DiagnosticList(.emptySubset(predicate, notes: parts.count > 1 ? counts : []))
    }
  }

  /// Rows that are no part of a table, such as those of a design.
  init(rows: [SurveyEntry], predicate: String) {
    entries = rows
    self.predicate = predicate
    fairness = []
    leftOut = []
  }

  /// The collections that have to be credited, in the order of their words.
  public var credits: [String] {
    let used = Set(entries.flatMap { $0.words(.attribution) })
    return SurveyAttribution.allCases.filter { used.contains($0.rawValue) }.compactMap(\.credit)
  }
}
