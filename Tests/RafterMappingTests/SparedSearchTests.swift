// SPDX-License-Identifier: Apache-2.0
import RafterHardware
import RafterQuantities
import RafterTestSupport
import RafterWorkload
import Testing

@testable import RafterMapping

/// The search with what zeros spare, on seeded random nests and machines.
@Suite struct SparedSearchTests {
  /// Skipping on some seeds, memories that leave zeros out on all, gates on some.
  static func savings(
    of machine: Accelerator, _ random: inout SeededGenerator, of operands: [Operand]
  ) -> NestSavings {
    func share() -> Double { .random(in: 0.05...1, using: &random) }
    let executed = Bool.random(using: &random) ? share() : 1
    var stored: [NestSavings.Stored] = []
    for (index, memory) in machine.memories.enumerated() {
      for operand in operands
      where memory.holds.contains(operand) && Bool.random(using: &random) {
        stored.append(NestSavings.Stored(memory: index, operand: operand, share: share()))
      }
    }
    return NestSavings(
      steps: executed < 1 ? max(executed, share()) : 1, executed: executed,
      arithmeticEnergy: min(executed, share()), stored: stored)
  }

  /// A port that moves whole words, whose rounding hangs on what is left.
  static func withWords(_ machine: Accelerator, _ random: inout SeededGenerator) -> Accelerator {
    var machine = machine
    for index in machine.path.indices {
      guard case .memory(var memory) = machine.path[index] else { continue }
      for port in memory.ports.indices where Bool.random(using: &random) {
        let bytes = Double(Int.random(in: 2...4, using: &random))
        memory.ports[port].granularity = TestMachines.sourced(ByteCount(bytes))
      }
      machine.path[index] = .memory(memory)
    }
    return machine
  }

  private static func value(_ cost: NestCost, _ objective: Objective) -> Double {
    switch objective {
    case .latency: cost.latencyCycles.value
    case .energy: cost.energy
    case .edp: cost.energy * cost.latencyCycles.value
    }
  }

