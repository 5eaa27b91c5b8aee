// SPDX-License-Identifier: Apache-2.0
import RafterHardware
import RafterMapping
import RafterQuantities
import RafterTestSupport
import RafterWorkload
import Testing

/// The search against an enumeration of everything, where things hold that matrix products and convolutions on slow plain
/// ports do not show: a loop may index one operand alone, so that it rests under both others; transfers come in whole
/// words; the arithmetic takes longest, so that parts of a shorter last range count.
@Suite struct LooseOptimumTests {
  /// Two or three loops, each indexing any of the operands, at least one.
  static func nest(_ random: inout SeededGenerator) -> LoopNest {
    let dimensions = ["P", "Q", "R"].prefix(.random(in: 2...3, using: &random)).map {
      LoopDimension($0, .random(in: 1...4, using: &random))
    }
    let indexed = dimensions.map { _ in
      let some = Operand.allCases.filter { _ in Bool.random(using: &random) }
      return some.isEmpty ? [.outputs] : some
    }
    let operands = Operand.allCases.map { role in
      NestOperand(
        role: role, tensor: role.rawValue, format: .int8, isConstant: role == .weights,
        axes: dimensions.indices.filter { indexed[$0].contains(role) }.map {
          AxisProjection(terms: [.init(dimension: $0)], extent: dimensions[$0].bound)
        })
    }
    return LoopNest(dimensions: dimensions, operands: operands, accumulate: .int32)
  }

  /// The same machine with ports that move words of 2 to 8 bytes.
  static func withWords(_ machine: Accelerator, _ random: inout SeededGenerator) -> Accelerator {
    var machine = machine
    for (index, element) in machine.path.enumerated() {
      guard case .memory(var level) = element else { continue }
      for port in level.ports.indices where Int.random(in: 0..<3, using: &random) > 0 {
        level.ports[port].granularity = TestMachines.sourced(
          ByteCount(Double(Int.random(in: 2...8, using: &random))))
      }
      machine.path[index] = .memory(level)
    }
    return machine
  }

  /// The same machine with ports twenty times as fast.
  static func withFastPorts(_ machine: Accelerator) -> Accelerator {
    var machine = machine
    for (index, element) in machine.path.enumerated() {
      guard case .memory(var level) = element else { continue }
      for port in level.ports.indices {
        guard case .perCycle(let width) = level.ports[port].bandwidth.value else { continue }
        level.ports[port].bandwidth = TestMachines.sourced(.perCycle(width * 20))
      }
      machine.path[index] = .memory(level)
    }
    return machine
  }

  @Test(arguments: 0..<150)
  func `nothing that can be laid out beats the optimum where loops rest under several operands`(
    seed: Int
  ) {
    var random = SeededGenerator(seed: UInt64(seed + 60_077))
    let nest = Self.nest(&random)
    var machine = ArrayOptimumTests.machine(&random)
    if seed % 2 == 1 { machine = ArrayOptimumTests.withBypass(machine, most: 2, &random) }
    ArrayOptimumTests.check(nest, on: machine, seed: seed)
  }

  @Test(arguments: 0..<60)
  func `nothing that can be laid out beats the optimum where ports move words`(seed: Int) {
    var random = SeededGenerator(seed: UInt64(seed + 80_077))
    let nest = ArrayOptimumTests.nest(&random)
    let machine = Self.withWords(ArrayOptimumTests.machine(&random), &random)
    ArrayOptimumTests.check(nest, on: machine, sizes: .declared, seed: seed)
  }

  @Test(arguments: 0..<120)
  func `nothing that can be laid out beats the optimum where the arithmetic takes longest`(
    seed: Int
  ) {
    var random = SeededGenerator(seed: UInt64(seed + 90_077))
    let nest = TestNests.gemm(
      m: .random(in: 1...3, using: &random), n: .random(in: 1...3, using: &random),
      k: .random(in: 3...7, using: &random))
    let machine = Self.withFastPorts(ArrayOptimumTests.machine(&random))
    ArrayOptimumTests.check(nest, on: machine, seed: seed)
  }
}
