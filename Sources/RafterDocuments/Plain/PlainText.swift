// SPDX-License-Identifier: Apache-2.0
import RafterDiagnostics

/// The bytes of a text that may be plain YAML, and where its lines begin.
struct PlainText {
  let file: String
  let bytes: [UInt8]
  /// Whether a byte is a character.
  let isASCII: Bool
  /// Where the lines begin, and where one after the last would.
  let lineStarts: [Int]

  /// Nil where a character stands that plain YAML has not: tabs, returns, controls, other kinds of line ends; or a line that
  /// begins or ends a document.
  init?(_ text: String, file: String) {
    self.file = file
    let bytes = Array(text.utf8)
    var starts = [0]
    starts.reserveCapacity(bytes.count / 32)
    var isASCII = true
    for index in bytes.indices {
      let byte = bytes[index]
      switch byte {
      case 0x20...0x7E: continue
      case 0x0A: starts.append(index + 1)
      // U+00A0 to U+CFFF; below U+00A0 are controls.
      case 0xC2 where index + 1 < bytes.count && bytes[index + 1] < 0xA0: return nil
      case 0xE2 where Self.endsLine(bytes, index): return nil
      case 0x80...0xBF, 0xC2...0xEC: isASCII = false
      default: return nil
      }
    }
    for start in starts where Self.isMarker(bytes, start) { return nil }
    starts.append(bytes.count + 1)
    self.bytes = bytes
    self.isASCII = isASCII
    lineStarts = starts
  }

  /// U+2028 and U+2029.
  private static func endsLine(_ bytes: [UInt8], _ index: Int) -> Bool {
    index + 2 < bytes.count && bytes[index + 1] == 0x80
      && (bytes[index + 2] == 0xA8 || bytes[index + 2] == 0xA9)
  }

  /// `---`, `...` and directives.
  private static func isMarker(_ bytes: [UInt8], _ start: Int) -> Bool {
    guard start < bytes.count else { return false }
    if bytes[start] == UInt8(ascii: "%") { return true }
    guard start + 2 < bytes.count,
      bytes[start] == UInt8(ascii: "-") || bytes[start] == UInt8(ascii: ".")
    else { return false }
    return bytes[start + 1] == bytes[start] && bytes[start + 2] == bytes[start]
  }

  /// The byte at a place; a line end behind the last.
  func byte(_ index: Int) -> UInt8 { index < bytes.count ? bytes[index] : 0x0A }

  /// Whether a line ends or a space stands at a place.
  func isBlank(_ index: Int) -> Bool {
    let byte = byte(index)
    return byte == 0x20 || byte == 0x0A
  }

  /// A stretch as text.
  func text(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }

  /// A stretch of a line as a place; columns count characters.
  func place(_ range: Range<Int>, line: Int) -> SourceLocation {
    let start = lineStarts[line]
    let column = characters(start..<range.lowerBound) + 1
    return SourceLocation(
      file: file,
      position: .text(line: line + 1, column: column, length: max(1, characters(range))))
  }

  private func characters(_ range: Range<Int>) -> Int {
    if isASCII { return range.count }
    var count = 0
    for index in range where bytes[index] & 0xC0 != 0x80 { count += 1 }
    return count
  }
}
