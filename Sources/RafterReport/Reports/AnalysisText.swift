// SPDX-License-Identifier: Apache-2.0
public import RafterAnalysis

/// The report of `rafter analyze`.
public enum AnalysisText {
  /// One analysis in full, or several side by side.
  ///
  /// - Parameters:
  ///   - analyses: one, or those to put side by side.
  ///   - format: how to write them.
  ///   - version: the version of Rafter, for the JSON.
  public static func render(
    _ analyses: [Analysis], as format: ReportFormat, version: String
  ) -> String {
    switch format {
    case .json:
      analyses.count == 1
        ? AnalysisJSON.value(analyses[0], version: version).text
        : ComparisonJSON.value(analyses, version: version).text
    case .csv: AnalysisCSV.text(analyses)
    case .table: document(analyses).text()
    case .markdown: document(analyses).markdown
    }
  }

  private static func document(_ analyses: [Analysis]) -> Document {
    analyses.count == 1
      ? AnalysisDocument.make(analyses[0]) : ComparisonDocument.make(analyses)
  }
}
