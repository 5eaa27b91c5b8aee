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

  @Test(arguments: 0..<500)
  func `nothing that can be laid out beats the optimum`(seed: Int) {
    var random = SeededGenerator(seed: UInt64(seed + 77))
    let nest = Self.nest(&random)
    let machine = Self.machine(&random)
    let all = ExhaustiveArrays(nest, on: machine)
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
