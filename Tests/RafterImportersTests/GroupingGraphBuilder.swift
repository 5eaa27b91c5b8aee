// SPDX-License-Identifier: Apache-2.0
import RafterQuantities
import RafterWorkload

@testable import RafterImporters

/// Builds small resolved graphs by hand, as the shape resolver would leave them.
struct GraphBuilder {
  var graph = ResolvedGraph(name: "made", source: "test")

  /// A tensor that the graph is given.
  mutating func input(_ shape: [Int], _ format: NumberFormat = .fp32) -> Int {
    let tensor = add(shape, format, constant: false)
    graph.inputs.append(tensor)
    return tensor
  }

  /// An initializer.
  mutating func weight(_ shape: [Int], _ format: NumberFormat = .fp32, value: [Double]? = nil)
    -> Int
  {
    let tensor = add(shape, format, constant: true)
    graph.tensors[tensor].parameter = tensor
    graph.tensors[tensor].value = value
    return tensor
  }

  /// A scalar that an exporter left in the file.
  mutating func scalar(_ value: Double) -> Int { weight([], value: [value]) }

  /// A node with one output that moves or computes element by element.
  @discardableResult
  mutating func node(
    _ name: String, _ inputs: [Int?], _ shape: [Int], kind: OperatorKind = .elementwise,
    format: NumberFormat = .fp32, free: Bool = false, folded: Bool = false, operations: Int? = nil,
    attributes: [String: NodeAttribute] = [:]
  ) -> Int {
    let output = add(shape, format, constant: folded)
    let size = shape.reduce(1, *)
    let isWork = kind != .dataMovement && !free && !folded
    graph.nodes.append(
      ResolvedNode(
        name: "n\(graph.nodes.count)", operator: name, domain: "", opset: 20, depth: 0,
        inputs: inputs, outputs: [output], attributes: attributes, kind: kind, isFolded: folded,
        isFree: free, vectorOperations: operations ?? (isWork ? size : 0),
        elementsRead: inputs.map { $0.flatMap { graph.tensors[$0].elements } ?? 0 }))
    return output
  }

  /// A product `[..., M, K] x [..., K, N]`, or a convolution seen as one.
  @discardableResult
  mutating func product(
    _ name: String, _ a: Int, _ b: Int, bias: Int? = nil, _ shape: [Int], k: Int,
    kind: OperatorKind = .matmul, format: NumberFormat = .fp32
  ) -> Int {
    let output = node(
      name, bias == nil ? [a, b] : [a, b, bias], shape, kind: kind, format: format, operations: 0)
    let last = shape.last ?? 1
    let dimensions = [
      LoopDimension("M", shape.reduce(1, *) / last), LoopDimension("N", last),
      LoopDimension("K", k),
    ]
    func operand(_ role: Operand, _ tensor: Int, _ loops: [Int]) -> NestOperand {
      NestOperand(
        role: role, tensor: graph.tensors[tensor].name,
        format: graph.tensors[tensor].format ?? .fp32, isConstant: graph.tensors[tensor].isConstant,
        axes: loops.map {
          AxisProjection(terms: [.init(dimension: $0)], extent: dimensions[$0].bound)
        })
    }
    let nest = LoopNest(
      dimensions: dimensions,
      operands: [
        operand(.weights, b, [2, 1]), operand(.inputs, a, [0, 2]),
        operand(.outputs, output, [0, 1]),
      ], accumulate: .fp32)
    graph.nodes[graph.nodes.count - 1].nests = [nest]
    graph.nodes[graph.nodes.count - 1].macsWithoutPadding = nest.macs
    return output
  }

  /// `QuantizeLinear` then `DequantizeLinear`; the numbers between are `uint8`.
  mutating func quantized(_ x: Int) -> Int {
    let shape = graph.tensors[x].shape ?? []
    let scale = scalar(0.1)
    let zero = weight([], .uint8, value: [128])
    let q = node("QuantizeLinear", [x, scale, zero], shape, kind: .quantization, format: .uint8)
    return node("DequantizeLinear", [q, scale, zero], shape, kind: .quantization)
  }

  /// An `int8` weight, widened by a folded `DequantizeLinear`.
  mutating func quantizedWeight(_ shape: [Int], channels: Int) -> Int {
    let stored = weight(shape, .int8)
    let scale = weight([channels])
    let zero = weight([channels], .int8)
    return node(
      "DequantizeLinear", [stored, scale, zero], shape, kind: .quantization, folded: true)
  }

  /// A transposition, which moves its bytes.
  mutating func transpose(_ x: Int, _ permutation: [Int]) -> Int {
    let shape = graph.tensors[x].shape ?? []
    return node(
      "Transpose", [x], permutation.map { shape[$0] }, kind: .dataMovement,
      attributes: ["perm": .ints(permutation)])
  }

  /// A change of view, which costs nothing.
  mutating func reshape(_ x: Int, _ shape: [Int]) -> Int {
    node("Reshape", [x], shape, kind: .dataMovement, free: true)
  }

  /// Makes tensors outputs of the graph.
  mutating func output(_ tensors: Int...) { graph.outputs += tensors }

  /// The workload of the graph.
  var workload: Workload { LayerGrouping.workload(from: graph) }

  private mutating func add(_ shape: [Int], _ format: NumberFormat, constant: Bool) -> Int {
    graph.tensors.append(
      ResolvedTensor(
        name: "t\(graph.tensors.count)", shape: shape, format: format, isConstant: constant))
    return graph.tensors.count - 1
  }
}

extension Layer {
  /// The bytes read or written, by direction.
  func bytes(_ direction: LayerTensor.Direction) -> Int {
    tensors.filter { $0.direction == direction }.reduce(0) { $0 + $1.bytes }
  }
}
