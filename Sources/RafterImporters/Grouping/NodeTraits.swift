// SPDX-License-Identifier: Apache-2.0
import RafterWorkload

/// What the patterns ask of a single node.
struct NodeTraits {
  let index: GraphIndex
  /// By node: how strongly it claims an addition behind it: 2 with products in front, 1 for other vector
  /// work, 0 for nodes that take no tail.
  private(set) var claim: [UInt8]

  init(_ index: GraphIndex) {
    self.index = index
    claim = [UInt8](repeating: 0, count: index.graph.nodes.count)
    for node in index.byDepth { claim[node] = rank(node) }
  }

  private func rank(_ node: Int) -> UInt8 {
    let resolved = index.graph.nodes[node]
    if !resolved.nests.isEmpty { return 2 }
    switch kind(of: node) {
    case .activation, .elementwise, .quantization, .normalization:
      guard let from = primary(of: node), index.soleConsumer(of: from) == node,
        let maker = index.maker(of: from)
      else { return 1 }
      return max(1, claim[maker])
    case .softmax, .pooling, .reduction, .embedding: return 1
    default: return 0
    }
  }

  /// What a node is; a gather from an activation only moves data.
  func kind(of node: Int) -> OperatorKind {
    let resolved = index.graph.nodes[node]
    guard resolved.kind == .embedding, resolved.operator == "Gather",
      let table = resolved.inputs.first ?? nil, !index.isConstant(table)
    else { return resolved.kind }
    return .dataMovement
  }

  /// Whether a node computes each element of its output from the same place of its inputs.
  func isElementwise(_ node: Int) -> Bool {
    let resolved = index.graph.nodes[node]
    guard resolved.nests.isEmpty else { return false }
    switch resolved.kind {
    case .activation, .elementwise, .quantization:
      return resolved.outputs.lazy.filter { $0 != nil }.count == 1
    case .normalization: return resolved.operator == "BatchNormalization"
    default: return false
    }
  }

  /// Whether a node only adds up its inputs: what a product's epilogue does with a residual.
  func isAddition(_ node: Int) -> Bool {
    switch index.graph.nodes[node].operator {
    case "Add", "Sum", "Sub": true
    default: false
    }
  }

  /// The input that an elementwise node belongs behind: its only activation, or the one of full size with
  /// the strongest claim, the longest way, and then the first.
  func primary(of node: Int) -> Int? {
    guard let output = index.output(of: node) else { return nil }
    let size = index.elements(output)
    var best: (rank: (UInt8, Int), tensor: Int)?
    for tensor in index.activations(of: node) where index.elements(tensor) == size {
      let maker = index.maker(of: tensor)
      let free = index.soleConsumer(of: tensor) == node
      let rank = (free ? maker.map { claim[$0] } ?? 0 : 0, maker.map { index.depth[$0] + 1 } ?? 0)
      if best.map({ $0.rank < rank }) ?? true { best = (rank, tensor) }
    }
    return best?.tensor
  }
}
