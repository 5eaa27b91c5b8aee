// SPDX-License-Identifier: Apache-2.0
import Foundation
import RafterTestSupport
import Testing

/// The thousands of cases of ``ArrayOptimumTests``, of which `make test` has hundreds: `make test-slow`.
@Suite struct SlowEnumerationTests {
  /// A variable of the environment says how many.
  static let count =
    ProcessInfo.processInfo.environment["RAFTER_ENUMERATIONS"].flatMap { Int($0) } ?? 0

  @Test(.enabled(if: count > 0), arguments: 0..<max(1, count))
  func `nothing that can be laid out beats the optimum of any case`(seed: Int) {
    var random = SeededGenerator(seed: UInt64(seed + 1_000_000))
    let nest = ArrayOptimumTests.nest(&random)
    var machine = ArrayOptimumTests.machine(&random)
    // Every second machine may bypass up to three memories.
    if seed % 2 == 1 { machine = ArrayOptimumTests.withBypass(machine, most: 3, &random) }
    ArrayOptimumTests.check(nest, on: machine, seed: seed)
  }

  @Test(.enabled(if: count > 0), arguments: 0..<max(1, count))
  func `nothing that cuts the loops of each operand on its own beats the optimum of any case`(
    seed: Int
  ) {
    var random = SeededGenerator(seed: UInt64(seed + 2_000_000))
    let nest = UnevenOptimumTests.nest(&random)
    var machine = UnevenOptimumTests.machine(&random)
    if seed % 3 == 2 { machine = ArrayOptimumTests.withBypass(machine, most: 2, &random) }
    // Some of these have more orders than a search goes through.
    UnevenOptimumTests.check(nest, on: machine, seed: seed, most: 50_000, extent: nil)
  }

  @Test(.enabled(if: count > 0), arguments: 0..<max(1, count))
  func `nothing that can be laid out beats the optimum of any case of loose loops and of words`(
    seed: Int
  ) {
    var random = SeededGenerator(seed: UInt64(seed + 3_000_000))
    let hasWords = seed % 2 == 1
    let nest =
      hasWords ? ArrayOptimumTests.nest(&random) : LooseOptimumTests.nest(&random)
    var machine = ArrayOptimumTests.machine(&random)
    if hasWords { machine = LooseOptimumTests.withWords(machine, &random) }
    if seed % 4 < 2 { machine = LooseOptimumTests.withFastPorts(machine) }
    ArrayOptimumTests.check(
      nest, on: machine, sizes: hasWords ? .declared : .every, seed: seed)
  }

  @Test(.enabled(if: count > 0), arguments: 0..<max(1, count))
  func `nothing that can be laid out beats the optimum of any strange machine`(seed: Int) {
    var random = SeededGenerator(seed: UInt64(seed + 4_000_000))
    let nest = StrangeOptimumTests.nest(&random)
    let machine = StrangeOptimumTests.freeMachine(nest, &random)
    ArrayOptimumTests.check(nest, on: machine, sizes: .declared, seed: seed)
  }

  @Test(.enabled(if: count > 0), arguments: 0..<max(1, count))
  func `nothing that cuts the loops of each operand on its own beats the optimum of loose loops`(
    seed: Int
  ) {
    var random = SeededGenerator(seed: UInt64(seed + 5_000_000))
    let nest = LooseOptimumTests.nest(&random)
    let machine = UnevenOptimumTests.machine(&random)
    UnevenOptimumTests.check(nest, on: machine, seed: seed, most: 50_000, extent: nil)
  }
}
