// SPDX-License-Identifier: Apache-2.0
import RafterHardware
import RafterMapping
import RafterQuantities
import RafterTestSupport
import RafterWorkload
import Synchronization
import Testing

/// A search that is told to stop.
@Suite struct CancellationTests {
  /// Says yes from its `limit`-th question on.
  final class Countdown: Sendable {
    let asked = Atomic(0)
    let limit: Int
    init(_ limit: Int) { self.limit = limit }
    func isOver() -> Bool { asked.add(1, ordering: .relaxed).newValue > limit }
  }

  @Test(arguments: 0..<8, [0, 3, 20, 200])
  func `what a cancelled search returns is a mapping whose gap is true`(seed: Int, asked: Int)
    throws
  {
    var random = SeededGenerator(seed: UInt64(seed + 41_000))
    let nest = TestNests.gemm(
      m: .random(in: 4...20, using: &random), n: .random(in: 4...20, using: &random),
      k: .random(in: 4...20, using: &random))
    let machine = ArrayOptimumTests.withBypass(
      ArrayOptimumTests.machine(&random), most: 2, &random)
    let countdown = Countdown(asked)
    func map(_ isCancelled: @escaping @Sendable () -> Bool) -> MappedNest? {
      let result = Mapper.map(
        nest, on: machine, format: TestMachines.int8, objective: .energy,
        limit: SearchLimit(mappings: 3_000_000, gap: 0), isCancelled: isCancelled)
      if case .mapped(let mapped) = result { return mapped }
      return nil
    }
    guard let whole = map({ false }) else { return }
    let part = try #require(map { countdown.isOver() })
    #expect(part.cost.energy >= whole.cost.energy / (1 + whole.certificate.gap) * (1 - 1e-12))
    #expect(
      part.cost.energy / (1 + part.certificate.gap) <= whole.cost.energy * (1 + 1e-12))
    #expect(!whole.certificate.wasCancelled)
    if countdown.asked.load(ordering: .relaxed) > asked {
      #expect(part.certificate.wasCancelled)
    } else {
      #expect(part == whole)
    }
  }
}
