// SPDX-License-Identifier: Apache-2.0

/// Walks a JSON text byte by byte; nothing is copied but the keys and values that are asked for.
///
/// The header of a large safetensors file has megabytes of one fixed form. A general parser builds a tree of it; this one
/// passes over it once. It is strict: what is not JSON by its grammar is refused at its byte.
struct JSONScanner {
  /// Objects and lists within one another.
  static let depthLimit = 64

  let bytes: UnsafeRawBufferPointer
  private(set) var position: Int
  let end: Int
  private var depth = 0

  /// A text in a part of some bytes; it must lie within them.
  init(_ bytes: UnsafeRawBufferPointer, _ range: Range<Int>) {
    precondition(range.lowerBound >= 0 && range.upperBound <= bytes.count, "outside the bytes")
    self.bytes = bytes
    position = range.lowerBound
    end = range.upperBound
  }

  /// What a value is, told by its first byte.
  enum Kind { case object, array, string, number, bool, null }

  /// The kind of the value that comes next.
  mutating func kind() throws(JSONFault) -> Kind {
    skipSpace()
    guard position < end else { throw fault(.cut) }
    switch bytes[position] {
    case UInt8(ascii: "{"): return .object
    case UInt8(ascii: "["): return .array
    case UInt8(ascii: "\""): return .string
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return .number
    case UInt8(ascii: "t"), UInt8(ascii: "f"): return .bool
    case UInt8(ascii: "n"): return .null
    default: throw fault(.unexpected("a value"))
    }
  }

  /// Where the next value begins.
  mutating func start() -> Int {
    skipSpace()
    return position
  }

  /// Walks an object: `body` gets each key, where it stands, and must read its value.
  mutating func object(
    _ body: (_ key: String, _ at: Int, inout JSONScanner) throws(JSONFault) -> Void
  ) throws(JSONFault) {
    guard try kind() == .object else { throw fault(.wrongKind("an object")) }
    try enter()
    if try takes("}") { return leave() }
    while true {
      skipSpace()
      let place = position
      guard position < end else { throw fault(.cut) }
      guard bytes[position] == UInt8(ascii: "\"") else {
        throw fault(.unexpected("a key in quotes"))
      }
      let key = try string()
      guard try takes(":") else { throw fault(.unexpected("a colon")) }
      try body(key, place, &self)
      if try takes("}") { return leave() }
      guard try takes(",") else { throw fault(.unexpected("a comma or '}'")) }
    }
  }

  /// Walks a list: `body` must read one value.
  mutating func array(_ body: (inout JSONScanner) throws(JSONFault) -> Void) throws(JSONFault) {
    guard try kind() == .array else { throw fault(.wrongKind("a list")) }
    try enter()
    if try takes("]") { return leave() }
    while true {
      try body(&self)
      if try takes("]") { return leave() }
      guard try takes(",") else { throw fault(.unexpected("a comma or ']'")) }
    }
  }

  /// A whole number.
  mutating func integer() throws(JSONFault) -> Int {
    guard try kind() == .number else { throw fault(.wrongKind("a whole number")) }
    let start = position
    let isNegative = bytes[position] == UInt8(ascii: "-")
    let range = try number()
    var value = 0
    for index in (isNegative ? start + 1 : start)..<range.upperBound {
      let digit = Int(bytes[index]) - 0x30
      let (product, high) = value.multipliedReportingOverflow(by: 10)
      let (sum, carry) = product.addingReportingOverflow(isNegative ? -digit : digit)
      guard 0...9 ~= digit, !high, !carry else {
        throw JSONFault(problem: .notAnInteger, at: start)
      }
      value = sum
    }
    return value
  }

  /// A number; where its text stands.
  mutating func number() throws(JSONFault) -> Range<Int> {
    guard try kind() == .number else { throw fault(.wrongKind("a number")) }
    let start = position
    if bytes[position] == UInt8(ascii: "-") { position += 1 }
    let first = position
    try digits()
    guard position == first + 1 || bytes[first] != UInt8(ascii: "0") else {
      throw JSONFault(problem: .unexpected("a number without a zero in front"), at: first)
    }
    if position < end, bytes[position] == UInt8(ascii: ".") {
      position += 1
      try digits()
    }
    if position < end, bytes[position] | 0x20 == UInt8(ascii: "e") {
      position += 1
      if position < end,
        bytes[position] == UInt8(ascii: "+") || bytes[position] == UInt8(ascii: "-")
      {
        position += 1
      }
      try digits()
    }
    return start..<position
  }

  /// `true` or `false`.
  mutating func bool() throws(JSONFault) -> Bool {
    guard try kind() == .bool else { throw fault(.wrongKind("true or false")) }
    let value = bytes[position] == UInt8(ascii: "t")
    try word(value ? "true" : "false")
    return value
  }

  /// `null`.
  mutating func null() throws(JSONFault) { try word("null") }

  /// Passes over a value of any kind.
  mutating func skip() throws(JSONFault) {
    switch try kind() {
    case .object: try object { _, _, scanner throws(JSONFault) in try scanner.skip() }
    case .array: try array { scanner throws(JSONFault) in try scanner.skip() }
    case .string: _ = try text()
    case .number: _ = try number()
    case .bool: _ = try bool()
    case .null: try null()
    }
  }

  /// Makes sure that only blanks follow.
  mutating func finish() throws(JSONFault) {
    skipSpace()
    guard position == end else { throw fault(.trailing) }
  }

  /// Advances past the text of a string, which ends before the closing quote.
  mutating func advance(to place: Int) { position = place }

  func fault(_ problem: JSONFault.Problem) -> JSONFault {
    JSONFault(problem: problem, at: position)
  }

  // MARK: Parts

  private mutating func skipSpace() {
    while position < end {
      switch bytes[position] {
      case 0x20, 0x0a, 0x0d, 0x09: position += 1
      default: return
      }
    }
  }

  private mutating func takes(_ mark: Unicode.Scalar) throws(JSONFault) -> Bool {
    skipSpace()
    guard position < end else { throw fault(.cut) }
    guard bytes[position] == UInt8(ascii: mark) else { return false }
    position += 1
    return true
  }

  private mutating func enter() throws(JSONFault) {
    guard depth < Self.depthLimit else { throw fault(.tooDeep) }
    depth += 1
    position += 1
  }

  private mutating func leave() { depth -= 1 }

  private mutating func digits() throws(JSONFault) {
    let first = position
    while position < end, bytes[position] >= 0x30, bytes[position] <= 0x39 { position += 1 }
    guard position > first else { throw fault(position < end ? .unexpected("a digit") : .cut) }
  }

  private mutating func word(_ word: StaticString) throws(JSONFault) {
    for index in 0..<word.utf8CodeUnitCount {
      guard position + index < end else { throw JSONFault(problem: .cut, at: end) }
      guard bytes[position + index] == word.utf8Start[index] else {
        throw fault(.unexpected("a value"))
      }
    }
    position += word.utf8CodeUnitCount
  }
}
