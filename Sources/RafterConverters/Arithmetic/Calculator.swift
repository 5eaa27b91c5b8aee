// SPDX-License-Identifier: Apache-2.0

/// Works out the arithmetic that other tools allow in place of a number: `1024*1024*4*8`, `8 * 614e9`, `inf`.
///
/// Numbers, names, `+ - * / // % **`, parentheses, `min`, `max`, `ceil`, `floor`, `log2`, and `A if B else C` on numbers.
/// Our own files have no expressions; this reads those of others once, when they are converted.
struct Calculator {
  /// Why no number came out.
  enum Failure: Error, Hashable {
    case unknownName(String)
    case syntax(String)
    case tooDeep

    var words: String {
      switch self {
      case .unknownName(let name): "nothing says what '\(name)' is"
      case .syntax(let what): "it goes beyond arithmetic at '\(what)'"
      case .tooDeep: "it is too long or nested too deep"
      }
    }
  }

  /// What each name stands for.
  private var values: [String: Double] = ["inf": .infinity, "True": 1, "False": 0]

  /// Works out the names that others are made of, those first that need no other.
  ///
  /// - Parameter names: Expressions by name; those that cannot be worked out stay unknown.
  init(names: [String: String]) {
    var open = names.sorted { $0.key < $1.key }
    while true {
      let before = open.count
      open.removeAll { name, text in
        guard let value = try? value(text) else { return false }
        values[name] = value
        return true
      }
      if open.isEmpty || open.count == before { return }
    }
  }

  func value(_ text: String) throws(Failure) -> Double {
    guard text.utf8.count <= 4096 else { throw .tooDeep }
    var parser = Parser(tokens: try Token.all(of: text), values: values)
    let value = try parser.conditional()
    if let rest = parser.next { throw .syntax(rest.text) }
    return value
  }
}

/// A word of an expression.
private enum Token: Hashable {
  case number(Double)
  case name(String)
  case sign(String)

  var text: String {
    switch self {
    case .number(let value): "\(value)"
    case .name(let name): name
    case .sign(let sign): sign
    }
  }

  static func all(of text: String) throws(Calculator.Failure) -> [Token] {
    var tokens: [Token] = []
    var rest = Substring(text)
    while let first = rest.first {
      if first.isWhitespace {
        rest = rest.dropFirst()
      } else if first.isNumber || first == "." {
        var word = rest.prefix { $0.isNumber || $0 == "." || $0 == "_" }
        let after = rest[word.endIndex...]
        if let mark = after.first, mark == "e" || mark == "E" {
          let sign = after.dropFirst().prefix { $0 == "-" || $0 == "+" }.prefix(1)
          let digits = after[sign.endIndex...].prefix { $0.isNumber }
          if !digits.isEmpty { word = rest[word.startIndex..<digits.endIndex] }
        }
        guard let value = Double(word.filter { $0 != "_" }) else {
          throw .syntax(String(word))
        }
        tokens.append(.number(value))
        rest = rest[word.endIndex...]
      } else if first.isLetter || first == "_" {
        let word = rest.prefix { $0.isLetter || $0.isNumber || $0 == "_" || $0 == "." }
        tokens.append(.name(String(word)))
        rest = rest[word.endIndex...]
      } else {
        let two = String(rest.prefix(2))
        let sign = ["**", "//", "==", "!=", "<=", ">="].contains(two) ? two : String(first)
        guard sign.count == 2 || "+-*/%(),<>".contains(first) else { throw .syntax(sign) }
        tokens.append(.sign(sign))
        rest = rest.dropFirst(sign.count)
      }
    }
    return tokens
  }
}

/// How two numbers compare; two letters before one, since `<` begins `<=`.
private enum Comparison: String, CaseIterable {
  case equal = "=="
  case unequal = "!="
  case atMost = "<="
  case atLeast = ">="
  case less = "<"
  case more = ">"

  func holds(_ a: Double, _ b: Double) -> Bool {
    switch self {
    case .equal: a == b
    case .unequal: a != b
    case .atMost: a <= b
    case .atLeast: a >= b
    case .less: a < b
    case .more: a > b
    }
  }
}

