// SPDX-License-Identifier: Apache-2.0
import RafterHardware
import RafterMapping
import RafterQuantities
import RafterTestSupport
import RafterWorkload
import Testing

@Suite struct PropertyTests {
  static func map(
    _ nest: LoopNest, _ machine: Accelerator, _ objective: Objective = .latency
  ) -> MappedNest? {
    let result = Mapper.map(
      nest, on: machine, format: TestMachines.int8, objective: objective,
      limit: SearchLimit(mappings: 2_000_000, gap: 0))
    if case .mapped(let mapped) = result { return mapped }
    return nil
  }

  @Test(arguments: 0..<60)
  func `mapped traffic is never below attainable, nor that below compulsory, and items sum`(
    seed: Int
  ) {
    let random = RandomCase(seed: UInt64(seed + 5000))
    let cost = Evaluator.cost(
      of: random.mapping, for: random.nest, on: random.machine, format: TestMachines.int8)
    var bound = cost.computeCycles.value
    var serial = 0.0
    for memory in cost.memories {
      for transfer in memory.transfers {
        #expect(transfer.mapped.value >= transfer.attainable.value * (1 - 1e-12))
        #expect(transfer.attainable >= transfer.compulsory)
      }
      #expect(memory.mappedCycles >= memory.attainableCycles)
      #expect(memory.attainableCycles >= memory.compulsoryCycles)
      if memory.isOverlapped {
        bound = max(bound, memory.mappedCycles.value)
      } else {
        serial += memory.mappedCycles.value
      }
    }
    #expect(cost.loadCycles.value >= 0 && cost.offloadCycles.value >= 0)
    let sum =
      bound + serial + cost.fillCycles.value + cost.loadCycles.value + cost.offloadCycles.value
    #expect(abs(cost.latencyCycles.value / sum - 1) < 1e-12)
    #expect(cost.spatialUtilization > 0 && cost.spatialUtilization <= 1)
  }

  /// The bound of [Smith et al.] holds for what is really moved where all operands meet in one buffer.
  @Test(arguments: 0..<20)
  func `the attainable bound stays below every optimum`(seed: Int) throws {
    var random = SeededGenerator(seed: UInt64(seed))
    let nest = TestNests.convolution(
      k: .random(in: 1...12, using: &random), c: .random(in: 1...12, using: &random),
      oy: .random(in: 1...12, using: &random), ox: 1, fy: .random(in: 1...3, using: &random),
      fx: 1, stride: .random(in: 1...2, using: &random))
    let machine = TestMachines.twoLevel(capacity: Double(Int.random(in: 16...64, using: &random)))
    let found = try #require(Self.map(nest, machine, .energy))
    let least = found.cost.memories[0].transfers.reduce(0) { $0 + $1.attainable.value }
    let moved = found.cost.memories[0].transfers.reduce(0) { $0 + $1.mapped.value }
    #expect(least <= moved)
  }

