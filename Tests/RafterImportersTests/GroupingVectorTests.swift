// SPDX-License-Identifier: Apache-2.0
import RafterQuantities
import RafterWorkload
import Testing

@testable import RafterImporters

struct GroupingVectorTests {
  @Test func `LayerNorm and RMSNorm in parts are one normalisation each`() {
    for form in NormForm.allCases {
      var b = GraphBuilder()
      let x = b.node("Add", [b.input([4, 8]), b.input([4, 8])], [4, 8])
      let y = norm(&b, x, form: form)
      let z = b.product("MatMul", y, b.weight([8, 8]), [4, 8], k: 8)
      b.output(b.node("Add", [z, x], [4, 8]))
      let w = b.workload
      #expect(w.layers.map(\.kind) == [.elementwise, .normalization, .matmul], "\(form)")
      let layer = w.layers[1]
      let gains = form == .layerNorm || form == .layerNormTwice ? 16 : 8
      #expect(layer.compulsoryBytes == 4 * (32 + gains + 32), "\(form)")
      #expect(layer.parameters == gains)
      #expect(w.layers[2].operators == "MatMul+Add")
    }
  }

  @Test func `a rotary embedding is one layer and takes the transposition in front`() {
    var b = GraphBuilder()
    let p = b.product("MatMul", b.input([1, 16, 32]), b.weight([32, 32]), [1, 16, 32], k: 32)
    let q = b.transpose(b.reshape(p, [1, 16, 4, 8]), [0, 2, 1, 3])
    let (cos, sin) = (b.weight([1, 1, 16, 8]), b.weight([1, 1, 16, 8]))
    b.output(rotary(&b, q, cos: cos, sin: sin))
    let w = b.workload
    #expect(w.layers.map(\.kind) == [.matmul, .elementwise])
    // The vector is read once although whole and in halves; two tables of 128; 512 written.
    #expect(w.layers[1].compulsoryBytes == 4 * (512 + 128 + 128 + 512))
  }

  @Test func `positions made during the run do not break a rotary embedding`() {
    var b = GraphBuilder()
    let q = b.input([1, 4, 16, 8])
    let angle = b.input([1, 1, 16, 8])
    let cos = b.node("Cos", [angle], [1, 1, 16, 8])
    let sin = b.node("Sin", [angle], [1, 1, 16, 8])
    b.output(rotary(&b, q, cos: cos, sin: sin))
    #expect(b.workload.layers.map(\.operators).contains { $0.hasSuffix("Concat+Mul+Add") })
    #expect(b.workload.layers.count == 3)
  }

  @Test func `a softmax in parts is recognised`() {
    var b = GraphBuilder()
    let x = b.input([4, 10])
    let m = b.node("ReduceMax", [x], [4, 1], kind: .reduction)
    let e = b.node("Exp", [b.node("Sub", [x, m], [4, 10])], [4, 10])
    let s = b.node("ReduceSum", [e], [4, 1], kind: .reduction)
    b.output(b.node("Div", [e, s], [4, 10]))
    let w = b.workload
    #expect(w.layers.map(\.kind) == [.softmax])
    #expect(w.layers[0].compulsoryBytes == 4 * 80)
  }

  @Test func `data movement reads and writes its bytes`() {
    var b = GraphBuilder()
    let (x, y) = (b.input([2, 3, 4]), b.input([2, 5, 4]))
    b.output(b.node("Concat", [x, y], [2, 8, 4], kind: .dataMovement))
    let w = b.workload
    #expect(w.layers.map(\.kind) == [.dataMovement])
    #expect(w.layers[0].bytes(.read) == 4 * 64)
    #expect(w.layers[0].bytes(.written) == 4 * 64)
    #expect(w.layers[0].vectorOperations == 0)
  }

  @Test func `a gather reads its rows, and its table is a parameter`() {
    var b = GraphBuilder()
    let table = b.weight([1000, 8])
    let ids = b.input([1, 4], .int64)
    b.output(b.node("Gather", [table, ids], [1, 4, 8], kind: .embedding))
    b.graph.nodes[0].elementsRead = [32, 4]
    let layer = b.workload.layers[0]
    #expect(layer.bytes(.read) == 4 * 32 + 8 * 4)
    #expect(layer.parameters == 8000)
    #expect(layer.tensors[0].role == .weights)
    #expect(layer.tensors[1].role == .inputs)
  }