  @Test(arguments: 0..<200)
  func `nothing that can be laid out beats the optimum that knows of zeros`(seed: Int) {
    var random = SeededGenerator(seed: UInt64(seed + 51_000))
    let nest = ArrayOptimumTests.nest(&random)
    var machine = ArrayOptimumTests.machine(&random)
    if seed % 3 == 1 { machine = ArrayOptimumTests.withBypass(machine, most: 2, &random) }
    let savings = Self.savings(of: machine, &random, of: [.weights, .inputs])
    let all = ExhaustiveArrays(nest, on: machine, savings: savings)
    for objective in Objective.allCases {
      let result = Mapper.map(
        nest, on: machine, format: TestMachines.int8, objective: objective,
        limit: SearchLimit(mappings: 50_000_000, gap: 0), savings: savings)
      guard case .mapped(let found) = result else {
        #expect(all.tried == 0, "seed \(seed) \(objective)")
        continue
      }
      #expect(found.certificate.isOptimal && found.savings == savings)
      let least =
        switch objective {
        case .latency: all.latency
        case .energy: all.energy
        case .edp: all.product
        }
      let own = Self.value(found.cost, objective)
      #expect(
        abs(own / least - 1) < 1e-9,
        "seed \(seed) \(objective) found \(own), least \(least)\n\(found.text)\n\(savings)")
    }
  }

  /// Finished outputs lie without their zeros, sums that come back with them: the search takes the least of both.
  @Test(arguments: 0..<100)
  func `where outputs are compressed too, the certificate covers what the search does not foresee`(
    seed: Int
  ) {
    var random = SeededGenerator(seed: UInt64(seed + 52_000))
    let nest = ArrayOptimumTests.nest(&random)
    let machine = ArrayOptimumTests.machine(&random)
    let savings = Self.savings(of: machine, &random, of: Operand.allCases)
    let all = ExhaustiveArrays(nest, on: machine, savings: savings)
    for objective in [Objective.latency, .energy] {
      let result = Mapper.map(
        nest, on: machine, format: TestMachines.int8, objective: objective,
        limit: SearchLimit(mappings: 50_000_000, gap: 0), savings: savings)
      guard case .mapped(let found) = result else {
        #expect(all.tried == 0, "seed \(seed) \(objective)")
        continue
      }
      let least = objective == .latency ? all.latency : all.energy
      let own = Self.value(found.cost, objective)
      #expect(own >= least * (1 - 1e-9), "seed \(seed) \(objective)")
      #expect(own / (1 + found.certificate.gap) <= least * (1 + 1e-9), "seed \(seed) \(objective)")
    }
  }

  @Test(arguments: 0..<120)
  func `a search that knows of zeros is never worse than the dense mapping without them`(seed: Int)
    throws
  {
    var random = SeededGenerator(seed: UInt64(seed + 53_000))
    let nest = BoundTests.nest(&random)
    var machine = BoundTests.machine(&random)
    if seed % 2 == 1 { machine = Self.withWords(machine, &random) }
    let savings = Self.savings(of: machine, &random, of: Operand.allCases)
    let limit = SearchLimit(mappings: 2000, gap: 0.01)
    for objective in Objective.allCases {
      guard
        case .mapped(let dense) = Mapper.map(
          nest, on: machine, format: TestMachines.int8, objective: objective, limit: limit)
      else { return }
      let before = Evaluator.cost(
        of: dense.mapping, for: nest, on: machine, format: TestMachines.int8, savings: savings)
      let found = Mapper.sparing(
        savings, beside: dense, on: machine, format: TestMachines.int8, constraints: .none,
        limit: limit)
      #expect(found.savings == savings)
      #expect(
        Self.value(found.cost, objective) <= Self.value(before, objective) * (1 + 1e-12),
        "seed \(seed) \(objective)")
      // And it is what the evaluator counts.
      #expect(
        found.cost
          == Evaluator.cost(
            of: found.mapping, for: nest, on: machine, format: TestMachines.int8, savings: savings))
    }
  }

  /// With words, too: a search sees them in the bits that are left.
  @Test(arguments: 0..<80)
  func `what the search weighs is what the evaluator counts`(seed: Int) throws {
    var random = SeededGenerator(seed: UInt64(seed + 56_000))
    let nest = BoundTests.nest(&random)
    let machine = Self.withWords(BoundTests.machine(&random), &random)
    let savings = Self.savings(of: machine, &random, of: [.weights, .inputs])
    let problem = Mapper.Problem(nest, machine, TestMachines.int8, .none, savings)
    guard problem.infeasibility == nil else { return }
    var tables = ShapeTables()
    let (solution, certificate, _) = Mapper.search(
      problem.spaces, objective: .edp, limit: SearchLimit(mappings: 1000, gap: 0.01),
      tables: &tables)
    guard let solution else { return }
    let cost = problem.mapped(solution, certificate, &tables.options).cost
    #expect(abs(solution.score.latency / cost.latencyCycles.value - 1) < 1e-9, "seed \(seed)")
    #expect(abs(solution.score.energy / cost.energy - 1) < 1e-9, "seed \(seed)")
  }

  @Test(arguments: 0..<60)
  func `no bound that knows of zeros lies above what a mapping costs`(seed: Int) throws {
    var random = SeededGenerator(seed: UInt64(seed + 54_000))
    let nest = BoundTests.nest(&random)
    let machine = BoundTests.machine(&random)
    let savings = Self.savings(of: machine, &random, of: Operand.allCases)
    guard
      let least = Mapper.leastCost(
        of: nest, on: machine, format: TestMachines.int8, savings: savings),
      case .mapped(let found) = Mapper.map(
        nest, on: machine, format: TestMachines.int8,
        limit: SearchLimit(mappings: 2000, gap: 0.01), savings: savings)
    else { return }
    #expect(least.latency.value <= found.cost.latencyCycles.value * (1 + 1e-9), "seed \(seed)")
    #expect(least.energy.value <= found.cost.energy * (1 + 1e-9), "seed \(seed)")
    // Zeros lower the bound too: no less than by the least share, no more than not at all.
    let dense = try #require(
      Mapper.leastCost(of: nest, on: machine, format: TestMachines.int8))
    #expect(
      least.latency <= dense.latency && least.energy.value <= dense.energy.value * (1 + 1e-12))
  }

  @Test(arguments: 0..<30)
  func `the front with zeros has its ends at both optima`(seed: Int) throws {
    var random = SeededGenerator(seed: UInt64(seed + 55_000))
    let nest = ArrayOptimumTests.nest(&random)
    let machine = ArrayOptimumTests.machine(&random)
    let savings = Self.savings(of: machine, &random, of: [.weights, .inputs])
    let all = ExhaustiveArrays(nest, on: machine, savings: savings)
    guard
      case .success(let front) = Mapper.front(
        of: nest, on: machine, format: TestMachines.int8,
        limit: SearchLimit(mappings: 50_000_000, gap: 0), most: 1000, savings: savings),
      let first = front.mappings.first, let last = front.mappings.last
    else {
      #expect(all.points.isEmpty)
      return
    }
    #expect(abs(first.cost.latencyCycles.value / all.latency - 1) < 1e-9, "seed \(seed)")
    #expect(abs(last.cost.energy / all.energy - 1) < 1e-9, "seed \(seed)")
  }
}
