// SPDX-License-Identifier: Apache-2.0
import RafterDiagnostics
import RafterImporters
import RafterTestSupport
import Testing

@Suite struct BadFilesGraphTests {
  private func only(_ bytes: [UInt8], _ id: String) throws -> Diagnostic {
    let found = diagnostics(bytes)
    #expect(found.map(\.id) == [id], "\(found.map { $0.text() })")
    let diagnostic = try #require(found.first { $0.id == id })
    #expect(diagnostic.suggestion != nil)
    return diagnostic
  }

  @Test func `a sound model has nothing to say`() {
    #expect(diagnostics(smallModel()).isEmpty)
  }

  @Test func `a name that nobody makes is reported at its node with the nearest one`() throws {
    let found = try only(
      ONNXBuilder.model {
        $0.input("pixels", [1])
        $0.node("Relu", ["pixls"], ["y"], name: "act")
        $0.output("y")
      }, "onnx.dangling-input")
    #expect(found.location?.position == .node(name: "act", index: 0))
    #expect(found.suggestion == "did you mean 'pixels'?")
  }

  @Test func `all errors of a graph are reported at once`() {
    let found = diagnostics(
      ONNXBuilder.model(opset: 99, trainingInfos: 1) {
        $0.initializer("w", [2, -5])
        $0.node("Relu", ["a"], ["y"])
        $0.node("Relu", ["b"], ["y"])
        $0.output("z")
      })
    #expect(
      Set(found.map(\.id)) == [
        "onnx.training-graph", "onnx.unsupported-opset", "onnx.negative-dimension",
        "onnx.duplicate-name", "onnx.dangling-input", "onnx.unmade-output",
      ])
    #expect(found.filter { $0.id == "onnx.dangling-input" }.count == 2)
  }

  @Test func `long lists of one kind are cut short`() {
    let found = diagnostics(
      ONNXBuilder.model {
        for index in 0..<100 { $0.node("Relu", ["missing\(index)"], ["y\(index)"]) }
      })
    #expect(found.count == 21)
    #expect(found.last?.message.contains("more of this kind") == true)
  }

  @Test func `a result that is made twice names both nodes`() throws {
    let found = try only(
      ONNXBuilder.model {
        $0.input("x", [1])
        $0.node("Relu", ["x"], ["y"], name: "first")
        $0.node("Neg", ["x"], ["y"], name: "second")
      }, "onnx.duplicate-name")
    #expect(found.location?.position == .node(name: "second", index: 1))
    #expect(found.message.contains("node 'first' (#0)"))
  }

  @Test func `an initializer that is there twice is refused`() throws {
    let found = try only(
      ONNXBuilder.model {
        $0.initializer("w", [1])
        $0.initializer("w", [2])
      }, "onnx.duplicate-name")
    #expect(found.message.contains("'w'"))
  }

  @Test func `an initializer may be listed among the inputs`() {
    let bytes = ONNXBuilder.model(irVersion: 3) {
      $0.input("w", [2])
      $0.initializer("w", [2])
    }
    #expect(diagnostics(bytes).isEmpty)
  }

  @Test func `bodies may use names of their own again`() {
    let body = ONNXBuilder.Graph {
      $0.node("Neg", ["x"], ["y"])
      $0.output("y")
    }
    let bytes = ONNXBuilder.model {
      $0.input("x", [1])
      $0.input("c", [], type: ONNXBuilder.DataType.bool)
      $0.node("Relu", ["x"], ["y"])
      $0.node("If", ["c"], ["z"], [("then_branch", .graph(body)), ("else_branch", .graph(body))])
      $0.output("z")
    }
    #expect(diagnostics(bytes).isEmpty)
  }

  @Test func `a name that a body reads must be made around it`() throws {
    let body = ONNXBuilder.Graph {
      $0.node("Neg", ["nowhere"], ["y"], name: "inner")
      $0.output("y")
    }
    let found = try only(
      ONNXBuilder.model {
        $0.input("c", [], type: ONNXBuilder.DataType.bool)
        $0.node("If", ["c"], ["z"], [("then_branch", .graph(body))])
      }, "onnx.dangling-input")
    #expect(found.location?.position == .node(name: "inner", index: 0))
  }

  @Test func `two nodes of one name are warned of and both kept`() throws {
    let bytes = ONNXBuilder.model {
      $0.input("x", [1])
      $0.node("Relu", ["x"], ["y"], name: "n")
      $0.node("Relu", ["y"], ["z"], name: "n")
    }
    let (model, found) = try readAndCheck(bytes)
    #expect(model.graph.nodes.count == 2)
    #expect(found.map(\.id) == ["onnx.duplicate-node-name"])
    #expect(found[0].severity == .warning)
  }

  @Test func `sides below zero are refused where they are written`() throws {
    let weight = try only(
      ONNXBuilder.model { $0.initializer("w", [64, -3, 7]) }, "onnx.negative-dimension")
    #expect(weight.message == "initializer 'w' has a side of -3 (shape 64x-3x7)")
    let input = try only(
      ONNXBuilder.model { $0.input("x", [1, -5, "n"]) }, "onnx.negative-dimension")
    #expect(input.message == "input 'x' has a side of -5 (shape 1x-5xn)")
  }

  @Test func `minus one in a declared shape is an open side`() throws {
    let model = try readAndCheck(ONNXBuilder.model { $0.input("x", [-1, 3]) }).model
    #expect(model.graph.inputs[0].shape == [.unknown, .fixed(3)])
  }

  /// 2^32 x 2^32 = 2^64 does not fit; 2^40 x 2^9 = 2^49 is beyond the limit of 2^48; 2^48 is on it.
  @Test(arguments: [[1 << 32, 1 << 32], [1 << 40, 1 << 9], [.max, 2]])
  func `shapes that overflow are refused`(dims: [Int]) throws {
    _ = try only(ONNXBuilder.model { $0.initializer("w", dims) }, "onnx.absurd-shape")
    _ = try only(
      ONNXBuilder.model { $0.input("x", dims.map { .fixed($0) }) }, "onnx.absurd-shape")
  }

  @Test func `the largest shapes are read`() {
    #expect(diagnostics(ONNXBuilder.model { $0.initializer("w", [1 << 40, 1 << 8]) }).isEmpty)
    #expect(diagnostics(ONNXBuilder.model { $0.initializer("w", [.max, .max, 0]) }).isEmpty)
  }

  @Test func `a shape of very many sides is refused`() throws {
    _ = try only(
      ONNXBuilder.model { $0.initializer("w", [Int](repeating: 1, count: 65)) },
      "onnx.absurd-shape")
  }

  /// 2 x 3 in fp32 is 24 bytes.
  @Test(arguments: [23, 25, 0]) func `payloads of another size than the shape says`(count: Int)
    throws
  {
    let found = try only(
      ONNXBuilder.model {
        $0.initializer("w", [2, 3], type: 1, raw: [UInt8](repeating: 0, count: count))
      }, "onnx.payload-size")
    #expect(
      found.message == "initializer 'w' of shape 2x3 in fp32 needs 24 bytes and has \(count)")
  }

  @Test func `typed payloads that are too short`() throws {
    let floats = try only(
      ONNXBuilder.model { $0.initializer("w", floats: [1, 2, 3], dims: [4]) },
      "onnx.payload-size")
    #expect(floats.message.contains("needs 16 bytes and has 12"))
    let ints = try only(
      ONNXBuilder.model { $0.initializer("w", ints: [1, 300, -1], dims: [2, 2]) },
      "onnx.payload-size")
    #expect(ints.message.contains("needs 4 values and has 3"))
  }

  @Test func `constants of nodes are looked at too`() throws {
    let found = try only(
      ONNXBuilder.model {
        $0.node(
          "Constant", [], ["c"], name: "k", [("value", .intTensor([1], dims: [2]))])
      }, "onnx.payload-size")
    #expect(found.message.contains("attribute 'value'"))
  }

  @Test func `numbers in other files are no error`() {
    #expect(diagnostics(ONNXBuilder.model { $0.initializer("w", [1000, 1000]) }).isEmpty)
  }

  @Test func `a tensor without a type is an error, one of a new type a warning`() throws {
    let none = try only(
      ONNXBuilder.model { $0.initializer("w", [1], type: 0) }, "onnx.unknown-data-type")
    #expect(none.severity == .error)
    let new = try only(
      ONNXBuilder.model { $0.initializer("w", [1], type: 40) }, "onnx.unknown-data-type")
    #expect(new.severity == .warning)
  }

  @Test func `versions of the default domain`() throws {
    for opset in [1, 7, 17, 28] {
      #expect(diagnostics(ONNXBuilder.model(opset: opset) { _ in }).isEmpty)
    }
    let new = try only(ONNXBuilder.model(opset: 29) { _ in }, "onnx.new-opset")
    #expect(new.severity == .warning)
    #expect(new.message.contains("1 to 28"))
    for opset in [0, -1, 99] {
      let found = try only(
        ONNXBuilder.model(opset: opset) { _ in }, "onnx.unsupported-opset")
      #expect(found.severity == .error)
    }
  }

  @Test func `every domain in use needs a version`() throws {
    let none = try only(
      ONNXBuilder.model(opset: nil) {
        $0.input("x", [1])
        $0.node("Relu", ["x"], ["y"])
      }, "onnx.no-opset")
    #expect(none.message.contains("default domain"))
    let other = try only(
      ONNXBuilder.model {
        $0.input("x", [1])
        $0.node("FusedMatMul", ["x", "x"], ["y"], domain: "com.microsoft")
      }, "onnx.no-opset")
    #expect(other.message.contains("com.microsoft"))
  }

  @Test func `the first versions of the format mean opset 1`() throws {
    let bytes = ONNXBuilder.model(irVersion: 2, opset: nil) {
      $0.input("x", [1])
      $0.node("Relu", ["x"], ["y"])
    }
    #expect(try readAndCheck(bytes).model.opsets == ["": 1])
  }

  @Test(arguments: [
    ("Gradient", "ai.onnx.preview.training"), ("Adam", "ai.onnx.preview.training"),
    ("SGD", ""), ("ConvGrad", "com.microsoft"), ("AdamWOptimizer", "com.microsoft"),
  ])
  func `a training graph is refused by the operator that makes it one`(
    operator: String, domain: String
  ) throws {
    let found = try only(
      ONNXBuilder.model(opsets: domain.isEmpty ? [] : [(domain, 1)]) {
        $0.input("x", [1])
        $0.node(`operator`, ["x"], ["y"], name: "step", domain: domain)
      }, "onnx.training-graph")
    #expect(found.message.contains(`operator`))
    #expect(found.location?.position == .node(name: "step", index: 0))
  }

  @Test func `training entries are refused`() throws {
    let found = try only(
      ONNXBuilder.model(trainingInfos: 1) { _ in }, "onnx.training-graph")
    #expect(found.message.contains("training_info"))
  }

  @Test func `functions that call themselves are refused`() throws {
    var first = ONNXBuilder.Function("F", domain: "local", inputs: ["a"], outputs: ["b"])
    first.node("G", ["a"], ["b"], domain: "local")
    var second = ONNXBuilder.Function("G", domain: "local", inputs: ["a"], outputs: ["b"])
    second.node("F", ["a"], ["b"], domain: "local")
    let found = try only(
      ONNXBuilder.model(opsets: [("local", 1)], functions: [first, second]) { _ in },
      "onnx.recursive-function")
    #expect(found.message.contains("'F' -> 'G' -> 'F'"))
  }
}
