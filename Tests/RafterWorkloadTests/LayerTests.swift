// SPDX-License-Identifier: Apache-2.0
import RafterQuantities
import RafterWorkload
import Testing

struct LayerTests {
  /// `[M, K] x [K, N]` in bf16, summed in fp32.
  static func nest(_ m: Int, _ n: Int, _ k: Int, repeats: Int = 1) -> LoopNest {
    let dimensions = [LoopDimension("M", m), LoopDimension("N", n), LoopDimension("K", k)]
    func operand(_ role: Operand, _ loops: [Int], constant: Bool = false) -> NestOperand {
      NestOperand(
        role: role, tensor: role.rawValue, format: .bf16, isConstant: constant,
        axes: loops.map {
          AxisProjection(terms: [.init(dimension: $0)], extent: dimensions[$0].bound)
        })
    }
    return LoopNest(
      dimensions: dimensions,
      operands: [
        operand(.weights, [2, 1], constant: true), operand(.inputs, [0, 2]),
        operand(.outputs, [0, 1]),
      ], accumulate: .fp32, repeats: repeats)
  }

  static func tensor(_ role: Operand, _ elements: Int, _ format: NumberFormat) -> LayerTensor {
    LayerTensor(
      name: "t", role: role, direction: role == .outputs ? .written : .read, elements: elements,
      format: format, isMappedByNest: true, isConstant: role == .weights)
  }

  @Test func `a nest multiplies as often as the product of its bounds`() {
    #expect(Self.nest(4, 5, 6).macs == 120)
    #expect(Self.nest(4, 5, 6).arithmetic.description == "bf16 x bf16 -> fp32")
  }

  @Test func `a layer counts the MACs of all its nests, as often as each runs`() {
    // A recurrent layer: 10 steps of 1 x 8 x 3 and of 1 x 8 x 8.
    let layer = Layer(
      id: "L01", name: "lstm", kind: .recurrent, operators: "LSTM", nodes: ["lstm"],
      nests: [Self.nest(1, 8, 3, repeats: 10), Self.nest(1, 8, 8, repeats: 10)])
    #expect(layer.macs == 10 * (24 + 64))
  }

  @Test func `compulsory bytes round each tensor up to whole bytes`() {
    // 3 elements of 4 bits take 2 B, 5 of 2 B take 10 B.
    let layer = Layer(
      id: "L01", name: "a", kind: .matmul, operators: "MatMul", nodes: ["a"],
      tensors: [Self.tensor(.weights, 3, .int4), Self.tensor(.inputs, 5, .bf16)])
    #expect(layer.compulsoryBytes == 12)
  }

  @Test func `totals count repeats and keep MACs and vector operations apart`() {
    let block = Layer(
      id: "L01", name: "a", kind: .matmul, operators: "MatMul+Relu", nodes: ["a", "b"], repeats: 12,
      nests: [Self.nest(2, 3, 4)], macsWithoutPadding: 20, vectorOperations: 6,
      tensors: [Self.tensor(.outputs, 6, .bf16)])
    let head = Layer(
      id: "L02", name: "c", kind: .softmax, operators: "Softmax", nodes: ["c"], vectorOperations: 30
    )
    let workload = Workload(
      name: "w", source: "test", layers: [block, head], parameters: 0, parameterBytes: 0,
      peakActivationBytes: 0)
    #expect(workload.totals.macs == 12 * 24)
    #expect(workload.totals.macsWithoutPadding == 12 * 20)
    #expect(workload.totals.vectorOperations == 12 * 6 + 30)
    #expect(workload.totals.compulsoryBytes == 12 * 12)
    #expect(workload.totals.operations == 2 * 12 * 24)
  }

  @Test func `operands come in the order of the paths: weights, inputs, outputs`() {
    #expect(Operand.allCases.sorted() == [.weights, .inputs, .outputs])
    #expect(Operand.allCases.map(\.index) == [0, 1, 2])
  }

  @Test func `every kind of operator has a name of its own for files`() {
    let names = OperatorKind.allCases.map(\.rawValue)
    #expect(Set(names).count == names.count)
    #expect(names.allSatisfy { $0.allSatisfy { $0.isLowercase || $0 == "-" } })
  }
}
