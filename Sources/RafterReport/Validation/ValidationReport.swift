// SPDX-License-Identifier: Apache-2.0
public import RafterPeers
import RafterQuantities

/// The report of `rafter validate`: published numbers beside ours.
public struct ValidationReport: Sendable {
  /// Which rows of a set the text shows.
  public enum Detail: Sendable {
    /// All of a small set; cases and misses of a large one.
    case cases
    /// All.
    case rows
  }

  private let outcomes: [ValidationOutcome]
  private let detail: Detail

  /// Creates a report.
  public init(_ outcomes: [ValidationOutcome], detail: Detail = .cases) {
    self.outcomes = outcomes
    self.detail = detail
  }

  /// Whether every row of every set is within its tolerance.
  public var isRight: Bool { outcomes.allSatisfy(\.isRight) }

  /// The report in a format.
  ///
  /// JSON and CSV have every row. The text sums up each case and shows rows of their own where a row misses, or where
  /// a set compares few numbers.
  public func text(_ format: ReportFormat) -> String {
    format.text(json: ValidationJSON.value(outcomes), csv: csv, document: document)
  }

  private var csv: String {
    var csv = CSVText(head: [
      "set", "case", "quantity", "unit", "published", "predicted", "error", "tolerance", "ok",
    ])
    for outcome in outcomes {
      for row in outcome.rows {
        csv.append([
          outcome.set.name, row.fullName, row.quantity, row.unit, CSVText.number(row.published),
          CSVText.number(row.predicted), CSVText.number(row.error),
          CSVText.number(row.role == .judged ? row.tolerance : nil),
          row.isRight ? "true" : "false",
        ])
      }
    }
    return csv.text
  }

  /// The tables and facts without the heading, as Markdown.
  var body: String {
    var document = Document()
    for outcome in outcomes { addRows(outcome, to: &document) }
    return document.markdown
  }

  private var document: Document {
    var document = Document()
    for outcome in outcomes { add(outcome, to: &document) }
    return document
  }

  /// Sets of so few rows are shown row by row.
  private static let fewRows = 40

  private func add(_ outcome: ValidationOutcome, to document: inout Document) {
    document.heading("\(outcome.set.name): \(outcome.set.source) (\(outcome.set.kindOfTruth))")
    addRows(outcome, to: &document)
  }

  private func addRows(_ outcome: ValidationOutcome, to document: inout Document) {
    let rows = outcome.rows
    let wrong = rows.filter { !$0.isRight }
    let judged = rows.count { $0.role == .judged }
    if detail == .rows || rows.count <= Self.fewRows {
      document.table(Self.table(of: rows))
    } else if rows.contains(where: { $0.role == .counted }) {
      document.table(Self.table(of: rows.filter { $0.role != .counted }))
      document.table(Self.summary(of: rows.filter { $0.role == .counted }))
    } else {
      document.table(Self.summary(of: rows))
      if !wrong.isEmpty {
        document.paragraph("Rows that miss")
        document.table(Self.table(of: Array(wrong.prefix(Self.fewRows))))
      }
    }
    var facts = [Self.verdict(wrong: wrong.count, of: judged)]
    let others = rows.count - judged
    if others > 0 {
      facts.append(
        "\(others) \(judged > 0 ? "more " : "")\(others == 1 ? "row is" : "rows are") shown without one"
      )
    }
    if let mean = outcome.meanAbsoluteError, let signed = outcome.signedMean,
      let worst = outcome.worstRatio
    {
      facts.append(
        "mean error \(ValidationWords.percent(mean)), signed \(ValidationWords.percent(signed)), worst ratio \(Self.ratio(worst))"
          + (outcome.rankCorrelation.map { ", rank correlation \(Self.ratio($0))" } ?? ""))
    }
    if let labels = outcome.findings.labels {
      facts.append("bound labels right: \(labels.right) of \(labels.all)")
    }
    facts += outcome.findings.fitted.map { constant in
      "fitted: \(constant.name) = \(Format.significant(constant.value, digits: 4)) \(constant.unit)"
        + (constant.standardError.map { ", standard error \(Format.significant($0, digits: 2))" }
          ?? "")
        + (constant.leaveOneOut.map {
          ", mean error of rows left out \(ValidationWords.percent($0))"
        } ?? "")
    }
    facts += outcome.findings.notes
    facts += outcome.set.peers.map { "peers: \($0)" }
    document.items(facts)
  }

  private static func table(of rows: [ValidationRow]) -> TextTable {
    var table = TextTable([
      .init("case", overflow: .cutMiddle(minimum: 12)),
      .init("quantity", overflow: .cutMiddle(minimum: 12)), .init("unit"),
      .init("published", alignment: .right), .init("predicted", alignment: .right),
      .init("error", alignment: .right), .init("tolerance", alignment: .right), .init("ok"),
    ])
    for row in rows {
      table.append([
        row.fullName, row.quantity, row.unit, ValidationWords.number(row.published),
        row.predicted.map(ValidationWords.number) ?? "-", ValidationWords.percent(row.error),
        row.role == .judged ? ValidationWords.percent(row.tolerance) : "-", verdict(row),
      ])
    }
    return table
  }

  /// How many rows that have a tolerance are within it.
  private static func verdict(wrong: Int, of judged: Int) -> String {
    if judged == 0 { return "no row has a tolerance to be held to" }
    if wrong == 0 {
      return judged == 1
        ? "the one row is within its tolerance" : "all \(judged) rows within their tolerance"
    }
    return judged == 1
      ? "the one row misses its tolerance" : "\(wrong) of \(judged) rows miss their tolerance"
  }

  /// Whether a row passes, or what it is for.
  private static func verdict(_ row: ValidationRow) -> String {
    switch row.role {
    case .judged: row.isRight ? "yes" : "NO"
    case .counted: "counted"
    case .shown: "shown"
    }
  }

  /// One line for each case.
  private static func summary(of rows: [ValidationRow]) -> TextTable {
    var table = TextTable([
      .init("case", overflow: .cutMiddle(minimum: 20)), .init("numbers", alignment: .right),
      .init("equal", alignment: .right), .init("worst error", alignment: .right), .init("ok"),
    ])
    var names: [String] = []
    var groups: [String: [ValidationRow]] = [:]
    for row in rows {
      if groups[row.name] == nil { names.append(row.name) }
      groups[row.name, default: []].append(row)
    }
    for name in names {
      let own = groups[name] ?? []
      let worst = own.map { $0.error?.magnitude ?? .infinity }.max() ?? 0
      table.append([
        name, "\(own.count)", "\(own.count { $0.error == 0 })", ValidationWords.percent(worst),
        own.allSatisfy(\.isRight) ? "yes" : "NO",
      ])
    }
    return table
  }

  private static func ratio(_ value: Double) -> String {
    value.isFinite ? "\((value * 10000).rounded() / 10000)" : "-"
  }
}
