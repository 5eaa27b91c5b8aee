// SPDX-License-Identifier: Apache-2.0
import RafterQuantities
import RafterWorkload

/// Recurrent layers.
enum Recurrent {
  static let rules: [OperatorRule] = [
    row("LSTM", Cell(gates: 4, unit: VectorCost.lstmUnit, states: 2)),
    row("GRU", Cell(gates: 3, unit: VectorCost.gruUnit, states: 1)),
    row("RNN", Cell(gates: 1, unit: VectorCost.rnnUnit, states: 1)),
    row(
      "DynamicQuantizeLSTM", domain: "com.microsoft",
      Cell(gates: 4, unit: VectorCost.lstmUnit, states: 2, isTransposed: true)),
  ]

  /// What sets one kind of layer apart.
  struct Cell: Sendable {
    var gates: Int
    /// Vector operations of one step for one hidden unit.
    var unit: Int
    var states: Int
    /// Whether the weights are stored as `[directions, inputs, gates * hidden]`.
    var isTransposed = false
  }

  private struct Size {
    var steps: Int
    var batch: Int
    var features: Int
    var hidden: Int
    var directions: Int
    var isBatchFirst: Bool
  }

  private static func row(_ name: String, domain: String = "", _ cell: Cell) -> OperatorRule {
    OperatorRule(
      name: name, domain: domain, kind: .recurrent,
      infer: { node throws(RuleFailure) in try infer(node, cell) },
      cost: { node, outputs throws(RuleFailure) in try cost(node, outputs, cell) })
  }

  private static func size(_ node: NodeView, _ cell: Cell) throws(RuleFailure) -> Size {
    let input = try node.shape(0, atLeast: 3)
    let isBatchFirst = node.int("layout", default: 0) == 1
    let directions = node.string("direction", default: "forward") == "bidirectional" ? 2 : 1
    var hidden = node.int("hidden_size", default: 0)
    if let weights = node.knownShape(1), weights.count >= 2, !cell.isTransposed {
      if hidden == 0 { hidden = weights[1] / cell.gates }
      guard weights[0] == directions, weights[1] == cell.gates * hidden,
        weights.count < 3 || weights[2] == input[2]
      else {
        throw .invalid(
          "the weights \(weights.asShape) do not fit the input \(input.asShape), \(directions) "
            + "direction\(directions == 1 ? "" : "s") and \(hidden) hidden units")
      }
    }
    guard hidden > 0, hidden <= Int(Int32.max) else {
      throw .invalid("attribute 'hidden_size' is \(hidden)")
    }
    return Size(
      steps: isBatchFirst ? input[1] : input[0], batch: isBatchFirst ? input[0] : input[1],
      features: input[2], hidden: hidden, directions: directions, isBatchFirst: isBatchFirst)
  }

  private static func infer(_ node: NodeView, _ cell: Cell) throws(RuleFailure) -> [TensorType] {
    let size = try size(node, cell)
    let format = node.format(0)
    let state =
      size.isBatchFirst
      ? [size.batch, size.directions, size.hidden] : [size.directions, size.batch, size.hidden]
    let all =
      size.isBatchFirst
      ? [size.batch, size.steps, size.directions, size.hidden]
      : [size.steps, size.directions, size.batch, size.hidden]
    return [TensorType(format, all)]
      + [TensorType](repeating: TensorType(format, state), count: cell.states)
  }

  /// Two products: of the input, for all steps at once, and of the state, once a step:
  /// `steps x batch x directions x gates x hidden x (features + hidden)` [workloads 6].
  private static func cost(_ node: NodeView, _ outputs: [TensorType], _ cell: Cell)
    throws(RuleFailure) -> NodeCost
  {
    let size = try size(node, cell)
    let columns = try Count.product(cell.gates, size.hidden)
    let direction = MatrixNest.Batch(bound: size.directions, owner: .right)
    let both = MatrixNest.Batch(bound: size.directions, owner: .both)
    let gates = TensorInfo(
      name: node.outputs.first ?? "", type: TensorType(outputs[0].format, outputs[0].shape))
    let input = try MatrixNest(
      label: "input", batches: [direction], rows: try Count.product(size.steps, size.batch),
      columns: columns, inner: size.features
    ).nest(
      left: try node.input(0), right: try node.input(1), output: gates.name,
      outputFormat: gates.format)
    let state = try MatrixNest(
      label: "state", batches: [both], rows: size.batch, columns: columns, inner: size.hidden
    ).nest(
      left: gates, right: try node.input(2), output: gates.name, outputFormat: gates.format,
      repeats: size.steps)
    let units = try Count.product(size.steps, size.batch, size.directions, size.hidden)
    return NodeCost(
      nests: [input, state].compactMap(\.self),
      vectorOperations: try Count.product(units, cell.unit))
  }
}
