// SPDX-License-Identifier: Apache-2.0
import RafterDiagnostics
import RafterQuantities

// What can be wrong with what is asked of the survey.
extension Diagnostic {
  static func unknownFilterColumn(_ name: String, at place: SourceLocation) -> Diagnostic {
    Diagnostic(
      id: "survey.unknown-quantity", "the survey has no column '\(name)'", at: place,
      suggestion: firstWord(of: name) ?? didYouMean(name, SurveyColumn.names)
        ?? misspelt(name) ?? "the columns are \(SurveyColumn.names.joined(separator: ", "))")
  }

  /// The columns that begin with a word: `norm8b` for `norm8b_tops_per_w`.
  private static func firstWord(of name: String) -> String? {
    let columns = SurveyColumn.names.filter { first($0) == name.lowercased() }.map { "'\($0)'" }
    return columns.isEmpty ? nil : "did you mean \(columns.joined(separator: " or "))?"
  }

  /// The same for a misspelt one: `efficency` for `efficiency_tops_per_w`.
  private static func misspelt(_ name: String) -> String? {
    Suggestion.nearest(to: first(name.lowercased()), among: SurveyColumn.names.map(first))
      .flatMap { firstWord(of: $0) }
  }

  private static func first(_ name: String) -> String { String(name.prefix { $0 != "_" }) }

  static func filterSyntax(_ expected: String, found: String, at place: SourceLocation)
    -> Diagnostic
  {
    Diagnostic(
      id: "survey.filter-syntax", "expected \(expected), found \(found)", at: place,
      suggestion: "write: format=int8 and year>=2017 and not (class=library or area_mm2 unknown)")
  }

  static func filterOperator(_ symbol: String, _ column: SurveyColumn, at place: SourceLocation)
    -> Diagnostic
  {
    Diagnostic(
      id: "survey.filter-operator",
      "'\(symbol)' does not go with '\(column.rawValue)', which holds "
        + (column.isNumber ? "numbers" : "words"), at: place,
      suggestion: column.isNumber ? "use = != < <= > >=" : "use = or !=, or ~ for a part of it")
  }

  static func filterNumber(_ text: String, _ column: SurveyColumn, at place: SourceLocation)
    -> Diagnostic
  {
    let unit = column.unit.isEmpty ? "a number" : "a number of \(column.unit)"
    return Diagnostic(
      id: "survey.filter-number", "'\(column.rawValue)' is compared with \(unit), not '\(text)'",
      at: place, suggestion: "write \(column.rawValue)>=\(column == .year ? "2017" : "10")")
  }

  static func filterDeep(at place: SourceLocation) -> Diagnostic {
    Diagnostic(
      id: "survey.filter-depth", "the filter is nested too deep", at: place,
      suggestion: "leave out needless parentheses and 'not'")
  }

  static func notNumeric(_ column: SurveyColumn) -> Diagnostic {
    Diagnostic(
      id: "survey.not-numeric",
      "'\(column.rawValue)' holds words, which have no trend and no quantile",
      suggestion:
        "numbers are in \(SurveyColumn.numbers.map(\.rawValue).joined(separator: ", "))")
  }

  static func tooFewPoints(_ column: SurveyColumn, _ axis: String, n: Int, subset: String)
    -> Diagnostic
  {
    Diagnostic(
      id: "survey.too-few-points",
      "'\(column.rawValue)' against \(axis) has \(n) points; a trend needs three that differ in \(axis)",
      suggestion: "widen the subset: \(subset)")
  }

  static func emptySubset(_ subset: String, notes: [String] = []) -> Diagnostic {
    Diagnostic(
      id: "survey.empty-subset", "no row of the survey fits",
      suggestion: "the subset is: \(subset)", notes: notes)
  }

  static func trendOfAxis(_ column: SurveyColumn, _ axis: String) -> Diagnostic {
    Diagnostic(
      id: "survey.trend-of-axis", "'\(column.rawValue)' has no trend against \(axis)",
      suggestion: "follow a figure: efficiency_tops_per_w, density_tops_per_mm2, peak_tops, ...")
  }

  static func exponentRange(_ value: Double) -> Diagnostic {
    Diagnostic(
      id: "survey.exponent", "no comparison has the exponent \(value) of the bit product",
      suggestion: "between -4 and 4; -1 is the usual rule")
  }

  static func normaliseFloat(count: Int, of total: Int, example: String) -> Diagnostic {
    Diagnostic(
      id: "survey.normalise-float",
      "a bit product does not normalise floating point: \(count) of \(total) rows, such as \(example)",
      suggestion: "add 'and family=integer' to --where",
      notes: [
        "mantissa multiplier, alignment and accumulator of a floating-point unit do not scale with "
          + "its storage bits"
      ])
  }

  static func scaleClass(
    _ reason: String, count: Int, of total: Int, example: String, remedy: String
  ) -> Diagnostic {
    Diagnostic(
      id: "survey.scale-class",
      "node scaling is not valid here: \(count) of \(total) rows, such as \(example)",
      suggestion: remedy, notes: [reason])
  }

  static func scaleTarget(_ what: String) -> Diagnostic {
    Diagnostic(
      id: "survey.scale-target", "cannot scale to \(what)",
      suggestion: "nodes from 7 to 130 nm, supplies from 0.4 to 1.4 V")
  }

  static func designWithoutPeak(_ name: String) -> Diagnostic {
    Diagnostic(
      id: "survey.design-without-peak", "'\(name)' has no multiplier format to place",
      suggestion: "give its compute unit a format")
  }

  static func noCompany(_ format: String, subset: String) -> Diagnostic {
    Diagnostic(
      .warning, id: "survey.no-company",
      "no published row of the chosen class compares with \(format)",
      suggestion: "choose another class or widen --where: \(subset)")
  }
}
