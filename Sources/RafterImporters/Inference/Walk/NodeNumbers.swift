// SPDX-License-Identifier: Apache-2.0

/// Numbers nodes in the order in which a reader meets them in the file: each node, then the nodes of its bodies.
enum NodeNumbers {
  /// The numbers of nodes that may have been sorted since; `list` is in any order.
  static func numbers(_ list: [ONNXNode], from first: Int) -> [Int] {
    var out = [Int](repeating: 0, count: list.count)
    var next = first
    for place in list.indices.sorted(by: { list[$0].index < list[$1].index }) {
      out[place] = next
      next += 1 + bodies(list[place]).reduce(0) { $0 + count($1.graph) }
    }
    return out
  }

  /// The number of the first node of a body of a node that has `number` itself.
  static func first(_ attribute: String, of node: ONNXNode, number: Int) -> Int {
    var next = number + 1
    for body in bodies(node) {
      if body.name == attribute { return next }
      next += count(body.graph)
    }
    return next
  }

  /// The bodies of a node, the taken one of an If first; the file's order of attributes is not kept.
  private static func bodies(_ node: ONNXNode) -> [(name: String, graph: ONNXGraph)] {
    guard !node.attributes.isEmpty else { return [] }
    var out: [(name: String, graph: ONNXGraph)] = []
    for (name, value) in node.attributes {
      if case .graph(let graph) = value { out.append((name, graph)) }
    }
    return out.sorted { $0.name > $1.name }
  }

  private static func count(_ graph: ONNXGraph) -> Int {
    graph.nodes.reduce(0) { total, node in
      total + 1 + bodies(node).reduce(0) { $0 + count($1.graph) }
    }
  }
}
