// SPDX-License-Identifier: Apache-2.0
import RafterQuantities
import RafterWorkload
import Testing

@testable import RafterImporters

struct GroupingProductTests {
  @Test func `a convolution takes batch normalisation and activation with it`() {
    var b = GraphBuilder()
    let x = b.input([1, 3, 8, 8])
    let c = b.product("Conv", x, b.weight([16, 27]), [1, 16, 8, 8], k: 27, kind: .convolution)
    let parts: [Int?] = [c, b.weight([16]), b.weight([16]), b.weight([16]), b.weight([16])]
    let n = b.node("BatchNormalization", parts, [1, 16, 8, 8], kind: .normalization)
    b.output(b.node("Relu", [n], [1, 16, 8, 8], kind: .activation))
    let w = b.workload
    #expect(w.layers.map(\.operators) == ["Conv+BatchNormalization+Relu"])
    let layer = w.layers[0]
    #expect(layer.kind == .convolution)
    #expect(layer.name == "n0")
    #expect(layer.id == "L01")
    // 3*8*8 read, 16*27 weights, 4*16 of the normalisation, 16*8*8 written, 4 B each.
    #expect(layer.compulsoryBytes == 4 * (192 + 432 + 64 + 1024))
    #expect(layer.parameters == 432 + 64)
    // The product writes what the activation leaves.
    #expect(layer.nests[0][.outputs].tensor == b.graph.tensors[b.graph.outputs[0]].name)
    #expect(layer.tensors.filter(\.isMappedByNest).count == 3)
  }

  @Test func `an intermediate with a second reader stays a tensor between layers`() {
    var b = GraphBuilder()
    let x = b.input([4, 8])
    let y = b.product("MatMul", x, b.weight([8, 8]), [4, 8], k: 8)
    let r = b.node("Relu", [y], [4, 8], kind: .activation)
    let z = b.product("MatMul", y, b.weight([8, 8]), [4, 8], k: 8)
    b.output(r, z)
    #expect(b.workload.layers.map(\.operators) == ["MatMul", "Relu", "MatMul"])
  }

  @Test func `an output of the graph is not swallowed by a tail`() {
    var b = GraphBuilder()
    let y = b.product("MatMul", b.input([4, 8]), b.weight([8, 8]), [4, 8], k: 8)
    let r = b.node("Relu", [y], [4, 8], kind: .activation)
    b.output(y, r)
    #expect(b.workload.layers.map(\.operators) == ["MatMul", "Relu"])
  }

  @Test func `the deeper branch takes the residual addition and reads the other addend`() {
    // ResNet: x -> 1x1 -> 3x3 -> add, x -> shortcut -> add -> relu, whichever is listed last.
    for shortcutFirst in [true, false] {
      var b = GraphBuilder()
      let x = b.input([1, 8, 4, 4])
      var s = 0
      if shortcutFirst { s = conv(&b, x) }
      let m = conv(&b, b.node("Relu", [conv(&b, x)], [1, 8, 4, 4], kind: .activation))
      if !shortcutFirst { s = conv(&b, x) }
      let a = b.node("Add", [s, m], [1, 8, 4, 4])
      b.output(b.node("Relu", [a], [1, 8, 4, 4], kind: .activation))
      let w = b.workload
      #expect(w.layers.map(\.operators).sorted() == ["Conv", "Conv+Add+Relu", "Conv+Relu"])
      let last = w.layers[2]
      #expect(last.operators == "Conv+Add+Relu")
      let residual = last.tensors.filter {
        $0.direction == .read && $0.role == .inputs && !$0.isMappedByNest
      }
      #expect(residual.map(\.name) == [b.graph.tensors[s].name])
      #expect(last.bytes(.read) == 4 * (128 + 64 + 128))
    }
  }

  @Test func `SiLU, HardSwish and GELU in parts hang behind their product`() {
    for form in ["silu", "erf", "tanh"] {
      var b = GraphBuilder()
      let x = b.product("MatMul", b.input([4, 8]), b.weight([8, 8]), [4, 8], k: 8)
      let y =
        switch form {
        case "silu": silu(&b, x)
        case "erf": geluErf(&b, x)
        default: geluTanh(&b, x)
        }
      b.output(b.product("MatMul", y, b.weight([8, 2]), [4, 2], k: 8))
      let w = b.workload
      #expect(w.layers.count == 2, "\(form)")
      #expect(w.layers[0].bytes(.written) == 4 * 32)
      #expect(w.layers[0].bytes(.read) == 4 * (32 + 64))
    }
  }

