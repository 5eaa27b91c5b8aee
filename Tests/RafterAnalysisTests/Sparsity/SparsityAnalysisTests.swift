// SPDX-License-Identifier: Apache-2.0
import Rafter
import RafterRoofline
import RafterTestSupport
import Testing

/// Zeros on the small test machine: one gemm of 64 x 64 x 64, int8.
struct SparsityAnalysisTests {
  private static func machine(_ sparsity: String? = nil, dram compression: String? = nil) throws
    -> Accelerator
  {
    var text = TestMachine.text(dram: "64 GB/s", staticPower: "1 mW", register: "16 B")
    if let sparsity {
      text = text.replacing(
        "  - compute: mac\n", with: "  - compute: mac\n    sparsity: \(sparsity)\n")
    }
    if let compression {
      text = text.replacing(
        "    capacity: 1 MiB\n", with: "    capacity: 1 MiB\n    compression: \(compression)\n")
    }
    return try TestMachine.machine(text)
  }

  private static func analyze(
    _ density: String?, on machine: Accelerator, m: Int = 64, objective: Objective = .latency
  ) async throws -> LayerAnalysis {
    var options = AnalysisOptions()
    options.objective = objective
    if let density { options.densities = try WorkloadDensities(text: density) }
    let analysis = try await Analyzer.analyze(
      TestLayer.workload([TestLayer.gemm(m, 64, 64)]), on: machine, options: options,
      parallelism: 1)
    return try #require(analysis.layers.first)
  }

  private static func compute(_ layer: LayerAnalysis) -> Double {
    layer.energyItems.first { $0.kind == .compute }?.energy.value ?? -1
  }

  private static func cycles(_ layer: LayerAnalysis) -> Double {
    layer.mappings[0].cost.computeCycles.value
  }

  @Test(arguments: [
    "{gating: [inputs, weights], gated-energy: 0.1}",
    "{skipping: [weights], fastest: 2, load-balance: 0.8}",
  ])
  func `density 1 is the dense model, to the last bit`(sparsity: String) async throws {
    let compression = "{operands: [weights, inputs, outputs], format-overhead: {weights: 2 bit}}"
    let machine = try Self.machine(sparsity, dram: compression)
    let dense = try await Self.analyze(nil, on: try Self.machine())
    let one = try await Self.analyze("weights=1,inputs=1,outputs=4:4", on: machine)
    #expect(one.mappings == dense.mappings)
    #expect(one.latency == dense.latency && one.energy == dense.energy)
    #expect(one.timeChain == dense.timeChain && one.energyItems == dense.energyItems)
    #expect(one.zeros == nil)
  }

