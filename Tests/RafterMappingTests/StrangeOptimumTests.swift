// SPDX-License-Identifier: Apache-2.0
import RafterHardware
import RafterMapping
import RafterQuantities
import RafterTestSupport
import RafterWorkload
import Testing

/// The search against an enumeration of everything, on machines whose parts stand where the others have none: arrays between
/// any memories, sides that take some loops alone, partitions, memories of some operands further out.
@Suite struct StrangeOptimumTests {
  static func nest(_ random: inout SeededGenerator) -> LoopNest {
    switch Int.random(in: 0..<4, using: &random) {
    case 0: LooseOptimumTests.nest(&random)
    case 1:
      TestNests.convolution(
        groups: .random(in: 1...2, using: &random), k: .random(in: 1...2, using: &random),
        c: .random(in: 1...2, using: &random), oy: .random(in: 2...4, using: &random), ox: 1,
        fy: .random(in: 1...2, using: &random), fx: 1, stride: .random(in: 1...2, using: &random),
        dilation: .random(in: 1...2, using: &random), padding: .random(in: 0...1, using: &random))
    default:
      TestNests.gemm(
        batch: .random(in: 1...2, using: &random), m: .random(in: 1...3, using: &random),
        n: .random(in: 1...3, using: &random), k: .random(in: 1...5, using: &random))
    }
  }

  static func machine(_ nest: LoopNest, _ random: inout SeededGenerator) -> Accelerator {
    func coin() -> Bool { Bool.random(using: &random) }
    func some() -> Set<Operand> { Set(Operand.allCases.filter { _ in coin() }) }
    let speed = coin() ? 1.0 : 16
    func port(_ kind: Port.Kind = .readWrite) -> Port {
      TestMachines.port(
        speed * Double(Int.random(in: 1...4, using: &random)), kind,
        granularity: Int.random(in: 0..<4, using: &random) == 0 ? 2 : nil)
    }
    func ports() -> [Port] { coin() ? [port()] : [port(.read), port(.write)] }
    func side(_ name: String) -> FanOut.Axis {
      let loops = nest.dimensions.map(\.name).filter { _ in coin() }
      return TestMachines.side(
        name, .random(in: 2...3, using: &random), multicast: some(), reduces: coin(),
        unroll: coin() && !loops.isEmpty ? loops : nil, fill: coin() ? 1 : nil)
    }
    func array(_ name: String) -> PathElement {
      TestMachines.array(
        coin() ? [side("\(name)0")] : [side("\(name)0"), side("\(name)1")],
        wire: coin() ? 0.3e-12 : nil)
    }
    var path: [PathElement] = [
      .memory(TestMachines.memory("m0", nil, ports: ports(), energy: 20e-12))
    ]
    if coin() { path.append(array("a")) }
    var holds = some()
    if holds.isEmpty { holds = Set(Operand.allCases) }
    var partitions: [Operand: Double] = [:]
    if coin() {
      for operand in holds where coin() {
        partitions[operand] = Double(Int.random(in: 4...24, using: &random))
      }
    }
    let shared = Double(Int.random(in: 12...60, using: &random))
    path.append(
      .memory(
        TestMachines.memory(
          "m1", shared + partitions.values.reduce(0, +), holds: holds, partitions: partitions,
          buffering: coin() ? .double : .single, ports: ports(), energy: 2e-12)))
    if path.count == 2 || coin() { path.append(array("b")) }
    let inner = some()
    if !inner.isEmpty, coin() {
      path.append(
        .memory(
          TestMachines.memory(
            "m2", Double(Int.random(in: 4...16, using: &random)), holds: inner,
            buffering: coin() ? .double : .single, ports: ports(), energy: 0.2e-12)))
      if path.count < 5, coin() { path.append(array("c")) }
    }
    return TestMachines.accelerator("strange", path)
  }

  /// One whose sides have at most 1000 choices together: of more the space has those alone that fill the sides.
  static func freeMachine(_ nest: LoopNest, _ random: inout SeededGenerator) -> Accelerator {
    var drawn = machine(nest, &random)
    while unrollings(of: nest, on: drawn) > 1000 { drawn = machine(nest, &random) }
    return drawn
  }

  private static func unrollings(of nest: LoopNest, on machine: Accelerator) -> Int {
    var product = 1
    for case .array(let array) in machine.path {
      for side in array.axes {
        let alone = TestMachines.accelerator("side", [TestMachines.array([side])])
        product *= ExhaustiveArrays.choices(nest, alone).count
      }
    }
    return product
  }

  @Test(arguments: 0..<300)
  func `nothing that can be laid out beats the optimum of strange machines`(seed: Int) {
    var random = SeededGenerator(seed: UInt64(seed + 110_077))
    let nest = Self.nest(&random)
    let machine = Self.freeMachine(nest, &random)
    ArrayOptimumTests.check(nest, on: machine, sizes: .declared, seed: seed)
  }

  @Test(arguments: 0..<200)
  func `no certificate of a search of strange machines that stops early is above the optimum`(
    seed: Int
  ) {
    var random = SeededGenerator(seed: UInt64(seed + 130_077))
    let nest = Self.nest(&random)
    let machine = Self.freeMachine(nest, &random)
    ArrayOptimumTests.checkStops(nest, on: machine, sizes: .declared, seed: seed)
  }
}
