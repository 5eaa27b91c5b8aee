// SPDX-License-Identifier: Apache-2.0
public import RafterWorkload

/// Groups the nodes of a graph into layers that an analyst recognises.
///
/// Patterns look at operators, shapes and the flow of data, never at names or at the order of the file.
public enum LayerGrouping {
  /// The workload of a resolved graph.
  ///
  /// Each node that is neither folded nor free is in exactly one layer; sums of MACs and of vector
  /// operations are those of the nodes, repeats included.
  ///
  /// - Parameters:
  ///   - graph: a graph with all shapes known.
  ///   - repeated: whether runs of equal blocks are folded into one with a repeat count.
  public static func workload(from graph: ResolvedGraph, repeated: RepeatedLayers = .listed)
    -> Workload
  {
    let index = GraphIndex(graph)
    var assignment = Assignment(index)
    Attention.group(&assignment)
    SqueezeExcitation.group(&assignment)
    ProductLayers.group(&assignment)
    VectorLayers.group(&assignment)
    ViewPlacement.place(&assignment)
    return build(assignment, repeated)
  }

  private static func build(_ assignment: Assignment, _ repeated: RepeatedLayers) -> Workload {
    let index = assignment.index
    let drafts = LayerOrder.sorted(assignment.drafts, in: index)
    var position = [Int](repeating: -1, count: index.graph.nodes.count)
    for (layer, draft) in drafts.enumerated() {
      for node in draft.nodes { position[node] = layer }
    }
    var parameters = ParameterCount(index)
    var layers: [Layer] = []
    layers.reserveCapacity(drafts.count)
    for (place, draft) in drafts.enumerated() {
      var layer = self.layer(draft, place, index: index, position: position)
      (layer.parameters, layer.parameterBytes) = parameters.take(draft.nodes)
      layers.append(layer)
    }
    let peak = ActivationMemory.peak(
      ActivationMemory.lifetimes(in: index, position: position, layers: layers.count),
      layers: layers.count)
    var placeOf = Array(layers.indices)
    let (parameterCount, parameterBytes) = layers.reduce((0, 0)) {
      ($0.0 + $1.parameters, $0.1 + $1.parameterBytes)
    }
    if repeated == .folded { (layers, placeOf) = RepeatedBlocks.fold(layers) }
    for place in layers.indices { layers[place].id = LayerOrder.id(place, of: layers.count) }
    return Workload(
      name: index.graph.name, source: index.graph.source, layers: layers,
      parameters: parameterCount, parameterBytes: parameterBytes,
      peakActivationBytes: peak.bytes,
      peakActivationLayer: peak.layer.map { layers[placeOf[$0]].id },
      bindings: index.graph.bindings, diagnostics: index.graph.diagnostics,
      uncounted: index.graph.uncounted)
  }

  private static func layer(
    _ draft: LayerDraft, _ place: Int, index: GraphIndex, position: [Int]
  ) -> Layer {
    let nodes = index.graph.nodes
    let flow = LayerOrder.flow(draft, in: index)
    let products = LayerNests(
      index: index, layerOf: position, draft: draft, flow: flow, layer: place)
    let border = LayerBorder(index: index, layerOf: position)
    return Layer(
      id: "", name: draft.title + nodes[draft.main].name, kind: draft.kind,
      operators: LayerOrder.operators(flow, in: index), nodes: flow.map { nodes[$0].name },
      nests: products.nests,
      macsWithoutPadding: draft.nodes.reduce(0) { $0 + nodes[$1].macsWithoutPadding },
      vectorOperations: draft.nodes.reduce(0) { $0 + nodes[$1].vectorOperations },
      tensors: border.tensors(of: flow, layer: place, mapped: products.mapped))
  }
}
