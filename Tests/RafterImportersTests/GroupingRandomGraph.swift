// SPDX-License-Identifier: Apache-2.0
import RafterQuantities
import RafterTestSupport
import RafterWorkload

@testable import RafterImporters

/// Random graphs out of the pieces that models are made of.
enum RandomGraph {
  /// A graph of products, activations, additions, views, movement and whole patterns.
  static func make(_ random: inout SeededGenerator, nodes: Int) -> GraphBuilder {
    var b = GraphBuilder()
    var live = [b.input([4, 8]), b.input([4, 8])]
    for _ in 0..<nodes {
      let x = live[Int.random(in: max(0, live.count - 4)..<live.count, using: &random)]
      let y = live[Int.random(in: 0..<live.count, using: &random)]
      live.append(piece(&b, x, y, Int.random(in: 0..<12, using: &random)))
    }
    for _ in 0..<2 {
      if let t = live.randomElement(using: &random), !b.graph.outputs.contains(t) { b.output(t) }
    }
    if let last = live.last, !b.graph.outputs.contains(last) { b.output(last) }
    return b
  }

  private static func piece(_ b: inout GraphBuilder, _ x: Int, _ y: Int, _ which: Int) -> Int {
    switch which {
    case 0, 1, 2: return b.product("MatMul", x, b.weight([8, 8]), [4, 8], k: 8)
    case 3: return b.node("Relu", [x], [4, 8], kind: .activation)
    case 4, 5: return b.node("Add", [x, y], [4, 8])
    case 6: return b.node("Mul", [x, y], [4, 8])
    case 7: return b.reshape(b.reshape(x, [32]), [4, 8])
    case 8: return b.transpose(b.transpose(x, [1, 0]), [1, 0])
    case 9: return silu(&b, x)
    case 10: return norm(&b, x, form: .layerNorm)
    default: return geluErf(&b, x)
    }
  }

  /// The same graph with its nodes in another order in which they can run, and other names.
  static func shuffled(_ graph: ResolvedGraph, _ random: inout SeededGenerator) -> ResolvedGraph {
    var made = Set(graph.inputs)
    let produced = Set(graph.nodes.flatMap { $0.outputs.compactMap { $0 } })
    for t in graph.tensors.indices where !produced.contains(t) { made.insert(t) }
    var left = graph.nodes
    var result = graph
    result.nodes = []
    while !left.isEmpty {
      let ready = left.indices.filter { i in
        left[i].inputs.allSatisfy { $0.map(made.contains) ?? true }
      }
      guard let pick = ready.randomElement(using: &random) else { break }
      let node = left.remove(at: pick)
      for case let output? in node.outputs { made.insert(output) }
      result.nodes.append(node)
    }
    return result
  }

  /// The same graph with other names for all nodes and tensors.
  static func renamed(_ graph: ResolvedGraph) -> ResolvedGraph {
    var result = graph
    var names: [String: String] = [:]
    for t in result.tensors.indices {
      names[result.tensors[t].name] = "x\(t * 7919 % 10007)_\(t)"
      result.tensors[t].name = "x\(t * 7919 % 10007)_\(t)"
    }
    for n in result.nodes.indices {
      result.nodes[n].name = "y\(n * 7907 % 10009)_\(n)"
      for i in result.nodes[n].nests.indices {
        for o in result.nodes[n].nests[i].operands.indices {
          let old = result.nodes[n].nests[i].operands[o].tensor
          result.nodes[n].nests[i].operands[o].tensor = names[old] ?? old
        }
      }
    }
    return result
  }
}

/// A workload without names: what must not depend on names or on the order of nodes.
struct Anonymous: Hashable {
  var layers: [[String]]
  var parameters: Int
  var parameterBytes: Int

  init(_ workload: Workload) {
    parameters = workload.parameters
    parameterBytes = workload.parameterBytes
    layers = workload.layers.map { layer in
      var facts = [
        layer.kind.rawValue, layer.operators, "\(layer.nodes.count)", "\(layer.macs)",
        "\(layer.macsWithoutPadding)", "\(layer.vectorOperations)",
      ]
      facts += layer.tensors.map {
        "\($0.role) \($0.direction) \($0.elements) \($0.format) \($0.isMappedByNest) \($0.isConstant)"
      }.sorted()
      facts += layer.nests.map { nest in
        "\(nest.label) \(nest.dimensions) \(nest.accumulate) \(nest.operands.map(\.format))"
      }
      return facts
    }
  }

  /// With the layers in an order of their own: two orders of nodes are two orders of execution.
  var unordered: Self {
    var copy = self
    copy.layers.sort { $0.lexicographicallyPrecedes($1) }
    return copy
  }
}
