// SPDX-License-Identifier: Apache-2.0
import RafterQuantities
import RafterWorkload

/// Mixtures of experts as one node (com.microsoft `MoE`, `QMoE`).
enum MixtureOperators {
  static let rules: [OperatorRule] = [
    OperatorRule(
      name: "MoE", domain: "com.microsoft", kind: .gemm, infer: Elementwise.same,
      cost: { node, outputs throws(RuleFailure) in
        try cost(node, outputs, weights: [2, 4, 6], biases: [3, 5, 7], packing: 1)
      }),
    OperatorRule(
      name: "QMoE", domain: "com.microsoft", kind: .gemm, infer: Elementwise.same,
      cost: { node, outputs throws(RuleFailure) in
        let bits = node.int("expert_weight_bits", default: 4)
        guard bits == 2 || bits == 4 || bits == 8 else {
          throw .invalid("attribute 'expert_weight_bits' is \(bits)")
        }
        return try cost(
          node, outputs, weights: [2, 5, 8], biases: [4, 7, 10], packing: 8 / bits)
      }),
  ]

  /// The work of a mixture.
  ///
  /// There are `T * k` rows that pass an expert each, and MACs are that times the weights of one expert, whatever order
  /// the file has their sides in. Routing is taken as balanced: `min(E, T * k)` experts are read [workloads 5.5].
  private static func cost(
    _ node: NodeView, _ outputs: [TensorType], weights places: [Int], biases: [Int], packing: Int
  ) throws(RuleFailure) -> NodeCost {
    let (input, scores) = (try node.shape(0, atLeast: 2), try node.shape(1, atLeast: 2))
    let hidden = input[input.count - 1]
    let tokens = try Count.product(input.dropLast())
    let experts = scores[scores.count - 1]
    let chosen = node.int("k", default: 1)
    guard chosen >= 1, chosen <= experts else {
      throw .invalid("\(chosen) experts are chosen of \(experts)")
    }
    let rows = try Count.product(tokens, chosen)
    let active = (1...max(1, min(experts, rows))).last { rows % $0 == 0 } ?? 1
    var cost = NodeCost()
    var inner = 0
    for (label, place) in zip(["up", "down", "gate"], places) where node.has(place) {
      var stored = try node.input(place)
      let shape = try node.shape(place, atLeast: 3)
      guard shape[0] == experts else {
        throw .invalid("input \(place) is \(shape.asShape), and there are \(experts) experts")
      }
      let each = try Count.product(shape[1], shape[2], packing)
      guard hidden > 0, each % hidden == 0 else {
        throw .invalid("input \(place) is \(shape.asShape), which does not fit \(hidden) columns")
      }
      if packing > 1 { stored.type.format = BlockwiseProducts.format(bits: 8 / packing) }
      let width = each / hidden
      let isDown = label == "down"
      if !isDown { inner += width }
      let nest = try MatrixNest(
        label: label, batches: [.init(bound: active, owner: .both)], rows: rows / active,
        columns: isDown ? hidden : width, inner: isDown ? width : hidden
      ).nest(
        left: try node.input(0), right: stored, output: node.outputs[0],
        outputFormat: outputs[0].format)
      if let nest { cost.nests.append(nest) }
      cost.elementsRead[place] = try Count.product(min(experts, rows), shape[1], shape[2])
    }
    let added = biases.contains { node.has($0) } ? VectorCost.simple : 0
    cost.vectorOperations = try Count.sum([
      try Count.product(tokens, experts, VectorCost.softmax),
      try Count.product(rows, inner, VectorCost.swish + added),
      // The results of the chosen experts are weighted and added up.
      try Count.product(rows, hidden, 2 + added),
    ])
    return cost
  }
}
