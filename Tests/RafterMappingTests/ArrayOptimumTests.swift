// SPDX-License-Identifier: Apache-2.0
import RafterHardware
import RafterMapping
import RafterQuantities
import RafterTestSupport
import RafterWorkload
import Testing

/// The search against an enumeration of everything, on seeded random machines with arrays.
@Suite struct ArrayOptimumTests {
  static func nest(_ random: inout SeededGenerator) -> LoopNest {
    if Int.random(in: 0..<3, using: &random) > 0 {
      return TestNests.gemm(
        m: .random(in: 1...4, using: &random), n: .random(in: 1...4, using: &random),
        k: .random(in: 1...5, using: &random))
    }
    return TestNests.convolution(
      k: .random(in: 1...3, using: &random), c: .random(in: 1...2, using: &random),
      oy: .random(in: 2...4, using: &random), ox: 1, fy: .random(in: 1...3, using: &random), fx: 1,
      stride: .random(in: 1...2, using: &random), padding: .random(in: 0...1, using: &random))
  }

  static func machine(_ random: inout SeededGenerator) -> Accelerator {
    func some() -> Set<Operand> {
      Set(Operand.allCases.filter { _ in Bool.random(using: &random) })
    }
    func port(_ kind: Port.Kind = .readWrite) -> Port {
      TestMachines.port(Double(Int.random(in: 1...4, using: &random)), kind)
    }
    var path: [PathElement] = [
      .memory(TestMachines.memory("m0", nil, ports: [port()], energy: 20e-12)),
      .memory(
        TestMachines.memory(
          "m1", Double(Int.random(in: 12...60, using: &random)),
          buffering: Bool.random(using: &random) ? .double : .single,
          ports: Bool.random(using: &random) ? [port()] : [port(.read), port(.write)],
          energy: 2e-12)),
    ]
    let sides = (0..<Int.random(in: 1...2, using: &random)).map { s in
      TestMachines.side(
        "a\(s)", .random(in: 2...3, using: &random), multicast: some(),
        reduces: .random(using: &random), fill: Bool.random(using: &random) ? 1 : nil)
    }
    path.append(TestMachines.array(sides, wire: Bool.random(using: &random) ? 0.3e-12 : nil))
    let inner = some()
    if !inner.isEmpty, Bool.random(using: &random) {
      path.append(
        .memory(
          TestMachines.memory(
            "m2", Double(Int.random(in: 4...16, using: &random)), holds: inner,
            buffering: Bool.random(using: &random) ? .double : .single, ports: [port()],
            energy: 0.2e-12)))
    }
    return TestMachines.accelerator("random-array", path)
  }

  /// The same machine with up to `most` choices of an operand and a memory it may bypass.
  static func withBypass(
    _ machine: Accelerator, most: Int, _ random: inout SeededGenerator
  ) -> Accelerator {
    var machine = machine
    var choices: [(element: Int, operand: Operand)] = []
    for (index, element) in machine.path.enumerated().dropFirst() {
      guard case .memory(let level) = element else { continue }
      choices += level.holds.sorted().map { (index, $0) }
    }
    for choice in choices.shuffled(using: &random).prefix(.random(in: 1...most, using: &random)) {
      guard case .memory(var level) = machine.path[choice.element] else { continue }
      level.mayBypass.insert(choice.operand)
      machine.path[choice.element] = .memory(level)
    }
    return machine
  }

  @Test(arguments: 0..<500)
  func `nothing that can be laid out beats the optimum`(seed: Int) {
    var random = SeededGenerator(seed: UInt64(seed + 77))
    let nest = Self.nest(&random)
    let machine = Self.machine(&random)
    Self.check(nest, on: machine, seed: seed)
  }

  @Test(arguments: 0..<300)
  func `nothing that can be laid out beats the optimum where memories may be bypassed`(seed: Int) {
    var random = SeededGenerator(seed: UInt64(seed + 20_077))
    let nest = Self.nest(&random)
    let machine = Self.withBypass(Self.machine(&random), most: 3, &random)
    Self.check(nest, on: machine, seed: seed)
  }

  /// Lists that are cut short, proofs that are given up and gaps that are accepted: whatever the search did not see may not
  /// hold anything better than its certificate says.
  @Test(arguments: 0..<150)
  func `no certificate of a search that stops early is above the optimum`(seed: Int) {
    var random = SeededGenerator(seed: UInt64(seed + 40_077))
    let nest = Self.nest(&random)
    var machine = Self.machine(&random)
    if seed % 3 == 0 { machine = Self.withBypass(machine, most: 2, &random) }
    Self.checkStops(nest, on: machine, seed: seed)
  }

