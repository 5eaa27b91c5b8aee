// SPDX-License-Identifier: Apache-2.0
import RafterWorkload

/// Puts layers into the order in which they run, and names them.
enum LayerOrder {
  /// The drafts by the place of their last node.
  ///
  /// A layer leaves through its last node only, so whoever reads it comes later, and all that it reads is
  /// there.
  static func sorted(_ drafts: [LayerDraft], in index: GraphIndex) -> [LayerDraft] {
    let keyed = drafts.map { draft in
      (last: draft.nodes.filter { index.roles[$0] == .active }.max() ?? draft.main, draft: draft)
    }
    return keyed.sorted { $0.last < $1.last }.map(\.draft)
  }

  /// `L01` for the first layer: as many digits as the count needs, two at least.
  static func id(_ position: Int, of count: Int) -> String {
    let digits = max(2, String(count).count)
    let number = String(position + 1)
    return "L" + String(repeating: "0", count: max(0, digits - number.count)) + number
  }

  /// The nodes of a layer in the order in which data flow through them.
  static func flow(_ draft: LayerDraft, in index: GraphIndex) -> [Int] {
    draft.nodes.sorted { key($0, index) < key($1, index) }
  }

  private static func key(_ node: Int, _ index: GraphIndex) -> (Int, Int, String, Int) {
    let isView = index.roles[node] != .active
    return (
      isView ? 1 : 0, index.depth[node], index.graph.nodes[node].operator, node
    )
  }

  /// `Conv+BatchNormalization+Relu`: the operators in the order of the data, runs of the same one once.
  ///
  /// Changes of storage that belong to other work are left out: `QuantizeLinear` shows in the formats.
  static func operators(_ flow: [Int], in index: GraphIndex) -> String {
    let nodes = index.graph.nodes
    let active = flow.filter { index.roles[$0] == .active }
    let work = active.filter { nodes[$0].kind != .quantization }
    var names: [String] = []
    for node in work.isEmpty ? active.isEmpty ? flow : active : work
    where names.last != nodes[node].operator {
      names.append(nodes[node].operator)
    }
    return names.joined(separator: "+")
  }
}
