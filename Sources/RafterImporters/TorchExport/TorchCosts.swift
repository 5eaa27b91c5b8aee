// SPDX-License-Identifier: Apache-2.0
import RafterQuantities
import RafterWorkload

/// The work of operators that PyTorch has in another form than ONNX.
enum TorchCosts {
  /// `outputs[..., n] = sum over k of inputs[..., k] * weights[n, k] + bias[n]`.
  static func linear(_ node: NodeView, _ outputs: [TensorType]) throws(RuleFailure) -> NodeCost {
    let (input, weights) = (try node.shape(0, atLeast: 1), try node.shape(1, atLeast: 1))
    guard let inner = weights.last, input.last == inner else {
      throw .invalid("the inputs \(input.asShape) do not fit the weights \(weights.asShape)")
    }
    let made = outputs[0].shape?.elements ?? 0
    let nest = try MatrixNest(
      batches: [], rows: try Count.product(input.dropLast()),
      columns: weights.count > 1 ? weights[0] : 1, inner: inner
    ).nest(
      left: try node.input(0), right: try node.input(1), output: node.outputs[0],
      outputFormat: outputs[0].format)
    return NodeCost(
      nests: nest.map { [$0] } ?? [],
      vectorOperations: try Count.product(made, node.has(2) ? VectorCost.simple : 0))
  }

  /// One product for each matrix of weights `[gates * H, I or H]`, as often as there are steps.
  static func recurrent(_ node: NodeView, _ outputs: [TensorType]) throws(RuleFailure) -> NodeCost {
    let input = try node.shape(0, atLeast: 2)
    // Steps and batch in whichever order: their product is what counts, and one of the two is repeated.
    let steps = input.count == 3 ? input[0] : 1
    let batch = input.count == 3 ? input[1] : input[0]
    let gates = node.operator == "LSTM" ? 4 : node.operator == "GRU" ? 3 : 1
    let unit =
      node.operator == "LSTM"
      ? VectorCost.lstmUnit : node.operator == "GRU" ? VectorCost.gruUnit : VectorCost.rnnUnit
    var cost = NodeCost()
    for index in node.inputs.indices.dropFirst() {
      guard let shape = node.knownShape(index), shape.count == 2 else { continue }
      let nest = try MatrixNest(
        batches: [], rows: batch, columns: shape[0], inner: shape[1]
      ).nest(
        left: try node.input(0), right: try node.input(index), output: node.outputs[0],
        outputFormat: outputs[0].format, repeats: steps)
      if let nest { cost.nests.append(nest) }
      // Each direction of each layer has two matrices; the units are counted once.
      if index % 2 == 1 {
        cost.vectorOperations = try Count.sum([
          cost.vectorOperations, try Count.product(steps, batch, shape[0] / gates, unit),
        ])
      }
    }
    return cost
  }

  /// Nearest neighbours only move; linear and cubic interpolation compute along two axes.
  static func resize(_ node: NodeView, _ outputs: [TensorType]) throws(RuleFailure) -> NodeCost {
    let made = outputs[0].shape?.elements ?? 0
    let each: Int =
      switch node.string("mode", default: "nearest") {
      case "linear": 2 * VectorCost.interpolation
      case "cubic": 6 * VectorCost.interpolation
      default: 0
      }
    return NodeCost(vectorOperations: try Count.product(made, each))
  }
}
