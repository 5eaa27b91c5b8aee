// SPDX-License-Identifier: Apache-2.0
import RafterWorkload

/// Puts the views that are listed as work (`DequantizeLinear`, a cast to the same format, a transposition of
/// sides of 1) into the layer whose tensor they see, so that each node stays reachable.
enum ViewPlacement {
  /// Places every node that is neither free nor folded and in no layer yet.
  static func place(_ assignment: inout Assignment) {
    let index = assignment.index
    for (node, resolved) in index.graph.nodes.enumerated()
    where index.roles[node] == .view && !resolved.isFree {
      if let layer = owner(of: resolved, in: assignment) {
        assignment.absorb(node, into: layer)
      } else {
        assignment.add(
          LayerDraft(
            main: node, kind: resolved.kind, style: .movement, nodes: [node], exit: nil))
      }
    }
  }

  /// The layer that makes the tensor; for inputs and constants the first that reads it.
  private static func owner(of node: ResolvedNode, in assignment: Assignment) -> Int? {
    guard let output = node.outputs.first ?? nil else { return nil }
    let root = assignment.index.root[output]
    if let maker = assignment.index.maker(of: root) { return assignment.layerOf[maker] }
    return assignment.index.consumers(of: root).first.map { assignment.layerOf[$0] }
  }
}
