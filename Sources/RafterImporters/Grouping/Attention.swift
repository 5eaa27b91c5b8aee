// SPDX-License-Identifier: Apache-2.0
import RafterWorkload

/// Finds scaled dot-product attention: two products of activations with a softmax between them, or one node.
///
/// The scale may stand on either side, the mask may be added or chosen by `Where`, rows of NaN may be
/// replaced, and queries, keys and values may be transposed, scaled and repeated on the way in: all of it
/// becomes one layer, whose scores never leave it.
enum Attention {
  /// The most vector nodes between the scores and the softmax.
  static let chainLimit = 12

  /// Makes a layer of each attention of the graph.
  static func group(_ assignment: inout Assignment) {
    let nodes = assignment.index.graph.nodes
    for node in assignment.index.byDepth where assignment.isFree(node) {
      if nodes[node].kind == .attention {
        add(single(node, in: assignment), to: &assignment)
      } else if nodes[node].kind == .softmax, let draft = spelledOut(around: node, in: assignment) {
        add(draft, to: &assignment)
      }
    }
  }

  private static func add(_ draft: LayerDraft, to assignment: inout Assignment) {
    let layer = assignment.add(draft)
    HeadMovement.absorb(into: layer, in: &assignment)
  }

  private static func single(_ node: Int, in assignment: Assignment) -> LayerDraft {
    let outputs = assignment.index.graph.nodes[node].outputs.compactMap { $0 }
    return LayerDraft(
      main: node, kind: .attention, style: .product, nodes: [node],
      exit: outputs.first.map { assignment.index.root[$0] })
  }

  /// The attention around a softmax, without what is done to queries, keys and values.
  private static func spelledOut(around softmax: Int, in assignment: Assignment) -> LayerDraft? {
    let index = assignment.index
    guard let before = index.activations(of: softmax).first,
      var nodes = chainToScores(from: before, reader: softmax, limit: chainLimit, in: assignment),
      let scores = nodes.last, var exit = index.output(of: softmax)
    else { return nil }
    nodes.append(softmax)
    for _ in 0..<chainLimit {
      if let context = index.soleConsumer(of: exit), assignment.isFree(context),
        isProductOfActivations(context, in: index), let output = index.output(of: context)
      {
        return LayerDraft(
          main: context, kind: .attention, style: .product, nodes: nodes + [context], exit: output,
          labels: [scores: "scores", context: "context"])
      }
      guard
        let step = ElementwiseTail.step(
          from: exit, style: .vector, regions: .elementwise, in: assignment),
        step.nodes.allSatisfy({ !nodes.contains($0) })
      else { return nil }
      nodes += step.nodes
      exit = step.exit
    }
    return nil
  }

  /// The nodes from the softmax's input back to the product that made the scores, which comes last.
  private static func chainToScores(
    from tensor: Int, reader: Int, limit: Int, in assignment: Assignment
  ) -> [Int]? {
    let index = assignment.index
    guard limit > 0, index.soleConsumer(of: tensor) == reader, let maker = index.maker(of: tensor),
      assignment.isFree(maker)
    else { return nil }
    if isProductOfActivations(maker, in: index) { return [maker] }
    guard assignment.traits.isElementwise(maker) else { return nil }
    // Of several inputs, the scores have full size; a mask of full size leads to no product.
    for input in index.activations(of: maker) where index.elements(input) == index.elements(tensor)
    {
      if let rest = chainToScores(from: input, reader: maker, limit: limit - 1, in: assignment) {
        return [maker] + rest
      }
    }
    return nil
  }

  private static func isProductOfActivations(_ node: Int, in index: GraphIndex) -> Bool {
    let resolved = index.graph.nodes[node]
    return resolved.kind != .attention && resolved.nests.count == 1
      && index.activations(of: node).count == 2
      && resolved.nests[0].operands.allSatisfy { !$0.isConstant }
  }
}
