// SPDX-License-Identifier: Apache-2.0
import RafterWorkload

/// Fuses what is done to each element of a layer's result into the layer.
///
/// Only a result with a single reader, which is no output of the graph, disappears into a tail; one with
/// several readers does so when these come together again inside the tail (`x * sigmoid(x)`).
struct ElementwiseTail {
  /// The nodes taken, and the tensor that leaves after them.
  struct Step {
    var nodes: [Int]
    var exit: Int
  }

  /// Extends a layer as far as it goes.
  static func extend(_ layer: Int, in assignment: inout Assignment) {
    let nodes = assignment.index.graph.nodes
    while let exit = assignment.drafts[layer].exit {
      let draft = assignment.drafts[layer]
      // What begins with a statistic goes on so: a norm is a mean removed, then a spread divided out.
      let reduces =
        draft.style == .vector && draft.nodes.contains { nodes[$0].kind == .reduction }
      guard
        let step = step(
          from: exit, style: draft.style, regions: reduces ? .vector : .elementwise,
          in: assignment)
      else { return }
      assignment.extend(layer, by: step.nodes, exit: step.exit)
    }
  }

  /// What follows a tensor, if it may be fused to what made it.
  static func step(
    from tensor: Int, style: LayerDraft.Style, regions: ReconvergentRegion.Content,
    in assignment: Assignment
  ) -> Step? {
    let index = assignment.index
    guard !index.isOutput[tensor] else { return nil }
    if let node = index.soleConsumer(of: tensor) {
      guard assignment.isFree(node), let output = index.output(of: node),
        fits(node, behind: tensor, style: style, in: assignment)
      else { return nil }
      return Step(nodes: [node], exit: output)
    }
    guard style != .movement, index.consumers(of: tensor).count > 1 else { return nil }
    return ReconvergentRegion.find(
      from: tensor, containing: nil, content: regions, closing: true, in: assignment)
  }

  private static func fits(
    _ node: Int, behind tensor: Int, style: LayerDraft.Style, in assignment: Assignment
  ) -> Bool {
    let index = assignment.index
    let traits = assignment.traits
    guard traits.isElementwise(node), let output = index.output(of: node),
      index.elements(output) == index.elements(tensor)
    else { return false }
    if style == .movement { return index.graph.nodes[node].kind == .quantization }
    let activations = index.activations(of: node)
    if activations.count == 1 { return true }
    guard traits.primary(of: node) == tensor else { return false }
    // The product of two branches of the same size is work of its own; a scale that is spread over one is not.
    let others = activations.filter { $0 != tensor }
    return style == .vector || traits.isAddition(node)
      || others.allSatisfy { index.elements($0) < index.elements(tensor) }
  }
}
