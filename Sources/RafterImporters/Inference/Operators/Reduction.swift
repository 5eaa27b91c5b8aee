// SPDX-License-Identifier: Apache-2.0
import RafterQuantities
import RafterWorkload

/// Operators that take an axis away by summing, multiplying or choosing along it.
enum Reduction {
  static let rules: [OperatorRule] = [
    row("ReduceSum", since: 13, start: 0, integer: { $0 &+ $1 }, real: { $0 + $1 }),
    row("ReduceProd", start: 1, integer: { $0 &* $1 }, real: { $0 * $1 }),
    row("ReduceMax", integer: { max($0, $1) }, real: { max($0, $1) }),
    row("ReduceMin", integer: { min($0, $1) }, real: { min($0, $1) }),
    row("ReduceMean", fold: ReductionFolding.mean),
    row("ReduceL1", operations: 2), row("ReduceL2", operations: 2),
    row("ReduceSumSquare", operations: 2),
    row("ReduceLogSum"), row("ReduceLogSumExp", operations: 2 + VectorCost.transcendental),
    arg("ArgMax") { $0 > $1 }, arg("ArgMin") { $0 < $1 },
    OperatorRule(
      name: "CumSum", kind: .reduction, dataInputs: 1, infer: Elementwise.same,
      fold: ReductionFolding.cumulativeSum, cost: StandardCost.perInput(VectorCost.simple)),
    OperatorRule(
      name: "CumProd", kind: .reduction, dataInputs: 1, infer: Elementwise.same,
      cost: StandardCost.perInput(VectorCost.simple)),
    OperatorRule(
      name: "TopK", kind: .reduction, dataInputs: 1, infer: inferTopK,
      fold: ReductionFolding.topK, cost: StandardCost.perInput(VectorCost.simple)),
  ]

  /// The axes became an input with opset 18, for ReduceSum with 13.
  private static func row(
    _ name: String, since version: Int = 18, operations: Int = VectorCost.simple,
    start: Double? = nil, integer: (@Sendable (Int, Int) -> Int)? = nil,
    real: (@Sendable (Double, Double) -> Double)? = nil, fold: OperatorRule.Fold? = nil
  ) -> OperatorRule {
    OperatorRule(
      name: name, kind: .reduction, dataInputs: 1,
      infer: { node throws(RuleFailure) in
        let shape = try node.shape(0)
        let axes = try axes(node, rank: shape.count, since: version)
        return [TensorType(node.format(0), reduced(shape, axes, keeps: keeps(node)))]
      },
      fold: fold
        ?? ReductionFolding.reduce(since: version, start: start, integer: integer, real: real),
      cost: { node, _ throws(RuleFailure) in
        let shape = try node.shape(0)
        let isNothing = try axes(node, rank: shape.count, since: version).isEmpty
        return NodeCost(
          vectorOperations: isNothing ? 0 : try Count.product(shape.elements, operations))
      })
  }

  private static func arg(
    _ name: String, isBetter: @escaping @Sendable (Double, Double) -> Bool
  ) -> OperatorRule {
    OperatorRule(
      name: name, kind: .reduction,
      infer: { node throws(RuleFailure) in
        let shape = try node.shape(0)
        let axis = try node.axis(node.int("axis", default: 0), rank: shape.count)
        return [TensorType(.int64, reduced(shape, [axis], keeps: keeps(node)))]
      }, fold: ReductionFolding.argument(isBetter), cost: StandardCost.perInput(VectorCost.simple))
  }

  private static func keeps(_ node: NodeView) -> Bool { node.int("keepdims", default: 1) != 0 }

  /// The axes that are taken away; all of them if none is named, unless the node says that none means none.
  static func axes(_ node: NodeView, rank: Int, since version: Int) throws(RuleFailure) -> [Int] {
    let named = try node.axesInput(1, since: version)
    if let named, !named.isEmpty { return try node.axes(named, rank: rank) }
    return node.int("noop_with_empty_axes", default: 0) == 1 ? [] : Array(0..<rank)
  }

  private static func reduced(_ shape: [Int], _ axes: [Int], keeps: Bool) -> [Int] {
    var out: [Int] = []
    for axis in shape.indices {
      if !axes.contains(axis) { out.append(shape[axis]) } else if keeps { out.append(1) }
    }
    return out
  }

  /// K was an attribute before opset 10.
  @Sendable private static func inferTopK(_ node: NodeView) throws(RuleFailure) -> [TensorType] {
    var shape = try node.shape(0, atLeast: 1)
    let axis = try node.axis(node.int("axis", default: -1), rank: shape.count)
    let kept = node.opset < 10 ? node.int("k", default: 1) : try node.integers(1).first ?? 1
    guard 0...shape[axis] ~= kept else {
      throw .invalid("the \(kept) largest of \(shape[axis]) are asked for")
    }
    shape[axis] = kept
    return [TensorType(node.format(0), shape), TensorType(.int64, shape)]
  }
}
