// SPDX-License-Identifier: Apache-2.0
public import RafterQuantities
import RafterWorkload

/// A tensor between layers: who makes it, who reads it.
public struct GraphEdge: Sendable, Hashable {
  /// The tensor's name in the model.
  public var tensor: String
  /// Its size.
  public var bytes: ByteCount
  /// The place of the layer that makes it.
  public var producer: Int
  /// The places of the layers that read it, in order.
  public var consumers: [Int]

  /// The layer after which nobody needs it.
  var last: Int { consumers.last ?? producer }
}

extension Workload {
  /// The tensors that one layer writes and later ones read, in the order in which they are written.
  ///
  /// Layers are joined by the names of tensors: a list of layers has none in common, a graph has.
  var edges: [GraphEdge] {
    var readers: [String: [Int]] = [:]
    for (place, layer) in layers.enumerated() {
      for tensor in layer.tensors where tensor.direction == .read && !tensor.isConstant {
        if readers[tensor.name]?.last != place { readers[tensor.name, default: []].append(place) }
      }
    }
    var edges: [GraphEdge] = []
    for (place, layer) in layers.enumerated() {
      for tensor in layer.tensors where tensor.direction == .written && tensor.elements > 0 {
        let later = (readers[tensor.name] ?? []).filter { $0 > place }
        guard !later.isEmpty else { continue }
        edges.append(
          GraphEdge(
            tensor: tensor.name, bytes: ByteCount(tensor.bytes), producer: place,
            consumers: later))
      }
    }
    return edges
  }
}
