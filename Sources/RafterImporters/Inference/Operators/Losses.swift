// SPDX-License-Identifier: Apache-2.0
import RafterQuantities
import RafterWorkload

/// Losses, which some exported graphs still end in.
enum Losses {
  static let rules: [OperatorRule] = [
    OperatorRule(
      name: "NegativeLogLikelihoodLoss", kind: .reduction,
      infer: { node throws(RuleFailure) in
        [TensorType(node.format(0), try loss(node))]
      },
      cost: { node, _ throws(RuleFailure) in
        NodeCost(vectorOperations: try Count.product(try node.shape(1).elements, 2))
      }),
    OperatorRule(
      name: "SoftmaxCrossEntropyLoss", kind: .reduction,
      infer: { node throws(RuleFailure) in
        [TensorType(node.format(0), try loss(node)), try node.input(0).type]
      }, cost: StandardCost.perInput(VectorCost.softmax + 1)),
  ]

  /// The loss of each label, or one for all.
  private static func loss(_ node: NodeView) throws(RuleFailure) -> [Int] {
    let (scores, labels) = (try node.shape(0, atLeast: 2), try node.shape(1))
    guard [scores[0]] + scores[2...] == labels else {
      throw .invalid("scores are \(scores.asShape), labels \(labels.asShape)")
    }
    return node.string("reduction", default: "mean") == "none" ? labels : []
  }
}
