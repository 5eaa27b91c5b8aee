// SPDX-License-Identifier: Apache-2.0
import Foundation

/// A valid ONNX model with its weights inside: one product of a row with a square matrix.
///
/// The weights are a hole in the file, so that it takes no room on the disk; a reader that touches them all
/// shows it in its time.
enum SparseModel {
  /// Writes a model whose weights take `side * side * 4` bytes.
  static func write(to url: URL, side: Int) throws {
    let payload = side * side * 4
    // TensorProto: dims (1), data_type (2) float, name (8), then raw_data (9) of `payload` bytes.
    let tensorHead =
      field(1, number: side) + field(1, number: side) + field(2, number: 1) + field(8, text: "w")
      + key(9, type: 2) + varint(payload)
    let node =
      field(1, text: "x") + field(1, text: "w") + field(2, text: "y")
      + field(3, text: "product") + field(4, text: "MatMul")
    let input = field(11, bytes: value("x", [1, side]))
    let output = field(12, bytes: value("y", [1, side]))
    let before = field(1, bytes: node) + field(2, text: "graph")
    let initializer = key(5, type: 2) + varint(tensorHead.count + payload) + tensorHead
    // ModelProto: ir_version (1), graph (7), opset_import (8).
    let graphLength = before.count + initializer.count + payload + input.count + output.count
    let head = field(1, number: 8) + key(7, type: 2) + varint(graphLength) + before + initializer
    let tail = input + output + field(8, bytes: field(2, number: 17))

    try Data(head).write(to: url)
    let file = try FileHandle(forWritingTo: url)
    defer { try? file.close() }
    try file.truncate(atOffset: UInt64(head.count + payload))
    try file.seekToEnd()
    try file.write(contentsOf: Data(tail))
  }

  /// ValueInfoProto: a float tensor of a shape.
  private static func value(_ name: String, _ shape: [Int]) -> [UInt8] {
    let sides = shape.flatMap { field(1, bytes: field(1, number: $0)) }
    let tensor = field(1, number: 1) + field(2, bytes: sides)
    return field(1, text: name) + field(2, bytes: field(1, bytes: tensor))
  }

  private static func varint(_ value: Int) -> [UInt8] {
    var rest = UInt64(value)
    var bytes: [UInt8] = []
    while rest >= 0x80 {
      bytes.append(UInt8(rest & 0x7f) | 0x80)
      rest >>= 7
    }
    return bytes + [UInt8(rest)]
  }

  private static func key(_ field: Int, type: Int) -> [UInt8] { varint(field << 3 | type) }

  private static func field(_ number: Int, number value: Int) -> [UInt8] {
    key(number, type: 0) + varint(value)
  }

  private static func field(_ number: Int, bytes: [UInt8]) -> [UInt8] {
    key(number, type: 2) + varint(bytes.count) + bytes
  }

  private static func field(_ number: Int, text: String) -> [UInt8] {
    field(number, bytes: Array(text.utf8))
  }
}
