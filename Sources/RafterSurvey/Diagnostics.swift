// SPDX-License-Identifier: Apache-2.0
import RafterDiagnostics
import RafterQuantities

// What can be wrong with a table of published accelerators.
extension Diagnostic {
  static func emptyTable(_ file: String) -> Diagnostic {
    Diagnostic(
      id: "survey.empty-table", "the table is empty", at: SourceLocation(file: file),
      suggestion: "its first line names the columns: id,name,venue,kind,domain,format,...")
  }

  static func noRows(_ file: String) -> Diagnostic {
    Diagnostic(
      id: "survey.empty-table", "the table has a head and no row",
      at: SourceLocation(file: file), suggestion: "add a row, or was the file cut?")
  }

  static func notCSV(_ fault: CSVRecords.Fault, _ file: String) -> Diagnostic {
    let message =
      switch fault.kind {
      case .unclosedQuote: "a quoted field has no closing quote"
      case .textAfterQuote: "text follows the closing quote of a field"
      case .quoteInField: "a quote stands inside a field without quotes"
      }
    return Diagnostic(
      id: "survey.not-csv", message,
      at: SourceLocation(
        file: file, position: .text(line: fault.line, column: fault.column, length: 1)),
      suggestion: "put the field in quotes and double the quotes inside it")
  }

  static func unknownTableColumn(_ name: String, at place: SourceLocation) -> Diagnostic {
    let names = SurveyColumn.filed.map(\.rawValue)
    return Diagnostic(
      id: "survey.unknown-column", "the table has no column '\(name)'", at: place,
      suggestion: didYouMean(name, names) ?? "the columns are \(names.joined(separator: ", "))")
  }

  static func computedColumn(_ column: SurveyColumn, at place: SourceLocation) -> Diagnostic {
    Diagnostic(
      id: "survey.computed-column",
      "'\(column.rawValue)' is computed from other columns and cannot be filed", at: place,
      suggestion: "leave the column out")
  }

  static func columnTwice(_ column: SurveyColumn, at place: SourceLocation) -> Diagnostic {
    Diagnostic(
      id: "survey.column-twice", "the column '\(column.rawValue)' stands twice", at: place,
      suggestion: "remove one")
  }

  static func missingColumn(_ column: SurveyColumn, at place: SourceLocation) -> Diagnostic {
    Diagnostic(
      id: "survey.missing-column", "the column '\(column.rawValue)' is missing", at: place,
      suggestion: "add it: \(column.meaning)")
  }

  static func fieldCount(_ count: Int, expected: Int, at place: SourceLocation) -> Diagnostic {
    Diagnostic(
      id: "survey.field-count", "the row has \(count) fields, the head \(expected)", at: place,
      suggestion: "is a field with a comma without quotes?")
  }

  static func emptyCell(_ column: SurveyColumn, at place: SourceLocation) -> Diagnostic {
    Diagnostic(
      id: "survey.empty-cell", "every row needs '\(column.rawValue)'", at: place,
      suggestion: "fill it: \(column.meaning)" + listed(column))
  }

  static func notAKey(_ text: String, _ column: SurveyColumn, at place: SourceLocation)
    -> Diagnostic
  {
    Diagnostic(
      id: "survey.not-a-key", "'\(text)' in '\(column.rawValue)' is no key", at: place,
      suggestion: "a key is of small letters, digits and hyphens: nvidia-b200-fp8")
  }

  static func unknownWord(
    _ word: String, _ column: SurveyColumn, words: [String], at place: SourceLocation
  ) -> Diagnostic {
    Diagnostic(
      id: "survey.unknown-word", "'\(column.rawValue)' cannot be '\(word)'", at: place,
      suggestion: didYouMean(word, words) ?? "it can be \(words.joined(separator: ", "))")
  }

  static func notANumber(_ text: String, _ column: SurveyColumn, at place: SourceLocation)
    -> Diagnostic
  {
    let unit = column.unit.isEmpty ? "" : " of \(column.unit)"
    return Diagnostic(
      id: "survey.not-a-number", "'\(text)' in '\(column.rawValue)' is no number", at: place,
      suggestion: "write a plain number\(unit), without unit and without thousands separators")
  }

  static func implausible(
    _ text: String, _ column: SurveyColumn, _ range: ClosedRange<Double>, at place: SourceLocation
  ) -> Diagnostic {
    let unit = column.unit.isEmpty ? "" : " \(column.unit)"
    return Diagnostic(
      id: "survey.implausible", "\(text)\(unit) is no plausible '\(column.rawValue)'", at: place,
      suggestion:
        "between \(SurveyEntry.plain(range.lowerBound)) and \(SurveyEntry.plain(range.upperBound))"
        + "\(unit); look at the unit")
  }

  static func idTwice(_ id: String, first: String, at place: SourceLocation?) -> Diagnostic {
    Diagnostic(
      id: "survey.id-twice", "the id '\(id)' is taken by \(first)", at: place,
      suggestion: "add the format, the supply or a number")
  }

  static func unknownID(
    _ id: String, _ column: SurveyColumn, ids: [String], at place: SourceLocation?
  ) -> Diagnostic {
    Diagnostic(
      id: "survey.unknown-id", "'\(column.rawValue)' names '\(id)', which is no other row",
      at: place, suggestion: didYouMean(id, ids) ?? "give the id of the other row")
  }

  static func supplyOrder(_ low: Double, _ high: Double, at place: SourceLocation?) -> Diagnostic {
    Diagnostic(
      id: "survey.supply-order", "supply_min_v \(low) is above supply_max_v \(high)", at: place,
      suggestion: "swap them")
  }

  static func leverUnknownAndKnown(_ levers: String, at place: SourceLocation?) -> Diagnostic {
    Diagnostic(
      id: "survey.lever-unknown-and-known",
      "the lever cannot be unknown and known at once: '\(levers)'", at: place,
      suggestion: "write 'unknown' alone, or the levers that lever_source speaks of")
  }

  static func computedButEmpty(_ column: SurveyColumn, at place: SourceLocation?) -> Diagnostic {
    Diagnostic(
      .warning, id: "survey.computed-but-empty",
      "'computed' lists '\(column.rawValue)', which is empty", at: place,
      suggestion: "remove it from 'computed'")
  }

  static func figuresDisagree(
    _ column: SurveyColumn, _ filed: Double, _ expected: Double, _ rule: String,
    at place: SourceLocation?
  ) -> Diagnostic {
    Diagnostic(
      .warning, id: "survey.figures-disagree",
      "'\(column.rawValue)' is \(Format.significant(filed)), but \(rule) is "
        + Format.significant(expected), at: place,
      suggestion: "correct one of them, or leave out what is not published")
  }

  static func didYouMean(_ word: String, _ words: [String]) -> String? {
    Suggestion.nearest(to: word, among: words).map { "did you mean '\($0)'?" }
  }

  private static func listed(_ column: SurveyColumn) -> String {
    switch column.rule {
    case .word(let words), .words(let words): " (\(words.joined(separator: ", ")))"
    default: ""
    }
  }
}
