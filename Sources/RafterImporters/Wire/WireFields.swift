// SPDX-License-Identifier: Apache-2.0

/// A field of a protobuf message: its number and what it holds.
struct WireField {
  /// A value as it travels.
  enum Value {
    case varint(UInt64)
    case fixed64(UInt64)
    /// Where in the file the bytes lie.
    case bytes(Range<Int>)
    case fixed32(UInt32)
  }

  var number: Int
  var value: Value
  /// The byte of the file at which its key stands.
  var start: Int

  /// A number, or a fault where the field is of another wire type.
  func varint() throws(WireFault) -> UInt64 {
    guard case .varint(let value) = value else {
      throw .wrongType(field: number, at: start)
    }
    return value
  }

  /// A signed 64-bit number.
  func int() throws(WireFault) -> Int { Int(truncatingIfNeeded: try varint()) }

  /// Where its bytes lie, or a fault where the field is of another wire type.
  func range() throws(WireFault) -> Range<Int> {
    guard case .bytes(let range) = value else { throw .wrongType(field: number, at: start) }
    return range
  }

  /// A single-precision number.
  func float() throws(WireFault) -> Double {
    guard case .fixed32(let bits) = value else { throw .wrongType(field: number, at: start) }
    return Double(Float(bitPattern: bits))
  }
}

/// Walks the fields of one protobuf message, checking each length against the end of the message.
///
/// Offsets are 64 bits wide, so a file may be larger than the 2 GiB that Google's runtime can read. Nothing is copied.
struct WireFields {
  let bytes: UnsafeRawBufferPointer
  private(set) var position: Int
  let end: Int

  /// The fields in a part of a file; it must lie within the bytes.
  init(_ bytes: UnsafeRawBufferPointer, _ range: Range<Int>) {
    precondition(range.lowerBound >= 0 && range.upperBound <= bytes.count, "outside the file")
    self.bytes = bytes
    position = range.lowerBound
    end = range.upperBound
  }

  /// Whether all is read.
  var isAtEnd: Bool { position >= end }

  /// The next field, or nil at the end of the message.
  mutating func next() throws(WireFault) -> WireField? {
    guard position < end else { return nil }
    let start = position
    let key = try varint()
    let number = Int(truncatingIfNeeded: key >> 3)
    guard number > 0, number < 1 << 29 else { throw .fieldZero(at: start) }
    switch key & 7 {
    case 0:
      return WireField(number: number, value: .varint(try varint()), start: start)
    case 1:
      let bits = try fixed(8, field: number, start: start)
      return WireField(number: number, value: .fixed64(bits), start: start)
    case 2:
      let length = try varint()
      let room = end - position
      guard length <= UInt64(room) else {
        let (sum, overflow) = UInt64(position).addingReportingOverflow(length)
        throw .runsPast(
          field: number, at: start,
          announcedEnd: overflow ? .max : Int(clamping: sum), limit: end)
      }
      let range = position..<(position + Int(length))
      position = range.upperBound
      return WireField(number: number, value: .bytes(range), start: start)
    case 5:
      let bits = try fixed(4, field: number, start: start)
      return WireField(number: number, value: .fixed32(UInt32(bits)), start: start)
    default:
      throw .wireType(Int(key & 7), at: start)
    }
  }

  /// A base-128 number of up to ten bytes, least significant first.
  mutating func varint() throws(WireFault) -> UInt64 {
    let start = position
    var value: UInt64 = 0
    var shift: UInt64 = 0
    while position < end {
      let byte = bytes[position]
      position += 1
      value |= UInt64(byte & 0x7f) << shift
      if byte < 0x80 { return value }
      shift += 7
      guard shift < 70 else { throw .longNumber(at: start) }
    }
    throw .cutNumber(at: start, limit: end)
  }

  private mutating func fixed(
    _ width: Int, field: Int, start: Int
  ) throws(WireFault) -> UInt64 {
    guard end - position >= width else {
      throw .runsPast(field: field, at: start, announcedEnd: position + width, limit: end)
    }
    var value: UInt64 = 0
    for index in 0..<width { value |= UInt64(bytes[position + index]) << (8 * UInt64(index)) }
    position += width
    return value
  }
}
