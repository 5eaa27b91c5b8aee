// SPDX-License-Identifier: Apache-2.0
import RafterDiagnostics

extension GraphChecker {
  /// What makes a name in a graph.
  enum Maker {
    case input
    case initializer
    /// The place of the node in the list.
    case node(Int)
  }

  /// Every name that a graph makes, with what makes it; a name that is made twice is an error.
  mutating func checkNames(_ graph: ONNXGraph) -> [String: Maker] {
    var makers: [String: Maker] = [:]
    for input in graph.inputs {
      if makers.updateValue(.input, forKey: input.name) != nil {
        add(.duplicateInput(source, name: input.name))
      }
    }
    for tensor in graph.initializers {
      // Files of IR version 3 list their initializers among the inputs too.
      if case .initializer = makers.updateValue(.initializer, forKey: tensor.name) {
        add(.duplicateInitializer(source, name: tensor.name))
      }
    }
    addOutputs(of: graph.nodes, to: &makers)
    return makers
  }

  /// Adds the results of nodes to what is made already.
  mutating func addOutputs(of nodes: [ONNXNode], to makers: inout [String: Maker]) {
    for (index, node) in nodes.enumerated() {
      for output in node.outputs where !output.isEmpty {
        guard let other = makers.updateValue(.node(index), forKey: output) else { continue }
        let what =
          switch other {
          case .input: "an input of the graph"
          case .initializer: "an initializer"
          case .node(let first): "node '\(nodes[first].shownName)' (#\(nodes[first].index))"
          }
        add(.duplicateOutput(at: place(of: node), name: output, other: what))
      }
    }
    var seen: [String: Int] = [:]
    for node in nodes where !node.name.isEmpty {
      if let first = seen[node.name] {
        noteDuplicate(of: node, first: first)
      } else {
        seen[node.name] = node.index
      }
    }
  }

  /// The nodes in an order in which they can run; names that nobody makes and cycles are errors.
  mutating func order(
    _ nodes: [ONNXNode], makers: [String: Maker], visible: Set<String>
  ) -> [ONNXNode] {
    var reads: [[Int]] = []
    reads.reserveCapacity(nodes.count)
    for node in nodes {
      var producers: [Int] = []
      for name in node.inputs where !name.isEmpty {
        if case .node(let index) = makers[name] {
          producers.append(index)
        } else if !visible.contains(name) {
          add(
            .danglingInput(
              at: place(of: node), name: name, nearest: nearest(to: name, among: visible)))
        }
      }
      for name in Self.captured(by: node) {
        if case .node(let index) = makers[name] { producers.append(index) }
      }
      reads.append(producers)
    }
    let sorted = GraphOrder.sort(count: nodes.count, reads: reads)
    for cycle in sorted.cycles {
      let names = cycle.map { nodes[$0].shownName }
      add(.cycle(at: place(of: nodes[cycle[0]]), names: names))
    }
    if sorted.cycles.isEmpty, let moved = sorted.order.enumerated().first(where: { $0 != $1 }) {
      add(.unsorted(at: place(of: nodes[moved.element])))
    }
    return sorted.order.map { nodes[$0] }
  }

  /// The names that the bodies of a node read from around it, in the order of the file.
  static func captured(by node: ONNXNode) -> [String] {
    node.bodies.flatMap(free)
  }

  private static func free(_ body: ONNXGraph) -> [String] {
    var own = Set(body.inputs.map(\.name))
    own.formUnion(body.initializers.map(\.name))
    for node in body.nodes { own.formUnion(node.outputs) }
    var names = body.nodes.flatMap { $0.inputs + captured(by: $0) }
    names += body.outputs.map(\.name)
    return names.filter { !$0.isEmpty && !own.contains($0) }
  }
}

extension ONNXNode {
  /// The graphs among its attributes, in the order of the attributes' names.
  var bodies: [ONNXGraph] {
    guard attributes.contains(where: { !$0.value.bodies.isEmpty }) else { return [] }
    return attributes.sorted { $0.key < $1.key }.flatMap(\.value.bodies)
  }
}

extension ONNXAttribute {
  /// Whether it holds graphs or tensors.
  var isCompound: Bool {
    switch self {
    case .graph, .graphs, .tensor, .tensors: true
    default: false
    }
  }

  /// The graphs it holds.
  var bodies: [ONNXGraph] {
    switch self {
    case .graph(let graph): [graph]
    case .graphs(let graphs): graphs
    default: []
    }
  }

  /// The tensors it holds.
  var constants: [ONNXTensor] {
    switch self {
    case .tensor(let tensor): [tensor]
    case .tensors(let tensors): tensors
    default: []
    }
  }
}
