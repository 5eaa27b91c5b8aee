// SPDX-License-Identifier: Apache-2.0
import RafterHardware
import RafterQuantities
import RafterTestSupport
import Testing

@testable import RafterMapping

/// Steps from a mapping to unrollings near it, and the limit that all steps share.
@Suite struct NeighbourTests {
  private static let place = SearchSpace.SidePlace(array: 0, side: 0, level: 1, size: 64, unites: 0)

  /// An option that unrolls loops of 64.
  private static func option(_ factors: [(dimension: Int, factor: Int)]) -> SideOption {
    var option = SideOption(needsCopies: false)
    for (dimension, factor) in factors {
      option.append(place.unrolling(of: dimension, factor: factor), length: 64)
    }
    return option
  }

  /// Wanted is 32 of loop 0 and 2 of loop 1. Distances are the sums of `larger / smaller - 1` over the loops:
  /// - 64 of loop 0: (64/32 - 1) + (2/1 - 1) = 2
  /// - 16 and 4: (32/16 - 1) + (4/2 - 1) = 2
  /// - 32 of loop 0, 2 of loop 2: 0 + (2/1 - 1) for what is there and (2/1 - 1) for what is not = 2
  /// - 22 and 2: 32/22 - 1 = 0.45
  @Test func `the nearest option is the one whose factors differ by the least ratios`() {
    let wanted = [
      Self.place.unrolling(of: 0, factor: 32), Self.place.unrolling(of: 1, factor: 2),
    ]
    var options = [
      Self.option([(0, 64)]), Self.option([(0, 16), (1, 4)]), Self.option([(0, 32), (2, 2)]),
      Self.option([(0, 22), (1, 2)]),
    ]
    let lengths = [64, 64, 64]
    #expect(SideOption.nearest(to: wanted, of: options, lengths: lengths) == 3)
    options.append(Self.option([(0, 32), (1, 2)]))
    #expect(SideOption.nearest(to: wanted, of: options, lengths: lengths) == 4)
    // Only 16 of loop 0 are left: 16 and 4 are then 0 + (4/2 - 1) = 1 away, 22 and 2 are 22/16 - 1 = 0.38, as is no other.
    #expect(
      SideOption.nearest(to: wanted, of: Array(options[..<4]), lengths: [16, 64, 64]) == 3)
  }

  /// 37 cores of one multiplier, a product of 1024 x 1024 x 1024, one byte a cycle from outside.
  ///
  /// The fullest unrolling cuts one
  /// loop into 37 slices; each core then needs all of the other operand: `37 * 2^20` = 38.8 million cycles. Six times six
  /// cores need 6 copies of each operand, `12 * 2^20` = 12.6 million, and `2^30 / 36` = 29.8 million for the arithmetic.
  @Test func `cores that no loop divides by are left idle where slices would cost more`() throws {
    let machine = TestMachines.accelerator(
      "cores",
      [
        .memory(TestMachines.memory("dram", nil, ports: [TestMachines.port(1)], energy: 20e-12)),
        TestMachines.array([TestMachines.side("cores", 37)], wire: nil),
        .memory(
          TestMachines.memory(
            "buffer", 1_048_576, ports: [TestMachines.port(64)], energy: 1e-12)),
      ])
    let result = Mapper.map(
      TestNests.gemm(m: 1024, n: 1024, k: 1024), on: machine, format: TestMachines.int8)
    guard case .mapped(let found) = result else {
      Issue.record("nothing fits")
      return
    }
    #expect(found.cost.latencyCycles.value < 37 * 1_048_576)
  }

  /// The limit holds for first solutions, better ones, the proof and ties together.
  @Test(arguments: 0..<60)
  func `a search considers no more mappings than its limit`(seed: Int) {
    var random = SeededGenerator(seed: UInt64(seed + 61_000))
    let nest = BoundTests.nest(&random)
    let machine = BoundTests.machine(&random)
    let limit = SearchLimit(mappings: 5000, gap: 0)
    guard
      case .mapped(let found) = Mapper.map(
        nest, on: machine, format: TestMachines.int8, limit: limit)
    else { return }
    #expect(found.certificate.mappingsConsidered <= 5000 + 300, "seed \(seed)")
  }
}
