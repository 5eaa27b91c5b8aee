// SPDX-License-Identifier: Apache-2.0

extension ONNXParser {
  /// GraphProto.
  mutating func graph(_ range: Range<Int>, depth: Int) throws(WireFault) -> ONNXGraph {
    guard depth < Self.depthLimit else { throw .tooDeep(at: range.lowerBound) }
    var graph = ONNXGraph()
    var fields = WireFields(bytes, range)
    while let field = try fields.next() {
      switch field.number {
      case 1:
        let index = graph.nodes.count
        graph.nodes.append(try node(try field.range(), index: index, depth: depth))
      case 2: graph.name = text(try field.range())
      case 5: graph.initializers.append(try tensor(try field.range()))
      case 11: graph.inputs.append(try valueInfo(try field.range()))
      case 12: graph.outputs.append(try valueInfo(try field.range()))
      case 13: graph.valueInfos.append(try valueInfo(try field.range()))
      case 15: graph.initializers.append(try sparseTensor(try field.range()))
      default: break
      }
    }
    return graph
  }

  /// NodeProto.
  mutating func node(
    _ range: Range<Int>, index: Int, depth: Int
  ) throws(WireFault) -> ONNXNode {
    try count(at: range.lowerBound)
    var node = ONNXNode()
    node.index = index
    var fields = WireFields(bytes, range)
    while let field = try fields.next() {
      switch field.number {
      case 1: node.inputs.append(text(try field.range()))
      case 2: node.outputs.append(text(try field.range()))
      case 3: node.name = text(try field.range())
      case 4: node.operator = text(try field.range())
      case 5:
        let (name, value) = try attribute(try field.range(), depth: depth)
        node.attributes[name] = value
      case 7: node.domain = domain(try field.range())
      case 8: node.overload = text(try field.range())
      default: break
      }
    }
    return node
  }

  /// ValueInfoProto, with its TypeProto where that is of a tensor.
  mutating func valueInfo(_ range: Range<Int>) throws(WireFault) -> ONNXValueInfo {
    try count(at: range.lowerBound)
    var info = ONNXValueInfo()
    var fields = WireFields(bytes, range)
    while let field = try fields.next() {
      switch field.number {
      case 1: info.name = text(try field.range())
      case 2:
        var types = WireFields(bytes, try field.range())
        while let type = try types.next() {
          // Tensors and sparse tensors are declared alike; sequences, maps and optionals have no shape.
          if type.number == 1 || type.number == 8 {
            try tensorType(try type.range(), into: &info)
          }
        }
      default: break
      }
    }
    return info
  }

  /// TypeProto.Tensor.
  private func tensorType(
    _ range: Range<Int>, into info: inout ONNXValueInfo
  ) throws(WireFault) {
    var fields = WireFields(bytes, range)
    while let field = try fields.next() {
      switch field.number {
      case 1: info.elementType = try field.int()
      case 2: info.shape = try shape(try field.range())
      default: break
      }
    }
  }

  /// TensorShapeProto.
  private func shape(_ range: Range<Int>) throws(WireFault) -> [ONNXValueInfo.Dim] {
    var dims: [ONNXValueInfo.Dim] = []
    var fields = WireFields(bytes, range)
    while let field = try fields.next() {
      guard field.number == 1 else { continue }
      var dim = ONNXValueInfo.Dim.unknown
      var parts = WireFields(bytes, try field.range())
      while let part = try parts.next() {
        switch part.number {
        case 1: dim = .fixed(try part.int())
        case 2:
          let symbol = text(try part.range())
          dim = symbol.isEmpty ? .unknown : .symbol(symbol)
        default: break
        }
      }
      dims.append(dim)
    }
    return dims
  }
}
