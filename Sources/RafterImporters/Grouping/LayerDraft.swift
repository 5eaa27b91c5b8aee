// SPDX-License-Identifier: Apache-2.0
import RafterWorkload

/// A layer while it is being put together.
struct LayerDraft {
  /// What the layer is recognised by, and what its tail may take.
  enum Style: Sendable {
    /// Around products: takes activations, constants and one residual after another.
    case product
    /// Vector work: takes any elementwise node that belongs behind it.
    case vector
    /// Moves data: takes a change of format only.
    case movement
  }

  /// The node it is named after.
  var main: Int
  /// What it is.
  var kind: OperatorKind
  /// What may follow.
  var style: Style
  /// Its active nodes.
  var nodes: [Int]
  /// The tensor that leaves it; nil after several outputs.
  var exit: Int?
  /// What stands in front of the name of the main node.
  var title = ""
  /// What the products of a node are called here.
  var labels: [Int: String] = [:]
}

/// Which layer each node has gone to so far.
struct Assignment {
  let index: GraphIndex
  let traits: NodeTraits
  /// In the order of discovery.
  private(set) var drafts: [LayerDraft] = []
  /// By node: the place of its layer in ``drafts``; -1 while it is free to take.
  private(set) var layerOf: [Int]

  init(_ index: GraphIndex) {
    self.index = index
    traits = NodeTraits(index)
    layerOf = [Int](repeating: -1, count: index.graph.nodes.count)
  }

  /// Whether an active node is still in no layer.
  func isFree(_ node: Int) -> Bool { layerOf[node] < 0 }

  /// Makes a layer of nodes that are in none yet; returns its place.
  @discardableResult
  mutating func add(_ draft: LayerDraft) -> Int {
    for node in draft.nodes { layerOf[node] = drafts.count }
    drafts.append(draft)
    return drafts.count - 1
  }

  /// Puts more nodes into a layer, the exit moved behind them.
  mutating func extend(_ layer: Int, by nodes: [Int], exit: Int?) {
    for node in nodes { layerOf[node] = layer }
    drafts[layer].nodes += nodes
    drafts[layer].exit = exit
  }

  /// Puts a node into a layer, which leaves by the same tensor as before.
  mutating func absorb(_ node: Int, into layer: Int) {
    layerOf[node] = layer
    drafts[layer].nodes.append(node)
  }

  /// Says what a layer is and after which node it is named.
  mutating func name(_ layer: Int, kind: OperatorKind, main: Int) {
    drafts[layer].kind = kind
    drafts[layer].main = main
  }
}
