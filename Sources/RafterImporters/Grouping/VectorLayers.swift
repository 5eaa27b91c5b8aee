// SPDX-License-Identifier: Apache-2.0
import RafterWorkload

/// Makes layers of the work that has no products: normalisation, activation, rotary embedding, softmax,
/// pooling, embedding, movement; single nodes or spelled out.
enum VectorLayers {
  /// Groups all nodes that are in no layer yet.
  static func group(_ assignment: inout Assignment) {
    // Movement and changes of format last: work around them may take them in.
    let (late, early) = assignment.index.byDepth.partitioned {
      let kind = assignment.traits.kind(of: $0)
      return kind == .dataMovement || kind == .quantization
    }
    for node in early + late where assignment.isFree(node) {
      let layer = assignment.add(start(at: node, in: assignment))
      if isRotary(assignment.drafts[layer], in: assignment.index) {
        HeadMovement.absorbUpwards(into: layer, in: &assignment)
      }
      ElementwiseTail.extend(layer, in: &assignment)
      recognise(layer, in: &assignment)
    }
  }

  private static func start(at node: Int, in assignment: Assignment) -> LayerDraft {
    let index = assignment.index
    let kind = assignment.traits.kind(of: node)
    for source in index.activations(of: node) where index.consumers(of: source).count > 1 {
      if let region = ReconvergentRegion.find(
        from: source, containing: node, content: .vector, closing: false, in: assignment)
      {
        return LayerDraft(
          main: node, kind: kind, style: .vector, nodes: region.nodes, exit: region.exit)
      }
    }
    return LayerDraft(
      main: node, kind: kind, style: style(of: kind), nodes: [node],
      exit: ProductLayers.soleOutput(of: node, in: index))
  }

  private static func style(of kind: OperatorKind) -> LayerDraft.Style {
    switch kind {
    case .activation, .elementwise, .quantization: .vector
    // A residual after these is added on the way out, as after products.
    case .normalization, .softmax, .pooling, .reduction, .embedding: .product
    default: .movement
    }
  }

  /// Says what a layer of several nodes is, by the operators it is made of.
  private static func recognise(_ layer: Int, in assignment: inout Assignment) {
    let index = assignment.index
    let draft = assignment.drafts[layer]
    guard draft.nodes.count > 1, draft.style == .vector else { return }
    let kind = VectorPattern.kind(
      of: draft.nodes.map { index.graph.nodes[$0] }, otherwise: draft.kind)
    let last = draft.nodes.filter { index.graph.nodes[$0].kind != .quantization }
      .max { (index.depth[$0], $0) < (index.depth[$1], $1) }
    assignment.name(layer, kind: kind, main: last ?? draft.main)
  }

  private static func isRotary(_ draft: LayerDraft, in index: GraphIndex) -> Bool {
    VectorPattern.isRotary(draft.nodes.map { index.graph.nodes[$0].operator })
  }
}

extension Array {
  /// The elements that satisfy a condition and those that do not, both in their order.
  fileprivate func partitioned(by condition: (Element) -> Bool) -> (
    with: [Element], without: [Element]
  ) {
    (filter(condition), filter { !condition($0) })
  }
}
