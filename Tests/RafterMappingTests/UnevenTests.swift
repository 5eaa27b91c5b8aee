// SPDX-License-Identifier: Apache-2.0
import RafterHardware
import RafterQuantities
import RafterTestSupport
import RafterWorkload
import Testing

@testable import RafterMapping

/// Tiles that differ between the operands of one memory, against an enumeration of everything.
@Suite struct UnevenOptimumTests {
  static let exact = SearchLimit(mappings: 50_000_000, gap: 0)

  static func nest(_ random: inout SeededGenerator) -> LoopNest {
    if Int.random(in: 0..<3, using: &random) > 0 {
      return TestNests.gemm(
        m: .random(in: 1...3, using: &random), n: .random(in: 1...3, using: &random),
        k: .random(in: 1...4, using: &random))
    }
    return TestNests.convolution(
      k: .random(in: 1...2, using: &random), c: .random(in: 1...2, using: &random),
      oy: .random(in: 2...3, using: &random), ox: 1, fy: .random(in: 1...2, using: &random), fx: 1,
      stride: .random(in: 1...2, using: &random), padding: .random(in: 0...1, using: &random))
  }

  /// One or two memories inside the outermost one, with or without an array.
  static func machine(_ random: inout SeededGenerator) -> Accelerator {
    func some() -> Set<Operand> {
      Set(Operand.allCases.filter { _ in Bool.random(using: &random) })
    }
    func buffering() -> MemoryLevel.Buffering { Bool.random(using: &random) ? .double : .single }
    func port(_ kind: Port.Kind = .readWrite) -> Port {
      TestMachines.port(Double(Int.random(in: 1...4, using: &random)), kind)
    }
    var path: [PathElement] = [
      .memory(TestMachines.memory("m0", nil, ports: [port()], energy: 20e-12)),
      .memory(
        TestMachines.memory(
          "m1", Double(Int.random(in: 6...40, using: &random)), buffering: buffering(),
          ports: Bool.random(using: &random) ? [port()] : [port(.read), port(.write)],
          energy: 2e-12)),
    ]
    if Bool.random(using: &random) {
      path.append(
        TestMachines.array(
          [
            TestMachines.side(
              "a0", .random(in: 2...3, using: &random), multicast: some(),
              reduces: .random(using: &random), fill: Bool.random(using: &random) ? 1 : nil)
          ], wire: Bool.random(using: &random) ? 0.3e-12 : nil))
    }
    let inner = some()
    if !inner.isEmpty, Bool.random(using: &random) {
      path.append(
        .memory(
          TestMachines.memory(
            "m2", Double(Int.random(in: 4...16, using: &random)), holds: inner,
            buffering: buffering(), ports: [port()], energy: 0.2e-12)))
    }
    return TestMachines.accelerator("random-uneven", path)
  }

  @Test(arguments: 0..<45)
  func `nothing that cuts the loops of each operand on its own beats the optimum`(seed: Int) {
    var random = SeededGenerator(seed: UInt64(seed + 4100))
    let nest = Self.nest(&random)
    var machine = Self.machine(&random)
    if seed % 3 == 2 { machine = ArrayOptimumTests.withBypass(machine, most: 2, &random) }
    // One objective each; `make test-slow` has all of them, on more and larger cases.
    Self.check(nest, on: machine, [Objective.allCases[seed / 3 % 3]], seed: seed, most: 500)
  }

