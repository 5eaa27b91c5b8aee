// SPDX-License-Identifier: Apache-2.0
import RafterDiagnostics
import RafterTestSupport
import Testing

@Suite struct DiagnosticOrderTests {
  private func at(_ file: String, _ position: Place.Position) -> Diagnostic {
    Diagnostic(id: "a.b", "m", at: Place(file: file, position: position))
  }

  @Test func `diagnostics come in the order of their place`() {
    let inOrder = [
      at("b.yaml", .whole),
      at("b.yaml", .text(line: 2, column: 9, length: 1)),
      at("b.yaml", .text(line: 10, column: 1, length: 1)),
      at("b.yaml", .text(line: 10, column: 12, length: 1)),
      at("a.onnx", .byte(9)),
      at("a.onnx", .byte(10)),
      at("a.onnx", .node(name: "z", index: 2)),
      at("a.onnx", .node(name: "a", index: 11)),
      Diagnostic(id: "a.b", "nowhere"),
    ]
    var random = SeededGenerator(seed: 6)
    for _ in 0..<100 {
      // The file that is met first comes first, so its first entry stays in front.
      let shuffled = [inOrder[0]] + inOrder.dropFirst().shuffled(using: &random)
      #expect(DiagnosticList(shuffled).sorted() == DiagnosticList(inOrder))
    }
  }

  @Test func `diagnostics of one place stay as they came`() {
    let place = Place(file: "f", position: .text(line: 1, column: 1, length: 1))
    let list = (0..<20).map { Diagnostic(id: "a.b", "\(20 - $0)", at: place) }
    #expect(DiagnosticList(list).sorted().diagnostics == list)
  }

  @Test func `a list stops the run only if it holds an error`() {
    var list = DiagnosticList([
      Diagnostic(.warning, id: "a.b", "w"), Diagnostic(.note, id: "a.c", "n"),
    ])
    #expect(!list.hasErrors)
    list.append(Diagnostic(id: "a.d", "e"))
    #expect(list.hasErrors)
    #expect(!DiagnosticList().hasErrors)
  }
}
