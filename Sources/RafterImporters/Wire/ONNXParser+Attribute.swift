// SPDX-License-Identifier: Apache-2.0

extension ONNXParser {
  /// AttributeProto: its name and value.
  mutating func attribute(
    _ range: Range<Int>, depth: Int
  ) throws(WireFault) -> (name: String, value: ONNXAttribute) {
    var name = ""
    var parts = AttributeParts()
    var fields = WireFields(bytes, range)
    while let field = try fields.next() {
      switch field.number {
      case 1: name = text(try field.range())
      case 2: parts.float = try field.float()
      case 3: parts.int = try field.int()
      case 4: parts.string = text(try field.range())
      case 5: parts.tensor = try tensor(try field.range())
      case 6: parts.graph = try graph(try field.range(), depth: depth + 1)
      case 7: try append(field, to: &parts.floats)
      case 8: try append(field, to: &parts.ints)
      case 9: parts.strings.append(text(try field.range()))
      case 10: parts.tensors.append(try tensor(try field.range()))
      case 11: parts.graphs.append(try graph(try field.range(), depth: depth + 1))
      case 20: parts.type = try field.int()
      case 21: parts.reference = text(try field.range())
      default: break
      }
    }
    return (name, parts.value)
  }

  /// Adds a repeated single-precision field, packed or not.
  private func append(_ field: WireField, to values: inout [Double]) throws(WireFault) {
    guard case .bytes(let range) = field.value else {
      values.append(try field.float())
      return
    }
    guard range.count.isMultiple(of: 4) else {
      throw .wrongType(field: field.number, at: field.start)
    }
    for start in stride(from: range.lowerBound, to: range.upperBound, by: 4) {
      let bits = UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: start, as: UInt32.self))
      values.append(Double(Float(bitPattern: bits)))
    }
  }
}

/// The fields of an AttributeProto, one of which is its value.
private struct AttributeParts {
  var type = 0
  var reference = ""
  var float: Double?
  var int: Int?
  var string: String?
  var tensor: ONNXTensor?
  var graph: ONNXGraph?
  var floats: [Double] = []
  var ints: [Int] = []
  var strings: [String] = []
  var tensors: [ONNXTensor] = []
  var graphs: [ONNXGraph] = []

  /// By the declared type; files of IR version 1 declare none, and there the field that is present decides.
  var value: ONNXAttribute {
    if !reference.isEmpty { return .reference(reference) }
    switch type {
    // A value that equals its default is left out by some writers.
    case 1: return .float(float ?? 0)
    case 2: return .int(int ?? 0)
    case 3: return .string(string ?? "")
    case 4: return tensor.map { .tensor($0) } ?? .other
    case 5: return graph.map { .graph($0) } ?? .other
    case 6: return .floats(floats)
    case 7: return .ints(ints)
    case 8: return .strings(strings)
    case 9: return .tensors(tensors)
    case 10: return .graphs(graphs)
    case 0: return present
    default: return .other
    }
  }

  private var present: ONNXAttribute {
    if let float { return .float(float) }
    if let int { return .int(int) }
    if let string { return .string(string) }
    if let tensor { return .tensor(tensor) }
    if let graph { return .graph(graph) }
    if !floats.isEmpty { return .floats(floats) }
    if !ints.isEmpty { return .ints(ints) }
    if !strings.isEmpty { return .strings(strings) }
    if !tensors.isEmpty { return .tensors(tensors) }
    if !graphs.isEmpty { return .graphs(graphs) }
    return .other
  }
}
