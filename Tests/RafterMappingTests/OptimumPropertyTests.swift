// SPDX-License-Identifier: Apache-2.0
import RafterHardware
import RafterMapping
import RafterQuantities
import RafterTestSupport
import RafterWorkload
import Testing

/// What must hold of optima, on seeded random nests and machines with arrays and bypass.
@Suite struct OptimumPropertyTests {
  static let exact = SearchLimit(mappings: 50_000_000, gap: 0)

  struct Case {
    var nest: LoopNest
    var machine: Accelerator

    init(_ seed: Int, random: inout SeededGenerator) {
      nest = ArrayOptimumTests.nest(&random)
      machine = ArrayOptimumTests.machine(&random)
      if seed % 2 == 1 { machine = ArrayOptimumTests.withBypass(machine, most: 2, &random) }
    }
  }

  static func map(
    _ nest: LoopNest, _ machine: Accelerator, _ objective: Objective
  ) -> MappedNest? {
    let result = Mapper.map(
      nest, on: machine, format: machine.compute?.formats.first ?? TestMachines.int8,
      objective: objective, limit: exact)
    if case .mapped(let mapped) = result { return mapped }
    return nil
  }

  static func value(_ cost: NestCost, _ objective: Objective) -> Double {
    switch objective {
    case .latency: cost.latencyCycles.value
    case .energy: cost.energy
    case .edp: cost.energy * cost.latencyCycles.value
    }
  }

  /// The machine with every memory but the first changed.
  static func changed(
    _ machine: Accelerator, from first: Int = 1, _ change: (inout MemoryLevel) -> Void
  ) -> Accelerator {
    var machine = machine
    var seen = 0
    for (index, element) in machine.path.enumerated() {
      guard case .memory(var level) = element else { continue }
      if seen >= first { change(&level) }
      seen += 1
      machine.path[index] = .memory(level)
    }
    return machine
  }

  static func widened(_ machine: Accelerator, by factor: Double) -> Accelerator {
    changed(machine, from: 0) { level in
      for p in level.ports.indices {
        guard case .perCycle(let width) = level.ports[p].bandwidth.value else { continue }
        level.ports[p].bandwidth.value = .perCycle(width * factor)
      }
    }
  }

