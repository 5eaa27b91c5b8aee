// SPDX-License-Identifier: Apache-2.0
import RafterImporters
import RafterTestSupport
import RafterWorkload
import Testing

@Suite struct RepeatedBlockTests {
  /// `blocks` blocks of two unlike products each, between a first and a last one.
  private func model(blocks: Int) throws -> ResolvedGraph {
    try Resolved.graph {
      $0.input("x", [4, 8])
      $0.initializer("first", [8, 16])
      $0.node("MatMul", ["x", "first"], ["h0"], name: "first")
      for block in 0..<blocks {
        $0.initializer("up\(block)", [16, 32])
        $0.initializer("down\(block)", [32, 16])
        $0.node("MatMul", ["h\(block)", "up\(block)"], ["u\(block)"], name: "\(block).up")
        $0.node("MatMul", ["u\(block)", "down\(block)"], ["h\(block + 1)"], name: "\(block).down")
      }
      $0.initializer("last", [16, 2])
      $0.node("MatMul", ["h\(blocks)", "last"], ["y"], name: "last")
      $0.output("y")
    }
  }

  @Test func `equal blocks become one with a repeat count`() throws {
    let graph = try model(blocks: 12)
    let workload = LayerGrouping.workload(from: graph, repeated: .folded)
    #expect(workload.layers.map(\.name) == ["first", "0.up", "0.down", "last"])
    #expect(workload.layers.map(\.repeats) == [1, 12, 12, 1])
    #expect(workload.layers.map(\.id) == ["L01", "L02", "L03", "L04"])
    // Whoever asks for a later block finds it by its node.
    #expect(workload.layers[1].nodes.contains("7.up"))
  }

  @Test func `folding changes no total`() throws {
    let graph = try model(blocks: 12)
    let listed = LayerGrouping.workload(from: graph)
    let folded = LayerGrouping.workload(from: graph, repeated: .folded)
    #expect(listed.layers.count == 26)
    #expect(folded.totals == listed.totals)
    #expect(folded.parameters == listed.parameters)
    #expect(folded.parameterBytes == listed.parameterBytes)
    #expect(folded.peakActivationBytes == listed.peakActivationBytes)
    let nodes = { (workload: Workload) in workload.layers.flatMap(\.nodes).sorted() }
    #expect(nodes(folded) == nodes(listed))
  }

  @Test func `a short list stays as it is`() throws {
    // Eight blocks of two save 14 layers.
    let workload = LayerGrouping.workload(from: try model(blocks: 8), repeated: .folded)
    #expect(workload.layers.count == 18)
    #expect(workload.layers.allSatisfy { $0.repeats == 1 })
  }

  @Test(arguments: 0..<20) func `folding random lists keeps every layer`(seed: Int) {
    var random = SeededGenerator(seed: UInt64(seed))
    let b = RandomGraph.make(&random, nodes: 40 + seed)
    let listed = b.workload
    let folded = LayerGrouping.workload(from: b.graph, repeated: .folded)
    #expect(folded.totals == listed.totals)
    #expect(folded.layers.reduce(0) { $0 + $1.repeats } == listed.layers.count)
  }
}
