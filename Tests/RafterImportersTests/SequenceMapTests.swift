// SPDX-License-Identifier: Apache-2.0
import RafterDiagnostics
import RafterImporters
import RafterTestSupport
import Testing

@Suite struct SequenceMapTests {
  @Test func `a body runs for each element of a sequence`() throws {
    let body = ONNXBuilder.Graph(name: "each") {
      $0.input("a", [.unknown, .fixed(4)])
      $0.input("w", [4, 2])
      $0.node("MatMul", ["a", "w"], ["m"], name: "product")
      $0.output("m")
    }
    let graph = try Resolved.graph {
      $0.input("x", [3, 4])
      $0.input("y", [5, 4])
      $0.input("w", [4, 2])
      $0.node("SequenceConstruct", ["x", "y"], ["s"], name: "made")
      $0.node("SequenceMap", ["s", "w"], ["t"], name: "map", [("body", .graph(body))])
      $0.initializer("one", ints: [1], dims: [])
      $0.node("SequenceAt", ["t", "one"], ["z"], name: "second")
      $0.output("z")
    }
    #expect(graph.tensor("z")?.shape == [5, 2])
    // (3 + 5) rows of 4 x 2.
    #expect(graph.nodes.reduce(0) { $0 + $1.macs } == 64)
  }

  @Test func `of a branch nobody can choose the one whose shapes fit is taken`() throws {
    func branch(_ weight: String, _ name: String) -> ONNXBuilder.Graph {
      ONNXBuilder.Graph(name: name) {
        $0.node("MatMul", ["x", weight], [name + "y"], name: name)
        $0.output(name + "y")
      }
    }
    let graph = try Resolved.graph {
      $0.input("x", [2, 4])
      $0.input("rate", [], type: ONNXBuilder.DataType.int64)
      $0.initializer("fits", [4, 3])
      $0.initializer("other", [8, 300])
      $0.initializer("limit", ints: [16_000], dims: [])
      $0.node("Equal", ["rate", "limit"], ["c"])
      $0.node(
        "If", ["c"], ["y"], name: "choice",
        [
          ("then_branch", .graph(branch("other", "a"))),
          ("else_branch", .graph(branch("fits", "b"))),
        ])
      $0.output("y")
    }
    #expect(graph.tensor("y")?.shape == [2, 3])
    let warning = try #require(graph.diagnostics.first)
    #expect(warning.id == "onnx.open-control-flow")
    #expect(warning.suggestion?.contains("--bind rate=value:N") == true)
  }

  @Test func `nodes that share names are warned of once`() throws {
    let graph = try Resolved.graph {
      $0.input("x", [1])
      for index in 0..<9 { $0.node("Relu", ["x"], ["y\(index)"], name: "n") }
      $0.output("y0")
    }
    #expect(graph.diagnostics.map(\.id) == ["onnx.duplicate-node-name"])
    #expect(graph.diagnostics.first?.message.contains("7 more") == true)
  }
}
