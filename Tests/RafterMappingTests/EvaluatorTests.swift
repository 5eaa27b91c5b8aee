// SPDX-License-Identifier: Apache-2.0
import RafterHardware
import RafterMapping
import RafterQuantities
import RafterTestSupport
import RafterWorkload
import Testing

@Suite struct EvaluatorTests {
  /// Elements moved: finished outputs and partial sums have widths of 8 and 32 bits, so with equal
  /// widths bits count elements.
  static func evenWidths(_ nest: LoopNest) -> LoopNest {
    var nest = nest
    nest.accumulate = .int8
    return nest
  }

  @Test(arguments: 0..<100)
  func `counts agree with a walk through the loop nest`(seed: Int) {
    let random = RandomCase(seed: UInt64(seed))
    let nest = Self.evenWidths(random.nest)
    let walked = Simulator(random.mapping, nest: nest, machine: random.machine)
    let cost = Evaluator.cost(
      of: random.mapping, for: nest, on: random.machine, format: TestMachines.int8)
    #expect(cost.computeCycles.value == Double(walked.steps))
    var counted: [Simulator.Count: Int] = [:]
    for (m, memory) in cost.memories.enumerated() {
      for t in memory.transfers where t.mapped.value > 0 {
        let key = Simulator.Count(
          memory: m, operand: t.transfer.operand, direction: t.transfer.direction)
        counted[key] = Int(t.mapped.value / 8)
      }
    }
    for key in Set(counted.keys).union(walked.counts.keys) {
      #expect(
        counted[key] == walked.counts[key],
        "\(key.operand) \(key.direction) at m\(key.memory): \(random.mapping.nodes)")
    }
  }
}
