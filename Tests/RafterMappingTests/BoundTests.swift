// SPDX-License-Identifier: Apache-2.0
import RafterHardware
import RafterQuantities
import RafterTestSupport
import RafterWorkload
import Testing

@testable import RafterMapping

/// Bounds of problems that are too large to enumerate: none may lie above a mapping that it bounds.
@Suite struct BoundTests {
  static func nest(_ random: inout SeededGenerator) -> LoopNest {
    func size(_ most: Int) -> Int { .random(in: 1...most, using: &random) }
    if Bool.random(using: &random) {
      return TestNests.gemm(m: size(60), n: size(60), k: size(60))
    }
    return TestNests.convolution(
      groups: .random(in: 1...2, using: &random), k: size(12), c: size(12), oy: size(8),
      ox: size(8),
      fy: .random(in: 1...3, using: &random), fx: .random(in: 1...3, using: &random),
      stride: .random(in: 1...2, using: &random), padding: .random(in: 0...1, using: &random))
  }

  /// Two to four memories, of which some hold two operands or one, and an array before any of them.
  static func machine(_ random: inout SeededGenerator) -> Accelerator {
    func some() -> Set<Operand> {
      Set(Operand.allCases.filter { _ in Bool.random(using: &random) })
    }
    func port(_ kind: Port.Kind = .readWrite) -> Port {
      TestMachines.port(Double(Int.random(in: 1...16, using: &random)), kind)
    }
    var path: [PathElement] = [
      .memory(TestMachines.memory("m0", nil, ports: [port()], energy: 20e-12))
    ]
    var size = 16_384.0
    for m in 1...Int.random(in: 1...3, using: &random) {
      if Bool.random(using: &random) {
        let sides = (0..<Int.random(in: 1...2, using: &random)).map { s in
          TestMachines.side(
            "a\(m)\(s)", .random(in: 2...7, using: &random), multicast: some(),
            reduces: .random(using: &random), fill: nil)
        }
        path.append(TestMachines.array(sides, wire: 0.3e-12))
      }
      let holds = Bool.random(using: &random) ? Set(Operand.allCases) : some()
      guard !holds.isEmpty else { continue }
      size /= Double(Int.random(in: 2...10, using: &random))
      path.append(
        .memory(
          TestMachines.memory(
            "m\(m)", size.rounded(), holds: holds,
            buffering: Bool.random(using: &random) ? .double : .single,
            ports: Bool.random(using: &random) ? [port()] : [port(.read), port(.write)],
            energy: 2e-12 / Double(m * m))))
    }
    return TestMachines.accelerator("random", path)
  }

  @Test(arguments: 0..<120)
  func `no bound on the way to a mapping lies above what it costs`(seed: Int) {
    Self.checkBounds(seed, tiles: .even, limit: SearchLimit(mappings: 4000, gap: 0.01))
  }

  @Test(arguments: 0..<20)
  func `no bound on the way to uneven tiles lies above what they cost`(seed: Int) {
    Self.checkBounds(seed + 500, tiles: .uneven, limit: SearchLimit(mappings: 300, gap: 0.01))
  }

  static func checkBounds(_ seed: Int, tiles: TileRule, limit: SearchLimit) {
    var random = SeededGenerator(seed: UInt64(seed + 400))
    let nest = Self.nest(&random)
    var machine = Self.machine(&random)
    if seed % 3 == 1 { machine = ArrayOptimumTests.withBypass(machine, most: 2, &random) }
    let problem = Mapper.Problem(
      nest, machine, TestMachines.int8, MappingConstraints(tiles: tiles))
    guard problem.infeasibility == nil else { return }
    for objective in [Objective.latency, .energy] {
      var tables = ShapeTables()
      let (found, _, _) = Mapper.search(
        problem.spaces, even: problem.evenCount, objective: objective, limit: limit,
        tables: &tables)
      guard let found else { continue }
      var search = BranchAndBound(
        spaces: problem.spaces, objective: objective, tolerance: 0, budget: 0,
        isCancelled: { false })
      let root = search.bound(found.spatial)
      let open = search.bound(.open(found.spatial.placement))
      for (place, bound) in ([open, root] + found.bounds).enumerated() {
        #expect(
          bound.latency <= found.score.latency * (1 + 1e-9)
            && bound.energy <= found.score.energy * (1 + 1e-9),
          "seed \(seed) \(objective) bound \(place): \(bound), cost \(found.score)")
      }
    }
  }

  /// A search that is stopped soon says how far it may be; one that goes on may not find more than that.
  @Test(arguments: 0..<60)
  func `what a certificate says holds against every longer search`(seed: Int) {
    var random = SeededGenerator(seed: UInt64(seed + 9000))
    let nest = Self.nest(&random)
    let machine = seed % 3 == 0 ? Self.memories(seed % 4 + 2) : Self.machine(&random)
    for objective in [Objective.latency, .energy] {
      var least = Double.infinity
      var bound = 0.0
      for mappings in [300, 3000, 20_000] {
        let result = Mapper.map(
          nest, on: machine, format: TestMachines.int8, objective: objective,
          limit: SearchLimit(mappings: mappings, gap: 0.01))
        guard case .mapped(let found) = result else { return }
        let value =
          objective == .latency ? found.cost.latencyCycles.value : found.cost.energy
        least = min(least, value)
        bound = max(bound, value / (1 + found.certificate.gap))
      }
      #expect(
        bound <= least * (1 + 1e-9), "seed \(seed) \(objective): at least \(bound), found \(least)")
    }
  }

  /// Memories that hold everything, before one multiplier: no array has to be decided.
  private static func memories(_ count: Int) -> Accelerator {
    TestMachines.accelerator(
      "\(count) memories",
      (0..<count).map { m in
        let further = Double(count - 1 - m)
        return .memory(
          TestMachines.memory(
            "m\(m)", m == 0 ? nil : 64 * (0..<(count - 1 - m)).reduce(1.0) { size, _ in size * 8 },
            ports: [TestMachines.port(16)], energy: 0.02e-12 * (1 + 3 * further)))
      })
  }
}
