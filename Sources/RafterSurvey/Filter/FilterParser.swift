// SPDX-License-Identifier: Apache-2.0
import RafterDiagnostics

/// Reads a filter by recursive descent, going on after a wrong comparison so that all are reported.
struct FilterParser {
  private let tokens: [FilterLexer.Token]
  private var index = 0
  private var diagnostics: [Diagnostic] = []

  /// Nested deeper than this is no filter that someone wrote.
  private static let deepest = 64

  init(_ text: String) { tokens = FilterLexer(text).tokens }

  private var next: FilterLexer.Token { tokens[index] }

  private mutating func take() -> FilterLexer.Token {
    let token = tokens[index]
    if index < tokens.count - 1 { index += 1 }
    return token
  }

  /// The whole filter.
  mutating func parse() throws(DiagnosticList) -> SurveyFilter {
    let filter = try disjunction(depth: 0)
    if next.kind != .end { try fail("'and', 'or' or the end") }
    guard diagnostics.isEmpty else { throw DiagnosticList(diagnostics) }
    return filter
  }

  private mutating func disjunction(depth: Int) throws(DiagnosticList) -> SurveyFilter {
    var filter = try conjunction(depth: depth)
    while isKeyword("or") {
      _ = take()
      filter = .or(filter, try conjunction(depth: depth))
    }
    return filter
  }

  private mutating func conjunction(depth: Int) throws(DiagnosticList) -> SurveyFilter {
    var filter = try term(depth: depth)
    while isKeyword("and") {
      _ = take()
      filter = .and(filter, try term(depth: depth))
    }
    return filter
  }

  private mutating func term(depth: Int) throws(DiagnosticList) -> SurveyFilter {
    guard depth < Self.deepest else {
      throw DiagnosticList(diagnostics + [.filterDeep(at: next.place)])
    }
    if isKeyword("not") {
      _ = take()
      return .not(try term(depth: depth + 1))
    }
    if next.kind == .open {
      _ = take()
      let filter = try disjunction(depth: depth + 1)
      if next.kind != .close { try fail("')'") }
      _ = take()
      return filter
    }
    return try comparison()
  }

  private mutating func comparison() throws(DiagnosticList) -> SurveyFilter {
    guard next.kind == .word, !FilterLexer.reserved.contains(next.text.lowercased()) else {
      try fail("a column")
      return .all
    }
    let name = take()
    let column = SurveyColumn(rawValue: name.text.lowercased())
    if column == nil { diagnostics.append(.unknownFilterColumn(name.text, at: name.place)) }
    for (word, isKnown) in [("known", true), ("unknown", false)] where isKeyword(word) {
      _ = take()
      guard let column else { return .all }
      return isKnown ? .known(column) : .not(.known(column))
    }
    guard case .comparison(let comparison) = next.kind else {
      try fail("an operator (= != < <= > >= ~), 'known' or 'unknown'")
      return .all
    }
    let symbol = take()
    guard next.kind == .word || next.kind == .quoted else {
      try fail("a value")
      return .all
    }
    let value = take()
    guard let column else { return .all }
    return compare(column, comparison, symbol, value)
  }

  /// Checks that operator and value go with the column.
  private mutating func compare(
    _ column: SurveyColumn, _ comparison: SurveyFilter.Comparison, _ symbol: FilterLexer.Token,
    _ value: FilterLexer.Token
  ) -> SurveyFilter {
    guard !column.isNumber else {
      guard comparison != .contains else {
        diagnostics.append(.filterOperator(symbol.text, column, at: symbol.place))
        return .all
      }
      guard let number = Double(value.text), number.isFinite else {
        diagnostics.append(.filterNumber(value.text, column, at: value.place))
        return .all
      }
      return .comparison(column, comparison, .number(number))
    }
    switch comparison {
    case .equal, .notEqual: checkWord(column, value)
    case .contains: break
    default: diagnostics.append(.filterOperator(symbol.text, column, at: symbol.place))
    }
    return .comparison(column, comparison, .text(value.text))
  }

  /// A word that no row can have is a slip.
  private mutating func checkWord(_ column: SurveyColumn, _ value: FilterLexer.Token) {
    let parts: [String]
    let allowed: [String]
    switch column.rule {
    case .word(let words): (parts, allowed) = ([value.text.lowercased()], words)
    case .words(let words):
      (parts, allowed) = (value.text.lowercased().split(separator: "/").map(String.init), words)
    default: return
    }
    for part in parts where !allowed.contains(part) {
      diagnostics.append(.unknownWord(part, column, words: allowed, at: value.place))
    }
  }

  private func isKeyword(_ word: String) -> Bool {
    next.kind == .word && next.text.lowercased() == word
  }

  private func fail(_ expected: String) throws(DiagnosticList) {
    throw DiagnosticList(
      diagnostics + [.filterSyntax(expected, found: next.shown, at: next.place)])
  }
}
