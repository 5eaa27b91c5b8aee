// SPDX-License-Identifier: Apache-2.0
import RafterImporters
import RafterQuantities
import RafterTestSupport
import RafterWorkload
import Testing

@Suite struct UncountedTests {
  @Test func `nodes behind an unknown operator are counted as uncounted, with the first cause`()
    throws
  {
    let graph = try Resolved.graph(domains: [("acme", 1)]) {
      $0.input("x", [1, 8])
      $0.initializer("w", [8, 8])
      $0.node("MatMul", ["x", "w"], ["a"], name: "before")
      $0.node("Frobnicate", ["a"], ["b"], name: "f", domain: "acme")
      $0.node("MatMul", ["b", "w"], ["c"], name: "m")
      $0.node("Identity", ["c"], ["d"], name: "view")
      $0.node("Relu", ["d"], ["y"], name: "r")
      $0.output("y")
    }
    // The operator itself, the product and the activation; the view costs nothing anyway.
    #expect(
      graph.uncounted
        == UncountedWork(
          unknownNodes: 0, shapelessNodes: 3, firstOperator: "acme::Frobnicate", firstNode: "f"))
    let workload = LayerGrouping.workload(from: graph)
    #expect(workload.totals.macs == 64)
    #expect(workload.totals.uncounted == graph.uncounted)
  }

  @Test func `an unknown operator of declared shape hides only its own arithmetic`() throws {
    let graph = try Resolved.graph(domains: [("acme", 1)]) {
      $0.input("x", [1, 8])
      $0.node("Frobnicate", ["x"], ["a"], name: "f", domain: "acme")
      $0.value("a", [1, 8])
      $0.node("Relu", ["a"], ["y"], name: "r")
      $0.output("y")
    }
    #expect(graph.uncounted?.unknownNodes == 1)
    #expect(graph.uncounted?.shapelessNodes == 0)
  }

  @Test func `what only the run decides is uncounted too`() throws {
    let graph = try Resolved.graph {
      $0.input("x", [4, 4])
      $0.node("NonZero", ["x"], ["n"], name: "nz")
      $0.node("Transpose", ["n"], ["y"], name: "t")
      $0.output("y")
    }
    #expect(
      graph.uncounted
        == UncountedWork(
          unknownNodes: 0, shapelessNodes: 2, firstOperator: "NonZero", firstNode: "nz"))
  }

  @Test func `a loop of unknown length is uncounted`() throws {
    let body = ONNXBuilder.Graph {
      $0.input("i", [], type: ONNXBuilder.DataType.int64)
      $0.input("go", [], type: ONNXBuilder.DataType.bool)
      $0.input("state", [1, 4])
      $0.node("Identity", ["go"], ["on"])
      $0.node("MatMul", ["state", "w"], ["next"], name: "step")
      $0.output("on")
      $0.output("next")
    }
    let graph = try Resolved.graph {
      $0.input("x", [1, 4])
      $0.input("count", [], type: ONNXBuilder.DataType.int64)
      $0.initializer("w", [4, 4])
      $0.node("Loop", ["count", "", "x"], ["y"], name: "l", ["body": .graph(body)])
      $0.output("y")
    }
    #expect(graph.uncounted?.openLoops == 1)
    #expect(graph.uncounted?.firstOperator == "Loop")
  }

  @Test func `a model whose shapes are all known has nothing uncounted`() throws {
    let graph = try Resolved.graph {
      $0.input("x", [4, 4])
      $0.node("Relu", ["x"], ["y"])
      $0.output("y")
    }
    #expect(graph.uncounted == nil)
  }
}
