// SPDX-License-Identifier: Apache-2.0

/// Writes protobuf messages for tests, right ones and wrong ones.
public struct ProtoWriter: Sendable {
  /// What is written so far.
  public private(set) var bytes: [UInt8] = []

  /// An empty message.
  public init() {}

  /// A base-128 number without a key.
  public mutating func varint(_ value: UInt64) {
    var rest = value
    while rest >= 0x80 {
      bytes.append(UInt8(rest & 0x7f) | 0x80)
      rest >>= 7
    }
    bytes.append(UInt8(rest))
  }

  /// A field of wire type 0.
  public mutating func int(_ field: Int, _ value: Int) {
    varint(UInt64(field) << 3)
    varint(UInt64(bitPattern: Int64(value)))
  }

  /// A field of wire type 5.
  public mutating func float(_ field: Int, _ value: Float) {
    varint(UInt64(field) << 3 | 5)
    raw(withUnsafeBytes(of: value.bitPattern.littleEndian) { Array($0) })
  }

  /// A field of wire type 2.
  public mutating func data(_ field: Int, _ content: [UInt8]) {
    varint(UInt64(field) << 3 | 2)
    varint(UInt64(content.count))
    raw(content)
  }

  /// A field of wire type 2 that holds text.
  public mutating func text(_ field: Int, _ content: String) { data(field, Array(content.utf8)) }

  /// A field of wire type 2 that holds packed base-128 numbers.
  public mutating func packed(_ field: Int, _ values: [Int]) {
    var inner = ProtoWriter()
    for value in values { inner.varint(UInt64(bitPattern: Int64(value))) }
    data(field, inner.bytes)
  }

  /// A field of wire type 2 that holds a message.
  public mutating func message(_ field: Int, _ fill: (inout ProtoWriter) -> Void) {
    var inner = ProtoWriter()
    fill(&inner)
    data(field, inner.bytes)
  }

  /// Bytes as they are.
  public mutating func raw(_ content: [UInt8]) { bytes += content }
}
