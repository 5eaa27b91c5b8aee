// SPDX-License-Identifier: Apache-2.0
import RafterQuantities
import RafterWorkload

/// Matrix products.
enum MatrixProduct {
  static let rules: [OperatorRule] = [
    product("MatMul", Layout()),
    product("MatMulInteger", Layout(output: .int32)),
    product("QLinearMatMul", Layout(right: 3, zeroPoint: 7, extra: VectorCost.quantize)),
    product("MatMulIntegerToFloat", domain: "com.microsoft", Layout(scale: 2, bias: 6)),
    product("DynamicQuantizeMatMul", domain: "com.microsoft", Layout(bias: 4)),
    product("MatMulInteger16", domain: "com.microsoft", Layout(output: .int32)),
    product("FusedMatMul", domain: "com.microsoft", Layout()),
    product("FusedMatMulActivation", domain: "com.microsoft", Layout()),
    product("GemmFastGelu", domain: "com.microsoft", Layout(bias: 2, extra: VectorCost.gelu)),
    product("TransposeMatMul", domain: "com.microsoft", Layout()),
    gemm("Gemm"),
    gemm("FusedGemm", domain: "com.microsoft"),
    gemm("GemmFloat8", domain: "com.microsoft"),
    OperatorRule(
      name: "QGemm", domain: "com.microsoft", kind: .gemm,
      infer: { node throws(RuleFailure) in
        let size = try gemmSize(node, right: 3)
        return [TensorType(node.format(8) ?? .fp32, [size.rows, size.columns])]
      },
      cost: { node, outputs throws(RuleFailure) in
        try gemmCost(node, outputs, right: 3, bias: 6)
      }),
    OperatorRule(name: "Einsum", kind: .einsum, infer: inferEinsum, cost: costEinsum),
    OperatorRule(
      name: "Det", kind: .other,
      infer: { node throws(RuleFailure) in
        [TensorType(node.format(0), try node.shape(0, atLeast: 2).dropLast(2))]
      },
      cost: { node, _ throws(RuleFailure) in
        // Elimination: n^3 / 3 multiply-adds, two operations each.
        let shape = try node.shape(0, atLeast: 2)
        return NodeCost(
          vectorOperations: try Count.product(shape.elements, shape[shape.count - 1]) * 2 / 3)
      }),
  ]

  /// Which inputs are what.
  struct Layout: Sendable {
    var right = 1
    /// The input whose format the output takes.
    var zeroPoint: Int?
    var scale: Int?
    var bias: Int?
    var output: NumberFormat?
    /// Operations for each element made.
    var extra = 0
  }

  private static func product(_ name: String, domain: String = "", _ layout: Layout)
    -> OperatorRule
  {
    OperatorRule(
      name: name, domain: domain, kind: .matmul,
      infer: { node throws(RuleFailure) in
        let size = try size(node, layout)
        let format = layout.output ?? node.format(layout.zeroPoint ?? layout.scale ?? 0)
        return [TensorType(format, size.output)]
      },
      cost: { node, outputs throws(RuleFailure) in
        let size = try size(node, layout)
        let nest = try size.nest.nest(
          left: try node.input(0), right: try node.input(layout.right), output: node.outputs[0],
          outputFormat: outputs[0].format)
        let made = outputs[0].shape?.elements ?? 0
        let bias = layout.bias.map { node.has($0) } == true ? VectorCost.simple : 0
        let scaling = layout.scale == nil ? 0 : VectorCost.dequantize
        let each = bias + scaling + layout.extra + VectorCost.fused(node)
        return NodeCost(
          nests: nest.map { [$0] } ?? [], vectorOperations: try Count.product(made, each))
      })
  }