  @Test(arguments: 0..<150)
  func `more capacity or wider ports never worsen any optimum`(seed: Int) {
    var random = SeededGenerator(seed: UInt64(seed + 31_000))
    let problem = Case(seed, random: &random)
    let larger = Self.changed(problem.machine) { level in
      level.capacity = level.capacity.map {
        TestMachines.sourced(ByteCount($0.value.value + 5))
      }
    }
    let wider = Self.widened(problem.machine, by: 1.5)
    for objective in Objective.allCases {
      guard let base = Self.map(problem.nest, problem.machine, objective) else { continue }
      for better in [larger, wider] {
        guard let found = Self.map(problem.nest, better, objective) else {
          Issue.record("seed \(seed): nothing fits any more")
          continue
        }
        #expect(
          Self.value(found.cost, objective) <= Self.value(base.cost, objective) * (1 + 1e-12),
          "seed \(seed) \(objective)\n\(base.text)\n\(found.text)")
      }
    }
  }

  @Test(arguments: 0..<150)
  func `more array never raises the optimal latency`(seed: Int) {
    var random = SeededGenerator(seed: UInt64(seed + 32_000))
    let problem = Case(seed, random: &random)
    var larger = problem.machine
    for (index, element) in larger.path.enumerated() {
      guard case .array(var array) = element else { continue }
      let side = Int.random(in: 0..<array.axes.count, using: &random)
      array.axes[side].size += Int.random(in: 1...2, using: &random)
      larger.path[index] = .array(array)
    }
    guard let base = Self.map(problem.nest, problem.machine, .latency) else { return }
    guard let found = Self.map(problem.nest, larger, .latency) else {
      Issue.record("seed \(seed): nothing fits any more")
      return
    }
    #expect(
      found.cost.latencyCycles.value <= base.cost.latencyCycles.value * (1 + 1e-12),
      "seed \(seed)\n\(base.text)\n\(found.text)")
  }

  @Test(arguments: 0..<100)
  func `no optimum moves less than each operand once, nor than what its memories allow`(seed: Int) {
    var random = SeededGenerator(seed: UInt64(seed + 33_000))
    let problem = Case(seed, random: &random)
    for objective in Objective.allCases {
      guard let found = Self.map(problem.nest, problem.machine, objective) else { continue }
      for memory in found.cost.memories {
        for transfer in memory.transfers {
          #expect(transfer.mapped.value >= transfer.attainable.value * (1 - 1e-12))
        }
      }
      // All that is used of weights and inputs leaves the outermost memory, and all outputs arrive.
      for operand in Operand.allCases {
        let moved = found.cost.memories[0].transfers.filter { $0.transfer.operand == operand }
          .reduce(0) { $0 + $1.mapped.value }
        #expect(moved >= Self.used(operand, of: problem.nest) * 8, "seed \(seed) \(operand)")
      }
    }
  }

  /// The distinct elements of an operand that some iteration touches, counted one by one.
  private static func used(_ operand: Operand, of nest: LoopNest) -> Double {
    var count = 1.0
    for axis in nest[operand].axes {
      var indices: Set<Int> = [axis.offset]
      for term in axis.terms {
        let range = 0..<nest.dimensions[term.dimension].bound
        indices = Set(indices.flatMap { i in range.map { i + $0 * term.stride } })
      }
      count *= Double(indices.count { $0 >= 0 && $0 < axis.extent })
    }
    return count
  }

  @Test(arguments: 0..<60)
  func `a machine twice as fast takes half the time, one of thrice the energy three times as much`(
    seed: Int
  ) {
    var random = SeededGenerator(seed: UInt64(seed + 34_000))
    var problem = Case(seed, random: &random)
    for (index, element) in problem.machine.path.enumerated() {
      guard case .array(var array) = element else { continue }
      for side in array.axes.indices { array.axes[side].fill = nil }
      array.wireEnergy = nil
      problem.machine.path[index] = .array(array)
    }
    var scaled = Self.changed(Self.widened(problem.machine, by: 2), from: 0) { level in
      level.readEnergy = level.readEnergy.map {
        TestMachines.sourced(EnergyPerBit($0.value.value * 3))
      }
      level.writeEnergy = level.writeEnergy.map {
        TestMachines.sourced(EnergyPerBit($0.value.value * 3))
      }
    }
    let last = scaled.path.count - 1
    guard case .compute(var unit) = scaled.path[last] else { return }
    unit.formats[0].rate.value = MACsPerCycle(unit.formats[0].rate.value.value * 2)
    unit.formats[0].energy?.value = EnergyPerMAC(0.6e-12)
    scaled.path[last] = .compute(unit)
    for objective in Objective.allCases {
      guard let a = Self.map(problem.nest, problem.machine, objective),
        let b = Self.map(problem.nest, scaled, objective)
      else { continue }
      #expect(abs(a.cost.latencyCycles.value / 2 / b.cost.latencyCycles.value - 1) < 1e-12)
      #expect(abs(a.cost.energy * 3 / b.cost.energy - 1) < 1e-12)
    }
  }

  @Test(arguments: 0..<60)
  func `the parts of a layer do together what the whole does`(seed: Int) throws {
    var random = SeededGenerator(seed: UInt64(seed + 35_000))
    let (m, n, k) = (
      Int.random(in: 2...9, using: &random), Int.random(in: 1...6, using: &random),
      Int.random(in: 1...6, using: &random)
    )
    let cut = Int.random(in: 1..<m, using: &random)
    let machine = ArrayOptimumTests.machine(&random)
    func operations(_ rows: Int) -> (joule: Double, macs: Double)? {
      guard let mapped = Self.map(TestNests.gemm(m: rows, n: n, k: k), machine, .energy) else {
        return nil
      }
      let units = Double(machine.instances(at: machine.path.count - 1))
      let cost = mapped.cost
      return (
        cost.computeEnergy?.value ?? 0,
        cost.computeCycles.value * cost.spatialUtilization * units
      )
    }
    guard let whole = operations(m), let a = operations(cut), let b = operations(m - cut) else {
      return
    }
    #expect(abs((a.joule + b.joule) / whole.joule - 1) < 1e-12)
    #expect(abs((a.macs + b.macs) / whole.macs - 1) < 1e-12)
    #expect(abs(whole.macs / Double(m * n * k) - 1) < 1e-12)
  }

  @Test(arguments: 0..<100)
  func `the order of dimensions and operands changes no optimum`(seed: Int) {
    var random = SeededGenerator(seed: UInt64(seed + 36_000))
    let problem = Case(seed, random: &random)
    var other = problem.nest
    // Place `i` takes the dimension that stood at `order[i]`.
    let order = other.dimensions.indices.shuffled(using: &random)
    other.dimensions = order.map { problem.nest.dimensions[$0] }
    for o in other.operands.indices {
      for a in other.operands[o].axes.indices {
        other.operands[o].axes[a].terms = problem.nest.operands[o].axes[a].terms.map { term in
          var term = term
          term.dimension = order.firstIndex(of: term.dimension) ?? 0
          return term
        }.shuffled(using: &random)
      }
      other.operands[o].axes.shuffle(using: &random)
    }
    other.operands.shuffle(using: &random)
    for objective in Objective.allCases {
      let (a, b) = (
        Self.map(problem.nest, problem.machine, objective),
        Self.map(other, problem.machine, objective)
      )
      guard let a, let b else {
        #expect(a == nil && b == nil, "seed \(seed)")
        continue
      }
      #expect(
        abs(Self.value(a.cost, objective) / Self.value(b.cost, objective) - 1) < 1e-12,
        "seed \(seed) \(objective)\n\(a.text)\n\(b.text)")
    }
  }

  @Test(arguments: 0..<80)
  func `the least energy is the last point of the front, the least latency the first`(seed: Int) {
    var random = SeededGenerator(seed: UInt64(seed + 37_000))
    let problem = Case(seed, random: &random)
    guard
      case .success(let front) = Mapper.front(
        of: problem.nest, on: problem.machine, format: TestMachines.int8, limit: Self.exact,
        most: 1000),
      let energy = Self.map(problem.nest, problem.machine, .energy),
      let latency = Self.map(problem.nest, problem.machine, .latency),
      let first = front.mappings.first, let last = front.mappings.last
    else { return }
    #expect(abs(last.cost.energy / energy.cost.energy - 1) < 1e-12)
    #expect(
      abs(last.cost.latencyCycles.value / energy.cost.latencyCycles.value - 1) < 1e-12)
    #expect(abs(first.cost.energy / latency.cost.energy - 1) < 1e-12)
    #expect(first.cost.latencyCycles == latency.cost.latencyCycles)
  }

  @Test(arguments: [1, 2, 3, 7])
  func `any number of tasks gives the same mappings to the last bit`(tasks: Int) async {
    var random = SeededGenerator(seed: 38_000)
    let problems = (0..<24).map { Case($0, random: &random) }
    let alone = problems.map { problem in
      Mapper.map(problem.nest, on: problem.machine, format: TestMachines.int8)
    }
    let together = await withTaskGroup(of: [(Int, MappingResult)].self) { group in
      for task in 0..<tasks {
        group.addTask {
          stride(from: task, to: problems.count, by: tasks).map { index in
            (
              index,
              Mapper.map(
                problems[index].nest, on: problems[index].machine, format: TestMachines.int8)
            )
          }
        }
      }
      return await group.reduce(into: [Int: MappingResult]()) { all, part in
        for (index, result) in part { all[index] = result }
      }
    }
    for (index, result) in alone.enumerated() { #expect(together[index] == result) }
  }
}
