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

  @Test(arguments: 0..<200)
  func `nothing that cuts the loops of each operand on its own beats the optimum`(seed: Int) {
    var random = SeededGenerator(seed: UInt64(seed + 4100))
    let nest = Self.nest(&random)
    var machine = Self.machine(&random)
    if seed % 3 == 2 { machine = ArrayOptimumTests.withBypass(machine, most: 2, &random) }
    Self.check(nest, on: machine, seed: seed, most: 60_000)
  }

  static func check(_ nest: LoopNest, on machine: Accelerator, seed: Int, most: Int) {
    let uneven = ExhaustiveUneven(nest, on: machine, most: most)
    guard !uneven.isCut else { return }
    let even = ExhaustiveArrays(nest, on: machine)
    for objective in Objective.allCases {
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
      #expect(found.certificate.space.uneven?.extent == .every)
      let (value, least, evenLeast) =
        switch objective {
        case .latency: (found.cost.latencyCycles.value, uneven.latency, even.latency)
        case .energy: (found.cost.energy, uneven.energy, even.energy)
        case .edp:
          (found.cost.energy * found.cost.latencyCycles.value, uneven.product, even.product)
        }
      #expect(
        abs(value / min(least, evenLeast) - 1) < 1e-9,
        "seed \(seed) \(objective) found \(value), least \(least), even \(evenLeast)\n\(nest.dimensions.map(\.bound))\n\(found.text)"
      )
      #expect(value <= evenLeast * (1 + 1e-12))
    }
  }
}