  static func checkStops(
    _ nest: LoopNest, on machine: Accelerator, sizes: ExhaustiveArrays.TileSizes = .every, seed: Int
  ) {
    let all = ExhaustiveArrays(nest, on: machine, sizes: sizes)
    for objective in Objective.allCases {
      for (mappings, gap) in [(60, 0.0), (400, 0), (400, 0.02), (3000, 0.1)] {
        let result = Mapper.map(
          nest, on: machine, format: TestMachines.int8, objective: objective,
          limit: SearchLimit(mappings: mappings, gap: gap))
        guard case .mapped(let found) = result else { continue }
        let (value, least) =
          switch objective {
          case .latency: (found.cost.latencyCycles.value, all.latency)
          case .energy: (found.cost.energy, all.energy)
          case .edp: (found.cost.energy * found.cost.latencyCycles.value, all.product)
          }
        let bound = value / (1 + found.certificate.gap)
        #expect(
          bound <= least * (1 + 1e-9),
          "seed \(seed) \(objective) \(mappings) \(gap): at least \(bound), there is \(least)\n\(found.text)"
        )
      }
    }
  }

  static func check(
    _ nest: LoopNest, on machine: Accelerator, sizes: ExhaustiveArrays.TileSizes = .every, seed: Int
  ) {
    let all = ExhaustiveArrays(nest, on: machine, sizes: sizes)
    for objective in Objective.allCases {
      let result = Mapper.map(
        nest, on: machine, format: TestMachines.int8, objective: objective,
        limit: SearchLimit(mappings: 50_000_000, gap: 0))
      guard case .mapped(let found) = result else {
        #expect(all.tried == 0, "seed \(seed) \(objective)")
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
        abs(value / least - 1) < 1e-9,
        "seed \(seed) \(objective) found \(value), least \(least)\n\(nest.dimensions.map(\.bound))\n\(found.text)"
      )
    }
  }
}

/// The front of latency and energy, and constraints, on small random machines.
@Suite struct FrontTests {
  @Test(arguments: 0..<60)
  func `the front has its ends at both optima and nothing lies below it`(seed: Int) throws {
    var random = SeededGenerator(seed: UInt64(seed + 900))
    let nest = ArrayOptimumTests.nest(&random)
    var machine = ArrayOptimumTests.machine(&random)
    if seed % 2 == 1 { machine = ArrayOptimumTests.withBypass(machine, most: 2, &random) }
    let all = ExhaustiveArrays(nest, on: machine)
    let limit = SearchLimit(mappings: 50_000_000, gap: 0)
    guard
      case .success(let front) = Mapper.front(
        of: nest, on: machine, format: TestMachines.int8, limit: limit, most: 1000)
    else {
      #expect(all.points.isEmpty)
      return
    }
    var expected: [(latency: Double, energy: Double)] = []
    for point in all.points.sorted(by: { ($0.latency, $0.energy) < ($1.latency, $1.energy) })
    where expected.last.map({ point.energy < $0.energy * (1 - 1e-12) }) ?? true {
      expected.append(point)
    }
    let found = front.mappings.map { ($0.cost.latencyCycles.value, $0.cost.energy) }
    // Points that differ by rounding alone may appear in one list only.
    try #require(found.count == expected.count, "seed \(seed)\n\(found)\n\(expected)")
    for (a, b) in zip(found, expected) {
      #expect(abs(a.0 / b.latency - 1) < 1e-9 && abs(a.1 / b.energy - 1) < 1e-9, "seed \(seed)")
    }
  }

  @Test(arguments: 0..<40)
  func `what is fixed is kept, and never better than what is free`(seed: Int) throws {
    var random = SeededGenerator(seed: UInt64(seed + 1300))
    let nest = ArrayOptimumTests.nest(&random)
    let machine = ArrayOptimumTests.machine(&random)
    let limit = SearchLimit(mappings: 50_000_000, gap: 0)
    let loop = nest.dimensions.filter { $0.bound > 1 }.randomElement(using: &random)
    let name = try #require(loop).name
    let constraints = MappingConstraints(
      stationary: Operand.allCases.randomElement(using: &random),
      sides: ["a0": [MappingConstraints.Part(dimension: name, factor: 2)]])
    func map(_ constraints: MappingConstraints) -> MappedNest? {
      let result = Mapper.map(
        nest, on: machine, format: TestMachines.int8, constraints: constraints, limit: limit)
      if case .mapped(let mapped) = result { return mapped }
      return nil
    }
    guard let fixed = map(constraints), let free = map(.none) else { return }
    #expect(fixed.cost.latencyCycles.value >= free.cost.latencyCycles.value * (1 - 1e-12))
    #expect(fixed.certificate.space.constraints == constraints)
    let onSide = fixed.mapping.nodes.compactMap { node -> String? in
      guard case .unroll(let d, _, 0, _, _) = node else { return nil }
      return nest.dimensions[d].name
    }
    #expect(onSide.allSatisfy { $0 == name })
  }

  @Test func `what constraints cannot be kept for is told`() {
    let nest = TestNests.gemm(m: 4, n: 4, k: 4)
    let constraints = MappingConstraints(sides: [
      "rows": [.init(dimension: "Q", factor: 2)], "rovs": [.init(dimension: "K", factor: 2)],
      "columns": [.init(dimension: "K", factor: 8), .init(dimension: "M", factor: 5)],
    ])
    // 8 * 5 parts on 32 columns.
    #expect(
      constraints.conflicts(for: nest, on: TestMachines.edge()) == [
        .overfull(side: "columns", size: 32, factors: 40), .unknownSide("rovs"),
        .unknownDimension("Q", side: "rows"),
      ])
    let possible = MappingConstraints(sides: ["rows": [.init(dimension: "K", factor: 4)]])
    #expect(possible.conflicts(for: nest, on: TestMachines.edge()).isEmpty)
  }
}
