// SPDX-License-Identifier: Apache-2.0
import RafterWorkload

/// Makes a layer of each convolution, matrix product and recurrent node, with what is fused behind it:
/// bias, batch normalisation, activation, residual.
enum ProductLayers {
  /// Groups all nodes that multiply and accumulate and are in no layer yet.
  static func group(_ assignment: inout Assignment) {
    let index = assignment.index
    var made: [Int] = []
    // First all heads, then all tails: no product ends up in the tail of another.
    for node in index.byDepth
    where assignment.isFree(node) && !index.graph.nodes[node].nests.isEmpty {
      made.append(
        assignment.add(
          LayerDraft(
            main: node, kind: index.graph.nodes[node].kind, style: .product, nodes: [node],
            exit: soleOutput(of: node, in: index))))
    }
    for layer in assignment.drafts.indices { ElementwiseTail.extend(layer, in: &assignment) }
  }

  /// The output through which a node leaves; of several, the only one that is read.
  static func soleOutput(of node: Int, in index: GraphIndex) -> Int? {
    let used = index.graph.nodes[node].outputs.compactMap { $0.map { index.root[$0] } }
      .filter { index.isOutput[$0] || !index.consumers(of: $0).isEmpty }
    return used.count == 1 ? used[0] : nil
  }
}
