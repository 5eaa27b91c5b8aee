// SPDX-License-Identifier: Apache-2.0
import RafterHardware
import RafterMapping
import RafterQuantities
import RafterTestSupport
import Testing

/// Which of several mappings that are equally good is taken.
@Suite struct TieTests {
  /// Ports so wide that the arithmetic alone decides latency: every mapping that fits is as fast.
  @Test(arguments: 0..<20)
  func `among equally fast mappings the search takes one of little energy`(seed: Int) throws {
    var random = SeededGenerator(seed: UInt64(seed + 42_000))
    let nest = TestNests.gemm(
      m: .random(in: 6...40, using: &random), n: .random(in: 6...40, using: &random),
      k: .random(in: 6...40, using: &random))
    let machine = OptimumPropertyTests.widened(
      TestMachines.twoLevel(
        capacity: Double(Int.random(in: 100...400, using: &random)), buffering: .double),
      by: 1e9)
    func map(_ objective: Objective) throws -> MappedNest {
      guard
        case .mapped(let mapped) = Mapper.map(
          nest, on: machine, format: TestMachines.int8, objective: objective)
      else { throw Missing() }
      return mapped
    }
    let (fast, frugal) = (try map(.latency), try map(.energy))
    #expect(fast.cost.latencyCycles.value <= frugal.cost.latencyCycles.value * 1.001)
    #expect(fast.cost.energy <= frugal.cost.energy * 1.02)
  }

  struct Missing: Error {}
}
