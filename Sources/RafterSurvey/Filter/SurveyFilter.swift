// SPDX-License-Identifier: Apache-2.0
public import RafterDiagnostics

/// Which rows of the survey are meant: `format=fp16 and year>=2017`.
///
/// The grammar is closed:
///
///     filter     = conjunction { "or" conjunction }
///     conjunction = term { "and" term }
///     term       = "not" term | "(" filter ")" | column ("known" | "unknown") | column op value
///     op         = "=" | "!=" | "<" | "<=" | ">" | ">=" | "~"
///     value      = word | "text in quotes"
///
/// A comparison with an unknown cell is false, whatever the operator, so that `area_mm2<100` and
/// `area_mm2>=100` together are the rows whose area is known. Words compare without regard to case; a
/// column of several words, such as `fp16/bf16`, equals a value if it has all of its words; `~` asks
/// whether the text contains another.
public indirect enum SurveyFilter: Sendable, Hashable {
  /// How a cell is compared.
  public enum Comparison: String, Sendable, Hashable, CaseIterable {
    case equal = "="
    case notEqual = "!="
    case less = "<"
    case lessOrEqual = "<="
    case greater = ">"
    case greaterOrEqual = ">="
    case contains = "~"
  }

  /// What a cell is compared with.
  public enum Value: Sendable, Hashable {
    case number(Double)
    case text(String)
  }

  case all
  case comparison(SurveyColumn, Comparison, Value)
  case known(SurveyColumn)
  case not(SurveyFilter)
  case and(SurveyFilter, SurveyFilter)
  case or(SurveyFilter, SurveyFilter)

  /// The file name that diagnostics of a filter give.
  public static let place = "--where"

  /// Reads a filter.
  ///
  /// - Throws: every diagnostic, each with the place in the text.
  public init(text: String) throws(DiagnosticList) {
    var parser = FilterParser(text)
    self = try parser.parse()
  }

  /// Whether a row is meant.
  public func accepts(_ entry: SurveyEntry) -> Bool {
    switch self {
    case .all: true
    case .known(let column): entry[column] != .missing
    case .not(let filter): !filter.accepts(entry)
    case .and(let a, let b): a.accepts(entry) && b.accepts(entry)
    case .or(let a, let b): a.accepts(entry) || b.accepts(entry)
    case .comparison(let column, let comparison, let value):
      Self.compare(entry, column, comparison, value)
    }
  }

  private static func compare(
    _ entry: SurveyEntry, _ column: SurveyColumn, _ comparison: Comparison, _ value: Value
  ) -> Bool {
    switch value {
    case .number(let limit):
      guard let number = entry.number(column) else { return false }
      return switch comparison {
      case .equal: number == limit
      case .notEqual: number != limit
      case .less: number < limit
      case .lessOrEqual: number <= limit
      case .greater: number > limit
      case .greaterOrEqual: number >= limit
      case .contains: false
      }
    case .text(let wanted):
      guard entry[column] != .missing else { return false }
      switch comparison {
      case .equal: return matches(entry, column, wanted)
      case .notEqual: return !matches(entry, column, wanted)
      case .contains:
        return (entry.text(column) ?? "").lowercased().contains(wanted.lowercased())
      default: return false
      }
    }
  }

  private static func matches(_ entry: SurveyEntry, _ column: SurveyColumn, _ wanted: String)
    -> Bool
  {
    guard case .words(let words) = entry[column] else {
      return entry.text(column)?.lowercased() == wanted.lowercased()
    }
    return wanted.lowercased().split(separator: "/").allSatisfy { words.contains(String($0)) }
  }
}

extension SurveyFilter: CustomStringConvertible {
  /// The filter in its own grammar, needless parentheses left out.
  public var description: String {
    switch self {
    case .all: "all rows"
    case .known(let column): "\(column.rawValue) known"
    case .not(.known(let column)): "\(column.rawValue) unknown"
    case .not(let filter): "not \(filter.bracketed)"
    case .and(let a, let b): "\(a.factor) and \(b.factor)"
    case .or(let a, let b): "\(a) or \(b)"
    case .comparison(let column, let comparison, let value):
      "\(column.rawValue)\(comparison.rawValue)\(value.written)"
    }
  }

  /// What is joined by `and` at the top.
  var factors: [SurveyFilter] {
    if case .and(let a, let b) = self { a.factors + b.factors } else { [self] }
  }

  /// As a part of a conjunction.
  private var factor: String {
    if case .or = self { "(\(self))" } else { description }
  }

  /// As what a `not` turns around.
  private var bracketed: String {
    switch self {
    case .or, .and: "(\(self))"
    default: description
    }
  }
}

extension SurveyFilter.Value {
  /// As in a filter.
  var written: String {
    switch self {
    case .number(let value): SurveyEntry.plain(value)
    case .text(let text):
      text.unicodeScalars.allSatisfy(FilterLexer.isWord) && !text.isEmpty
        && !FilterLexer.reserved.contains(text.lowercased()) ? text : "\"\(text)\""
    }
  }
}
