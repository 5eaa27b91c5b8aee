// SPDX-License-Identifier: Apache-2.0
import RafterDiagnostics
import RafterQuantities

extension GraphChecker {
  /// Checks the tensors and bodies among the attributes of a node; bodies are put in order.
  mutating func checkAttributes(of node: inout ONNXNode, outer: Set<String>) {
    for key in node.attributes.keys.sorted() {
      guard let value = node.attributes[key], value.isCompound else { continue }
      for tensor in value.constants {
        let place = place(of: node)
        check(tensor, at: { place }, called: { "the tensor in attribute '\(key)'" })
      }
      switch value {
      case .graph(let body): node.attributes[key] = .graph(graph(body, outer: outer))
      case .graphs(let bodies):
        node.attributes[key] = .graphs(bodies.map { graph($0, outer: outer) })
      default: break
      }
    }
  }

  /// Checks that a tensor has a type and a shape, and that its numbers are as many as its shape says.
  ///
  /// - Parameters:
  ///   - location: where the tensor is; made only if something is wrong, as a model has thousands of tensors.
  ///   - name: what the tensor is called.
  mutating func check(
    _ tensor: ONNXTensor, at location: () -> SourceLocation, called name: () -> String
  ) {
    if let negative = tensor.dims.first(where: { $0 < 0 }) {
      add(
        .negativeSide(
          at: location(), what: name(), shape: tensor.shapeText, side: negative))
      return
    }
    guard tensor.dims.count <= GraphChecks.rankLimit else {
      add(.absurdRank(at: location(), what: name(), rank: tensor.dims.count))
      return
    }
    guard let elements = tensor.elements, elements <= GraphChecks.elementLimit else {
      add(.absurdShape(at: location(), what: name(), shape: tensor.shapeText))
      return
    }
    guard let format = NumberFormat(onnxDataType: tensor.dataType) else {
      add(.unknownDataType(at: location(), what: name(), number: tensor.dataType))
      return
    }
    guard let mismatch = payloadMismatch(tensor, elements: elements, format: format) else { return }
    let place = SourceLocation(file: source, position: .byte(mismatch.at))
    add(
      .payloadMismatch(
        at: place, what: name(), shape: tensor.shapeText, format: format.rawValue,
        has: mismatch.has, needs: mismatch.needs, unit: mismatch.unit))
  }

  private struct Mismatch {
    var has: Int
    var needs: Int
    var unit: String
    var at: Int
  }

  private func payloadMismatch(
    _ tensor: ONNXTensor, elements: Int, format: NumberFormat
  ) -> Mismatch? {
    switch tensor.payload {
    case .external, .none: return nil
    case .raw(let range):
      guard format != .string else { return nil }
      let needs = format.bytes(of: elements)
      return range.count == needs
        ? nil : Mismatch(has: range.count, needs: needs, unit: "bytes", at: range.lowerBound)
    case .packed(let field, let ranges):
      let at = ranges.first?.lowerBound ?? 0
      if field == 4 || field == 10 {
        // Of an element by element list, no more than 4097 are kept: enough to tell too few of a small tensor.
        let needs = format.bytes(of: elements)
        let has = ranges.reduce(0) { $0 + $1.count }
        let isComplete = ranges.count <= TensorDecoder.elementLimit
        return has < needs && isComplete
          ? Mismatch(has: has, needs: needs, unit: "bytes", at: at) : nil
      }
      // Numbers of varying width can be counted only by reading them, which is done for small tensors.
      guard elements <= TensorDecoder.elementLimit else { return nil }
      let counted = count(ranges, field: field)
      let perEntry = tensor.entriesPerByte
      let needs = (elements + perEntry - 1) / perEntry
      return counted < needs
        ? Mismatch(has: counted, needs: needs, unit: "values", at: at) : nil
    }
  }

  private func count(_ ranges: [Range<Int>], field: Int) -> Int {
    guard field != 6 else { return ranges.count }
    return bytes.withUnsafeBytes { pointer in
      // Every number ends with a byte whose high bit is clear.
      ranges.reduce(0) { sum, range in
        sum + pointer[range].reduce(0) { $0 + ($1 < 0x80 ? 1 : 0) }
      }
    }
  }

  /// Checks declared shapes; -1 is what some exporters write for a side that they leave open.
  mutating func normaliseShapes(of graph: inout ONNXGraph) {
    for index in graph.inputs.indices { normalise(&graph.inputs[index], kind: "input") }
    for index in graph.outputs.indices { normalise(&graph.outputs[index], kind: "output") }
    for index in graph.valueInfos.indices { normalise(&graph.valueInfos[index], kind: "tensor") }
  }

  private mutating func normalise(_ info: inout ONNXValueInfo, kind: String) {
    guard var shape = info.shape else { return }
    let declared = shape
    var shown: String { declared.map(\.text).joined(separator: "x") }
    var what: String { "\(kind) '\(info.name)'" }
    let location = SourceLocation(file: source)
    guard shape.count <= GraphChecks.rankLimit else {
      add(.absurdRank(at: location, what: what, rank: shape.count))
      return
    }
    var product = ONNXTensor()
    for index in shape.indices {
      guard case .fixed(let size) = shape[index] else { continue }
      if size == -1 {
        shape[index] = .unknown
      } else if size < 0 {
        add(.negativeSide(at: location, what: what, shape: shown, side: size))
        return
      } else {
        product.dims.append(size)
      }
    }
    guard let elements = product.elements, elements <= GraphChecks.elementLimit else {
      add(.absurdShape(at: location, what: what, shape: shown))
      return
    }
    info.shape = shape
  }
}

extension ONNXTensor {
  /// Its sides as they are written: `64x3x7x7`.
  fileprivate var shapeText: String { dims.map(String.init).joined(separator: "x") }

  /// Elements that one entry of `int32_data` holds.
  fileprivate var entriesPerByte: Int {
    switch dataType {
    case 21, 22, 23: 2
    case 25, 26: 4
    default: 1
    }
  }
}

extension ONNXValueInfo.Dim {
  /// As it is written in a shape: `224`, `batch`, `?`.
  fileprivate var text: String {
    switch self {
    case .fixed(let size): "\(size)"
    case .symbol(let name): name
    case .unknown: "?"
    }
  }
}
