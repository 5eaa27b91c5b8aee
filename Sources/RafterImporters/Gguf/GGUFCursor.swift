// SPDX-License-Identifier: Apache-2.0

/// What can be wrong with the bytes of a GGUF header.
enum GGUFFault: Error, Hashable {
  /// The header goes on behind the end of the file.
  case cut(within: String, from: Int, announcedEnd: Int)
  /// A number that has no meaning there.
  case damaged(at: Int, String)
}

/// Reads the little-endian numbers and texts of a GGUF header, each checked against the end of the file.
struct GGUFCursor {
  let bytes: UnsafeRawBufferPointer
  private(set) var position: Int
  /// What is being read, for messages, and where it begins.
  private(set) var part = ("the header", 0)

  init(_ bytes: UnsafeRawBufferPointer, from position: Int) {
    self.bytes = bytes
    self.position = position
  }

  /// Says what is read from here on.
  mutating func begin(_ name: String) { part = (name, position) }

  /// Bytes up to the end of the file.
  var room: Int { bytes.count - position }

  /// A number of fixed width.
  mutating func number<T: FixedWidthInteger>(_ type: T.Type) throws(GGUFFault) -> T {
    let width = MemoryLayout<T>.size
    guard room >= width else { throw cut(position + width) }
    let value = bytes.loadUnaligned(fromByteOffset: position, as: T.self)
    position += width
    return T(littleEndian: value)
  }

  /// A count of things that take at least `least` bytes each.
  mutating func count(_ what: String, least: Int) throws(GGUFFault) -> Int {
    let at = position
    let value = try number(UInt64.self)
    guard value <= UInt64(bytes.count) else {
      throw .damaged(at: at, "it announces \(value) \(what), more than the file has bytes")
    }
    let (size, overflow) = Int(value).multipliedReportingOverflow(by: least)
    guard !overflow, size <= room else { throw cut(overflow ? .max : position + size) }
    return Int(value)
  }

  /// A text: its length in 64 bits, then its bytes; where they lie.
  mutating func textRange() throws(GGUFFault) -> Range<Int> {
    let length = try count("bytes of text", least: 1)
    let start = position
    position += length
    return start..<position
  }

  /// A text that is kept.
  mutating func text(limit: Int, _ what: String) throws(GGUFFault) -> String {
    let at = position
    let range = try textRange()
    guard range.count <= limit else {
      throw .damaged(at: at, "\(what) has \(range.count) bytes; at most \(limit) are allowed")
    }
    let part = UnsafeRawBufferPointer(rebasing: bytes[range])
    guard let text = String(validating: part, as: UTF8.self) else {
      throw .damaged(at: range.lowerBound, "\(what) is not UTF-8")
    }
    return text
  }

  /// Passes over bytes.
  mutating func skip(_ count: Int) throws(GGUFFault) {
    guard count <= room else {
      let (end, overflow) = position.addingReportingOverflow(count)
      throw cut(overflow ? .max : end)
    }
    position += count
  }

  private func cut(_ end: Int) -> GGUFFault {
    .cut(within: part.0, from: part.1, announcedEnd: end)
  }
}
