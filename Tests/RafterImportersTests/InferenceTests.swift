// SPDX-License-Identifier: Apache-2.0
import RafterDiagnostics
import RafterImporters
import RafterQuantities
import RafterTestSupport
import RafterWorkload
import Testing

@Suite struct InferenceTests {
  @Test func `channels that do not agree are an error at the named node`() {
    let said = Resolved.refusal {
      $0.input("x", [1, 3, 8, 8])
      $0.initializer("w", [4, 5, 3, 3])
      $0.node("Conv", ["x", "w"], ["y"], name: "c1")
      $0.output("y")
    }
    #expect(said.map(\.id) == ["onnx.shape-mismatch"])
    #expect(said.first?.location?.position == .node(name: "c1", index: 0))
    #expect(
      said.first?.message
        == "Conv: the input 1x3x8x8 has 3 channels, the weights 4x5x3x3 need 5 for each of 1 group")
  }

  @Test func `independent errors are all reported and their consequences are not`() {
    let said = Resolved.refusal {
      $0.input("x", [2, 3])
      $0.input("z", [4, 5])
      $0.node("MatMul", ["x", "z"], ["a"], name: "first")
      $0.node("Relu", ["a"], ["b"], name: "after")
      $0.node("Add", ["x", "z"], ["c"], name: "second")
      $0.output("b")
      $0.output("c")
    }
    #expect(said.map(\.id) == ["onnx.shape-mismatch", "onnx.shape-mismatch"])
    #expect(said.map(\.message).map { $0.split(separator: ":")[0] } == ["MatMul", "Add"])
  }

  @Test func `a shape that cannot be filled is refused with the number of elements`() {
    let said = Resolved.refusal {
      $0.input("x", [2, 3, 5])
      $0.initializer("s", ints: [4, -1])
      $0.node("Reshape", ["x", "s"], ["y"], name: "r")
      $0.output("y")
    }
    #expect(
      said.first?.message
        == "Reshape: 30 elements of 2x3x5 do not divide into 4x-1: 4 at a time")
  }

  @Test func `sides whose product overflows are reported and never trapped on`() {
    let said = Resolved.refusal {
      $0.input("x", [1])
      $0.initializer("s", ints: [1 << 40, 1 << 40])
      $0.node("Expand", ["x", "s"], ["y"], name: "e")
      $0.output("y")
    }
    #expect(said.map(\.id) == ["onnx.shape-mismatch"])
  }

  @Test func `an unknown operator is named once and does not stop the run`() throws {
    let graph = try Resolved.graph(domains: [("acme", 1)]) {
      $0.input("x", [1, 8])
      $0.node("Frobnicate", ["x"], ["a"], name: "f1", domain: "acme")
      $0.node("Frobnicate", ["x"], ["b"], name: "f2", domain: "acme")
      $0.value("a", [1, 16])
      $0.initializer("w", [16, 4])
      $0.node("MatMul", ["a", "w"], ["y"], name: "m")
      $0.node("Relu", ["b"], ["z"], name: "r")
      $0.output("y")
      $0.output("z")
    }
    let warnings = graph.diagnostics.filter { $0.id == "onnx.unknown-operator" }
    #expect(warnings.count == 1)
    #expect(warnings.first?.message.contains("operator Frobnicate of domain acme") == true)
    // The file declares the shape of `a`, so what follows from it is counted: 1 x 16 x 4.
    #expect(graph.node("m")?.macs == 64)
    #expect(graph.tensor("z")?.shape == nil)
    #expect(graph.node("f1")?.elementsRead == [8])
  }

  @Test func `unnamed nodes are called by operator and place in the file`() throws {
    let graph = try Resolved.graph {
      $0.input("x", [1])
      $0.node("Relu", ["x"], ["a"])
      $0.node("Relu", ["a"], ["b"], name: "named")
      $0.node("Abs", ["b"], ["c"])
      $0.output("c")
    }
    #expect(graph.nodes.map(\.name) == ["Relu__0", "named", "Abs__2"])
  }

  @Test func `initializers that are listed as inputs are weights`() throws {
    let graph = try Resolved.graph {
      $0.input("x", [1, 3, 4, 4])
      $0.input("w", [2, 3, 1, 1])
      $0.initializer("w", [2, 3, 1, 1])
      $0.node("Conv", ["x", "w"], ["y"], name: "c")
      $0.output("y")
    }
    #expect(graph.inputs.count == 1)
    // 2 x 3 fp32 weights.
    #expect(graph.node("c")?.parameterBytes == 24)
    #expect(graph.node("c")?.nests.first?[.weights].isConstant == true)
  }

  @Test(arguments: [11, 17])
  func `axes are read from the attribute or from the input, as the version says`(opset: Int) throws
  {
    let graph = try Resolved.graph(opset: opset) {
      $0.input("x", [1, 4, 1])
      if opset < 13 {
        $0.node("Squeeze", ["x"], ["y"], ["axes": .ints([0])])
        $0.node("Unsqueeze", ["y"], ["z"], ["axes": .ints([-1])])
      } else {
        $0.initializer("a", ints: [0])
        $0.initializer("b", ints: [-1])
        $0.node("Squeeze", ["x", "a"], ["y"])
        $0.node("Unsqueeze", ["y", "b"], ["z"])
      }
      $0.output("z")
    }
    #expect(graph.tensor("y")?.shape == [4, 1])
    #expect(graph.tensor("z")?.shape == [4, 1, 1])
    #expect(graph.nodes.allSatisfy { $0.isFree && $0.elementsRead.allSatisfy { $0 == 0 } })
  }

  @Test func `a slice clamps its ends and steps backwards`() throws {
    let graph = try Resolved.graph {
      $0.input("x", [10, 6])
      $0.initializer("starts", ints: [2, -1])
      $0.initializer("ends", ints: [Int.max, Int.min])
      $0.initializer("axes", ints: [0, 1])
      $0.initializer("steps", ints: [3, -2])
      $0.node("Slice", ["x", "starts", "ends", "axes", "steps"], ["y"], name: "s")
      $0.output("y")
    }
    // Rows 2, 5, 8; columns 5, 3, 1.
    #expect(graph.tensor("y")?.shape == [3, 3])
    #expect(graph.node("s")?.elementsRead == [9, 0, 0, 0, 0])
  }

  @Test func `rounding up drops a last window that would start behind the input`() throws {
    let graph = try Resolved.graph {
      $0.input("x", [1, 1, 4, 5])
      $0.node(
        "MaxPool", ["x"], ["y"], name: "p",
        [
          "kernel_shape": .ints([1, 2]), "strides": .ints([2, 3]), "ceil_mode": .int(1),
          "pads": .ints([0, 0, 0, 1]),
        ])
      $0.output("y")
    }
    // (4 - 1) / 2 = 1.5 rounds to 2, plus 1 is 3, but row 4 is outside the 4 rows: 2.
    // (5 + 1 - 2) / 3 = 1.33 rounds to 2, plus 1 is 3, but column 6 is outside the 5 columns: 2.
    #expect(graph.tensor("y")?.shape == [1, 1, 2, 2])
  }

  @Test func `a model-local function is walked with the attributes of its call`() throws {
    var function = ONNXBuilder.Function(
      "Block", domain: "local", inputs: ["a"], outputs: ["b"], attributes: ["where"])
    function.node("Flatten", ["a"], ["b"], [("axis", .reference("where"))])
    let graph = try Resolved.graph(domains: [("local", 1)], functions: [function]) {
      $0.input("x", [2, 3, 4])
      $0.node("Block", ["x"], ["y"], name: "call", domain: "local", [("where", .int(2))])
      $0.output("y")
    }
    #expect(graph.tensor("y")?.shape == [6, 4])
    #expect(graph.nodes.map(\.operator) == ["Flatten", "Block"])
  }
}
