// SPDX-License-Identifier: Apache-2.0
import RafterQuantities
import RafterWorkload
import Testing

@testable import RafterImporters

struct GroupingAttentionTests {
  @Test func `attention in parts is one layer with two products`() throws {
    for form in AttentionForm.allCases {
      var b = GraphBuilder()
      let x = b.input([1, 16, 32])
      let mask = b.input([1, 1, 16, 16])
      b.output(attention(&b, x, mask: mask, form: form))
      let w = b.workload
      #expect(w.layers.map(\.kind) == [.matmul, .matmul, .matmul, .attention, .matmul], "\(form)")
      let layer = try #require(w.layers.first { $0.kind == .attention })
      #expect(layer.nests.map(\.label) == ["scores", "context"])
      // 4 heads of 8: scores 4*16*16*8, context the same.
      #expect(layer.macs == 2 * 4 * 16 * 16 * 8)
      #expect(layer.vectorOperations >= 4 * 16 * 16)
      // Queries, keys, values of 512 each, the mask of 256 if there is one; 512 written.
      let reads = 3 * 512 + (form.hasMask ? 256 : 0)
      #expect(layer.bytes(.read) == 4 * reads, "\(form)")
      #expect(layer.bytes(.written) == 4 * 512)
      // Each product names the projections, not their transposed copies.
      let projections = w.layers.prefix(3).flatMap { $0.tensors }
        .filter { $0.direction == .written }.map(\.name)
      #expect(projections.contains(layer.nests[0][.inputs].tensor))
      #expect(projections.contains(layer.nests[0][.weights].tensor))
      #expect(projections.contains(layer.nests[1][.weights].tensor))
      #expect(!projections.contains(layer.nests[1][.inputs].tensor))
      #expect(layer.tensors.filter(\.isMappedByNest).count == 4)
    }
  }

  @Test func `keys and values repeated for groups of heads are read once`() throws {
    var b = GraphBuilder()
    let q = b.input([1, 8, 16, 8])
    let k = repeated(&b, b.input([1, 2, 8, 16]), [1, 2, 4, 8, 16], [1, 8, 8, 16])
    let v = repeated(&b, b.input([1, 2, 16, 8]), [1, 2, 4, 16, 8], [1, 8, 16, 8])
    let s = b.product("MatMul", q, k, [1, 8, 16, 16], k: 8)
    let p = b.node("Softmax", [s], [1, 8, 16, 16], kind: .softmax)
    b.output(b.product("MatMul", p, v, [1, 8, 16, 8], k: 16))
    let w = b.workload
    #expect(w.layers.count == 1)
    // 1024 queries, 256 keys, 256 values; 1024 written.
    #expect(w.layers[0].compulsoryBytes == 4 * (1024 + 256 + 256 + 1024))
  }

  @Test func `queries, keys and values cut from one product belong to attention`() throws {
    var b = GraphBuilder()
    let x = b.product("MatMul", b.input([16, 32]), b.weight([32, 96]), [16, 96], k: 32)
    let t = b.transpose(b.reshape(x, [16, 3, 4, 8]), [1, 2, 0, 3])
    func pick(_ i: Double) -> Int {
      b.node("Gather", [t, b.weight([], .int64, value: [i])], [4, 16, 8], kind: .dataMovement)
    }
    let (q, k, v) = (pick(0), b.transpose(pick(1), [0, 2, 1]), pick(2))
    let s = b.product("MatMul", q, k, [4, 16, 16], k: 8)
    let p = b.node("Softmax", [s], [4, 16, 16], kind: .softmax)
    b.output(b.product("MatMul", p, v, [4, 16, 8], k: 16))
    let w = b.workload
    #expect(w.layers.map(\.kind) == [.matmul, .attention])
    // What was one tensor crosses the border once.
    #expect(w.layers[1].bytes(.read) == 4 * 16 * 96)
  }

  @Test func `a softmax without products around it is only a softmax`() {
    var b = GraphBuilder()
    let y = b.product("MatMul", b.input([4, 8]), b.weight([8, 10]), [4, 10], k: 8)
    b.output(b.node("Softmax", [y], [4, 10], kind: .softmax))
    #expect(b.workload.layers.map(\.kind) == [.matmul, .softmax])
  }

  @Test func `scores that are an output of the graph keep attention apart`() {
    var b = GraphBuilder()
    let s = b.product("MatMul", b.input([4, 8]), b.input([8, 4]), [4, 4], k: 8)
    let p = b.node("Softmax", [s], [4, 4], kind: .softmax)
    b.output(b.product("MatMul", p, b.input([4, 8]), [4, 8], k: 4), s)
    #expect(b.workload.layers.map(\.kind) == [.matmul, .softmax, .matmul])
  }

