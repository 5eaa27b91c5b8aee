// SPDX-License-Identifier: Apache-2.0
import RafterQuantities

/// How many bytes of activations are alive at once while layers run one after another.
enum ActivationMemory {
  /// From when to when a tensor occupies memory.
  struct Lifetime: Sendable, Hashable {
    /// The layer that makes it, or the first one for inputs of the graph.
    var first: Int
    /// The last layer that reads it, or the last of all for outputs of the graph.
    var last: Int
    /// Its size.
    var bytes: Int
  }

  /// The most bytes alive at once, and the first layer at which that is so.
  ///
  /// While a layer runs, all that it reads and writes is alive, and all that later layers will read.
  static func peak(_ lifetimes: [Lifetime], layers: Int) -> (bytes: Int, layer: Int?) {
    guard layers > 0 else { return (0, nil) }
    var change = [Int](repeating: 0, count: layers + 1)
    for lifetime in lifetimes {
      change[lifetime.first] += lifetime.bytes
      change[lifetime.last + 1] -= lifetime.bytes
    }
    var alive = 0
    var peak: (bytes: Int, layer: Int?) = (0, nil)
    for layer in 0..<layers {
      alive += change[layer]
      if alive > peak.bytes { peak = (alive, layer) }
    }
    return peak
  }

  /// The lifetimes of all tensors between layers; what stays inside a layer is not stored.
  ///
  /// - Parameter position: by node, the place of its layer in the order of execution; -1 for none.
  static func lifetimes(in index: GraphIndex, position: [Int], layers: Int) -> [Lifetime] {
    let graph = index.graph
    var isInput = [Bool](repeating: false, count: graph.tensors.count)
    for input in graph.inputs { isInput[index.root[input]] = true }
    var found: [Lifetime] = []
    for (tensor, facts) in graph.tensors.enumerated()
    where index.root[tensor] == tensor && !index.isConstant(tensor) {
      guard let format = facts.format, let elements = facts.elements else { continue }
      let made = index.maker(of: tensor).map { position[$0] }
      guard isInput[tensor] || made != nil else { continue }
      let readers = index.consumers(of: tensor).map { position[$0] }
      let isOutput = index.isOutput[tensor]
      // What is read only where it is made, or never, needs no place of its own.
      guard isOutput || readers.contains(where: { $0 != made }) else { continue }
      let first = made ?? 0
      let last = isOutput ? layers - 1 : max(first, readers.max() ?? first)
      found.append(Lifetime(first: first, last: last, bytes: format.bytes(of: elements)))
    }
    return found
  }
}
