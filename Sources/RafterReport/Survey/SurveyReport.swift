// SPDX-License-Identifier: Apache-2.0
public import RafterSurvey

/// The report of `rafter survey`.
public struct SurveyReport: Sendable {
  /// What a report of the survey shows beside the subset and its credits.
  public enum Part: Sendable, Hashable {
    /// The classes in a few numbers.
    case overview
    /// The rows.
    case rows
  }

  /// The rows that everything is about.
  public var subset: SurveySubset
  /// What of them is shown as text; JSON has all.
  public var parts: Set<Part>
  /// The columns of the rows.
  public var columns: [SurveyColumn]
  /// Trends asked for.
  public var trends: [Trend]
  /// Quantities whose quantiles were asked for.
  public var quantiles: [QuantitySummary]
  /// A design among the rows.
  public var placements: [DesignPlacement]
  /// The version of the package.
  public var version: String

  /// The columns shown unless others are asked for.
  public static let standardColumns: [SurveyColumn] = [
    .name, .year, .class, .format, .node, .peak, .efficiency, .density,
  ]

  /// Creates a report.
  public init(
    _ subset: SurveySubset, parts: Set<Part>, columns: [SurveyColumn] = standardColumns,
    trends: [Trend] = [], quantiles: [QuantitySummary] = [], placements: [DesignPlacement] = [],
    version: String
  ) {
    self.subset = subset
    self.parts = parts
    self.columns = columns
    self.trends = trends
    self.quantiles = quantiles
    self.placements = placements
    self.version = version
  }

  /// The report in a format.
  ///
  /// CSV is the rows in the columns and units of the table itself, so that it can be read and checked again.
  public func text(_ format: ReportFormat) -> String {
    format.text(json: SurveyJSON.value(self), csv: csv, document: document)
  }

  private var csv: String {
    let shown = columns == Self.standardColumns ? SurveyColumn.filed : columns
    var csv = CSVText(head: shown.map(\.rawValue))
    for entry in subset.entries { csv.append(shown.map { entry.text($0) ?? "" }) }
    return csv.text
  }
}
