// SPDX-License-Identifier: Apache-2.0
import RafterQuantities
import RafterWorkload

/// Normalisations and softmaxes.
enum Normalization {
  static let rules: [OperatorRule] = [
    OperatorRule(
      name: "BatchNormalization", kind: .normalization, infer: batch,
      cost: StandardCost.perOutput(VectorCost.batchNormalization)),
    row("InstanceNormalization", VectorCost.layerNormalization),
    row("GroupNormalization", VectorCost.layerNormalization),
    row("MeanVarianceNormalization", VectorCost.layerNormalization - 2),
    row("LpNormalization", VectorCost.simple * 3),
    row("RMSNormalization", VectorCost.rmsNormalization),
    row("LRN", VectorCost.localResponse),
    OperatorRule(
      name: "LayerNormalization", kind: .normalization, infer: layer,
      cost: StandardCost.perOutput(VectorCost.layerNormalization)),
    row("SimplifiedLayerNormalization", VectorCost.rmsNormalization),
    row("SimplifiedLayerNormalization", domain: "com.microsoft", VectorCost.rmsNormalization),
    skip("SkipLayerNormalization", VectorCost.layerNormalization),
    skip("SkipSimplifiedLayerNormalization", VectorCost.rmsNormalization),
    OperatorRule(
      name: "EmbedLayerNormalization", domain: "com.microsoft", kind: .embedding,
      infer: { node throws(RuleFailure) in
        let (ids, table) = (try node.shape(0, atLeast: 2), try node.shape(2, atLeast: 2))
        let out = ids + [table[1]]
        return [
          TensorType(node.format(2), out), TensorType(.int32, [ids[0]]),
          TensorType(node.format(2), out),
        ]
      },
      cost: { node, outputs throws(RuleFailure) in
        // Rows of up to three tables, their sum, and a normalisation.
        let made = outputs[0].shape?.elements ?? 0
        var cost = NodeCost(
          vectorOperations: try Count.product(made, VectorCost.layerNormalization + 2))
        for table in 2...4 where node.has(table) { cost.elementsRead[table] = made }
        return cost
      }),
    softmax("Softmax", VectorCost.softmax),
    softmax("LogSoftmax", VectorCost.softmax + 1),
    softmax("Hardmax", VectorCost.clamp),
  ]

  private static func row(_ name: String, domain: String = "", _ operations: Int)
    -> OperatorRule
  {
    OperatorRule(
      name: name, domain: domain, kind: .normalization, infer: Elementwise.same,
      cost: StandardCost.perOutput(operations))
  }

  /// Before opset 13 all axes from `axis` on were one; the shape is the same.
  private static func softmax(_ name: String, _ operations: Int) -> OperatorRule {
    OperatorRule(
      name: name, kind: .softmax,
      infer: { node throws(RuleFailure) in
        let shape = try node.shape(0)
        let usual = node.opset < 13 ? 1 : -1
        if let given = node.int("axis") ?? (shape.count > 1 ? usual : nil) {
          _ = try node.axis(given, rank: max(shape.count, 1), past: node.opset < 13 ? 1 : 0)
        }
        return [TensorType(node.format(0), shape)]
      }, cost: StandardCost.perOutput(operations))
  }

  /// The residual is added before the normalisation; output 3 is the sum.
  private static func skip(_ name: String, _ operations: Int) -> OperatorRule {
    OperatorRule(
      name: name, domain: "com.microsoft", kind: .normalization,
      infer: { node throws(RuleFailure) in
        let type = try node.input(0).type
        return [type, TensorType(nil, nil), TensorType(nil, nil), type]
      }, cost: StandardCost.perOutput(operations + VectorCost.simple))
  }

  /// Outputs 1 to 4 are statistics: in training from opset 14 on two of them, before that four.
  @Sendable private static func batch(_ node: NodeView) throws(RuleFailure) -> [TensorType] {
    let input = try node.shape(0, atLeast: 1)
    let channels = input.count > 1 ? input[1] : 1
    for index in 1...4 {
      if let shape = node.knownShape(index), shape != [channels], node.opset >= 9 {
        throw .invalid(
          "input \(index) is \(shape.asShape), the input \(input.asShape) has \(channels) channels")
      }
    }
    let statistics = TensorType(node.format(1), [channels])
    return [TensorType(node.format(0), input)]
      + [TensorType](repeating: statistics, count: max(node.outputs.count - 1, 0))
  }

  /// Mean and inverse deviation keep the axes in front of `axis`, the others become 1.
  @Sendable private static func layer(_ node: NodeView) throws(RuleFailure) -> [TensorType] {
    let input = try node.shape(0)
    let axis = try node.axis(node.int("axis", default: -1), rank: input.count)
    let statistics = input[..<axis] + [Int](repeating: 1, count: input.count - axis)
    return [
      TensorType(node.format(0), input), TensorType(.fp32, Array(statistics)),
      TensorType(.fp32, Array(statistics)),
    ]
  }
}
