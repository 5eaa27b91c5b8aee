// SPDX-License-Identifier: Apache-2.0
import RafterHardware
import RafterMapping
import RafterQuantities
import RafterTestSupport
import RafterWorkload
import Testing

@Suite struct OptimumTests {
  static let nests: [LoopNest] = [
    TestNests.gemm(m: 4, n: 3, k: 4), TestNests.gemm(m: 1, n: 5, k: 6),
    TestNests.gemm(batch: 2, m: 2, n: 2, k: 3),
    TestNests.convolution(k: 2, c: 2, oy: 4, ox: 1, fy: 3, fx: 1, padding: 1),
    TestNests.convolution(k: 2, c: 1, oy: 4, ox: 1, fy: 3, fx: 1, stride: 2),
    TestNests.convolution(groups: 2, k: 1, c: 1, oy: 4, ox: 2, fy: 2, fx: 1),
  ]
  static let exact = SearchLimit(mappings: 50_000_000, gap: 0)

  static func threeLevel(_ seed: UInt64) -> Accelerator {
    var random = SeededGenerator(seed: seed)
    let bypass = Operand.allCases.randomElement(using: &random) ?? .weights
    return TestMachines.accelerator(
      "three-level",
      [
        .memory(TestMachines.memory("m0", nil, ports: [TestMachines.port(1)], energy: 50e-12)),
        .memory(
          TestMachines.memory(
            "m1", Double(Int.random(in: 14...50, using: &random)),
            holds: Set(Operand.allCases).subtracting([bypass]),
            buffering: Bool.random(using: &random) ? .double : .single,
            ports: [TestMachines.port(2)], energy: 5e-12)),
        .memory(
          TestMachines.memory(
            "m2", Double(Int.random(in: 8...20, using: &random)),
            buffering: Bool.random(using: &random) ? .double : .single,
            ports: [TestMachines.port(16)], energy: 1e-12)),
      ])
  }

  func check(_ nest: LoopNest, _ machine: Accelerator) {
    let all = Exhaustive(nest, on: machine)
    for objective in Objective.allCases {
      let result = Mapper.map(
        nest, on: machine, format: TestMachines.int8, objective: objective, limit: Self.exact)
      guard case .mapped(let found) = result else {
        #expect(all.tried == 0, "\(nest.dimensions.map(\.bound))")
        continue
      }
      #expect(found.certificate.isOptimal)
      let (value, least) =
        switch objective {
        case .latency: (found.cost.latencyCycles.value, all.latency)
        case .energy: (found.cost.energy, all.energy)
        case .edp: (found.cost.energy * found.cost.latencyCycles.value, all.product)
        }
      #expect(
        abs(value / least - 1) < 1e-9, "\(objective) \(nest.dimensions.map(\.bound))\n\(found.text)"
      )
    }
  }

  @Test(arguments: nests.indices, [12.0, 24])
  func `no tile sizes and loop orders beat the optimum on one buffer`(n: Int, capacity: Double) {
    check(Self.nests[n], TestMachines.twoLevel(capacity: capacity, buffering: .double))
    check(Self.nests[n], TestMachines.twoLevel(capacity: capacity))
  }

  @Test(arguments: 0..<3)
  func `no tile sizes and loop orders beat the optimum on two buffers with bypass`(seed: Int) {
    check(TestNests.gemm(m: 2, n: 2, k: 4), Self.threeLevel(UInt64(seed)))
  }

  /// Rows of [rooflines 2.3]: elements moved over max(mk + kn + mn, 2mnk/sqrt(S) - 2S + mn).
  @Test(arguments: [
    (256, 256, 256, 1024, 1.06), (256, 256, 256, 4096, 1.13), (64, 1024, 1024, 1024, 1.05),
    (64, 1024, 1024, 4096, 1.03), (4096, 4096, 4096, 4096, 1.02),
    (4096, 4096, 4096, 65536, 1.03), (2048, 11008, 4096, 16384, 1.01),
    (1, 1024, 1024, 4096, 1.0),
  ])
  func `ragged tiles come close to the least traffic of a matrix product`(
    m: Int, n: Int, k: Int, s: Int, ratio: Double
  ) throws {
    var nest = TestNests.gemm(m: m, n: n, k: k)
    nest.accumulate = .int8
    let machine = TestMachines.twoLevel(capacity: Double(s), energy: 1e-18)
    let result = Mapper.map(nest, on: machine, format: TestMachines.int8, objective: .energy)
    guard case .mapped(let found) = result else {
      Issue.record("\(result)")
      return
    }
    let moved = found.cost.memories[0].transfers.reduce(0) { $0 + $1.mapped.value / 8 }
    let (a, b, c, words) = (Double(m), Double(n), Double(k), Double(s))
    let least = max(
      a * c + b * c + a * b, 2 * a * b * c / words.squareRoot() - 2 * words + a * b)
    #expect(moved / least < ratio + 0.0051)
    #expect(moved >= least)
  }
}
