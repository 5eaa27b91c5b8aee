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

  /// The second input times all slices of the weights, then the first input times what that made.
  static func bilinear(_ node: NodeView, _ outputs: [TensorType]) throws(RuleFailure) -> NodeCost {
    let (a, b) = (try node.shape(0, atLeast: 1), try node.shape(1, atLeast: 1))
    let weights = try node.shape(2, atLeast: 3)
    guard weights.count == 3, a.last == weights[1], b.last == weights[2] else {
      throw .invalid(
        "the inputs \(a.asShape) and \(b.asShape) do not fit the weights \(weights.asShape)")
    }
    let rows = try Count.product(a.dropLast())
    let slices = TensorInfo(
      name: (node.outputs.first ?? "") + ".slices", type: TensorType(node.format(0), nil))
    let first = try MatrixNest(
      label: "slices", batches: [], rows: rows,
      columns: try Count.product(weights[0], weights[1]), inner: weights[2]
    ).nest(
      left: try node.input(1), right: try node.input(2), output: slices.name,
      outputFormat: slices.format)
    let second = try MatrixNest(
      label: "sum", batches: [.init(bound: rows, owner: .both)], rows: 1, columns: weights[0],
      inner: weights[1]
    ).nest(
      left: try node.input(0), right: slices, output: node.outputs[0],
      outputFormat: outputs[0].format)
    let made = outputs[0].shape?.elements ?? 0
    return NodeCost(
      nests: [first, second].compactMap(\.self),
      vectorOperations: node.has(3) ? try Count.product(made, VectorCost.simple) : 0)
  }

  /// One product of two vectors along an axis for each element of the result.
  static func pairs(_ node: NodeView, _ outputs: [TensorType]) throws(RuleFailure) -> NodeCost {
    let both = try Broadcast.shape(try node.shape(0, atLeast: 1), try node.shape(1, atLeast: 1))
    let axis = try node.axis(node.int("axis", default: -1), rank: both.count)
    let made = try Count.product(both.indices.map { $0 == axis ? 1 : both[$0] })
    let nest = try MatrixNest(
      batches: [.init(bound: made, owner: .both)], rows: 1, columns: 1, inner: both[axis]
    ).nest(
      left: try node.input(0), right: try node.input(1), output: node.outputs[0],
      outputFormat: outputs[0].format)
    return NodeCost(nests: nest.map { [$0] } ?? [])
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
