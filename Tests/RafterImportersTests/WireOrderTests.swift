// SPDX-License-Identifier: Apache-2.0
import RafterDiagnostics
import RafterImporters
import RafterTestSupport
import Testing

@Suite struct WireOrderTests {
  /// A chain x -> t0 -> t1 ..., with its nodes written in some order.
  private func chain(_ order: [Int]) -> [UInt8] {
    ONNXBuilder.model {
      $0.input("x", [1])
      for index in order {
        $0.node("Relu", [index == 0 ? "x" : "t\(index - 1)"], ["t\(index)"], name: "n\(index)")
      }
    }
  }

  @Test func `nodes that are in order stay as they are`() throws {
    let (model, found) = try readAndCheck(chain([0, 1, 2, 3]))
    #expect(model.graph.nodes.map(\.name) == ["n0", "n1", "n2", "n3"])
    #expect(found.isEmpty)
  }

  @Test func `nodes that are not in order are sorted and keep their place in the file`() throws {
    let (model, found) = try readAndCheck(chain([3, 1, 0, 2]))
    #expect(model.graph.nodes.map(\.name) == ["n0", "n1", "n2", "n3"])
    #expect(model.graph.nodes.map(\.index) == [2, 1, 3, 0])
    #expect(found.map(\.id) == ["onnx.unsorted"])
    #expect(found[0].severity == .note)
  }

  /// b needs d: d moves before b, and a and c keep their places.
  @Test func `only what is needed earlier moves`() throws {
    let bytes = ONNXBuilder.model {
      $0.input("x", [1])
      $0.node("Relu", ["x"], ["a"], name: "a")
      $0.node("Relu", ["d"], ["b"], name: "b")
      $0.node("Relu", ["a"], ["c"], name: "c")
      $0.node("Relu", ["a"], ["d"], name: "d")
    }
    #expect(try readAndCheck(bytes).model.graph.nodes.map(\.name) == ["a", "d", "b", "c"])
  }

  @Test func `what a body reads is made before its node`() throws {
    let body = ONNXBuilder.Graph {
      $0.node("Neg", ["late"], ["y"])
      $0.output("y")
    }
    let bytes = ONNXBuilder.model {
      $0.input("x", [1])
      $0.input("c", [], type: ONNXBuilder.DataType.bool)
      $0.node("If", ["c"], ["z"], name: "if", [("then_branch", .graph(body))])
      $0.node("Relu", ["x"], ["late"], name: "maker")
    }
    #expect(try readAndCheck(bytes).model.graph.nodes.map(\.name) == ["maker", "if"])
  }

  @Test func `nodes of bodies and functions are sorted as well`() throws {
    var function = ONNXBuilder.Function("F", domain: "local", inputs: ["a"], outputs: ["c"])
    function.node("Relu", ["b"], ["c"], name: "second")
    function.node("Relu", ["a"], ["b"], name: "first")
    let body = ONNXBuilder.Graph {
      $0.node("Relu", ["p"], ["q"], name: "second")
      $0.node("Relu", ["x"], ["p"], name: "first")
      $0.output("q")
    }
    let bytes = ONNXBuilder.model(opsets: [("local", 1)], functions: [function]) {
      $0.input("x", [1])
      $0.node("If", ["x"], ["z"], [("then_branch", .graph(body))])
    }
    let model = try readAndCheck(bytes).model
    #expect(model.functions[0].nodes.map(\.name) == ["first", "second"])
    guard case .graph(let sorted) = model.graph.nodes[0].attributes["then_branch"] else {
      Issue.record("no body")
      return
    }
    #expect(sorted.nodes.map(\.name) == ["first", "second"])
  }

  @Test func `a cycle is named with its nodes in the order of the data`() {
    let found = diagnostics(
      ONNXBuilder.model {
        $0.input("x", [1])
        $0.node("Add", ["x", "c"], ["a"], name: "A")
        $0.node("Relu", ["a"], ["b"], name: "B")
        $0.node("Relu", ["b"], ["c"], name: "C")
        $0.node("Relu", ["c"], ["d"], name: "outside")
      })
    #expect(found.map(\.id) == ["onnx.cycle"])
    let message = found.first?.message ?? ""
    #expect(message.contains("'B' -> 'C' -> 'A' -> 'B'"), "\(message)")
    #expect(!message.contains("outside"))
  }

  @Test func `a node that reads its own result is a cycle`() {
    let found = diagnostics(ONNXBuilder.model { $0.node("Relu", ["a"], ["a"], name: "own") })
    #expect(found.map(\.id) == ["onnx.cycle"])
  }

  @Test func `a long chain written backwards needs no deep stack`() throws {
    let (model, _) = try readAndCheck(chain(Array((0..<20_000).reversed())))
    #expect(model.graph.nodes.first?.name == "n0")
    #expect(model.graph.nodes.last?.name == "n19999")
  }

  @Test func `any order of a random graph is put right`() throws {
    var random = SeededGenerator(seed: 5)
    for _ in 0..<50 {
      let count = 30
      let inputs = (0..<count).map { index in
        (0..<2).map { _ in
          index == 0 || Bool.random(using: &random)
            ? "x" : "t\(Int.random(in: 0..<index, using: &random))"
        }
      }
      let order = Array(0..<count).shuffled(using: &random)
      let bytes = ONNXBuilder.model {
        $0.input("x", [1])
        for index in order { $0.node("Add", inputs[index], ["t\(index)"], name: "n\(index)") }
      }
      let nodes = try readAndCheck(bytes).model.graph.nodes
      var made: Set<String> = ["x"]
      for node in nodes {
        #expect(made.isSuperset(of: node.inputs))
        made.formUnion(node.outputs)
      }
      #expect(nodes.count == count)
    }
  }
}
