// SPDX-License-Identifier: Apache-2.0
import RafterWorkload

/// All that the walk knows of an operator: one row of a family's table.
struct OperatorRule: Sendable {
  /// Finds the outputs' types, in the order of the outputs.
  typealias Infer = @Sendable (NodeView) throws(RuleFailure) -> [TensorType]
  /// Finds the outputs' numbers from those of the inputs; nil where they are not known.
  typealias Fold = @Sendable (NodeView, [TensorType]) throws(RuleFailure) -> [Numbers]?
  /// Counts the work of a node whose shapes are all known.
  typealias Cost = @Sendable (NodeView, [TensorType]) throws(RuleFailure) -> NodeCost

  /// What makes a result known before the run.
  enum Constancy: Sendable {
    /// Inputs that are known.
    case ofInputs
    /// Inputs whose shapes or lengths are known (Shape, Size, SequenceLength).
    case ofShapes
    /// Nothing: random numbers.
    case never
  }

  var name: String
  var domain = ""
  var kind: OperatorKind
  /// A change of view: moves nothing and costs nothing.
  var isFree = false
  /// Whether a result is the same parameter as the first input: a change of view or of format.
  var keepsParameter = false
  var constancy = Constancy.ofInputs
  /// How many leading inputs are data; those behind are arguments (axes, sizes) that no memory moves.
  var dataInputs = Int.max
  var infer: Infer
  var fold: Fold?
  var cost: Cost
}

/// The work of a node.
struct NodeCost: Sendable {
  /// Its products.
  var nests: [LoopNest] = []
  /// Multiply-accumulates that do not fall on padding; nil if none does.
  var macsWithoutPadding: Int?
  /// Operations for the vector unit.
  var vectorOperations = 0
  /// Elements read of an input where that is not all of it, by input.
  var elementsRead: [Int: Int] = [:]
  /// What the node is, where its inputs decide (depthwise convolution).
  var kind: OperatorKind?
}
