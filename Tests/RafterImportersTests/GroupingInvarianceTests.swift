// SPDX-License-Identifier: Apache-2.0
import RafterTestSupport
import RafterWorkload
import Testing

@testable import RafterImporters

struct GroupingInvarianceTests {
  @Test(arguments: 0..<80) func `renaming every node and tensor changes nothing but names`(
    seed: Int
  ) {
    var random = SeededGenerator(seed: UInt64(1000 + seed))
    let graph = RandomGraph.make(&random, nodes: 4 + seed / 2).graph
    let before = Anonymous(LayerGrouping.workload(from: graph))
    #expect(Anonymous(LayerGrouping.workload(from: RandomGraph.renamed(graph))) == before)
  }

  @Test(arguments: 0..<80) func `another order of the nodes gives the same layers`(seed: Int) {
    var random = SeededGenerator(seed: UInt64(2000 + seed))
    let graph = RandomGraph.make(&random, nodes: 4 + seed / 2).graph
    let before = Anonymous(LayerGrouping.workload(from: graph)).unordered
    for _ in 0..<3 {
      let other = RandomGraph.shuffled(graph, &random)
      #expect(Anonymous(LayerGrouping.workload(from: other)).unordered == before)
    }
  }

  @Test(arguments: 0..<80) func `nothing is lost and nothing runs before what it reads`(seed: Int) {
    var random = SeededGenerator(seed: UInt64(3000 + seed))
    let graph = RandomGraph.make(&random, nodes: 4 + seed / 2).graph
    let w = LayerGrouping.workload(from: graph)
    GraphCheck.conserves(graph, w)
    GraphCheck.runsInOrder(graph, w)
  }

  @Test func `six thousand nodes take milliseconds`() {
    // The time itself is not tested; a search that grows with the square would be felt here.
    var random = SeededGenerator(seed: 7)
    let b = RandomGraph.make(&random, nodes: 2600)
    #expect(b.graph.nodes.count > 6000)
    let w = b.workload
    #expect(w.totals.macs == b.graph.nodes.reduce(0) { $0 + $1.macs })
  }
}

/// What must hold for the workload of any graph.
enum GraphCheck {
  /// Sums over layers are sums over nodes, and each node that runs is in exactly one layer.
  static func conserves(_ graph: ResolvedGraph, _ w: Workload) {
    #expect(w.totals.macs == graph.nodes.reduce(0) { $0 + ($1.isFolded ? 0 : $1.macs) })
    #expect(
      w.totals.vectorOperations
        == graph.nodes.reduce(0) { $0 + ($1.isFolded || $1.isFree ? 0 : $1.vectorOperations) })
    #expect(
      w.totals.macsWithoutPadding
        == graph.nodes.reduce(0) { $0 + ($1.isFolded ? 0 : $1.macsWithoutPadding) })
    let running = graph.nodes.filter { !$0.isFolded && !$0.isFree }.map(\.name).sorted()
    #expect(w.layers.flatMap(\.nodes).sorted() == running)
  }

  /// Each tensor that a layer reads was written by an earlier one, or is an input or a constant.
  static func runsInOrder(_ graph: ResolvedGraph, _ w: Workload) {
    var there = Set(graph.inputs.map { graph.tensors[$0].name })
    for layer in w.layers {
      for tensor in layer.tensors where tensor.direction == .read && !tensor.isConstant {
        #expect(there.contains(tensor.name), "\(layer.id) \(layer.operators) reads \(tensor.name)")
      }
      for tensor in layer.tensors where tensor.direction == .written { there.insert(tensor.name) }
    }
  }
}
