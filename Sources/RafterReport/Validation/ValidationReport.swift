// SPDX-License-Identifier: Apache-2.0
public import RafterPeers

/// The report of `rafter validate`: published numbers beside ours.
public struct ValidationReport: Sendable {
  private let outcomes: [ValidationOutcome]

  /// Creates a report.
  public init(_ outcomes: [ValidationOutcome]) { self.outcomes = outcomes }

  /// Whether every row of every set is within its tolerance.
  public var isRight: Bool { outcomes.allSatisfy(\.isRight) }

  /// The report in a format.
  ///
  /// JSON and CSV have every row. The text sums up each case and shows rows of their own where a row misses, or where
  /// a set compares few numbers.
  public func text(_ format: ReportFormat) -> String {
    switch format {
    case .json: ValidationJSON.value(outcomes).text
    case .csv: csv
    case .table: document.text()
    case .markdown: document.markdown
    }
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
          CSVText.number(row.judgement == .alone ? row.tolerance : nil),
          row.isRight ? "true" : "false",
        ])
      }
    }
    return csv.text
  }

  private var document: Document {
    var document = Document()
    for outcome in outcomes { add(outcome, to: &document) }
    return document
  }

  /// Sets of so few rows are shown row by row.
  private static let fewRows = 40

  private func add(_ outcome: ValidationOutcome, to document: inout Document) {
    let rows = outcome.rows
    let wrong = rows.filter { !$0.isRight }
    document.heading("\(outcome.set.name): \(outcome.set.source) (\(outcome.set.kindOfTruth))")
    if rows.count <= Self.fewRows {
      document.table(Self.table(of: rows))
    } else if rows.contains(where: { $0.judgement == .together }) {
      document.table(Self.table(of: rows.filter { $0.judgement == .alone }))
      document.table(Self.summary(of: rows.filter { $0.judgement == .together }))
    } else {
      document.table(Self.summary(of: rows))
      if !wrong.isEmpty {
        document.paragraph("Rows that miss")
        document.table(Self.table(of: Array(wrong.prefix(Self.fewRows))))
      }
    }
    var facts = [
      wrong.isEmpty
        ? "all \(rows.count) rows within their tolerance"
        : "\(wrong.count) of \(rows.count) rows miss their tolerance"
    ]
    if let mean = outcome.meanAbsoluteError, let signed = outcome.signedMean,
      let worst = outcome.worstRatio
    {
      facts.append(
        "mean error \(Self.percent(mean)), signed \(Self.percent(signed)), worst ratio \(Self.ratio(worst))"
          + (outcome.rankCorrelation.map { ", rank correlation \(Self.ratio($0))" } ?? ""))
    }
    if let labels = outcome.findings.labels {
      facts.append("bound labels right: \(labels.right) of \(labels.all)")
    }
    facts += outcome.findings.fitted.map { constant in
      "fitted: \(constant.name) = \(constant.value) \(constant.unit)"
        + (constant.standardError.map { ", standard error \($0)" } ?? "")
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
        row.fullName, row.quantity, row.unit, number(row.published),
        row.predicted.map(number) ?? "-", row.error.map(percent) ?? "-", percent(row.tolerance),
        row.isRight ? "yes" : "NO",
      ])
    }
    return table
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
        name, "\(own.count)", "\(own.count { $0.error == 0 })", percent(worst),
        own.allSatisfy(\.isRight) ? "yes" : "NO",
      ])
    }
    return table
  }

  private static func number(_ value: Double) -> String {
    value == value.rounded() && value.magnitude < 1e15 ? "\(Int(value))" : "\(value)"
  }

  private static func percent(_ value: Double) -> String {
    guard value.isFinite else { return "-" }
    let percent = value * 100
    if value != 0, percent.magnitude < 0.001 {
      // Rounding of sums: a power of ten says enough.
      var exponent = -4
      var bound = 1e-3
      while percent.magnitude < bound / 10, exponent > -20 {
        bound /= 10
        exponent -= 1
      }
      return "<1e\(exponent + 1)%"
    }
    return "\((percent * 1000).rounded() / 1000)%"
  }

  private static func ratio(_ value: Double) -> String {
    value.isFinite ? "\((value * 10000).rounded() / 10000)" : "-"
  }
}
