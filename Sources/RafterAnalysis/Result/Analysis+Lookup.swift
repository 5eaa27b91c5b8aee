// SPDX-License-Identifier: Apache-2.0
public import RafterDiagnostics
import RafterWorkload

extension Analysis {
  /// The layer of an id (`L02`), a name, or the name of one of its graph nodes.
  ///
  /// - Throws: a diagnostic with the nearest name, or with all layers a name could mean.
  public func layer(named name: String) throws(DiagnosticList) -> LayerAnalysis {
    if let found = layers.first(where: { $0.layer.id.lowercased() == name.lowercased() }) {
      return found
    }
    let named = layers.filter { $0.layer.name == name }
    if named.count > 1 {
      throw DiagnosticList(.ambiguousLayer(name, ids: named.map(\.layer.id)))
    }
    if let found = named.first ?? layers.first(where: { $0.layer.nodes.contains(name) }) {
      return found
    }
    throw DiagnosticList(
      .unknownLayer(name, layers: layers.flatMap { [$0.layer.id, $0.layer.name] }))
  }
}
