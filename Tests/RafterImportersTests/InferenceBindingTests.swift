// SPDX-License-Identifier: Apache-2.0
import RafterDiagnostics
import RafterImporters
import RafterTestSupport
import Testing

@Suite struct InferenceBindingTests {
  private func image(_ graph: inout ONNXBuilder.Graph) {
    graph.input("input", ["batch", 3, nil, 224])
    graph.node("Relu", ["input"], ["y"], name: "r")
    graph.output("y")
  }

  private func tokens(_ graph: inout ONNXBuilder.Graph) {
    graph.input("ids", ["s1", "s2"], type: ONNXBuilder.DataType.int64)
    graph.input("mask", ["s3", "s2"], type: ONNXBuilder.DataType.int64)
    graph.node("Add", ["ids", "mask"], ["y"], name: "a")
    graph.output("y")
  }

  @Test func `an open input is named with the line that would bind it`() {
    let said = Resolved.refusal(image)
    #expect(said.map(\.id) == ["binding.open-dimension"])
    #expect(said.first?.message == "input 'input' has no size for axis 0 ('batch'), axis 2")
    #expect(said.first?.suggestion == "--bind input=1x3x224x224")
  }

  @Test func `every open input is listed at once`() {
    #expect(Resolved.refusal(tokens).count == 2)
  }

  @Test func `a whole shape binds every side`() throws {
    let graph = try Resolved.graph(bindings: [.shape(name: "input", [2, 3, 192, 224])], image)
    #expect(graph.tensor("y")?.shape == [2, 3, 192, 224])
    #expect(graph.bindings == ["input=2x3x192x224"])
  }

  @Test func `an axis is bound over a declared constant`() throws {
    let graph = try Resolved.graph(
      bindings: [
        .axis(name: "input", axis: 3, size: 64), .axis(name: "input", axis: 2, size: 96), .batch(4),
      ], image)
    #expect(graph.tensor("y")?.shape == [4, 3, 96, 64])
  }

  @Test func `a symbol that one input binds holds for the others`() throws {
    let graph = try Resolved.graph(
      bindings: [.shape(name: "ids", [1, 128]), .symbol("s3", 1)], tokens)
    #expect(graph.tensor("y")?.shape == [1, 128])
  }

  @Test func `the batch closes the first axis of every input that leaves it open`() throws {
    let graph = try Resolved.graph(bindings: [.symbol("s2", 16), .batch(8)], tokens)
    #expect(graph.tensor("y")?.shape == [8, 16])
  }

  @Test func `two sizes for one symbol contradict each other`() {
    let said = Resolved.refusal(
      bindings: [.shape(name: "ids", [1, 128]), .shape(name: "mask", [1, 64])], tokens)
    #expect(said.map(\.id) == ["binding.contradiction"])
    #expect(
      said.first?.message == "symbol 's2' is 128 by `--bind ids=1x128` and 64 by `--bind mask=1x64`"
    )
  }

  @Test func `a misspelt name gets the right one as a suggestion`() {
    let said = Resolved.refusal(bindings: [.shape(name: "inptu", [1, 3, 224, 224])], image)
    #expect(said.first?.id == "binding.unknown-name")
    #expect(said.first?.suggestion == "did you mean 'input'?")
  }

  @Test func `a shape of the wrong rank is refused with a shape that fits`() {
    let said = Resolved.refusal(bindings: [.shape(name: "input", [3, 224, 224])], image)
    #expect(said.first?.id == "binding.misfit")
    #expect(said.first?.suggestion == "write it as --bind input=1x3x224x224")
  }

  @Test func `a value of an integer input decides which branch runs`() throws {
    let branch = { (width: Int) in
      ONNXBuilder.Graph {
        $0.initializer("w\(width)", [8, width])
        $0.node("MatMul", ["x", "w\(width)"], ["b\(width)"], name: "m\(width)")
        $0.output("b\(width)")
      }
    }
    let fill = { (graph: inout ONNXBuilder.Graph) in
      graph.input("x", [1, 8])
      graph.input("sr", [], type: ONNXBuilder.DataType.int64)
      graph.initializer("rate", ints: [16000], dims: [])
      graph.node("Equal", ["sr", "rate"], ["is16"], name: "eq")
      graph.node(
        "If", ["is16"], ["y"], name: "choose",
        ["then_branch": .graph(branch(4)), "else_branch": .graph(branch(2))])
      graph.output("y")
    }
    let taken = try Resolved.graph(bindings: [.value(name: "sr", [16000])], fill)
    #expect(taken.tensor("y")?.shape == [1, 4])
    #expect(taken.node("m4")?.depth == 1)
    #expect(taken.node("m2") == nil)
    let other = try Resolved.graph(bindings: [.value(name: "sr", [8000])], fill)
    #expect(other.tensor("y")?.shape == [1, 2])
    // Without a value the branch with more multiplies is counted, and a warning says so.
    let open = try Resolved.graph(fill)
    #expect(open.node("m4") != nil && open.node("m2") == nil)
    #expect(open.diagnostics.map(\.id) == ["onnx.open-control-flow"])
  }
}