  @Test func `the product of two branches is a layer of its own`() {
    // gate, up, mul, down of a gated feed-forward block.
    var b = GraphBuilder()
    let x = b.input([4, 8])
    let g = silu(&b, b.product("MatMul", x, b.weight([8, 16]), [4, 16], k: 8))
    let u = b.product("MatMul", x, b.weight([8, 16]), [4, 16], k: 8)
    let m = b.node("Mul", [g, u], [4, 16])
    b.output(b.product("MatMul", m, b.weight([16, 8]), [4, 8], k: 16))
    let w = b.workload
    #expect(w.layers.map(\.operators) == ["MatMul+Sigmoid+Mul", "MatMul", "Mul", "MatMul"])
    #expect(w.layers[2].kind == .elementwise)
  }

  @Test func `a squeeze-and-excite scale does not join the small product that makes it`() {
    var b = GraphBuilder()
    let x = b.input([1, 8, 4, 4])
    let p = b.node("GlobalAveragePool", [x], [1, 8, 1, 1], kind: .pooling)
    let c = b.product("Conv", p, b.weight([8, 8]), [1, 8, 1, 1], k: 8, kind: .convolution)
    let s = b.node("Sigmoid", [c], [1, 8, 1, 1], kind: .activation)
    b.output(b.node("Mul", [x, s], [1, 8, 4, 4]))
    #expect(b.workload.layers.map(\.operators) == ["GlobalAveragePool", "Conv+Sigmoid", "Mul"])
  }

  @Test func `views between a product and its tail are looked through`() {
    var b = GraphBuilder()
    let y = b.product("Gemm", b.input([4, 8]), b.weight([8, 8]), [4, 8], k: 8, kind: .gemm)
    let v = b.reshape(y, [2, 2, 8])
    // With a batch of one, a transposition that moves only that side is a view, too.
    let t = b.transpose(b.reshape(v, [1, 4, 8]), [1, 0, 2])
    b.output(b.node("Relu", [t], [4, 1, 8], kind: .activation))
    let w = b.workload
    #expect(w.layers.map(\.operators) == ["Gemm+Relu"])
    #expect(w.layers[0].nodes.count == 3)
    #expect(w.layers[0].compulsoryBytes == 4 * (32 + 64 + 32))
  }

  private func conv(_ b: inout GraphBuilder, _ x: Int) -> Int {
    b.product("Conv", x, b.weight([8, 8]), [1, 8, 4, 4], k: 8, kind: .convolution)
  }
}

/// `x * sigmoid(x)`.
func silu(_ b: inout GraphBuilder, _ x: Int) -> Int {
  let shape = b.graph.tensors[x].shape ?? []
  return b.node("Mul", [x, b.node("Sigmoid", [x], shape, kind: .activation)], shape)
}

/// `0.5 * x * (1 + erf(x / sqrt(2)))`.
func geluErf(_ b: inout GraphBuilder, _ x: Int) -> Int {
  let shape = b.graph.tensors[x].shape ?? []
  let d = b.node("Div", [x, b.scalar(1.4142)], shape)
  let e = b.node("Erf", [d], shape, kind: .activation)
  let a = b.node("Add", [e, b.scalar(1)], shape)
  return b.node("Mul", [b.node("Mul", [x, a], shape), b.scalar(0.5)], shape)
}

/// `0.5 * x * (1 + tanh(0.797885 * (x + 0.044715 * x^3)))`.
func geluTanh(_ b: inout GraphBuilder, _ x: Int) -> Int {
  let shape = b.graph.tensors[x].shape ?? []
  let p = b.node("Pow", [x, b.scalar(3)], shape)
  let m = b.node("Mul", [p, b.scalar(0.044715)], shape)
  let a = b.node("Add", [x, m], shape)
  let s = b.node("Mul", [a, b.scalar(0.797885)], shape)
  let t = b.node("Tanh", [s], shape, kind: .activation)
  let o = b.node("Add", [t, b.scalar(1)], shape)
  let h = b.node("Mul", [x, b.scalar(0.5)], shape)
  return b.node("Mul", [h, o], shape)
}