  @Test func `gating saves energy and no time`() async throws {
    let dense = try await Self.analyze(nil, on: try Self.machine())
    let gated = try await Self.analyze(
      "inputs=0.25", on: try Self.machine("{gating: [inputs], gated-energy: 0.2}"))
    #expect(gated.latency == dense.latency)
    // d + (1-d)*g = 0.25 + 0.75 * 0.2 = 0.4 of the arithmetic, and nothing else.
    #expect(abs(Self.compute(gated) / Self.compute(dense) - 0.4) < 1e-12)
    let saved = try #require(dense.energy) - #require(gated.energy)
    #expect(abs(saved.value / (0.6 * Self.compute(dense)) - 1) < 1e-9)
    #expect(
      abs(
        try #require(gated.zeros).arithmeticEnergy
          - SparsityHandling.gating.energyShare(density: 0.25, gated: 0.2)) < 1e-12)
  }

  @Test func `skipping takes the share of steps that is left, times the balance`() async throws {
    let dense = try await Self.analyze(nil, on: try Self.machine())
    let machine = try Self.machine("{skipping: [weights, inputs], load-balance: 0.8}")
    let layer = try await Self.analyze("weights=0.5,inputs=0.5", on: machine)
    // One MAC in four is left; 0.8 / 0.25 = 3.2 times as fast.
    let zeros = try #require(layer.zeros)
    #expect(zeros.executed == 0.25)
    #expect(abs(zeros.gain - 3.2) < 1e-12)
    #expect(abs(Self.cycles(dense) / Self.cycles(layer) - 3.2) < 1e-9)
    #expect(abs(Self.compute(layer) / Self.compute(dense) - 0.25) < 1e-12)
    // Operations are nominal: more than the dense peak may come out, and nothing is over its roof.
    #expect(layer.work == dense.work)
    #expect(layer.throughput <= layer.roof * (1 + 1e-9))
    // What the arithmetic does not do, it does not read either.
    let (few, all) = (layer.levels[2].mapped.total, dense.levels[2].mapped.total)
    #expect(few < all)
  }

  @Test func `skipping has a break-even density: that of the balance`() async throws {
    let machine = try Self.machine("{skipping: [inputs], load-balance: 0.6}")
    let dense = try await Self.analyze(nil, on: try Self.machine())
    let above = try await Self.analyze("inputs=0.7", on: machine)
    #expect(above.latency == dense.latency)
    #expect(try #require(above.zeros).gain == 1)
    let below = try await Self.analyze("inputs=0.5", on: machine)
    #expect(abs(try #require(below.zeros).gain - 1.2) < 1e-12)
    #expect(below.latency < dense.latency)
  }

  @Test func `skipping gains no more than its greatest speed-up, and works on the zeros beyond`()
    async throws
  {
    let machine = try Self.machine("{skipping: [weights], fastest: 2}")
    let layer = try await Self.analyze("weights=0.1", on: machine)
    let zeros = try #require(layer.zeros)
    #expect(zeros.gain == 2 && zeros.executed == 0.5 && zeros.arithmeticEnergy == 0.5)
    // Gated as well: of the half that is executed only 0.1 takes energy.
    let both = try await Self.analyze(
      "weights=0.1", on: try Self.machine("{skipping: [weights], gating: [weights], fastest: 2}"))
    #expect(abs(try #require(both.zeros).arithmeticEnergy - 0.1) < 1e-12)
  }

  @Test func `2-4 hardware skips what keeps to 2-4, and nothing else`() async throws {
    let machine = try Self.machine("{skipping: [weights], structure: {weights: 2:4}, fastest: 2}")
    #expect(try #require(await Self.analyze("weights=2:4", on: machine).zeros).gain == 2)
    // 1:4 keeps to 2:4; the hardware still works on two.
    #expect(try #require(await Self.analyze("weights=1:4", on: machine).zeros).gain == 2)
    let random = try #require(await Self.analyze("weights=0.25", on: machine).zeros)
    #expect(random.gain == 1 && random.executed == 1)
    #expect(random.unused.count == 1)
  }

  @Test func `compressed weights move their bits and their metadata`() async throws {
    // 8 bits and 2 of index for half of the elements: 0.625 of the dense bits, as 2:4 has [rooflines 5].
    let dense = try await Self.analyze(nil, on: try Self.machine())
    for storage in [
      "{operands: [weights], format-overhead: {weights: 2 bit}}",
      "{operands: [weights], format: {weights: structured}}",
      "{operands: [weights], format: {weights: bitmask}}",
    ] {
      let layer = try await Self.analyze(
        "weights=2:4", on: try Self.machine(nil, dram: storage))
      // A bit mask: 4 bits of data and 1 for each element, the same 0.625.
      let (few, all) = (
        try #require(layer.levels[0].bytesByOperand[.weights]),
        try #require(dense.levels[0].bytesByOperand[.weights])
      )
      #expect(abs(few.ratio(to: all) - 0.625) < 1e-12, "\(storage)")
      #expect(layer.levels[0].bytesByOperand[.inputs] == dense.levels[0].bytesByOperand[.inputs])
      // Further in everything is as it was.
      #expect(layer.levels[1] == dense.levels[1])
      #expect(try #require(layer.energy) < #require(dense.energy))
    }
  }

  @Test func `what would take more bits without its zeros is stored as it is`() async throws {
    let dense = try await Self.analyze(nil, on: try Self.machine())
    let storage = "{operands: [weights], format-overhead: {weights: 8 bit}}"
    // 0.9 * 16 / 8 is more than all.
    let layer = try await Self.analyze("weights=0.9", on: try Self.machine(nil, dram: storage))
    #expect(layer.levels[0] == dense.levels[0])
  }

  /// Each density has a search of its own, which promises what it makes least.
  @Test(arguments: [Objective.latency, .energy])
  func `fewer non-zeros never cost more`(objective: Objective) async throws {
    let machine = try Self.machine(
      "{skipping: [weights], gating: [inputs], load-balance: 0.9, gated-energy: 0.1}",
      dram: "{operands: [weights, inputs], format: {weights: run-length, inputs: coordinate}}")
    var last: LayerAnalysis?
    for density in [1, 0.95, 0.9, 0.7, 0.5, 0.3, 0.1, 0.01] {
      let layer = try await Self.analyze(
        "weights=\(density),inputs=\(density)", on: machine, objective: objective)
      if let last {
        if objective == .latency {
          #expect(layer.latency <= last.latency)
        } else {
          #expect(try #require(layer.energy) <= #require(last.energy))
        }
      }
      last = layer
    }
  }

  /// Zeros make other mappings the best ones; the dense one stays where nothing better is found.
  @Test(arguments: 0..<24)
  func `no layer is mapped worse than its dense mapping with the zeros taken off`(seed: Int)
    async throws
  {
    var random = SeededGenerator(seed: UInt64(seed + 700))
    let layer = TestLayer.gemm(
      .random(in: 1...96, using: &random), .random(in: 1...96, using: &random),
      .random(in: 1...96, using: &random))
    let machine = try Self.machine(
      seed % 2 == 0
        ? "{skipping: [weights], load-balance: 0.9}" : "{gating: [inputs], gated-energy: 0.1}",
      dram: "{operands: [weights, inputs, outputs], format: {weights: bitmask, inputs: run-length}}"
    )
    let share = Double.random(in: 0.05...0.9, using: &random)
    let objective = try #require(Objective.allCases.randomElement(using: &random))
    var options = AnalysisOptions(objective: objective)
    let workload = TestLayer.workload([layer])
    let dense = try await Analyzer.analyze(workload, on: machine, options: options, parallelism: 1)
    options.densities = try WorkloadDensities(
      text: "weights=\(share),inputs=\(share),outputs=\(share)")
    let sparse = try await Analyzer.analyze(workload, on: machine, options: options, parallelism: 1)
    let found = try #require(sparse.layers.first?.mappings.first)
    let before = try #require(dense.layers.first?.mappings.first)
    let format = try #require(machine.compute?.formats.first)
    let kept = before.sparing(found.savings, on: machine, format: format)
    #expect(found.savings != .none && kept.mapping == before.mapping)
    func value(_ mapped: MappedNest) -> Double {
      let (time, energy) = (
        mapped.cost.latencyCycles.value, mapped.weighedEnergy(on: machine).value
      )
      return switch objective {
      case .latency: time
      case .energy: energy
      case .edp: time * energy
      }
    }
    #expect(value(found) <= value(kept) * (1 + 1e-12), "seed \(seed) \(objective)")
    // What is remembered is what is found.
    let memory = MappingMemory()
    for _ in 0..<2 {
      let again = try await Analyzer.analyze(
        workload, on: machine, options: options, parallelism: 2, memory: memory)
      #expect(again.layers.first?.mappings == sparse.layers.first?.mappings)
    }
    let uses = memory.uses
    #expect(uses.reused == uses.searched)
  }

  @Test func `both sides of an unused match are told`() async throws {
    func notes(_ density: String?, _ machine: Accelerator) async throws -> [String] {
      var options = AnalysisOptions()
      if let density { options.densities = try WorkloadDensities(text: density) }
      return try await Analyzer.analyze(
        TestLayer.workload([TestLayer.gemm(4, 4, 4)]), on: machine, options: options,
        parallelism: 1
      ).diagnostics.map(\.id)
    }
    #expect(try await notes("weights=0.5", Self.machine()).contains("analysis.zeros-unused"))
    let gating = try Self.machine("{gating: [inputs]}")
    #expect(try await notes(nil, gating).contains("analysis.zeros-uncounted"))
    #expect(try await notes("inputs=0.5", gating).isEmpty)
  }

  @Test(arguments: [
    "wieghts=0.5", "weights=0", "weights=1.5", "weights=4:2", "weights", "inputs=.5,inputs=.4",
  ])
  func `what is no density is told`(text: String) {
    #expect {
      _ = try WorkloadDensities(text: text)
    } throws: { error in
      (error as? DiagnosticList)?.diagnostics.map(\.id) == ["analysis.density"]
    }
  }
}
