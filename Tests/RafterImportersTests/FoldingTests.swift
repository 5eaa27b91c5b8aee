// SPDX-License-Identifier: Apache-2.0
import RafterImporters
import RafterQuantities
import RafterTestSupport
import RafterWorkload
import Testing

@Suite struct FoldingTests {
  @Test func `a chain of shape arithmetic is evaluated and costs nothing`() throws {
    let graph = try Resolved.graph {
      $0.input("x", [2, 6, 4])
      $0.initializer("one", ints: [1], dims: [])
      $0.initializer("zero", ints: [0])
      $0.initializer("rest", ints: [-1])
      $0.initializer("two", ints: [2], dims: [])
      $0.node("Shape", ["x"], ["s"])
      $0.node("Gather", ["s", "one"], ["n"])
      $0.node("Div", ["n", "two"], ["h"])
      $0.node("Unsqueeze", ["h", "zero"], ["u"])
      $0.node("Concat", ["rest", "u"], ["shape"], ["axis": .int(0)])
      $0.node("Reshape", ["x", "shape"], ["y"], name: "r")
      $0.output("y")
    }
    #expect(graph.tensor("shape")?.value == [-1, 3])
    #expect(graph.tensor("y")?.shape == [16, 3])
    for node in graph.nodes where node.name != "r" {
      #expect(node.isFolded)
      #expect(node.vectorOperations == 0 && node.elementsRead.allSatisfy { $0 == 0 })
    }
  }

  @Test func `single-precision sizes are rounded as the run rounds them`() throws {
    let graph = try Resolved.graph {
      $0.initializer("a", floats: [0.1], dims: [1])
      $0.initializer("b", floats: [30], dims: [1])
      $0.node("Mul", ["a", "b"], ["c"])
      $0.node("Floor", ["c"], ["y"])
      $0.output("y")
    }
    // Float(0.1) * 30 is 3.0000000447 as a Double, but 3 in fp32; either way the floor is 3, and the product
    // must be exactly 3.
    #expect(graph.tensor("c")?.value == [3])
    #expect(graph.tensor("y")?.value == [3])
  }

  @Test func `weights stay weights through views, changes of format and constants of a shape`()
    throws
  {
    let graph = try Resolved.graph {
      $0.input("x", [4, 8])
      $0.initializer("w", [6, 8])
      $0.node("Identity", ["w"], ["clone"])
      $0.node("Transpose", ["clone"], ["t"])
      $0.node("MatMul", ["x", "t"], ["a"], name: "m1")
      $0.initializer("size", ints: [6, 3])
      $0.node("ConstantOfShape", ["size"], ["c"])
      $0.node("MatMul", ["a", "c"], ["b"], name: "m2")
      $0.initializer("q", [3, 5], type: ONNXBuilder.DataType.int8)
      $0.initializer("scale", [], type: ONNXBuilder.DataType.float)
      $0.node("DequantizeLinear", ["q", "scale"], ["d"])
      $0.node("MatMul", ["b", "d"], ["y"], name: "m3")
      $0.output("y")
    }
    let w = try #require(graph.tensors.firstIndex { $0.name == "w" })
    #expect(graph.tensor("t")?.parameter == w)
    #expect(graph.node("m1")?.parameterBytes == 6 * 8 * 4)
    #expect(graph.tensor("c")?.isConstant == true)
    #expect(graph.node("m2")?.parameterBytes == 6 * 3 * 4)
    // Stored as int8, though the product runs in fp32.
    #expect(graph.node("m3")?.parameterBytes == 3 * 5)
    #expect(graph.node("m3")?.nests.first?[.weights].format == .fp32)
    #expect(graph.nodes.filter { !$0.isFolded }.map(\.name) == ["m1", "m2", "m3"])
  }

  @Test func `a loop of known length runs as often as it says and stacks its results`() throws {
    let body = ONNXBuilder.Graph {
      $0.input("i", [], type: ONNXBuilder.DataType.int64)
      $0.input("go", [], type: ONNXBuilder.DataType.bool)
      $0.input("state", [1, 4])
      $0.node("Identity", ["go"], ["on"], name: "on")
      $0.node("MatMul", ["state", "w"], ["next"], name: "step")
      $0.node("Identity", ["next"], ["seen"], name: "seen")
      $0.output("on")
      $0.output("next")
      $0.output("seen")
    }
    let graph = try Resolved.graph {
      $0.input("x", [1, 4])
      $0.initializer("w", [4, 4])
      $0.initializer("count", ints: [5], dims: [])
      $0.node("Loop", ["count", "", "x"], ["last", "all"], name: "l", ["body": .graph(body)])
      $0.output("all")
    }
    #expect(graph.tensor("last")?.shape == [1, 4])
    #expect(graph.tensor("all")?.shape == [5, 1, 4])
    // One entry a node: 5 turns of 4 x 4 multiplies.
    #expect(graph.nodes.count { $0.name == "step" } == 1)
    #expect(graph.node("step")?.macs == 80)
    #expect(graph.node("step")?.nests.first?.repeats == 5)
  }

  @Test func `a loop that grows its state is followed turn by turn`() throws {
    let body = ONNXBuilder.Graph {
      $0.input("i", [], type: ONNXBuilder.DataType.int64)
      $0.input("go", [], type: ONNXBuilder.DataType.bool)
      $0.input("state", [nil])
      $0.node("Identity", ["go"], ["on"])
      $0.node("Concat", ["state", "state"], ["next"], ["axis": .int(0)])
      $0.output("on")
      $0.output("next")
    }
    let graph = try Resolved.graph {
      $0.input("x", [3])
      $0.initializer("count", ints: [4], dims: [])
      $0.node("Loop", ["count", "", "x"], ["y"], name: "l", ["body": .graph(body)])
      $0.output("y")
    }
    // 3 doubled four times.
    #expect(graph.tensor("y")?.shape == [48])
  }

  @Test func `a scan takes its steps from the axis that it walks`() throws {
    let body = ONNXBuilder.Graph {
      $0.input("state", [4])
      $0.input("item", [4])
      $0.node("Add", ["state", "item"], ["next"], name: "add")
      $0.node("Identity", ["next"], ["out"])
      $0.output("next")
      $0.output("out")
    }
    let graph = try Resolved.graph {
      $0.input("s", [4])
      $0.input("x", [7, 4])
      $0.node(
        "Scan", ["s", "x"], ["final", "all"], name: "scan",
        ["body": .graph(body), "num_scan_inputs": .int(1)])
      $0.output("all")
    }
    #expect(graph.tensor("final")?.shape == [4])
    #expect(graph.tensor("all")?.shape == [7, 4])
    #expect(graph.node("add")?.vectorOperations == 28)
  }
}
