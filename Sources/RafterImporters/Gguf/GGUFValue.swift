// SPDX-License-Identifier: Apache-2.0

/// The value of a key of a GGUF file.
enum GGUFValue: Hashable {
  case integer(Int)
  /// Above 2^63 - 1.
  case large(UInt64)
  case real(Double)
  case bool(Bool)
  case text(String)
  /// A text too long to be a fact, such as the template of a chat: its bytes.
  case longText(Int)
  /// Whole numbers, one for each layer.
  case integers([Int])
  /// Anything longer, such as the words of a tokenizer: how many there are.
  case array(count: Int)

  /// A whole number, or nil.
  var integer: Int? {
    if case .integer(let value) = self { value } else { nil }
  }

  /// A text, or nil.
  var text: String? {
    if case .text(let value) = self { value } else { nil }
  }

  /// A number, whole or not, or nil.
  var double: Double? {
    switch self {
    case .integer(let value): Double(value)
    case .large(let value): Double(value)
    case .real(let value): value
    default: nil
    }
  }

  /// One whole number or several; none for anything else.
  var wholeNumbers: [Int] {
    switch self {
    case .integer(let value): [value]
    case .integers(let values): values
    default: []
    }
  }

  /// As a report shows it.
  var shown: String {
    switch self {
    case .integer(let value): "\(value)"
    case .large(let value): "\(value)"
    case .real(let value):
      value == value.rounded() && value.magnitude < 1e15 ? "\(Int(value))" : "\(value)"
    case .bool(let value): value ? "true" : "false"
    case .text(let value): value
    case .longText(let bytes): "a text of \(bytes) bytes"
    case .integers(let values):
      Set(values).count == 1 && values.count > 1
        ? "\(values[0]) (each of \(values.count))" : values.map(String.init).joined(separator: ", ")
    case .array(let count): "\(count) entries"
    }
  }
}

/// Reads values; arrays that are no list of sizes are passed over without being kept.
enum GGUFValueReader {
  /// Texts above this length are not facts.
  static let textLimit = 4096
  /// Lists above this length are not sizes of layers.
  static let listLimit = 4096
  /// Arrays within arrays.
  static let depthLimit = 4

  /// Reads the value of a type.
  static func value(_ type: UInt32, _ cursor: inout GGUFCursor, at: Int) throws(GGUFFault)
    -> GGUFValue
  {
    switch type {
    case 0: return .integer(Int(try cursor.number(UInt8.self)))
    case 1: return .integer(Int(try cursor.number(Int8.self)))
    case 2: return .integer(Int(try cursor.number(UInt16.self)))
    case 3: return .integer(Int(try cursor.number(Int16.self)))
    case 4: return .integer(Int(try cursor.number(UInt32.self)))
    case 5: return .integer(Int(try cursor.number(Int32.self)))
    case 6: return .real(Double(Float(bitPattern: try cursor.number(UInt32.self))))
    case 7:
      let place = cursor.position
      let byte = try cursor.number(UInt8.self)
      guard byte <= 1 else { throw .damaged(at: place, "a truth value is \(byte), not 0 or 1") }
      return .bool(byte == 1)
    case 8:
      let range = try cursor.textRange()
      guard range.count <= textLimit else { return .longText(range.count) }
      let part = UnsafeRawBufferPointer(rebasing: cursor.bytes[range])
      // Some tokenizers put bytes here that are no text.
      return .text(String(decoding: part, as: UTF8.self))
    case 9: return try array(&cursor, depth: 0)
    case 10:
      let value = try cursor.number(UInt64.self)
      return Int(exactly: value).map { .integer($0) } ?? .large(value)
    case 11: return .integer(Int(try cursor.number(Int64.self)))
    case 12: return .real(Double(bitPattern: try cursor.number(UInt64.self)))
    default: throw .damaged(at: at, "type \(type) of a value does not exist (0 to 12 do)")
    }
  }

  private static func array(_ cursor: inout GGUFCursor, depth: Int) throws(GGUFFault) -> GGUFValue {
    let at = cursor.position
    let type = try cursor.number(UInt32.self)
    guard let width = width(of: type) else {
      throw .damaged(at: at, "type \(type) of the entries of an array does not exist (0 to 12 do)")
    }
    // The least that an entry takes: a text its length, an array its type and length.
    let count = try cursor.count("entries", least: type == 9 ? 12 : type == 8 ? 8 : width)
    if type == 8 {
      for _ in 0..<count { _ = try cursor.textRange() }
    } else if type == 9 {
      guard depth < depthLimit else {
        throw .damaged(at: at, "arrays are nested more than \(depthLimit) deep")
      }
      for _ in 0..<count { _ = try array(&cursor, depth: depth + 1) }
    } else if isInteger(type), count <= listLimit, depth == 0 {
      var values: [GGUFValue] = []
      values.reserveCapacity(count)
      for _ in 0..<count { values.append(try value(type, &cursor, at: at)) }
      let integers = values.compactMap(\.integer)
      return integers.count == count ? .integers(integers) : .array(count: count)
    } else {
      try cursor.skip(count * width)
    }
    return .array(count: count)
  }

  private static func isInteger(_ type: UInt32) -> Bool {
    switch type {
    case 0...5, 10, 11: true
    default: false
    }
  }

  /// Bytes of a value of fixed width; 0 for texts and arrays, nil where the type does not exist.
  private static func width(of type: UInt32) -> Int? {
    switch type {
    case 0, 1, 7: 1
    case 2, 3: 2
    case 4, 5, 6: 4
    case 10, 11, 12: 8
    case 8, 9: 0
    default: nil
    }
  }
}