  @Test(arguments: 0..<12)
  func `more bandwidth or capacity never raises the optimal latency`(seed: Int) throws {
    var random = SeededGenerator(seed: UInt64(seed))
    let nest = TestNests.gemm(
      m: .random(in: 2...14, using: &random), n: .random(in: 2...14, using: &random),
      k: .random(in: 2...14, using: &random))
    let capacity = Double(Int.random(in: 24...200, using: &random))
    let base = try #require(
      Self.map(nest, TestMachines.twoLevel(capacity: capacity, buffering: .double)))
    let wider = try #require(
      Self.map(
        nest, TestMachines.twoLevel(capacity: capacity, bandwidth: 2, buffering: .double)))
    let larger = try #require(
      Self.map(nest, TestMachines.twoLevel(capacity: capacity * 1.5, buffering: .double)))
    #expect(wider.cost.latencyCycles <= base.cost.latencyCycles)
    #expect(larger.cost.latencyCycles <= base.cost.latencyCycles)
  }

  @Test(arguments: 0..<8)
  func `fewer bits never move more bytes`(seed: Int) throws {
    var random = SeededGenerator(seed: UInt64(seed))
    let m = Int.random(in: 2...14, using: &random)
    let n = Int.random(in: 2...14, using: &random)
    let k = Int.random(in: 2...14, using: &random)
    let machine = TestMachines.twoLevel(capacity: 150)
    func bits(_ weights: NumberFormat, _ inputs: NumberFormat) throws -> Double {
      let found = try #require(
        Self.map(
          TestNests.gemm(m: m, n: n, k: k, weights: weights, inputs: inputs), machine, .energy))
      return found.cost.memories[0].transfers.reduce(0) { $0 + $1.mapped.value }
    }
    #expect(try bits(.int4, .int8) <= bits(.int8, .int8))
    #expect(try bits(.int4, .int4) <= bits(.int4, .int8))
  }

  /// Property 20 of [rooflines 3.9]: M and N play the same part once the widths are swapped.
  @Test(arguments: Objective.allCases)
  func `swapping M and N with their widths gives the same cost`(objective: Objective) throws {
    let machine = TestMachines.twoLevel(capacity: 160, buffering: .double)
    let a = try #require(
      Self.map(
        TestNests.gemm(m: 9, n: 14, k: 11, weights: .int4, inputs: .int8), machine, objective))
    let b = try #require(
      Self.map(
        TestNests.gemm(m: 14, n: 9, k: 11, weights: .int8, inputs: .int4), machine, objective))
    #expect(abs(a.cost.latencyCycles.value / b.cost.latencyCycles.value - 1) < 1e-12)
    #expect(abs(a.cost.energy / b.cost.energy - 1) < 1e-12)
  }

  @Test func `the same search gives the same mapping`() throws {
    let nest = TestNests.convolution(k: 6, c: 5, oy: 7, ox: 4, fy: 3, fx: 3, padding: 1)
    let machine = TestMachines.edge()
    let a = Mapper.map(nest, on: machine, format: TestMachines.int8)
    #expect(a == Mapper.map(nest, on: machine, format: TestMachines.int8))
  }

  @Test func `an infeasible nest names the memory, the tile and the bytes`() throws {
    // Double-buffered: two of each tile of one byte, six in all.
    let machine = TestMachines.twoLevel(capacity: 5, buffering: .double)
    let result = Mapper.map(
      TestNests.gemm(m: 4, n: 4, k: 4), on: machine, format: TestMachines.int8)
    guard case .infeasible(let reason) = result else {
      Issue.record("\(result)")
      return
    }
    #expect(
      reason.description
        == "no mapping fits: buffer must hold 1 weights + 1 inputs + 1 outputs, 6.00 B, and has "
        + "5.00 B: 1.00 B are missing")
  }

  @Test func `a search that finds nothing ends, and does not say that nothing fits`() throws {
    // One of each fits, 3 B; a sum is kept at 4 B while loops over K run outside, 6 B. K whole needs far more.
    let nest = TestNests.gemm(m: 4096, n: 4096, k: 4096)
    let machine = TestMachines.accelerator(
      "tiny",
      [
        .memory(TestMachines.memory("dram", nil, ports: [TestMachines.port(1)])),
        .memory(TestMachines.memory("buffer", 1_048_576, ports: [TestMachines.port(8)])),
        .memory(
          TestMachines.memory("register", 5, buffering: .single, ports: [TestMachines.port(64)])),
      ])
    let result = Mapper.map(
      nest, on: machine, format: TestMachines.int8, limit: SearchLimit(mappings: 1000))
    guard case .infeasible(let reason) = result else {
      Issue.record("\(result)")
      return
    }
    guard case .notFound(let mappings) = reason.basis else {
      Issue.record("\(reason)")
      return
    }
    #expect(mappings > 1000)
    #expect(
      reason.description.hasSuffix(
        "register, which has 5.00 B for 1 weights + 1 inputs + 1 outputs, 6.00 B with unfinished sums"
      ))
  }
}