  @Test func `what a branch made is what its If hands on`() {
    var b = GraphBuilder()
    let (condition, x) = (b.input([], .bool), b.input([4, 8]))
    let y = b.product("MatMul", x, b.weight([8, 8]), [4, 8], k: 8)
    let out = b.node("If", [condition, y], [4, 8], kind: .control, free: true)
    b.output(b.node("Relu", [out], [4, 8], kind: .activation))
    #expect(b.workload.layers.map(\.operators) == ["MatMul+Relu"])
  }

  @Test func `what a loop stacks up is a tensor of its own, and its turns still write theirs`() {
    var b = GraphBuilder()
    let (limit, x) = (b.input([], .int64), b.input([4, 8]))
    let y = b.product("MatMul", x, b.weight([8, 8]), [4, 8], k: 8)
    let out = b.node("Loop", [limit, y], [5, 4, 8], kind: .control, free: true)
    b.output(b.node("Relu", [out], [5, 4, 8], kind: .activation))
    let w = b.workload
    #expect(w.layers.map(\.operators) == ["MatMul", "Relu"])
    #expect(w.layers[0].bytes(.written) == 4 * 32)
    #expect(w.layers[1].bytes(.read) == 4 * 160)
  }

  @Test func `ids take as many digits as the count needs`() {
    var b = GraphBuilder()
    var x = b.input([1, 8])
    for _ in 0..<120 {
      x = b.product("MatMul", x, b.weight([8, 8]), [1, 8], k: 8)
    }
    b.output(x)
    let w = b.workload
    #expect(w.layers.first?.id == "L001")
    #expect(w.layers.last?.id == "L120")
  }

  @Test func `an empty graph is an empty workload`() {
    let w = GraphBuilder().workload
    #expect(w.layers.isEmpty)
    #expect(w.peakActivationBytes == 0)
    #expect(w.peakActivationLayer == nil)
  }
}

/// The ways in which exporters spell normalisation out.
enum NormForm: CaseIterable {
  case layerNorm, layerNormTwice, rmsReciprocal, rmsDivide, rmsSquare
}

/// A normalisation of `[4, 8]` over its last axis, with gain and, for LayerNorm, offset.
func norm(_ b: inout GraphBuilder, _ x: Int, form: NormForm) -> Int {
  let (full, row) = ([4, 8], [4, 1])
  var centred = x
  var again = x
  if form == .layerNorm || form == .layerNormTwice {
    let mean = b.node("ReduceMean", [x], row, kind: .reduction)
    centred = b.node("Sub", [x, mean], full)
    again = form == .layerNormTwice ? b.node("Sub", [x, mean], full) : centred
  }
  let square =
    form == .rmsSquare
    ? b.node("Mul", [again, again], full) : b.node("Pow", [again, b.scalar(2)], full)
  let variance = b.node("ReduceMean", [square], row, kind: .reduction)
  let root = b.node("Sqrt", [b.node("Add", [variance, b.scalar(1e-6)], row)], row)
  var y: Int
  switch form {
  case .rmsReciprocal, .rmsSquare:
    y = b.node("Mul", [centred, b.node("Reciprocal", [root], row)], full)
  default: y = b.node("Div", [centred, root], full)
  }
  // A cast to the format it has is what exporters leave of mixed precision.
  y = b.node("Cast", [y], full)
  y = b.node("Mul", [b.weight([8]), y], full)
  if form == .layerNorm || form == .layerNormTwice { y = b.node("Add", [y, b.weight([8])], full) }
  return y
}

/// `x * cos + concat(-x[half...], x[..<half]) * sin`.
func rotary(_ b: inout GraphBuilder, _ x: Int, cos: Int, sin: Int) -> Int {
  let full = b.graph.tensors[x].shape ?? []
  let half = Array(full.dropLast()) + [full[full.count - 1] / 2]
  func cut() -> Int {
    let y = b.node("Slice", [x], half, kind: .dataMovement)
    b.graph.nodes[b.graph.nodes.count - 1].elementsRead = [half.reduce(1, *)]
    return y
  }
  let c = b.node("Mul", [x, cos], full)
  let first = cut()
  let second = b.node("Neg", [cut()], half)
  let turned = b.node("Concat", [second, first], full, kind: .dataMovement)
  return b.node("Add", [c, b.node("Mul", [turned, sin], full)], full)
}
