// SPDX-License-Identifier: Apache-2.0
import RafterQuantities
import RafterWorkload
import Testing

@testable import RafterImporters

struct MemoryParameterTests {
  @Test func `a parameter shared by two layers counts once, at the first`() {
    var b = GraphBuilder()
    let w = b.weight([8, 8])
    let clone = b.node("Identity", [w], [8, 8], free: true, folded: true)
    b.graph.tensors[clone].parameter = w
    let x = b.product("MatMul", b.input([4, 8]), w, [4, 8], k: 8)
    b.output(b.product("MatMul", x, clone, [4, 8], k: 8))
    let made = b.workload
    #expect(made.parameters == 64)
    #expect(made.parameterBytes == 256)
    #expect(made.layers.map(\.parameters) == [64, 0])
    // Shared storage does not save traffic: both layers read the weight.
    #expect(made.layers.map(\.compulsoryBytes) == [4 * 128, 4 * 128])
  }

  @Test func `a clone that is not resolved to its initializer is seen through`() {
    var b = GraphBuilder()
    let w = b.weight([8, 8])
    let clone = b.node("Identity", [w], [8, 8], free: true, folded: true)
    let turned = b.node("Transpose", [clone], [8, 8], kind: .dataMovement, folded: true)
    let x = b.product("MatMul", b.input([4, 8]), w, [4, 8], k: 8)
    b.output(b.product("MatMul", x, turned, [4, 8], k: 8))
    #expect(b.workload.parameters == 64)
  }

  @Test func `sizes, axes and the scalars of exporters are no parameters`() {
    var b = GraphBuilder()
    let x = b.product("MatMul", b.input([4, 8]), b.weight([8, 8]), [4, 8], k: 8)
    let clip = b.node("Clip", [x, b.scalar(0), b.scalar(6)], [4, 8], kind: .activation)
    let axes = b.weight([2], .int64, value: [0, 1])
    let mean = b.node("ReduceMean", [clip, axes], [1, 1], kind: .reduction)
    b.output(b.node("Mul", [mean, b.weight([1], value: [0.5])], [1, 1]))
    #expect(b.workload.parameters == 64)
    #expect(b.workload.parameterBytes == 256)
  }

  @Test func `a bias of one element is a parameter`() {
    var b = GraphBuilder()
    let (x, w) = (b.input([4, 8]), b.weight([8, 1]))
    b.output(b.product("Gemm", x, w, bias: b.weight([1]), [4, 1], k: 8, kind: .gemm))
    #expect(b.workload.parameters == 9)
  }

  @Test func `weights that a file was stripped of count`() {
    var b = GraphBuilder()
    let w = b.node("ConstantOfShape", [b.weight([2], .int64)], [8, 8], folded: true)
    b.output(b.product("MatMul", b.input([4, 8]), w, [4, 8], k: 8))
    #expect(b.workload.parameters == 64)
  }

  @Test func `a weight computed from others before the run counts what the file holds`() {
    // Weight normalisation: direction [8, 8] times gain [8].
    var b = GraphBuilder()
    let w = b.node("Mul", [b.weight([8, 8]), b.weight([8])], [8, 8], folded: true)
    b.output(b.product("MatMul", b.input([4, 8]), w, [4, 8], k: 8))
    #expect(b.workload.parameters == 72)
  }
}
