// SPDX-License-Identifier: Apache-2.0
public import ArgumentParser
public import Rafter

/// `rafter survey`: published accelerators, their trends, and where a design falls among them.
struct SurveyCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "survey",
    abstract: "Published chips: table, trends with intervals, plots, where your design falls.")

  @OptionGroup var selection: SurveySelection
  @OptionGroup var comparison: SurveyComparisonOptions
  @OptionGroup var placement: SurveyDesignOptions
  @Option(
    name: .long,
    help: ArgumentHelp("Columns of the rows, by commas (implies rows).", valueName: "columns"))
  var columns: String?
  @Option(
    name: .long,
    help: ArgumentHelp("A quantity whose growth is fitted (repeatable).", valueName: "column"))
  var trend: [String] = []
  @Option(name: .long, help: "What a trend runs along: year, node, precision.")
  var against: TrendAxis = .year
  @Option(name: .long, help: "Which points a trend goes through: all, record.")
  var points: TrendPoints = .all
  @Option(
    name: .long,
    help: ArgumentHelp("A quantity whose quantiles are shown (repeatable).", valueName: "column"))
  var quantiles: [String] = []
  @Option(
    name: .long,
    help:
      "Draw instead of print; --output names the .svg, .png or .pdf: \(SurveyChartKind.allCases.map(\.rawValue).joined(separator: ", "))."
  )
  var plot: SurveyChartKind?
  @Option(name: .long, help: "Colours of the plot: light, dark.")
  var theme: ChartTheme = .light
  @Option(
    name: .long,
    help: ArgumentHelp(
      "Check a table of contributions instead: every cell, every reference.",
      valueName: "file.csv"))
  var check: String?
  @OptionGroup var output: OutputOptions

  func run() async throws {
    if let check {
      try await output.reporting { try checkTable(check) }
      return
    }
    do {
      try await work()
    } catch let list as DiagnosticList {
      // A place in the filter is shown with the filter itself.
      var sources = SourceTexts.of(list.diagnostics)
      sources[SurveyFilter.place] = selection.where
      Failure.show(list.diagnostics, style: output.diagnostics, sources: sources)
      throw Exit.badInput
    }
  }

  private func checkTable(_ path: String) throws(DiagnosticList) {
    let (table, warnings) = try SurveyReader.read(
      text: try Loading.text(of: path), file: path, known: try SurveyLoading.builtIn())
    output.mention(warnings)
    let count = table.entries.count
    Console.print("\(path): \(count) \(count == 1 ? "row is" : "rows are") in order")
  }

  private func work() async throws {
    let filter = try selection.filter()
    let table = try SurveyLoading.table()
    var subset = try SurveySubset(
      of: table, where: filter, duplicates: selection.duplicates, order: try selection.order())
    let fair = try comparison.comparison()
    subset = try fair.applied(to: subset)
    let placements = try await placement.placements(
      in: table, filter: filter, duplicates: selection.duplicates, comparison: fair,
      quiet: output.quiet)
    if let plot {
      let svg = try SurveyCharts.svg(plot, of: subset, placements: placements, theme: theme)
      if let path = output.output {
        try PictureConverter.write(svg, to: path)
      } else {
        Console.print(svg)
      }
      return
    }
    var trends: [Trend] = []
    for name in trend {
      trends.append(
        try Trend(
          of: try SurveyColumn.named(name), along: against, points: points, in: subset.entries,
          subset: subset.predicate))
    }
    let report = SurveyReport(
      subset, parts: parts, columns: try chosenColumns(), trends: trends,
      quantiles: try quantiles.map { name throws(DiagnosticList) in
        let column = try SurveyColumn.named(name)
        return try QuantitySummary(checking: column, in: subset.entries)
      }, placements: placements, version: RafterVersion.text)
    try output.deliver(report.text(output.format))
  }

  /// Rows are shown to whoever chose some or their columns; findings alone to whoever asked for findings.
  private var parts: Set<SurveyReport.Part> {
    if columns != nil || selection.sort != nil { return [.rows] }
    if !trend.isEmpty || !quantiles.isEmpty || placement.design != nil { return [] }
    return selection.where == nil ? [.overview] : [.rows]
  }

  private func chosenColumns() throws(DiagnosticList) -> [SurveyColumn] {
    guard let columns else { return SurveyReport.standardColumns }
    var chosen: [SurveyColumn] = []
    var wrong: [Diagnostic] = []
    for name in columns.split(separator: ",") {
      do throws(DiagnosticList) {
        chosen.append(try SurveyColumn.named(name.filter { $0 != " " }))
      } catch {
        wrong += error.diagnostics
      }
    }
    guard wrong.isEmpty else { throw DiagnosticList(wrong) }
    return chosen
  }
}

extension SurveyChartKind: ExpressibleByArgument {}
extension TrendAxis: ExpressibleByArgument {}
extension TrendPoints: ExpressibleByArgument {}
