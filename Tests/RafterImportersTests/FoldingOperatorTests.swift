// SPDX-License-Identifier: Apache-2.0
import RafterImporters
import RafterQuantities
import RafterTestSupport
import Testing

/// Operators that are evaluated before the run, on few numbers.
@Suite struct FoldingOperatorTests {
  private func value(
    opset: Int = 17, _ fill: (inout ONNXBuilder.Graph) -> Void
  ) throws -> [Double]? {
    let graph = try Resolved.graph(opset: opset) {
      fill(&$0)
      $0.output("y")
    }
    return graph.tensor("y")?.value
  }

  @Test func `Clip keeps integers between its bounds`() throws {
    #expect(
      try value {
        $0.initializer("x", ints: [-5, 3, 900])
        $0.initializer("low", ints: [0], dims: [])
        $0.initializer("high", ints: [255], dims: [])
        $0.node("Clip", ["x", "low", "high"], ["y"])
      } == [0, 3, 255])
    #expect(
      try value(opset: 6) {
        $0.initializer("x", floats: [-5, 0.5, 9])
        $0.node("Clip", ["x"], ["y"], ["min": .float(0), "max": .float(6)])
      } == [0, 0.5, 6])
    // A bound that only the run knows leaves the result open.
    #expect(
      try value {
        $0.initializer("x", ints: [1])
        $0.input("low", [], type: ONNXBuilder.DataType.int64)
        $0.node("Clip", ["x", "low"], ["y"])
      } == nil)
  }

  @Test func `ReduceMean divides by what it took away`() throws {
    #expect(
      try value {
        $0.initializer("x", floats: [1, 2, 3, 5, 7, 9], dims: [2, 3])
        $0.node("ReduceMean", ["x"], ["y"], ["axes": .ints([1]), "keepdims": .int(0)])
      } == [2, 7])
  }

  @Test func `ArgMax gives the first of equals, or the last where it says so`() throws {
    for (last, expected) in [(0, [1.0, 0]), (1, [2.0, 2])] {
      #expect(
        try value {
          $0.initializer("x", ints: [1, 4, 4, 6, 2, 6], dims: [2, 3])
          $0.node(
            "ArgMax", ["x"], ["y"],
            ["axis": .int(1), "keepdims": .int(0), "select_last_index": .int(last)])
        } == expected)
    }
    #expect(
      try value {
        $0.initializer("x", ints: [3, 4, 1, 2], dims: [2, 2])
        $0.node("ArgMin", ["x"], ["y"], ["axis": .int(0), "keepdims": .int(0)])
      } == [1, 1])
  }

  @Test func `Compress keeps the flagged`() throws {
    #expect(
      try value {
        $0.initializer("x", ints: [1, 2, 3, 4, 5, 6], dims: [3, 2])
        $0.initializer("keep", [3], type: ONNXBuilder.DataType.bool, raw: [1, 0, 1])
        $0.node("Compress", ["x", "keep"], ["y"], ["axis": .int(0)])
      } == [1, 2, 5, 6])
    #expect(
      try value {
        $0.initializer("x", ints: [1, 2, 3, 4], dims: [2, 2])
        $0.initializer("keep", [3], type: ONNXBuilder.DataType.bool, raw: [0, 1, 1])
        $0.node("Compress", ["x", "keep"], ["y"])
      } == [2, 3])
  }

  @Test func `ScatterElements writes along its axis`() throws {
    #expect(
      try value {
        $0.initializer("x", ints: [1, 2, 3, 4, 5], dims: [1, 5])
        $0.initializer("i", ints: [1, 3], dims: [1, 2])
        $0.initializer("u", ints: [11, 21], dims: [1, 2])
        $0.node("ScatterElements", ["x", "i", "u"], ["y"], ["axis": .int(1)])
      } == [1, 11, 3, 21, 5])
  }

  @Test func `BitShift drops what leaves the format`() throws {
    #expect(
      try value {
        $0.initializer("x", [3], type: ONNXBuilder.DataType.uint8, raw: [200, 1, 16])
        $0.initializer("n", [3], type: ONNXBuilder.DataType.uint8, raw: [2, 3, 4])
        $0.node("BitShift", ["x", "n"], ["y"], ["direction": .string("LEFT")])
      } == [32, 8, 0])
    #expect(
      try value {
        $0.initializer("x", [2], type: ONNXBuilder.DataType.uint8, raw: [200, 16])
        $0.initializer("n", [1], type: ONNXBuilder.DataType.uint8, raw: [4])
        $0.node("BitShift", ["x", "n"], ["y"], ["direction": .string("RIGHT")])
      } == [12, 1])
  }

  @Test func `EyeLike is known from a shape alone`() throws {
    #expect(
      try value {
        $0.input("x", [2, 3])
        $0.node("EyeLike", ["x"], ["y"], ["k": .int(1), "dtype": .int(7)])
      } == [0, 1, 0, 0, 0, 1])
  }
}
