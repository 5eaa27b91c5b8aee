// SPDX-License-Identifier: Apache-2.0
import RafterDiagnostics

/// Cuts a filter into words, operators and parentheses.
struct FilterLexer {
  /// A piece of a filter.
  struct Token {
    enum Kind: Hashable {
      case word, quoted, comparison(SurveyFilter.Comparison), open, close, end, stray
    }
    var kind: Kind
    var text: String
    /// From 1, in Unicode scalars.
    var column: Int
    var length: Int

    var place: SourceLocation {
      SourceLocation(
        file: SurveyFilter.place,
        position: .text(line: 1, column: column, length: max(1, length)))
    }

    /// As a message names it.
    var shown: String { kind == .end ? "the end" : "'\(text)'" }
  }

  static let reserved: Set<String> = ["and", "or", "not", "known", "unknown"]

  private let scalars: [Unicode.Scalar]

  init(_ text: String) { scalars = Array(text.unicodeScalars) }

  /// Every token, an end at last.
  var tokens: [Token] {
    var tokens: [Token] = []
    var i = 0
    while i < scalars.count {
      if scalars[i].properties.isWhitespace {
        i += 1
        continue
      }
      let token = token(at: i)
      tokens.append(token)
      i += token.length
    }
    tokens.append(Token(kind: .end, text: "", column: scalars.count + 1, length: 1))
    return tokens
  }

  private func token(at start: Int) -> Token {
    func make(_ kind: Token.Kind, _ text: String, _ length: Int) -> Token {
      Token(kind: kind, text: text, column: start + 1, length: length)
    }
    let first = scalars[start]
    if first == "(" { return make(.open, "(", 1) }
    if first == ")" { return make(.close, ")", 1) }
    if first == "\"" || first == "'" {
      let body = scalars[(start + 1)...].prefix { $0 != first }
      let isClosed = start + 1 + body.count < scalars.count
      let text = String(String.UnicodeScalarView(body))
      return make(isClosed ? .quoted : .stray, text, body.count + (isClosed ? 2 : 1))
    }
    let two = String(String.UnicodeScalarView(scalars[start...].prefix(2)))
    for spelling in [(two, 2), (String(first), 1)] {
      let symbol = spelling.0 == "==" ? "=" : spelling.0
      if let comparison = SurveyFilter.Comparison(rawValue: symbol) {
        return make(.comparison(comparison), spelling.0, spelling.1)
      }
    }
    let word = scalars[start...].prefix(while: Self.isWord)
    guard !word.isEmpty else { return make(.stray, String(first), 1) }
    return make(.word, String(String.UnicodeScalarView(word)), word.count)
  }

  static func isWord(_ scalar: Unicode.Scalar) -> Bool {
    scalar.properties.isAlphabetic || ("0"..."9").contains(scalar)
      || ["_", "-", ".", "/", "+"].contains(scalar)
  }
}
