// SPDX-License-Identifier: Apache-2.0
import RafterDiagnostics
import RafterImporters
import RafterTestSupport
import Testing

@Suite struct ProposedSizeTests {
  /// The words of the line that a refusal proposes.
  private func proposal(_ found: [Diagnostic]) throws -> InputBinding {
    #expect(found.map(\.id) == ["binding.open-dimension"])
    let line = try #require(found.first?.suggestion)
    return try InputBinding(text: String(line.dropFirst("--bind ".count)))
  }

  @Test func `the line proposed for a window of sound fits the window`() throws {
    func model(_ graph: inout ONNXBuilder.Graph) {
      graph.input("sound", [.symbol("batch"), .fixed(1), .symbol("samples")])
      graph.initializer("window", [8, 1, 400])
      graph.node("Conv", ["sound", "window"], ["y"])
      graph.output("y")
    }
    let binding = try proposal(Resolved.refusal(model))
    #expect(binding == .shape(name: "sound", [1, 1, 512]))
    _ = try Resolved.graph(bindings: [binding], model)
  }

  @Test func `the line proposed for a line of text fits what reads it`() throws {
    // 48 rows, halved four times, are 3; the view takes exactly those.
    func model(_ graph: inout ONNXBuilder.Graph) {
      graph.input("image", [.symbol("n"), .fixed(3), .symbol("h"), .symbol("w")])
      graph.initializer("filter", [4, 3, 16, 16])
      graph.node("Conv", ["image", "filter"], ["c"], [("strides", .ints([16, 16]))])
      graph.initializer("shape", ints: [1, 12, 20])
      graph.node("Reshape", ["c", "shape"], ["y"])
      graph.output("y")
    }
    let binding = try proposal(Resolved.refusal(model))
    #expect(binding == .shape(name: "image", [1, 3, 48, 320]))
    _ = try Resolved.graph(bindings: [binding], model)
  }

  @Test func `where nothing fits the usual sizes are proposed`() throws {
    let found = Resolved.refusal {
      $0.input("image", [.symbol("n"), .fixed(3), .symbol("h"), .symbol("w")])
      $0.initializer("shape", ints: [7])
      $0.node("Reshape", ["image", "shape"], ["y"])
      $0.output("y")
    }
    #expect(try proposal(found) == .shape(name: "image", [1, 3, 224, 224]))
  }
}