  /// - Parameter extent: what the space has to be; nil for whichever it is: where not every order of stores is in it, the
  ///   enumeration, which has them all, is a bound.
  static func check(
    _ nest: LoopNest, on machine: Accelerator, _ objectives: [Objective] = Objective.allCases,
    seed: Int, most: Int, extent: UnevenSpace.Extent? = .every
  ) {
    let uneven = ExhaustiveUneven(nest, on: machine, most: most)
    guard !uneven.isCut else { return }
    let even = ExhaustiveArrays(nest, on: machine)
    for objective in objectives {
      func map(_ tiles: TileRule) -> MappingResult {
        Mapper.map(
          nest, on: machine, format: TestMachines.int8, objective: objective,
          constraints: MappingConstraints(tiles: tiles), limit: exact)
      }
      guard case .mapped(let found) = map(.uneven) else {
        #expect(uneven.latency == .infinity && even.tried == 0, "seed \(seed) \(objective)")
        continue
      }
      #expect(found.certificate.isOptimal)
      let own = found.certificate.space.uneven?.extent
      #expect(own == extent ?? own)
      let (value, least, evenLeast) =
        switch objective {
        case .latency: (found.cost.latencyCycles.value, uneven.latency, even.latency)
        case .energy: (found.cost.energy, uneven.energy, even.energy)
        case .edp:
          (found.cost.energy * found.cost.latencyCycles.value, uneven.product, even.product)
        }
      let enumerated = min(least, evenLeast)
      #expect(
        own == .every
          ? abs(value / enumerated - 1) < 1e-9 : value >= enumerated * (1 - 1e-12),
        "seed \(seed) \(objective) found \(value), least \(least), even \(evenLeast)\n\(nest.dimensions.map(\.bound))\n\(found.text)"
      )
      #expect(value <= evenLeast * (1 + 1e-12))
    }
  }
}

/// What uneven tiles are worth, where they may stand, and how they are said.
@Suite struct UnevenTests {
  static func map(
    _ nest: LoopNest, _ machine: Accelerator, _ tiles: TileRule, objective: Objective = .energy,
    limit: SearchLimit = UnevenOptimumTests.exact
  ) -> MappedNest? {
    let result = Mapper.map(
      nest, on: machine, format: TestMachines.int8, objective: objective,
      constraints: MappingConstraints(tiles: tiles), limit: limit)
    if case .mapped(let mapped) = result { return mapped }
    return nil
  }

