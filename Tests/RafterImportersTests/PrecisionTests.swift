// SPDX-License-Identifier: Apache-2.0
import RafterQuantities
import RafterWorkload
import Testing

@testable import RafterImporters

struct PrecisionTests {
  @Test func `a product between DequantizeLinear and QuantizeLinear moves and multiplies integers`()
  {
    var b = GraphBuilder()
    let x = b.quantized(b.input([4, 8]))
    let y = b.product("MatMul", x, b.quantizedWeight([8, 16], channels: 16), [4, 16], k: 8)
    let r = b.quantized(b.node("Relu", [y], [4, 16], kind: .activation))
    let z = b.product("MatMul", r, b.quantizedWeight([16, 2], channels: 2), [4, 2], k: 16)
    b.output(b.quantized(z))
    let w = b.workload
    #expect(w.layers.map(\.kind) == [.quantization, .matmul, .matmul])
    #expect(w.layers.map(\.operators) == ["QuantizeLinear", "MatMul+Relu", "MatMul"])
    let first = w.layers[1]
    #expect(first.nests[0].arithmetic.description == "uint8 x int8 -> int32")
    #expect(first.nests[0][.outputs].format == .uint8)
    // One byte each: 4*8 + 8*16 read, 4*16 written.
    #expect(first.compulsoryBytes == 32 + 128 + 64)
    // The model's result is a float: it is widened before it is written.
    #expect(w.layers[2].nests[0][.outputs].format == .fp32)
    #expect(w.layers[2].compulsoryBytes == 64 + 32 + 4 * 8)
    // Elements of weights only; bytes with 4 B of scale and 1 B of zero point, for each channel and for the
    // result.
    #expect(w.parameters == 128 + 32)
    #expect(w.layers[1].parameterBytes == 128 + 16 * 5 + 5)
  }

  @Test func `a residual addition of quantised tensors reads the narrow one`() {
    var b = GraphBuilder()
    let x = b.quantized(b.input([4, 8]))
    let m = b.product("MatMul", x, b.quantizedWeight([8, 8], channels: 8), [4, 8], k: 8)
    let a = b.quantized(b.node("Add", [x, b.quantized(m)], [4, 8]))
    b.output(b.product("MatMul", a, b.quantizedWeight([8, 8], channels: 8), [4, 8], k: 8))
    let w = b.workload
    #expect(w.layers.map(\.operators) == ["QuantizeLinear", "MatMul+Add", "MatMul"])
    // The input and the residual are the same tensor: it crosses once.
    #expect(w.layers[1].compulsoryBytes == 32 + 64 + 32)
  }

  @Test func `weights alone stored narrow keep float activations and sums`() {
    var b = GraphBuilder()
    let x = b.input([4, 8], .fp16)
    let y = b.product(
      "MatMul", x, b.quantizedWeight([8, 8], channels: 8), [4, 8], k: 8, format: .fp16)
    b.output(y)
    let nest = b.workload.layers[0].nests[0]
    #expect(nest.arithmetic.description == "fp16 x int8 -> fp32")
    #expect(b.workload.layers[0].compulsoryBytes == 64 + 64 + 64)
  }

  @Test func `integer operators keep their types`() {
    var b = GraphBuilder()
    let x = b.input([4, 8], .uint8)
    let y = b.product("MatMulInteger", x, b.weight([8, 8], .int8), [4, 8], k: 8, format: .int32)
    let f = b.node("Cast", [y], [4, 8], format: .fp32)
    b.output(b.node("Mul", [f, b.scalar(0.01)], [4, 8]))
    let w = b.workload
    #expect(w.layers.map(\.operators) == ["MatMulInteger+Cast+Mul"])
    #expect(w.layers[0].nests[0].arithmetic.description == "uint8 x int8 -> int32")
    #expect(w.layers[0].nests[0][.outputs].format == .fp32)
    #expect(w.layers[0].compulsoryBytes == 32 + 64 + 128)
  }

  @Test func `a scale found during the run joins the product it belongs to`() {
    // Dynamic quantisation: the scale of the activations is a scalar of the run.
    var b = GraphBuilder()
    let (x, scale) = (b.input([4, 8], .uint8), b.input([]))
    let y = b.product("MatMulInteger", x, b.weight([8, 8], .int8), [4, 8], k: 8, format: .int32)
    b.output(b.node("Mul", [b.node("Cast", [y], [4, 8]), scale], [4, 8]))
    #expect(b.workload.layers.map(\.operators) == ["MatMulInteger+Cast+Mul"])
  }

  @Test func `a weight turned before the run is still stored narrow`() {
    var b = GraphBuilder()
    let x = b.quantized(b.input([4, 8]))
    let w = b.quantizedWeight([16, 8], channels: 16)
    let t = b.node("Transpose", [w], [8, 16], kind: .dataMovement, folded: true)
    b.output(b.product("MatMul", x, t, [4, 16], k: 8))
    let layer = b.workload.layers[1]
    #expect(layer.nests[0][.weights].format == .int8)
    #expect(layer.nests[0][.weights].isConstant)
    #expect(layer.parameters == 128)
  }

  @Test func `each node that runs is in exactly one layer`() {
    var b = GraphBuilder()
    let x = b.quantized(b.input([4, 8]))
    let m = b.product("MatMul", x, b.quantizedWeight([8, 8], channels: 8), [4, 8], k: 8)
    b.output(b.quantized(b.node("Add", [x, b.quantized(m)], [4, 8])))
    let listed = b.workload.layers.flatMap(\.nodes).sorted()
    let running = b.graph.nodes.filter { !$0.isFolded && !$0.isFree }.map(\.name).sorted()
    #expect(listed == running)
  }
}
