// SPDX-License-Identifier: Apache-2.0

// The messages of the format as bytes.
extension ONNXBuilder {
  static func valueInfo(_ name: String, _ shape: [Dim]?, type: Int) -> [UInt8] {
    var writer = ProtoWriter()
    writer.text(1, name)
    writer.message(2) {
      $0.message(1) {
        $0.int(1, type)
        guard let shape else { return }
        $0.message(2) {
          for dim in shape {
            $0.message(1) {
              switch dim {
              case .fixed(let size): $0.int(1, size)
              case .symbol(let symbol): $0.text(2, symbol)
              case .unknown: break
              }
            }
          }
        }
      }
    }
    return writer.bytes
  }

  static func node(
    _ operator: String, _ inputs: [String], _ outputs: [String], name: String, domain: String,
    overload: String, _ attributes: [(String, Attribute)]
  ) -> [UInt8] {
    var writer = ProtoWriter()
    for input in inputs { writer.text(1, input) }
    for output in outputs { writer.text(2, output) }
    if !name.isEmpty { writer.text(3, name) }
    writer.text(4, `operator`)
    for (name, value) in attributes { writer.data(5, attribute(name, value)) }
    if !domain.isEmpty { writer.text(7, domain) }
    if !overload.isEmpty { writer.text(8, overload) }
    return writer.bytes
  }

  static func attribute(_ name: String, _ value: Attribute) -> [UInt8] {
    var writer = ProtoWriter()
    writer.text(1, name)
    let type: Int
    switch value {
    case .float(let number):
      writer.float(2, number)
      type = 1
    case .int(let number):
      writer.int(3, number)
      type = 2
    case .string(let text):
      writer.text(4, text)
      type = 3
    case .intTensor(let values, let dims):
      writer.data(5, tensor("", ints: values, dims: dims ?? [values.count]))
      type = 4
    case .floatTensor(let values, let dims):
      writer.data(5, tensor("", floats: values, dims: dims ?? [values.count]))
      type = 4
    case .graph(let graph):
      writer.data(6, graph.bytes)
      type = 5
    case .floats(let values):
      for value in values { writer.float(7, value) }
      type = 6
    case .ints(let values):
      for value in values { writer.int(8, value) }
      type = 7
    case .strings(let values):
      for value in values { writer.text(9, value) }
      type = 8
    case .reference(let name):
      writer.text(21, name)
      type = 2
    }
    writer.int(20, type)
    return writer.bytes
  }

  static func tensor(_ name: String, ints: [Int], dims: [Int]) -> [UInt8] {
    var writer = ProtoWriter()
    for dim in dims { writer.int(1, dim) }
    writer.int(2, DataType.int64)
    writer.packed(7, ints)
    if !name.isEmpty { writer.text(8, name) }
    return writer.bytes
  }

  static func tensor(_ name: String, floats: [Float], dims: [Int]) -> [UInt8] {
    var writer = ProtoWriter()
    for dim in dims { writer.int(1, dim) }
    writer.int(2, DataType.float)
    writer.data(
      4,
      floats.flatMap { value in withUnsafeBytes(of: value.bitPattern.littleEndian) { Array($0) } }
    )
    if !name.isEmpty { writer.text(8, name) }
    return writer.bytes
  }
}
