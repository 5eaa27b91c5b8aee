// SPDX-License-Identifier: Apache-2.0
import RafterQuantities
import RafterSurvey

extension SurveyReport {
  /// The report for people.
  var document: Document {
    var document = Document()
    document.paragraph(
      "\(subset.entries.count) rows of the survey of published accelerators: \(subset.predicate)")
    if !subset.fairness.isEmpty || !subset.leftOut.isEmpty {
      document.items(subset.fairness + subset.leftOut.map { "left out: \($0)" })
    }
    if parts.contains(.overview) { addOverview(to: &document) }
    if parts.contains(.rows) { addRows(to: &document) }
    for trend in trends { add(trend, to: &document) }
    if !quantiles.isEmpty { addQuantiles(to: &document) }
    for placement in placements { SurveyPlacementText.add(placement, to: &document) }
    let credits = subset.credits
    if !credits.isEmpty {
      document.heading("Sources")
      document.items(credits)
    }
    return document
  }

  private func addOverview(to document: inout Document) {
    var table = TextTable([
      .init("class"), .init("rows", alignment: .right), .init("n", alignment: .right),
      .init("median", "TOPS/W", alignment: .right), .init("p90", alignment: .right),
      .init("n 8b", alignment: .right), .init("median 8b", "TOPS/W", alignment: .right),
      .init("p90 8b", alignment: .right), .init("n 8b", alignment: .right),
      .init("median 8b", "TOPS/mm2", alignment: .right), .init("p90 8b", alignment: .right),
    ])
    for summary in ClassSummary.all(of: subset.entries) {
      let parts = [summary.efficiency, summary.eightBitEfficiency, summary.eightBitDensity]
      table.append(
        [summary.surveyClass.rawValue, "\(summary.rows)"]
          + parts.flatMap { part in
            [
              "\(part.quantiles.n)", Self.cell(part.quantiles.median),
              Self.cell(part.quantiles.at(0.9)),
            ]
          })
    }
    document.table(table)
    document.items([
      "8b: integer formats normalised to 8b x 8b by the bit product, as filed", Quantiles.rule,
      "a row is an operating point, not a chip; peak and efficiency are often of different supplies",
    ])
    guard trends.isEmpty else { return }
    document.items([
      "next: rafter survey --where \"class=product and format=fp16/bf16\" --trend efficiency_tops_per_w",
      "or: rafter survey --plot density-efficiency --output survey.svg",
    ])
  }

  private func addRows(to document: inout Document) {
    var table = TextTable(
      columns.map { column in
        let alignment: TextTable.Alignment = column.isNumber ? .right : .left
        let overflow: TextTable.Overflow = column.isNumber ? .keep : .cutMiddle(minimum: 6)
        let name = column.rawValue.split(separator: "_").map(String.init)
        var head = TextTable.Column(column.rawValue, alignment: alignment, overflow: overflow)
        // Two lines keep columns of numbers narrow.
        if column.isNumber, name.count > 1 {
          head.head = [name[0], name.dropFirst().joined(separator: "_")]
        }
        return head
      })
    for entry in subset.entries {
      table.append(columns.map { Self.cell(entry, $0) })
    }
    document.table(table)
    if columns.contains(.energyRidge) { document.items([SurveyWords.energyRidgeBound]) }
  }

  private func add(_ trend: Trend, to document: inout Document) {
    document.heading(SurveyWords.title(trend))
    document.items(SurveyWords.sentences(trend) + ["of \(subset.predicate)"])
  }

  private func addQuantiles(to document: inout Document) {
    var table = TextTable([
      .init("quantity"), .init("n", alignment: .right), .init("least", alignment: .right),
      .init("p10", alignment: .right), .init("p25", alignment: .right),
      .init("median", alignment: .right), .init("p75", alignment: .right),
      .init("p90", alignment: .right), .init("greatest", alignment: .right),
    ])
    for summary in quantiles {
      let values = [0, 0.1, 0.25, 0.5, 0.75, 0.9, 1].map { Self.cell(summary.quantiles.at($0)) }
      table.append([summary.quantity.rawValue, "\(summary.quantiles.n)"] + values)
    }
    document.table(table)
    let bound =
      quantiles.contains { $0.quantity == .energyRidge } ? [SurveyWords.energyRidgeBound] : []
    document.items([Quantiles.rule, "of \(subset.predicate)"] + bound)
  }

  static func cell(_ entry: SurveyEntry, _ column: SurveyColumn) -> String {
    if column == .year { return entry.number(column).map { "\(Int($0))" } ?? "-" }
    return column.isNumber ? cell(entry.number(column)) : entry.text(column) ?? "-"
  }

  static func cell(_ value: Double?) -> String {
    value.map { Format.significant($0) } ?? "-"
  }
}
