// SPDX-License-Identifier: Apache-2.0

/// How a result is written.
public enum ReportFormat: String, Sendable, CaseIterable {
  /// For people, in at most 100 columns.
  case table
  /// For programs, as the schema files have it.
  case json
  /// For spreadsheets: RFC 4180, numbers in SI base units.
  case csv
  /// For documents: GitHub tables.
  case markdown
}

extension ReportFormat {
  /// A result in this format; only what is asked for is made.
  func text(
    json: @autoclosure () -> JSONValue, csv: @autoclosure () -> String,
    document: @autoclosure () -> Document
  ) -> String {
    switch self {
    case .json: json().text
    case .csv: csv()
    case .table: document().text()
    case .markdown: document().markdown
    }
  }
}

/// The width that tables keep to.
enum Page {
  static let columns = 100
}
