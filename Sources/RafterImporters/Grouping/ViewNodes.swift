// SPDX-License-Identifier: Apache-2.0
import RafterWorkload

/// Tells nodes that only see their input otherwise from those that read and write.
enum ViewNodes {
  /// The part that a node plays at run time.
  ///
  /// `DequantizeLinear` is a view: what lies in memory is the narrow tensor, widened on the way to the
  /// arithmetic. Only where its result is an output of the graph must that be written.
  static func role(of node: ResolvedNode, in tensors: [ResolvedTensor], isOutput: [Bool])
    -> GraphIndex.Role
  {
    if node.isFolded { return .folded }
    guard let source = node.inputs.first ?? nil, let target = node.outputs.first ?? nil else {
      return node.isFree ? .folded : .active
    }
    if node.isFree {
      // A shape is not what has it.
      return node.operator == "Shape" || node.operator == "Size" ? .folded : .view
    }
    guard node.nests.isEmpty else { return .active }
    switch node.operator {
    case "DequantizeLinear": return isOutput[target] ? .active : .view
    case "Identity": return .view
    case "Cast", "CastLike":
      return tensors[source].format == tensors[target].format
        && tensors[source].format != nil ? .view : .active
    case "Transpose":
      return keepsOrder(node, shape: tensors[source].shape) ? .view : .active
    case "Slice", "Gather", "Expand", "Concat", "Split", "Tile":
      return keepsAll(node, in: tensors) ? .view : .active
    default: return .active
    }
  }

  /// A tensor that a node hands on, and whether it hands on the same storage.
  struct Pair {
    var source: Int
    var target: Int
    var isSame: Bool
  }

  /// What a node hands on without touching it: of a view the first input, of a branch or loop the results of
  /// its body, which are its last inputs; those that a loop stacks up are other tensors.
  static func shared(
    by node: ResolvedNode, as role: GraphIndex.Role, in tensors: [ResolvedTensor]
  ) -> [Pair] {
    guard role == .view || role == .folded && isStoredAsInput(node, in: tensors) else { return [] }
    let sources =
      node.kind == .control ? node.inputs.suffix(node.outputs.count) : node.inputs.prefix(1)
    return zip(sources, node.outputs).compactMap { source, target in
      guard let source, let target else { return nil }
      let isSame =
        node.kind != .control
        || tensors[source].elements == tensors[target].elements
          && tensors[source].format == tensors[target].format
      return Pair(source: source, target: target, isSame: isSame)
    }
  }

  /// Whether what a node made before the run lies in memory as its first input does.
  ///
  /// Constants are stored as the file has them, a weight that is widened or turned by a folded node
  /// included: its narrow form is what moves.
  static func isStoredAsInput(_ node: ResolvedNode, in tensors: [ResolvedTensor]) -> Bool {
    guard let source = node.inputs.first ?? nil, let target = node.outputs.first ?? nil,
      tensors[source].elements == tensors[target].elements, tensors[source].isConstant
    else { return false }
    switch node.operator {
    case "DequantizeLinear", "Identity", "Reshape", "Flatten", "Squeeze", "Unsqueeze", "Transpose":
      return true
    case "Cast": return tensors[source].format == tensors[target].format
    default: return false
    }
  }

  /// Whether a transposition moves sides of 1 only: then the numbers lie as before.
  private static func keepsOrder(_ node: ResolvedNode, shape: [Int]?) -> Bool {
    guard let shape else { return false }
    var order = Array(shape.indices.reversed())
    if case .ints(let permutation) = node.attributes["perm"] { order = permutation }
    let long = order.filter { shape.indices.contains($0) && shape[$0] != 1 }
    return zip(long, long.dropFirst()).allSatisfy { $0 < $1 }
  }

  /// Whether a cut or a copy takes everything, in its order: the output is the one input.
  private static func keepsAll(_ node: ResolvedNode, in tensors: [ResolvedTensor]) -> Bool {
    guard let source = node.inputs.first ?? nil, let target = node.outputs.first ?? nil,
      !tensors[source].isConstant, let before = tensors[source].elements,
      before == tensors[target].elements, before > 0, node.outputs.count == 1
    else { return false }
    switch node.operator {
    case "Concat": return node.inputs.count == 1
    case "Slice":
      // A negative step reverses; without known steps nothing is sure.
      guard node.inputs.count > 4, let steps = node.inputs[4] else { return true }
      return tensors[steps].value?.allSatisfy { $0 > 0 } ?? false
    case "Gather":
      // All elements by one index: that side is 1 long.
      guard node.inputs.count > 1, let index = node.inputs[1] else { return false }
      return tensors[index].elements == 1
    default: return true
    }
  }
}
