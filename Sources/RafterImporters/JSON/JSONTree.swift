// SPDX-License-Identifier: Apache-2.0

/// A JSON value with the byte it begins at.
package struct JSONTree {
  /// What it is; objects keep the order of their keys.
  package indirect enum Content {
    case null
    case bool(Bool)
    case number(Double)
    case integer(Int)
    case string(String)
    case array([JSONTree])
    case object([Entry])
  }

  /// A key with its value.
  package struct Entry {
    package var key: String
    package var at: Int
    package var value: JSONTree
  }

  package var content: Content
  package var at: Int

  /// The values of one text at most: a bound on memory.
  static let valueLimit = 4_000_000

  /// Reads a whole text; objects with a key twice are refused.
  package static func parse(_ bytes: UnsafeRawBufferPointer) throws(JSONFault) -> JSONTree {
    // Some editors put a byte order mark in front.
    let start = bytes.count >= 3 && bytes[0] == 0xef && bytes[1] == 0xbb && bytes[2] == 0xbf ? 3 : 0
    var scanner = JSONScanner(bytes, start..<bytes.count)
    var room = valueLimit
    let tree = try parse(&scanner, &room)
    try scanner.finish()
    return tree
  }

  private static func parse(_ scanner: inout JSONScanner, _ room: inout Int) throws(JSONFault)
    -> JSONTree
  {
    let at = scanner.start()
    guard room > 0 else { throw JSONFault(problem: .tooMany, at: at) }
    room -= 1
    switch try scanner.kind() {
    case .null:
      try scanner.null()
      return JSONTree(content: .null, at: at)
    case .bool: return JSONTree(content: .bool(try scanner.bool()), at: at)
    case .string: return JSONTree(content: .string(try scanner.string()), at: at)
    case .number:
      let range = try scanner.number()
      let text = String(
        decoding: UnsafeRawBufferPointer(rebasing: scanner.bytes[range]), as: UTF8.self)
      if let whole = Int(text) { return JSONTree(content: .integer(whole), at: at) }
      return JSONTree(content: .number(Double(text) ?? .infinity), at: at)
    case .array:
      var elements: [JSONTree] = []
      try scanner.array { scanner throws(JSONFault) in
        elements.append(try parse(&scanner, &room))
      }
      return JSONTree(content: .array(elements), at: at)
    case .object:
      var entries: [Entry] = []
      var keys: Set<String> = []
      try scanner.object { key, place, scanner throws(JSONFault) in
        guard keys.insert(key).inserted else {
          throw JSONFault(problem: .duplicateKey(key), at: place)
        }
        entries.append(Entry(key: key, at: place, value: try parse(&scanner, &room)))
      }
      return JSONTree(content: .object(entries), at: at)
    }
  }
}

extension JSONTree {
  /// The value of a key of an object, or nil.
  package subscript(_ key: String) -> JSONTree? {
    guard case .object(let entries) = content else { return nil }
    return entries.first { $0.key == key }?.value
  }

  /// The entries of an object, or nil.
  package var entries: [Entry]? {
    if case .object(let entries) = content { entries } else { nil }
  }

  /// The elements of a list, or nil.
  package var elements: [JSONTree]? {
    if case .array(let elements) = content { elements } else { nil }
  }

  /// A text, or nil.
  package var string: String? {
    if case .string(let text) = content { text } else { nil }
  }

  /// A whole number, or nil.
  package var integer: Int? {
    if case .integer(let number) = content { number } else { nil }
  }

  /// Any number, or nil.
  package var double: Double? {
    switch content {
    case .integer(let number): Double(number)
    case .number(let number): number
    default: nil
    }
  }

  /// True or false, or nil.
  package var bool: Bool? {
    if case .bool(let value) = content { value } else { nil }
  }

  /// Whole numbers, or nil where it is not a list of them.
  package var integers: [Int]? {
    guard let elements else { return nil }
    let numbers = elements.compactMap(\.integer)
    return numbers.count == elements.count ? numbers : nil
  }
}
