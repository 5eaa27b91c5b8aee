// SPDX-License-Identifier: Apache-2.0
import RafterDiagnostics
import RafterImporters
import RafterQuantities
import RafterTestSupport
import RafterWorkload
import Testing

@Suite struct ShapeRuleTests {
  /// As ONNX Runtime 1.32 makes them; in double precision each product falls just below a whole number.
  @Test(arguments: [
    (7, Float(1.8571428), 13), (13, 1.5384616, 20), (10, 1.1, 11), (3, 33.333333, 100),
  ])
  func `a size is scaled in single precision`(side: Int, scale: Float, made: Int) throws {
    let graph = try Resolved.graph {
      $0.input("x", [1, 1, .fixed(side), .fixed(side)])
      $0.initializer("scales", floats: [1, 1, scale, scale])
      $0.node("Resize", ["x", "", "scales"], ["y"], name: "r")
      $0.output("y")
    }
    #expect(graph.tensor("y")?.shape == [1, 1, made, made])
  }

  @Test func `before opset 7 a slope of one number a channel leaves the shape alone`() throws {
    let graph = try Resolved.graph(opset: 6) {
      $0.input("x", [1, 3, 4, 5])
      $0.initializer("slope", [3])
      $0.node("PRelu", ["x", "slope"], ["y"], name: "p")
      $0.output("y")
    }
    #expect(graph.tensor("y")?.shape == [1, 3, 4, 5])
    #expect(graph.node("p")?.vectorOperations == 60)
  }

  private func parts(_ side: Int, opset: Int, sizes: [Int]? = nil, outputs: Int) -> [Diagnostic] {
    Resolved.refusal(opset: opset) {
      $0.input("x", [.fixed(side), 2])
      if let sizes { $0.initializer("sizes", ints: sizes) }
      let names = (0..<outputs).map { "y\($0)" }
      $0.node(
        "Split", sizes == nil ? ["x"] : ["x", "sizes"], names, name: "s",
        opset >= 18 && sizes == nil ? [("num_outputs", .int(outputs))] : [])
      for name in names { $0.output(name) }
    }
  }

  @Test func `a split into parts that do not fit is refused`() {
    // Equal parts before opset 18; a smaller last one from then on, but not an absent one.
    #expect(parts(7, opset: 17, outputs: 3).map(\.id) == ["onnx.shape-mismatch"])
    #expect(parts(7, opset: 18, outputs: 3) == [])
    #expect(parts(5, opset: 18, outputs: 4).map(\.id) == ["onnx.shape-mismatch"])
    #expect(parts(6, opset: 17, sizes: [2, 4], outputs: 2) == [])
    #expect(parts(6, opset: 17, sizes: [2, 2, 2], outputs: 2).map(\.id) == ["onnx.shape-mismatch"])
  }

  @Test func `the length of a sequence of the run is known`() throws {
    let graph = try Resolved.graph {
      $0.input("x", [6, 4])
      $0.initializer("each", ints: [2], dims: [])
      $0.node("SplitToSequence", ["x", "each"], ["s"], ["axis": .int(0)])
      $0.node("SequenceLength", ["s"], ["n"])
      $0.initializer("zero", ints: [0])
      $0.node("Unsqueeze", ["n", "zero"], ["shape"])
      $0.node("ConstantOfShape", ["shape"], ["y"])
      $0.output("y")
    }
    // 6 rows, 2 at a time.
    #expect(graph.tensor("n")?.value == [3])
    #expect(graph.tensor("y")?.shape == [3])
  }

  @Test func `a truth value is bound by its word and decides a branch`() throws {
    let (big, small) = (
      ONNXBuilder.Graph {
        $0.node("MatMul", ["x", "w"], ["t"], name: "big")
        $0.output("t")
      },
      ONNXBuilder.Graph {
        $0.node("Relu", ["x"], ["e"], name: "small")
        $0.output("e")
      }
    )
    func nodes(_ binding: String) throws -> [String] {
      try Resolved.graph(bindings: try InputBinding.parse([binding])) {
        $0.input("x", [4, 4])
        $0.input("c", [], type: ONNXBuilder.DataType.bool)
        $0.initializer("w", [4, 4])
        $0.node(
          "If", ["c"], ["y"], name: "if",
          ["then_branch": .graph(big), "else_branch": .graph(small)])
        $0.output("y")
      }.nodes.map(\.name)
    }
    #expect(try nodes("c=value:true") == ["big", "if"])
    #expect(try nodes("c=value:false") == ["small", "if"])
    #expect(throws: DiagnosticList.self) { try InputBinding.parse(["c=value:maybe"]) }
  }
}
