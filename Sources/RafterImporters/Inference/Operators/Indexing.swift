// SPDX-License-Identifier: Apache-2.0
import RafterQuantities
import RafterWorkload

/// Operators that read or write rows named by indices.
enum Indexing {
  static let rules: [OperatorRule] = [
    OperatorRule(
      name: "Gather", kind: .dataMovement, infer: gather, fold: IndexingFolding.gather,
      cost: gathered),
    OperatorRule(
      name: "GatherND", kind: .dataMovement, infer: gatherND, fold: IndexingFolding.gatherND,
      cost: StandardCost.readsWhatItMakes),
    OperatorRule(
      name: "GatherElements", kind: .dataMovement,
      infer: { node throws(RuleFailure) in [TensorType(node.format(0), try node.shape(1))] },
      fold: IndexingFolding.gatherElements, cost: StandardCost.readsWhatItMakes),
    scatter("Scatter", fold: IndexingFolding.scatterElements),
    scatter("ScatterElements", fold: IndexingFolding.scatterElements),
    scatter("ScatterND", fold: IndexingFolding.scatterND),
    OperatorRule(
      name: "TensorScatter", kind: .dataMovement, infer: Elementwise.same, cost: scattered),
    OperatorRule(
      name: "OneHot", kind: .dataMovement, dataInputs: 1, infer: oneHot, cost: StandardCost.moves),
    OperatorRule(
      name: "NonZero", kind: .dataMovement, infer: nonZero, fold: IndexingFolding.nonZero,
      cost: StandardCost.perInput(VectorCost.simple)),
    OperatorRule(
      name: "Compress", kind: .dataMovement, dataInputs: 1, infer: compress,
      fold: IndexingFolding.compress,
      cost: StandardCost.readsWhatItMakes),
    OperatorRule(
      name: "Unique", kind: .other, infer: IndexingFolding.unique,
      cost: StandardCost.perInput(VectorCost.simple)),
    OperatorRule(
      name: "NonMaxSuppression", kind: .other,
      infer: { _ throws(RuleFailure) in
        throw .dataDependent("how many boxes are kept is known only in the run")
      }, cost: StandardCost.moves),
    OperatorRule(
      name: "ArrayFeatureExtractor", domain: "ai.onnx.ml", kind: .dataMovement,
      infer: { node throws(RuleFailure) in
        let (shape, rows) = (try node.shape(0, atLeast: 1), try node.shape(1))
        let lead = shape.count == 1 ? [1] : Array(shape.dropLast())
        return [TensorType(node.format(0), lead + [rows.last ?? 1])]
      }, cost: StandardCost.readsWhatItMakes),
  ]

  /// Written in place: what is moved is the updates, read and written; the rest stays.
  private static func scatter(_ name: String, fold: OperatorRule.Fold? = nil) -> OperatorRule {
    OperatorRule(
      name: name, kind: .dataMovement, infer: Elementwise.same, fold: fold, cost: scattered)
  }

  @Sendable private static func scattered(_ node: NodeView, _ outputs: [TensorType])
    throws(RuleFailure) -> NodeCost
  {
    let isSum = node.string("reduction", default: "none") != "none"
    let updates = try node.shape(node.`operator` == "TensorScatter" ? 1 : 2).elements
    return NodeCost(
      vectorOperations: isSum ? updates : 0,
      elementsRead: node.`operator` == "TensorScatter" ? [0: 0] : [:])
  }

  /// Rows are read once for each index, never the whole table.
  @Sendable private static func gathered(_ node: NodeView, _ outputs: [TensorType])
    throws(RuleFailure) -> NodeCost
  {
    var cost = NodeCost()
    cost.elementsRead[0] = outputs[0].shape?.elements ?? 0
    // A table of weights is an embedding; rows of an activation are only moved.
    cost.kind = try node.input(0).origin < .run ? .embedding : .dataMovement
    return cost
  }

  @Sendable private static func gather(_ node: NodeView) throws(RuleFailure) -> [TensorType] {
    let (shape, indices) = (try node.shape(0, atLeast: 1), try node.shape(1))
    let axis = try node.axis(node.int("axis", default: 0), rank: shape.count)
    return [TensorType(node.format(0), shape[..<axis] + indices + shape[(axis + 1)...])]
  }

  @Sendable private static func gatherND(_ node: NodeView) throws(RuleFailure) -> [TensorType] {
    let (shape, indices) = (try node.shape(0, atLeast: 1), try node.shape(1, atLeast: 1))
    let batch = node.int("batch_dims", default: 0)
    let depth = indices[indices.count - 1]
    guard batch >= 0, batch < indices.count, depth >= 0, batch + depth <= shape.count,
      shape[..<batch] == indices[..<batch]
    else {
      throw .invalid(
        "indices of \(indices.asShape) with \(batch) batch axes do not fit \(shape.asShape)")
    }
    let out = indices.dropLast() + shape[(batch + depth)...]
    return [TensorType(node.format(0), Array(out))]
  }

  @Sendable private static func oneHot(_ node: NodeView) throws(RuleFailure) -> [TensorType] {
    var shape = try node.shape(0)
    let depth = try node.integers(1).first ?? 0
    guard depth >= 0 else { throw .invalid("the depth is \(depth)") }
    let axis = try node.axis(node.int("axis", default: -1), rank: shape.count, past: 1)
    shape.insert(depth, at: axis)
    return [TensorType(node.format(2), shape)]
  }

  @Sendable private static func nonZero(_ node: NodeView) throws(RuleFailure) -> [TensorType] {
    let rank = max(try node.shape(0).count, 1)
    guard let numbers = node.numbers(0) else {
      throw .dataDependent("how many elements are not zero is known only in the run")
    }
    return [TensorType(.int64, [rank, numbers.doubles.count { $0 != 0 }])]
  }

  @Sendable private static func compress(_ node: NodeView) throws(RuleFailure) -> [TensorType] {
    let kept = try node.integers(1)
    var shape = try node.shape(0)
    if let given = node.int("axis") {
      let axis = try node.axis(given, rank: shape.count)
      shape[axis] = kept.prefix(shape[axis]).count { $0 != 0 }
    } else {
      shape = [kept.prefix(shape.elements).count { $0 != 0 }]
    }
    return [TensorType(node.format(0), shape)]
  }
}
