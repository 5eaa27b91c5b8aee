// SPDX-License-Identifier: Apache-2.0
import RafterWorkload
import Testing

@testable import RafterConverters

struct CalculatorTests {
  let calculator = Calculator(names: [
    "a": "3", "b": "a * 2", "c": "b ** 2", "loop": "pool", "pool": "loop",
  ])

  @Test(arguments: [
    ("1024*1024*4*8", 33_554_432.0), ("8 * 614e9", 4.912e12), ("2 + 3 * 4", 14),
    ("(2 + 3) * 4", 20),
    ("7 // 2", 3), ("-7 // 2", -4), ("7 % 4", 3), ("2 ** 3 ** 2", 512), ("-2 ** 2", -4),
    ("1e-3 / 4", 0.00025),
    ("max(1, 2, 3) - min(4, 5)", -1), ("ceil(log2(9))", 4), ("c", 36),
    ("b if a > 2 else nothing", 6),
    ("nothing if a > 4 else 7", 7), ("(1 if a == 3 else 2) + 1", 2),
    ("max(1 if a == 3 else 2, 0)", 1),
    ("True + False", 1), ("inf", .infinity), ("1_000", 1000),
  ])
  func `an expression comes to its value`(text: String, value: Double) throws {
    #expect(try calculator.value(text) == value)
  }

  @Test(arguments: ["nothing + 1", "loop", "len(All)"])
  func `a name that nothing explains is named`(text: String) {
    #expect(throws: Calculator.Failure.self) { try calculator.value(text) }
  }

  @Test(arguments: [
    "", "1 +", "(1", "1)", "a b", "[1]", "1 if", "a if b", "import os", "1..2", "max()", "'x'",
  ])
  func `what is no arithmetic is refused`(text: String) {
    #expect(throws: Calculator.Failure.self) { try calculator.value(text) }
  }

  @Test func `nesting without end is refused, not followed`() {
    let deep = String(repeating: "(", count: 100_000) + "1"
    #expect(throws: Calculator.Failure.tooDeep) { try calculator.value(deep) }
    #expect(throws: Calculator.Failure.tooDeep) {
      try calculator.value(String(repeating: "-", count: 100_000) + "1")
    }
  }
}

struct TensorSetsTests {
  let sets = TensorSets(memories: ["MainMemory": [.weights], "Buffer": [.inputs]])

  @Test func `expressions over tensors are sets of operands`() {
    #expect(sets.operands("input | output") == [.inputs, .outputs])
    #expect(sets.operands("~MainMemory.tensors") == [.inputs, .outputs])
    #expect(sets.operands("~MainMemory") == [.inputs, .outputs])
    #expect(sets.operands("(weight | output) & Above") == [.weights])
    #expect(sets.operands("~Intermediates") == [.weights, .inputs, .outputs])
    #expect(sets.operands("~(weight|input)") == [.outputs])
    #expect(sets.operands("All & Nothing") == [])
    #expect(sets.operands("nonsense") == nil)
    #expect(sets.operands("weight |") == nil)
    #expect(sets.operands(String(repeating: "~", count: 1000) + "All") == nil)
  }
}
