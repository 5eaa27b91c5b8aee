// SPDX-License-Identifier: Apache-2.0

extension ONNXParser {
  /// TensorProto: its payload is not looked at.
  mutating func tensor(_ range: Range<Int>) throws(WireFault) -> ONNXTensor {
    try count(at: range.lowerBound)
    var tensor = ONNXTensor()
    var raw: Range<Int>?
    var typed: (field: Int, ranges: [Range<Int>])?
    var isExternal = false
    var external = ExternalData()
    var fields = WireFields(bytes, range)
    while let field = try fields.next() {
      switch field.number {
      case 1: try append(field, to: &tensor.dims)
      case 2: tensor.dataType = try field.int()
      case 4, 5, 6, 7, 10, 11:
        // A range is where the values lie; of a field that is not packed it is the value without its key.
        let values = payload(field, end: fields.position)
        if typed?.field != field.number { typed = (field.number, []) }
        // More ranges than a small tensor has elements are never decoded, so they need not be kept.
        if (typed?.ranges.count ?? 0) <= TensorDecoder.elementLimit {
          typed?.ranges.append(values)
        }
      case 8: tensor.name = text(try field.range())
      case 9: raw = try field.range()
      case 13:
        isExternal = true
        try entry(try field.range(), of: &external)
      case 14: isExternal = try field.int() == 1
      default: break
      }
    }
    if isExternal {
      tensor.payload = .external(external)
    } else if let raw {
      tensor.payload = .raw(raw)
    } else if let typed {
      tensor.payload = .packed(field: typed.field, typed.ranges)
    }
    return tensor
  }

  /// StringStringEntryProto: a key and a value.
  private func entry(_ range: Range<Int>, of data: inout ExternalData) throws(WireFault) {
    var (key, value) = ("", "")
    var fields = WireFields(bytes, range)
    while let field = try fields.next() {
      switch field.number {
      case 1: key = text(try field.range())
      case 2: value = text(try field.range())
      default: break
      }
    }
    data.set(key, value)
  }

  /// SparseTensorProto, as the dense tensor it stands for: its shape and type, without numbers.
  mutating func sparseTensor(_ range: Range<Int>) throws(WireFault) -> ONNXTensor {
    var dense = ONNXTensor()
    var fields = WireFields(bytes, range)
    while let field = try fields.next() {
      switch field.number {
      case 1:
        let values = try tensor(try field.range())
        dense.name = values.name
        dense.dataType = values.dataType
      case 3: try append(field, to: &dense.dims)
      default: break
      }
    }
    return dense
  }

  /// Adds a repeated integer field, packed or not.
  func append(_ field: WireField, to values: inout [Int]) throws(WireFault) {
    guard case .bytes(let range) = field.value else {
      values.append(try field.int())
      return
    }
    var packed = WireFields(bytes, range)
    while !packed.isAtEnd { values.append(Int(truncatingIfNeeded: try packed.varint())) }
  }

  private func payload(_ field: WireField, end: Int) -> Range<Int> {
    switch field.value {
    case .bytes(let range): return range
    case .fixed32: return (end - 4)..<end
    case .fixed64: return (end - 8)..<end
    case .varint:
      // The key of fields 1 to 15 is one byte.
      return (field.start + 1)..<end
    }
  }
}