  @Test func `quantised attention multiplies integers and reads narrow projections`() throws {
    var b = GraphBuilder()
    let x = b.quantized(b.input([16, 32]))
    func project(_ permutation: [Int]) -> Int {
      let weight = b.quantizedWeight([32, 32], channels: 32)
      let p = b.quantized(b.product("MatMul", x, weight, [16, 32], k: 32))
      return b.quantized(b.transpose(b.reshape(p, [16, 4, 8]), permutation))
    }
    let (q, k, v) = (project([1, 0, 2]), project([1, 2, 0]), project([1, 0, 2]))
    let s = b.quantized(b.product("MatMul", q, k, [4, 16, 16], k: 8))
    let p = b.quantized(b.node("Softmax", [s], [4, 16, 16], kind: .softmax))
    b.output(b.product("MatMul", p, v, [4, 16, 8], k: 16))
    let w = b.workload
    let layer = try #require(w.layers.last)
    #expect(w.layers.map(\.kind) == [.quantization, .matmul, .matmul, .matmul, .attention])
    #expect(layer.nests.map(\.arithmetic.inputs) == [.uint8, .uint8])
    #expect(layer.nests.map(\.arithmetic.weights) == [.uint8, .uint8])
    #expect(layer.nests.map(\.accumulate) == [.int32, .int32])
    #expect(layer.bytes(.read) == 3 * 512)
    #expect(layer.bytes(.written) == 4 * 512)
  }

  @Test func `the change of a mask into numbers joins the only attention that uses it`() {
    for shared in [false, true] {
      var b = GraphBuilder()
      let mask = b.input([1, 1, 16, 16], .bool)
      let added = b.node("Where", [mask, b.scalar(0), b.scalar(-1e9)], [1, 1, 16, 16])
      b.output(attention(&b, b.input([1, 16, 32]), mask: added, form: .maskAdded))
      if shared { b.output(attention(&b, b.input([1, 16, 32]), mask: added, form: .maskAdded)) }
      let masks = b.workload.layers.filter { $0.kind == .elementwise }.count
      #expect(masks == (shared ? 1 : 0))
    }
  }

  private func repeated(_ b: inout GraphBuilder, _ x: Int, _ wide: [Int], _ flat: [Int]) -> Int {
    let shape = b.graph.tensors[x].shape ?? []
    let u = b.reshape(x, [shape[0], shape[1], 1] + shape[2...])
    return b.reshape(b.node("Expand", [u], wide, kind: .dataMovement), flat)
  }
}

/// The ways in which exporters spell attention out.
enum AttentionForm: CaseIterable {
  case plain, scaledInputs, maskAdded, maskChosen, nanGuard
  var hasMask: Bool { self == .maskAdded || self == .maskChosen || self == .nanGuard }
}

/// Self-attention of 16 tokens with 4 heads of 8, its three projections and the one behind it.
func attention(_ b: inout GraphBuilder, _ x: Int, mask: Int, form: AttentionForm) -> Int {
  func project(_ permutation: [Int]) -> Int {
    let p = b.product("MatMul", x, b.weight([32, 32]), [1, 16, 32], k: 32)
    return b.transpose(b.reshape(p, [1, 16, 4, 8]), permutation)
  }
  var (q, k, v) = (project([0, 2, 1, 3]), project([0, 2, 3, 1]), project([0, 2, 1, 3]))
  let full = [1, 4, 16, 16]
  if form == .scaledInputs || form == .nanGuard {
    q = b.node("Mul", [q, b.scalar(0.6)], [1, 4, 16, 8])
    k = b.node("Mul", [k, b.scalar(0.6)], [1, 4, 8, 16])
  }
  var s = b.product("MatMul", q, k, full, k: 8)
  if form == .plain || form == .maskAdded { s = b.node("Div", [s, b.scalar(2.8)], full) }
  if form == .maskAdded || form == .nanGuard { s = b.node("Add", [s, mask], full) }
  if form == .maskChosen { s = b.node("Where", [mask, s, b.scalar(-1e9)], full) }
  var p = b.node("Softmax", [s], full, kind: .softmax)
  if form == .nanGuard {
    let isNaN = b.node("IsNaN", [p], full, format: .bool)
    p = b.node("Where", [isNaN, b.scalar(0), p], full)
  }
  v = b.product("MatMul", p, v, [1, 4, 16, 8], k: 16)
  let joined = b.reshape(b.transpose(v, [0, 2, 1, 3]), [1, 16, 32])
  return b.product("MatMul", joined, b.weight([32, 32]), [1, 16, 32], k: 32)
}
