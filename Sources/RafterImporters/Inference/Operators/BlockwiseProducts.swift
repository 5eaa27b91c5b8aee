// SPDX-License-Identifier: Apache-2.0
import RafterQuantities
import RafterWorkload

/// Products whose weights are packed, several to a byte, with a scale for each block of them (com.microsoft).
///
/// The weights are widened on the way to the multiplier: the nest has them in the format they are packed in.
enum BlockwiseProducts {
  static let rules: [OperatorRule] = [
    row("MatMulNBits") { node throws(RuleFailure) in
      try Blocks(node, [.init(place: 1, columns: try node.count("N"))], bits: bits(node))
    },
    row("MatMulBnb4") { node throws(RuleFailure) in
      // Four-bit floats or quantiles; `transB = 0` multiplies by the weights as they lie, N x K.
      let isTurned = node.int("transB", default: 1) != 0
      return try Blocks(
        node, [.init(place: 1, columns: try node.count(isTurned ? "N" : "K"))], bits: 4,
        inner: isTurned ? "K" : "N")
    },
    row("MatMulNBitsMlp") { node throws(RuleFailure) in
      let columns = try node.count("N")
      return try Blocks(
        node, [.init(place: 3, columns: columns), .init(place: 6, columns: columns)],
        bits: bits(node), outputs: [columns], norm: 2, skip: 1, extra: VectorCost.swish + 1)
    },
    row("MatMulNBitsQkv") { node throws(RuleFailure) in
      let (queries, keys) = (try node.count("Nq"), try node.count("Nkv"))
      return try Blocks(
        node,
        [
          .init(place: 3, columns: queries), .init(place: 6, columns: keys),
          .init(place: 9, columns: keys),
        ], bits: bits(node), norm: 2, skip: 1)
    },
    OperatorRule(
      name: "MatMulFpQ4", domain: "com.microsoft", kind: .gemm,
      infer: { node throws(RuleFailure) in
        let size = try stated(node)
        return [TensorType(node.format(0), try node.shape(0).dropLast() + [size.columns])]
      },
      cost: { node, outputs throws(RuleFailure) in
        let size = try stated(node)
        return try cost(node, [(1, size)], format: .int4, outputs: outputs)
      }),
    whole("MatMulBlockQuantizedFp8Weight", format: .fp8e4m3, packing: 1, bias: 4),
    whole("MatMulBlockQuantizedFp4Weight", format: .fp4e2m1, packing: 2, bias: 5),
  ]

  /// One matrix of weights among the inputs.
  struct Weights: Sendable {
    var place: Int
    var columns: Int
  }

  /// What a node with packed weights multiplies.
  struct Blocks: Sendable {
    var rows: Int
    var inner: Int
    var weights: [Weights]
    var format: NumberFormat
    /// The last side of each output.
    var outputs: [Int]
    /// The input that holds the gain of a normalisation in front; nil for none.
    var norm: Int?
    /// The input that is added in front of it.
    var skip: Int?
    /// Operations for each element of the first output.
    var extra: Int

    init(
      _ node: NodeView, _ weights: [Weights], bits: Int, inner name: String = "K",
      outputs: [Int]? = nil, norm: Int? = nil, skip: Int? = nil, extra: Int = 0
    ) throws(RuleFailure) {
      let left = try node.shape(0, atLeast: 1)
      inner = try node.count(name)
      guard left[left.count - 1] == inner else {
        throw .invalid("the input \(left.asShape) does not end in \(name) = \(inner)")
      }
      rows = try Count.product(left.dropLast())
      self.weights = weights
      guard let format = BlockwiseProducts.format(bits: bits) else {
        throw .invalid("attribute 'bits' is \(bits); weights have 2 to 8 bits")
      }
      self.format = format
      self.outputs = outputs ?? weights.map(\.columns)
      self.norm = norm
      self.skip = skip
      self.extra = extra
    }
  }

  /// The format of weights of some bits; nil where there is none.
  static func format(bits: Int) -> NumberFormat? {
    switch bits {
    case 2: .uint2
    case 3: .int3
    case 4: .uint4
    case 5: .int5
    case 6: .int6
    case 8: .uint8
    default: nil
    }
  }

  private static func bits(_ node: NodeView) -> Int { node.int("bits", default: 4) }

