// SPDX-License-Identifier: Apache-2.0
import RafterQuantities
import RafterWorkload

/// The products of a layer, with operands that are the tensors at its border, as they are stored.
///
/// This is where precision is read through `QuantizeLinear` and `DequantizeLinear`: a convolution between
/// them has float tensors in the file, but moves and multiplies the narrow ones.
struct LayerNests {
  let index: GraphIndex
  /// By node: its layer; -1 for none.
  let layerOf: [Int]
  /// The nests, in the order of the data.
  private(set) var nests: [LoopNest] = []
  /// The roots that they move across the border, with their parts.
  private(set) var mapped: [Int: Operand] = [:]

  init(index: GraphIndex, layerOf: [Int], draft: LayerDraft, flow: [Int], layer: Int) {
    self.index = index
    self.layerOf = layerOf
    for node in flow {
      let resolved = index.graph.nodes[node]
      for (place, nest) in resolved.nests.enumerated() {
        var nest = nest
        nest.label = label(of: nest, place, node: node, draft: draft)
        for o in nest.operands.indices {
          rewrite(&nest.operands[o], node: node, draft: draft, layer: layer)
        }
        // Integers add up in integers, whatever type the file gives the sum.
        let arithmetic = nest.arithmetic
        if arithmetic.inputs.family == .integer, arithmetic.weights.family == .integer,
          nest.accumulate.family != .integer
        {
          nest.accumulate = .int32
        }
        nests.append(nest)
      }
    }
  }

  private func label(of nest: LoopNest, _ place: Int, node: Int, draft: LayerDraft) -> String {
    if let label = draft.labels[node] { return label }
    let resolved = index.graph.nodes[node]
    guard nest.label.isEmpty, draft.kind == .attention, resolved.nests.count == 2 else {
      return nest.label
    }
    return place == 0 ? "scores" : "context"
  }

  private mutating func rewrite(
    _ operand: inout NestOperand, node: Int, draft: LayerDraft, layer: Int
  ) {
    let resolved = index.graph.nodes[node]
    let candidates = operand.role == .outputs ? resolved.outputs : resolved.inputs
    guard
      let tensor = candidates.lazy.compactMap({ $0 })
        .first(where: { index.graph.tensors[$0].name == operand.tensor })
    else { return }
    let near = index.root[tensor]
    guard operand.role != .outputs else {
      let leavesByExit =
        node == draft.main && draft.exit.map(index.elements) == index.elements(near)
      let root = leavesByExit ? draft.exit ?? near : near
      operand.tensor = index.graph.tensors[root].name
      operand.format = index.graph.tensors[root].format ?? operand.format
      if index.isOutput[root] || index.consumers(of: root).contains(where: { layerOf[$0] != layer })
      {
        mapped[root] = mapped[root] ?? .outputs
      }
      return
    }
    // The multiplier sees the format next to it; the border has the name where data come in.
    operand.format = index.graph.tensors[near].format ?? operand.format
    operand.isConstant = index.isConstant(near)
    let root = origin(of: near, layer: layer)
    operand.tensor = index.graph.tensors[root ?? near].name
    if let root, mapped[root] == nil { mapped[root] = operand.role }
  }

  /// Where an operand comes into the layer, through the movement of heads, scales and changes of format that
  /// the layer absorbed; nil for what the layer makes itself, as the probabilities between two products.
  private func origin(of root: Int, layer: Int) -> Int? {
    var root = root
    while let maker = index.maker(of: root), layerOf[maker] == layer {
      let sources = index.activations(of: maker)
      let node = index.graph.nodes[maker]
      // What is made of many elements is not what was moved in.
      guard node.nests.isEmpty, sources.count == 1,
        ![.softmax, .pooling, .reduction].contains(node.kind)
      else { return nil }
      root = sources[0]
    }
    return root
  }
}