  /// A product's shape, and its loops.
  private static func size(_ node: NodeView, _ layout: Layout) throws(RuleFailure) -> (
    output: [Int], nest: MatrixNest
  ) {
    var left = try node.shape(0, atLeast: 1)
    var right = try node.shape(layout.right, atLeast: 1)
    let (given, other) = (left, right)
    let (isRow, isColumn) = (left.count == 1, right.count == 1)
    if isRow { left.insert(1, at: 0) }
    if isColumn { right.append(1) }
    if node.int("transBatchA", default: 0) == 1 { left = try rowsBehindBatches(left) }
    if node.int("transBatchB", default: 0) == 1 { right = try rowsBehindBatches(right) }
    if node.int("transA", default: 0) == 1 { left.swapAt(left.count - 1, left.count - 2) }
    if node.int("transB", default: 0) == 1 { right.swapAt(right.count - 1, right.count - 2) }
    let (rows, inner) = (left[left.count - 2], left[left.count - 1])
    let columns = right[right.count - 1]
    guard right[right.count - 2] == inner else {
      throw .invalid(
        "the inner sides of \(given.asShape) and \(other.asShape) differ: \(inner) against "
          + "\(right[right.count - 2])")
    }
    let batch = (Array(left.dropLast(2)), Array(right.dropLast(2)))
    var out = try Broadcast.shape(batch.0, batch.1)
    if !isRow { out.append(rows) }
    if !isColumn { out.append(columns) }
    return (
      out,
      MatrixNest(
        batches: MatrixNest.batches(batch.0, batch.1), rows: rows, columns: columns, inner: inner)
    )
  }
}

extension MatrixProduct {
  /// `transBatchA` and `transBatchB` of FusedMatMul: the first side of `[M, batches..., K]` goes behind the batches.
  private static func rowsBehindBatches(_ shape: [Int]) throws(RuleFailure) -> [Int] {
    guard shape.count > 2 else {
      throw .invalid("\(shape.asShape) has no batch axes to move")
    }
    return Array(shape[1..<(shape.count - 1)]) + [shape[0], shape[shape.count - 1]]
  }
}

// MARK: Gemm

extension MatrixProduct {
  private static func gemm(_ name: String, domain: String = "") -> OperatorRule {
    OperatorRule(
      name: name, domain: domain, kind: .gemm,
      infer: { node throws(RuleFailure) in
        let size = try gemmSize(node, right: 1)
        let out = [size.rows, size.columns]
        if let addend = node.knownShape(2) {
          guard try Broadcast.shape(addend, out) == out else {
            throw .invalid("C is \(addend.asShape), which does not stretch to \(out.asShape)")
          }
        }
        return [
          TensorType(try node.formatAttribute("dtype", default: node.format(0)), out)
        ]
      },
      cost: { node, outputs throws(RuleFailure) in
        try gemmCost(node, outputs, right: 1, bias: 2)
      })
  }

  private static func gemmSize(_ node: NodeView, right: Int) throws(RuleFailure) -> MatrixNest {
    let (a, b) = (try node.shape(0), try node.shape(right))
    guard a.count == 2, b.count == 2 else {
      throw .invalid("Gemm takes two matrices, not \(a.asShape) and \(b.asShape)")
    }
    let (rows, inner) = node.int("transA", default: 0) == 1 ? (a[1], a[0]) : (a[0], a[1])
    let (other, columns) = node.int("transB", default: 0) == 1 ? (b[1], b[0]) : (b[0], b[1])
    guard inner == other else {
      throw .invalid(
        "the inner sides of \(a.asShape) and \(b.asShape) differ: \(inner) against \(other)",
        remedy: "look at transA and transB")
    }
    return MatrixNest(batches: [], rows: rows, columns: columns, inner: inner)
  }

  private static func gemmCost(
    _ node: NodeView, _ outputs: [TensorType], right: Int, bias: Int
  ) throws(RuleFailure) -> NodeCost {
    let nest = try gemmSize(node, right: right).nest(
      left: try node.input(0), right: try node.input(right), output: node.outputs[0],
      outputFormat: outputs[0].format)
    let made = outputs[0].shape?.elements ?? 0
    let addsBias = node.has(bias) && node.float("beta", default: 1) != 0
    return NodeCost(
      nests: nest.map { [$0] } ?? [],
      vectorOperations: try Count.product(
        made, (addsBias ? VectorCost.simple : 0) + VectorCost.fused(node)))
  }
}