  /// 4 x 2 outputs of 2 products each; the buffer has 10 bytes, a sum of two products takes 4 until it leaves.
  ///
  /// With tiles of `m x n` outputs and `k` products each, even tiles take `k n + m k + 4 m n` bytes: only 1 x 1 x 2 (2 + 2 + 4 = 8) and
  /// 1 x 1 x 1 fit. With the first, weights stay over the rows: they are read once (4 bytes), inputs once for each
  /// of two columns (16), outputs leave once (8): 28 bytes.
  ///
  /// If all weights stay (4 bytes), a row of inputs is kept inside the loop over rows (2), and one sum inside that over
  /// columns (4), 10 bytes are full, and everything moves once: 4 + 8 + 8 = 20. The 8 bytes saved cost
  /// 64 pJ a bit at the memory and 1 pJ at the buffer: 64 * 65 pJ.
  @Test func `weights that stay whole while rows stream save the second pass`() throws {
    let nest = TestNests.gemm(m: 4, n: 2, k: 2)
    let machine = TestMachines.twoLevel(capacity: 10)
    let even = try #require(Self.map(nest, machine, .even))
    let uneven = try #require(Self.map(nest, machine, .uneven))
    #expect(abs(even.cost.energy - uneven.cost.energy - 4160e-12) < 1e-18, "\(uneven.text)")
    let moved = uneven.cost.memories[0].transfers.reduce(0) { $0 + $1.mapped.value / 8 }
    #expect(moved == 20)
    #expect(uneven.certificate.isOptimal && even.certificate.isOptimal)
    // Stores in three places, each with what it keeps.
    let kept = uneven.text.split(separator: "\n").filter { $0.contains("buffer: ") }
    #expect(
      kept.map { $0.drop { $0 == " " } } == [
        "buffer: weights 4.00 B", "buffer: inputs 2.00 B", "buffer: outputs 4.00 B",
      ], "\(uneven.text)")
  }

  @Test func `a file of uneven tiles is read back, and costs the same`() throws {
    let nest = TestNests.gemm(m: 4, n: 2, k: 2)
    let machine = TestMachines.twoLevel(capacity: 10)
    let found = try #require(Self.map(nest, machine, .uneven))
    let draft = try MappingReader.read(
      text: MappingFile.text([found], on: machine), file: "m.yaml")
    let read = try draft.mappings(of: [nest], on: machine, format: TestMachines.int8)
    #expect(read == [found.mapping])
    #expect(
      Evaluator.cost(of: read[0], for: nest, on: machine, format: TestMachines.int8) == found.cost)
  }

  @Test(arguments: SearchTests.machines.indices, Objective.allCases)
  func `uneven tiles are never worse than even ones at the same limit`(
    m: Int, objective: Objective
  ) throws {
    let machine = SearchTests.machines[m]
    let limit = SearchLimit(mappings: 400)
    let nest = SearchTests.nests[m % SearchTests.nests.count]
    let value = ObjectiveValue(objective, on: machine)
    let even = try #require(Self.map(nest, machine, .even, objective: objective, limit: limit))
    let uneven = try #require(Self.map(nest, machine, .uneven, objective: objective, limit: limit))
    #expect(value(uneven.cost) <= value(even.cost) * (1 + 1e-12))
    #expect(even.certificate.space.uneven == nil)
    #expect(uneven.certificate.space.size > even.certificate.space.size)
  }

  static func path(_ holds: [Set<Operand>], arrayBefore: Int? = nil) -> Accelerator {
    var path: [PathElement] = []
    for (m, operands) in holds.enumerated() {
      if m == arrayBefore { path.append(TestMachines.array([TestMachines.side("a", 2)])) }
      path.append(
        .memory(
          TestMachines.memory(
            "m\(m)", m == 0 ? nil : 64, holds: operands, ports: [TestMachines.port(4)])))
    }
    return TestMachines.accelerator("path", path)
  }

  static func orders(_ machine: Accelerator) -> UnevenSpace {
    let flat = MachineShape(
      machine, format: TestMachines.int8, nest: TestNests.gemm(m: 4, n: 4, k: 4))
    return flat.unevenPlacements(of: flat.placements).1
  }

  /// Three stores of one memory have 3! orders.
  ///
  /// Those of two memories, each operand's own in order: 6! / 2^3; with an array between
  /// 3! * 3!. With three memories they would be too many: 3! for each.
  @Test func `the orders of stores are all that keep those of each operand`() {
    let all = Set(Operand.allCases)
    #expect(Self.orders(Self.path([all, all])) == UnevenSpace(extent: .every, orders: 6))
    #expect(Self.orders(Self.path([all, all, all])) == UnevenSpace(extent: .every, orders: 90))
    #expect(
      Self.orders(Self.path([all, all, all], arrayBefore: 2))
        == UnevenSpace(extent: .every, orders: 36))
    #expect(
      Self.orders(Self.path([all, all, all, all])) == UnevenSpace(extent: .oneMemory, orders: 18))
    // One operand in each memory: there is nothing to set apart.
    #expect(
      Self.orders(Self.path([all, [.weights]])) == UnevenSpace(extent: .every, orders: 0))
  }

  @Test func `where orders are too many those of one memory at a time are searched`() throws {
    let all = Set(Operand.allCases)
    let machine = Self.path([all, all, all, all])
    let limit = SearchLimit(mappings: 500)
    let nest = TestNests.gemm(m: 6, n: 5, k: 7)
    let even = try #require(Self.map(nest, machine, .even, limit: limit))
    let uneven = try #require(Self.map(nest, machine, .uneven, limit: limit))
    #expect(uneven.certificate.space.uneven?.extent == .oneMemory)
    #expect(uneven.cost.energy <= even.cost.energy)
  }

  @Test func `what fits nowhere is told as for even tiles`() {
    let nest = TestNests.gemm(m: 4, n: 4, k: 4)
    func reason(_ tiles: TileRule) -> MappingResult {
      Mapper.map(
        nest, on: TestMachines.twoLevel(capacity: 2), format: TestMachines.int8,
        constraints: MappingConstraints(tiles: tiles))
    }
    guard case .infeasible = reason(.uneven) else {
      Issue.record("fits")
      return
    }
    #expect(reason(.uneven) == reason(.even))
  }
}