/// A recursive descent over the words.
private struct Parser {
  var tokens: [Token]
  var place = 0
  let values: [String: Double]
  var nesting = 0

  init(tokens: [Token], values: [String: Double]) {
    self.tokens = tokens
    self.values = values
  }

  var next: Token? { place < tokens.count ? tokens[place] : nil }

  mutating func take(_ sign: String) -> Bool {
    guard next == .sign(sign) || next == .name(sign) else { return false }
    place += 1
    return true
  }

  mutating func conditional() throws(Calculator.Failure) -> Double {
    nesting += 1
    defer { nesting -= 1 }
    guard nesting < 64 else { throw .tooDeep }
    // The branch that is not taken may name what nobody states.
    let start = place
    let yes = Result(catching: { () throws(Calculator.Failure) in try comparison() })
    if case .failure = yes {
      place = start
      guard skip(to: "if") else { return try yes.get() }
    }
    guard take("if") else { return try yes.get() }
    let condition = try comparison()
    guard take("else") else { throw .syntax(next?.text ?? "if") }
    guard condition != 0 else { return try conditional() }
    _ = skip(to: nil)
    return try yes.get()
  }

  /// Goes on to a word, or to where this expression ends.
  private mutating func skip(to word: String?) -> Bool {
    var open = 0
    while let token = next {
      if token == .sign("(") { open += 1 }
      if token == .sign(")") { open -= 1 }
      if open < 0 || (open == 0 && token == .sign(",")) { return false }
      if open == 0, let word, token == .name(word) { return true }
      place += 1
    }
    return false
  }

  mutating func comparison() throws(Calculator.Failure) -> Double {
    let left = try sum()
    for comparison in Comparison.allCases where take(comparison.rawValue) {
      return comparison.holds(left, try sum()) ? 1 : 0
    }
    return left
  }

  mutating func sum() throws(Calculator.Failure) -> Double {
    var value = try product()
    while true {
      if take("+") {
        value += try product()
      } else if take("-") {
        value -= try product()
      } else {
        return value
      }
    }
  }

  mutating func product() throws(Calculator.Failure) -> Double {
    var value = try signed()
    while true {
      if take("*") {
        value *= try signed()
      } else if take("//") {
        value = (value / (try signed())).rounded(.down)
      } else if take("/") {
        value /= try signed()
      } else if take("%") {
        let divisor = try signed()
        value -= divisor * (value / divisor).rounded(.down)
      } else {
        return value
      }
    }
  }

  mutating func signed() throws(Calculator.Failure) -> Double {
    nesting += 1
    defer { nesting -= 1 }
    guard nesting < 64 else { throw .tooDeep }
    if take("-") { return -(try signed()) }
    if take("+") { return try signed() }
    let base = try atom()
    return take("**") ? power(base, try signed()) : base
  }

  mutating func atom() throws(Calculator.Failure) -> Double {
    guard let token = next else { throw .syntax("the end") }
    place += 1
    switch token {
    case .number(let value): return value
    case .name(let name):
      guard take("(") else {
        guard let value = values[name] else { throw .unknownName(name) }
        return value
      }
      return try call(name)
    case .sign("("):
      let value = try conditional()
      guard take(")") else { throw .syntax(next?.text ?? "the end") }
      return value
    case .sign(let sign): throw .syntax(sign)
    }
  }

  private mutating func call(_ name: String) throws(Calculator.Failure) -> Double {
    var values = [try conditional()]
    while take(",") { values.append(try conditional()) }
    guard take(")") else { throw .syntax(next?.text ?? name) }
    switch (name, values.count) {
    case ("max", _): return values.max() ?? 0
    case ("min", _): return values.min() ?? 0
    case ("ceil", 1): return values[0].rounded(.up)
    case ("floor", 1): return values[0].rounded(.down)
    case ("round", 1): return values[0].rounded(.toNearestOrEven)
    case ("int", 1): return values[0].rounded(.towardZero)
    case ("abs", 1): return abs(values[0])
    case ("log2", 1): return logarithm(values[0])
    default: throw .syntax(name)
    }
  }
}
