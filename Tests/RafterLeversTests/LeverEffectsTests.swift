// SPDX-License-Identifier: Apache-2.0
import Rafter
import Testing

/// What is known of the effects of levers, asked of whole analyses [rooflines 2.3, 3.6, 5].
struct LeverEffectsTests {
  /// Widths in bytes of a ridge R: `M* = b_w / (2/R - b_a/N - b_o/K)`, which is `R * b_w / 2` for large N and K.
  struct BatchRule: Sendable {
    var name: String
    var ridge: Double
    var rate: Double
    var inputs: (format: String, bytes: Double)
    var weights: (format: String, bytes: Double)
    /// The published rule.
    var batch: Double
  }

  static let rules = [
    BatchRule(
      name: "bf16", ridge: 240, rate: 1, inputs: ("bf16", 2), weights: ("bf16", 2), batch: 240),
    BatchRule(
      name: "int8 weights, bf16 math", ridge: 240, rate: 1, inputs: ("bf16", 2),
      weights: ("int8", 1), batch: 120),
    BatchRule(
      name: "int8", ridge: 486, rate: 2, inputs: ("int8", 1), weights: ("int8", 1), batch: 243),
  ]

  private static func machine(_ rule: BatchRule) throws -> Accelerator {
    let formats =
      rule.inputs.format == "int8"
      ? [("int8 x int8", "int32", 2.0)] : [("bf16 x bf16", "fp32", 1.0)]
    return try PlainMachine.machine(ridge: rule.ridge, formats: formats)
  }

  @Test(arguments: rules)
  func `the batch at which weights stop binding is that of the scaling book`(_ rule: BatchRule)
    async throws
  {
    let machine = try Self.machine(rule)
    // 65536 on both sides: activations and outputs add 2 % at most.
    let size = 65536
    let others = 2 * rule.inputs.bytes / Double(size)
    let crossing = rule.weights.bytes / (2 / rule.ridge - others)
    #expect(abs(crossing / rule.batch - 1) < 0.02)
    for (share, binds) in [(0.985, true), (1.015, false)] {
      let position = try await PlainMachine.position(
        m: Int(crossing * share), n: size, k: size, inputs: rule.inputs.format,
        weights: rule.weights.format, outputs: rule.inputs.format, on: machine)
      #expect((position > 1) == binds, "\(rule.name) at \(share): \(position)")
    }
  }

  @Test func `at 4096 on both sides it is 272 and not 240, for activations move too`() async throws
  {
    // 2 / (2/240 - 4/4096) = 271.8
    let machine = try Self.machine(Self.rules[0])
    for (rows, binds) in [(268, true), (276, false)] {
      let position = try await PlainMachine.position(
        m: rows, n: 4096, k: 4096, inputs: "bf16", weights: "bf16", outputs: "bf16", on: machine)
      #expect((position > 1) == binds, "\(rows): \(position)")
    }
  }

  @Test(arguments: [8, 200, 2048])
  func `packed formats leave a layer where it is against its ridge`(_ rows: Int) async throws {
    let machine = try PlainMachine.machine(
      ridge: 240,
      formats: [
        ("bf16 x bf16", "fp32", 1), ("int8 x int8", "int32", 2), ("int4 x int4", "int32", 4),
      ])
    var positions: [Double] = []
    for format in ["bf16", "int8", "int4"] {
      positions.append(
        try await PlainMachine.position(
          m: rows, n: 4096, k: 4096, inputs: format, weights: format, outputs: format, on: machine))
    }
    for position in positions {
      #expect(abs(position / positions[0] - 1) < 0.01, "\(positions)")
    }
  }

  @Test func `a buffer has a size of least energy between too small and too large`() async throws {
    // Below it every byte of dram it saves pays; above, all move once and only its own accesses cost more, by the SRAM law.
    var machine = try Products.machine()
    let index = try #require(
      machine.path.firstIndex {
        if case .memory(let memory) = $0 { memory.name == "buffer" } else { false }
      })
    guard case .memory(var buffer) = machine.path[index] else { return }
    machine.power.staticPower?.value = .zero
    let member = try Products.family(m: 512, n: 512, k: 512).load(nil, 1)
    var energies: [Double] = []
    // 16 KiB to 16 MiB, by four.
    for step in 0..<6 {
      let capacity = ByteCount(Double(16 << 10) * Double(1 << (2 * step)))
      // 64 bytes in a cycle.
      let law = try #require(
        SramModel().estimate(
          SramShape(capacity: capacity, width: BitCount(512)), at: ProcessNode(22.0)))
      buffer.capacity?.value = capacity
      buffer.readEnergy?.value = law.read
      buffer.writeEnergy?.value = law.write
      machine.path[index] = .memory(buffer)
      let analysis = try await Analyzer.analyze(
        member.workload, on: machine,
        options: AnalysisOptions(limit: SearchLimit(mappings: 400)), parallelism: 2)
      energies.append(try #require(analysis.totals.energy).value)
    }
    let least = try #require(energies.enumerated().min { $0.element < $1.element }).offset
    #expect(least > 0 && least < energies.count - 1, "\(energies)")
    #expect(energies[0] > energies[least] * 1.05, "\(energies)")
    #expect(energies[energies.count - 1] > energies[least] * 1.05, "\(energies)")
  }
}
