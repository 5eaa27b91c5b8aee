// SPDX-License-Identifier: Apache-2.0
public import RafterDiagnostics
public import RafterWorkload

extension Analysis {
  /// The layer of an id (`L02`), a name, or the name of one of its graph nodes.
  ///
  /// - Throws: a diagnostic with the nearest name, or with all layers a name could mean.
  public func layer(named name: String) throws(DiagnosticList) -> LayerAnalysis {
    layers[try Workload.index(of: name, in: layers.map(\.layer))]
  }
}

extension Workload {
  /// The workload with one layer only: that of an id, a name, or the name of one of its graph nodes.
  ///
  /// - Throws: a diagnostic with the nearest name, or with all layers a name could mean.
  public func keeping(layer name: String) throws(DiagnosticList) -> Workload {
    var copy = self
    copy.layers = [layers[try Self.index(of: name, in: layers)]]
    // What devices exchange belongs to the whole pass.
    copy.pass?.collectives = []
    copy.pass?.stages = []
    return copy
  }

  static func index(of name: String, in layers: [Layer]) throws(DiagnosticList) -> Int {
    if let found = layers.firstIndex(where: { $0.id.lowercased() == name.lowercased() }) {
      return found
    }
    let named = layers.indices.filter { layers[$0].name == name }
    if named.count > 1 {
      throw DiagnosticList(.ambiguousLayer(name, ids: named.map { layers[$0].id }))
    }
    if let found = named.first ?? layers.firstIndex(where: { $0.nodes.contains(name) }) {
      return found
    }
    throw DiagnosticList(.unknownLayer(name, layers: layers.flatMap { [$0.id, $0.name] }))
  }
}
