// SPDX-License-Identifier: Apache-2.0

extension JSONScanner {
  /// A text with its escapes resolved.
  mutating func string() throws(JSONFault) -> String {
    guard try kind() == .string else { throw fault(.wrongKind("a text in quotes")) }
    let start = position
    let (range, hasEscapes) = try text()
    guard hasEscapes else {
      let part = UnsafeRawBufferPointer(rebasing: bytes[range])
      guard let text = String(validating: part, as: UTF8.self) else {
        throw JSONFault(problem: .badText, at: start)
      }
      return text
    }
    return try resolved(range)
  }

  /// Passes over a text; where it stands, without its quotes.
  mutating func text() throws(JSONFault) -> (range: Range<Int>, hasEscapes: Bool) {
    let first = position + 1
    var place = first
    var hasEscapes = false
    while place < end {
      switch bytes[place] {
      case UInt8(ascii: "\""):
        advance(to: place + 1)
        return (first..<place, hasEscapes)
      case UInt8(ascii: "\\"):
        hasEscapes = true
        place += 2
      case 0..<0x20:
        throw JSONFault(problem: .badText, at: place)
      default:
        place += 1
      }
    }
    throw JSONFault(problem: .cut, at: end)
  }

  private func resolved(_ range: Range<Int>) throws(JSONFault) -> String {
    var out: [UInt8] = []
    out.reserveCapacity(range.count)
    var place = range.lowerBound
    while place < range.upperBound {
      let byte = bytes[place]
      guard byte == UInt8(ascii: "\\") else {
        out.append(byte)
        place += 1
        continue
      }
      // `text()` has made sure that a byte follows.
      switch bytes[place + 1] {
      case UInt8(ascii: "n"): out.append(0x0a)
      case UInt8(ascii: "t"): out.append(0x09)
      case UInt8(ascii: "r"): out.append(0x0d)
      case UInt8(ascii: "b"): out.append(0x08)
      case UInt8(ascii: "f"): out.append(0x0c)
      case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): out.append(bytes[place + 1])
      case UInt8(ascii: "u"):
        let (scalar, width) = try escaped(place, range.upperBound)
        out.append(contentsOf: String(Character(scalar)).utf8)
        place += width
        continue
      default: throw JSONFault(problem: .badText, at: place)
      }
      place += 2
    }
    guard let text = String(validating: out, as: UTF8.self) else {
      throw JSONFault(problem: .badText, at: range.lowerBound)
    }
    return text
  }

  /// `\uXXXX`, or two of them for a scalar above 16 bits; how many bytes it takes.
  private func escaped(_ place: Int, _ limit: Int) throws(JSONFault) -> (Unicode.Scalar, Int) {
    guard let high = hex(place + 2, limit) else { throw JSONFault(problem: .badText, at: place) }
    if let scalar = Unicode.Scalar(high) { return (scalar, 6) }
    guard high < 0xdc00, place + 7 < limit, bytes[place + 6] == UInt8(ascii: "\\"),
      bytes[place + 7] == UInt8(ascii: "u"), let low = hex(place + 8, limit),
      0xdc00...0xdfff ~= low,
      let scalar = Unicode.Scalar(0x10000 + (high - 0xd800) << 10 + (low - 0xdc00))
    else { throw JSONFault(problem: .badText, at: place) }
    return (scalar, 12)
  }

  private func hex(_ place: Int, _ limit: Int) -> UInt32? {
    guard place + 4 <= limit else { return nil }
    var value: UInt32 = 0
    for index in place..<(place + 4) {
      let byte = bytes[index]
      switch byte {
      case 0x30...0x39: value = value << 4 | UInt32(byte - 0x30)
      case 0x41...0x46: value = value << 4 | UInt32(byte - 0x41 + 10)
      case 0x61...0x66: value = value << 4 | UInt32(byte - 0x61 + 10)
      default: return nil
      }
    }
    return value
  }
}