  private static func row(
    _ name: String, _ read: @escaping @Sendable (NodeView) throws(RuleFailure) -> Blocks
  ) -> OperatorRule {
    OperatorRule(
      name: name, domain: "com.microsoft", kind: .gemm,
      infer: { node throws(RuleFailure) in
        let blocks = try read(node)
        let lead = Array(try node.shape(0).dropLast())
        var types = blocks.outputs.map { TensorType(node.format(0), lead + [$0]) }
        // The sum in front of the normalisation, where it is asked for.
        if blocks.skip != nil { types.append(TensorType(node.format(0), try node.shape(0))) }
        return types
      },
      cost: { node, outputs throws(RuleFailure) in
        let blocks = try read(node)
        let sizes = blocks.weights.map {
          (
            $0.place,
            MatrixNest(batches: [], rows: blocks.rows, columns: $0.columns, inner: blocks.inner)
          )
        }
        var cost = try cost(node, sizes, format: blocks.format, outputs: outputs)
        let normed = try Count.product(blocks.rows, blocks.inner)
        if let norm = blocks.norm, node.has(norm) {
          cost.vectorOperations += try Count.product(normed, VectorCost.rmsNormalization)
        }
        if let skip = blocks.skip, node.has(skip) { cost.vectorOperations += normed }
        cost.vectorOperations += try Count.product(
          outputs[0].shape?.elements ?? 0, blocks.extra)
        let added = bias(node).filter { node.has($0.0) }.map(\.1)
        for columns in added { cost.vectorOperations += try Count.product(blocks.rows, columns) }
        return cost
      })
  }

  /// The inputs that hold a bias, with the columns they are added to.
  private static func bias(_ node: NodeView) -> [(Int, Int)] {
    switch node.`operator` {
    case "MatMulNBits": [(5, node.int("N", default: 0))]
    case "MatMulNBitsMlp": [5, 8].map { ($0, node.int("N", default: 0)) }
    case "MatMulNBitsQkv":
      [
        (5, node.int("Nq", default: 0)), (8, node.int("Nkv", default: 0)),
        (11, node.int("Nkv", default: 0)),
      ]
    default: []
    }
  }

  /// The products, and two operations for each weight that is widened.
  private static func cost(
    _ node: NodeView, _ sizes: [(place: Int, nest: MatrixNest)], format: NumberFormat,
    outputs: [TensorType]
  ) throws(RuleFailure) -> NodeCost {
    var cost = NodeCost()
    for (index, size) in sizes.enumerated() {
      var weights = try node.input(size.place)
      // A projection that is left out has weights without elements.
      if weights.shape?.contains(0) == true { continue }
      weights.type.format = format
      let made = index < node.outputs.count ? node.outputs[index] : node.outputs[0]
      let nest = try size.nest.nest(
        left: try node.input(0), right: weights, output: made, outputFormat: outputs[0].format)
      if let nest { cost.nests.append(nest) }
      cost.vectorOperations += try Count.product(
        size.nest.columns, size.nest.inner, VectorCost.dequantize)
    }
    return cost
  }

  /// The product of a blob whose matrix, K x N, is stated by input 2.
  private static func stated(_ node: NodeView) throws(RuleFailure) -> MatrixNest {
    let (left, sides) = (try node.shape(0, atLeast: 1), try node.integers(2))
    guard sides.count == 2, sides[0] == left[left.count - 1], sides[1] >= 0 else {
      throw .invalid("the input \(left.asShape) does not fit weights of \(sides.asShape)")
    }
    return MatrixNest(
      batches: [], rows: try Count.product(left.dropLast()), columns: sides[1], inner: sides[0])
  }

  /// Weights `[N, K]` in narrow floats, `packing` of them in each element of the tensor.
  private static func whole(_ name: String, format: NumberFormat, packing: Int, bias: Int)
    -> OperatorRule
  {
    @Sendable func size(_ node: NodeView) throws(RuleFailure) -> MatrixNest {
      let (left, weights) = (try node.shape(0, atLeast: 1), try node.shape(1, atLeast: 2))
      guard weights.count == 2,
        try Count.product(weights[1], packing) == left[left.count - 1]
      else {
        throw .invalid("the input \(left.asShape) does not fit weights of \(weights.asShape)")
      }
      return MatrixNest(
        batches: [], rows: try Count.product(left.dropLast()), columns: weights[0],
        inner: left[left.count - 1])
    }
    return OperatorRule(
      name: name, domain: "com.microsoft", kind: .gemm,
      infer: { node throws(RuleFailure) in
        let columns = try size(node).columns
        return [TensorType(node.format(0), try node.shape(0).dropLast() + [columns])]
      },
      cost: { node, outputs throws(RuleFailure) in
        var cost = try cost(node, [(1, try size(node))], format: format, outputs: outputs)
        if node.has(bias) { cost.vectorOperations += outputs[0].shape?.elements ?? 0 }
        return cost
      })
  }
}
