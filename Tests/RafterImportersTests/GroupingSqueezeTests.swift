// SPDX-License-Identifier: Apache-2.0
import RafterImporters
import RafterQuantities
import RafterTestSupport
import RafterWorkload
import Testing

@Suite struct GroupingSqueezeTests {
  typealias Graph = ONNXBuilder.Graph

  /// A depthwise convolution, its block of 8 channels squeezed to 2, and a projection.
  private func workload(squeezed: (inout Graph) -> Void) throws -> Workload {
    let graph = try Resolved.graph {
      $0.input("image", [1, 8, 6, 6])
      $0.initializer("wd", [8, 1, 3, 3])
      $0.initializer("w1", [2, 8, 1, 1])
      $0.initializer("b1", [2])
      $0.initializer("w2", [8, 2, 1, 1])
      $0.initializer("m1", [8, 2])
      $0.initializer("m2", [2, 8])
      $0.initializer("flat", ints: [1, 8])
      $0.initializer("deep", ints: [1, 8, 1, 1])
      $0.initializer("wp", [4, 8, 1, 1])
      $0.node(
        "Conv", ["image", "wd"], ["d"], name: "depthwise",
        ["group": .int(8), "pads": .ints([1, 1, 1, 1])])
      $0.node("Relu", ["d"], ["x"], name: "act")
      squeezed(&$0)
      $0.node("Mul", ["g", "x"], ["o"], name: "weigh")
      $0.node("Conv", ["o", "wp"], ["y"], name: "project")
      $0.output("y")
    }
    return LayerGrouping.workload(from: graph)
  }

  private func check(_ made: Workload, operators: String) throws {
    #expect(made.layers.count == 3)
    let block = try #require(made.layers.count == 3 ? made.layers[1] : nil)
    #expect(block.operators == operators)
    #expect(block.name.hasPrefix("SE "))
    #expect(block.nests.map(\.label) == ["squeeze", "excite"])
    #expect(block.macs == 16 + 16)
    // The tensor is read once, although the mean and the product both read it, and written once: 288 floats.
    #expect(block.tensors.filter { !$0.isConstant }.map(\.elements) == [288, 288])
    // No nest moves it: the products see the means of the channels only.
    #expect(block.tensors.filter { !$0.isConstant }.allSatisfy { !$0.isMappedByNest })
  }

  @Test func `a block of convolutions is one layer`() throws {
    let made = try workload {
      $0.node("GlobalAveragePool", ["x"], ["p"], name: "pool")
      $0.node("Conv", ["p", "w1", "b1"], ["s"], name: "fc1")
      $0.node("Sigmoid", ["s"], ["t"], name: "half")
      $0.node("Mul", ["s", "t"], ["u"], name: "swish")
      $0.node("Conv", ["u", "w2"], ["v"], name: "fc2")
      $0.node("Sigmoid", ["v"], ["g"], name: "gate")
    }
    try check(made, operators: "GlobalAveragePool+Conv+Sigmoid+Mul+Conv+Sigmoid+Mul")
    #expect(made.layers[1].name == "SE fc1")
  }

  @Test func `a block of matrix products between reshapes is one layer`() throws {
    let made = try workload {
      $0.node(
        "ReduceMean", ["x"], ["p"], name: "pool", ["axes": .ints([2, 3]), "keepdims": .int(1)])
      $0.node("Reshape", ["p", "flat"], ["f"])
      $0.node("MatMul", ["f", "m1"], ["s"], name: "fc1")
      $0.node("Relu", ["s"], ["u"], name: "act1")
      $0.node("MatMul", ["u", "m2"], ["v"], name: "fc2")
      $0.node("HardSigmoid", ["v"], ["h"], name: "gate")
      $0.node("Reshape", ["h", "deep"], ["g"])
    }
    try check(made, operators: "ReduceMean+MatMul+Relu+MatMul+HardSigmoid+Mul")
  }

  @Test func `a pooling that another product follows is no such block`() throws {
    let made = try workload {
      $0.node("GlobalAveragePool", ["x"], ["p"], name: "pool")
      $0.node("Conv", ["p", "w1"], ["s"], name: "fc1")
      $0.node("Conv", ["s", "w2"], ["g"], name: "fc2")
    }
    // Without a gate the weights are plain products.
    #expect(made.layers.allSatisfy { !$0.name.hasPrefix("SE ") })
  }
}
