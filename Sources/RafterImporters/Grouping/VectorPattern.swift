// SPDX-License-Identifier: Apache-2.0
import RafterWorkload

/// Says what spelled-out vector work computes, from the operators it is made of.
enum VectorPattern {
  /// What a connected group of vector nodes is; `otherwise` where no pattern is recognised.
  static func kind(of nodes: [ResolvedNode], otherwise: OperatorKind) -> OperatorKind {
    let names = nodes.map(\.operator)
    if isSoftmax(names) { return .softmax }
    if isNormalization(names) { return .normalization }
    if isRotary(names) { return .elementwise }
    if nodes.allSatisfy({ $0.kind == .dataMovement }) { return .dataMovement }
    if nodes.contains(where: { $0.kind == .activation }) { return .activation }
    if nodes.contains(where: { $0.kind == .reduction }) { return .reduction }
    return nodes.contains { $0.kind == .elementwise } ? .elementwise : otherwise
  }

  /// `exp(x) / sum(exp(x))`.
  static func isSoftmax(_ names: [String]) -> Bool {
    names.contains("Exp") && names.contains { $0 == "ReduceSum" || $0 == "ReduceSumSquare" }
      && names.contains { $0 == "Div" || $0 == "Reciprocal" }
  }

  /// A mean of squares and a root of it: LayerNorm, RMSNorm, GroupNorm, L2 norm.
  static func isNormalization(_ names: [String]) -> Bool {
    if names.contains("ReduceL2") && names.contains("Div") { return true }
    let reduces = names.contains {
      $0 == "ReduceMean" || $0 == "ReduceSum" || $0 == "ReduceSumSquare"
    }
    let roots = names.contains { $0 == "Sqrt" || $0 == "Rsqrt" || $0 == "Pow" }
    let divides = names.contains { $0 == "Div" || $0 == "Reciprocal" || $0 == "Pow" }
    return reduces && roots && divides
  }

  /// Halves of a vector exchanged, one with its sign turned, both multiplied and added; or one node.
  static func isRotary(_ names: [String]) -> Bool {
    if names.contains("RotaryEmbedding") { return true }
    return names.contains("Concat") && names.contains("Mul")
      && names.contains { $0 == "Neg" || $0 == "Sub" }
      && names.contains { $0 == "Slice" || $0 == "Split" }
  }
}
