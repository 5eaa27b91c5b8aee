// SPDX-License-Identifier: Apache-2.0
import Rafter
import RafterTestSupport
import Testing

struct AnalyzerTests {
  private func analyze(
    _ layers: [Layer], _ text: String = TestMachine.text(),
    _ options: AnalysisOptions = AnalysisOptions(), parallelism: Int = 2
  ) async throws -> Analysis {
    try await Analyzer.analyze(
      TestLayer.workload(layers), on: TestMachine.machine(text), options: options,
      parallelism: parallelism)
  }

  @Test func `the chain of a product ends at the mapper's latency plus the launch`() async throws {
    for (m, n, k) in [(64, 64, 64), (1, 100, 300), (37, 5, 11)] {
      let analysis = try await analyze([TestLayer.gemm(m, n, k)], TestMachine.text(launch: "1 us"))
      let layer = try #require(analysis.layers.first)
      let mapped = try #require(layer.mappings.first)
      // 1 GHz: a cycle is a nanosecond.
      let expected = mapped.cost.latencyCycles.value * 1e-9 + 1e-6
      #expect(abs(layer.latency.value - expected) <= 1e-12 * expected)
    }
  }

  @Test func `factors of the chain telescope from the peak to the end`() async throws {
    let analysis = try await analyze([TestLayer.gemm(30, 20, 50, vectorOperations: 600)])
    let layer = try #require(analysis.layers.first)
    let product = layer.timeChain.reduce(1) { $0 * $1.factor }
    let first = try #require(layer.timeChain.first)
    #expect(abs(product - first.seconds.ratio(to: layer.latency)) < 1e-12)
    // 30 * 20 * 50 MACs on 16 multipliers: 1875 cycles.
    #expect(abs(first.seconds.value - 1875e-9) < 1e-18)
  }

  @Test func `a vector layer takes the time of its slowest resource`() async throws {
    // 4096 B in and 4096 B out over 4 GB/s: 2048 ns; 4096 operations at 4 a cycle: 1024 ns.
    let analysis = try await analyze([TestLayer.vector(4096, operations: 4096)])
    let layer = try #require(analysis.layers.first)
    #expect(abs(layer.latency.value - 2048e-9) < 1e-15)
    #expect(layer.timeRegime.term == "dram.read-write-bandwidth-bound")
    #expect(layer.timeSublabel == .compulsory)
    // dram: 8192 B at 80 pJ/B; buffer: written and read on the way in, and on the way out, at 0.8 pJ/B;
    // 4096 operations at 1 pJ; 1 mW over 2048 ns.
    let items: [Double] = [8192 * 80e-12, 4 * 4096 * 0.8e-12, 4096 * 1e-12, 1e-3 * 2048e-9]
    let expected = items.reduce(0, +)
    let energy = try #require(layer.energy)
    #expect(abs(energy.value - expected) < 1e-9 * expected)
  }

  @Test func `an operator with a rate of its own takes the time and the energy of it`() async throws
  {
    // 4096 operations at 1 a cycle: 4096 ns, more than the 2048 ns of its bytes; at 5 pJ instead of 1 each.
    let text = TestMachine.text(
      vector:
        "{rate: 4 op/cycle, energy: 1 pJ, special: {activation: {rate: 1 op/cycle, energy: 5 pJ}}}")
    let layer = try #require(
      try await analyze([TestLayer.vector(4096, operations: 4096)], text).layers.first)
    #expect(abs(layer.latency.value - 4096e-9) < 1e-15)
    #expect(layer.timeRegime == .vectorBound)
    let items: [Double] = [8192 * 80e-12, 4 * 4096 * 0.8e-12, 4096 * 5e-12, 1e-3 * 4096e-9]
    let expected = items.reduce(0, +)
    #expect(abs(try #require(layer.energy).value - expected) < 1e-9 * expected)
    // A product with a fused activation is no such layer: 600 operations at 4 a cycle.
    let usual = try await analyze([TestLayer.gemm(30, 20, 50, vectorOperations: 600)], text)
    let same = try await analyze([TestLayer.gemm(30, 20, 50, vectorOperations: 600)])
    #expect(usual.totals.latency == same.totals.latency)
  }

  @Test func `a vector layer passes a memory by that it may pass by`() async throws {
    // Between dram and buffer a cache of 0.5 pJ/bit. Going through it costs a write and a read each way:
    // 4 * 4096 B * 4 pJ/B = 65.536 nJ; a machine on which all may pass it by does not pay them.
    func energy(bypass: String) async throws -> Double {
      let text = TestMachine.text().replacing(
        "  - memory: buffer\n",
        with: """
            - memory: cache
              capacity: 64 KiB
              buffering: double
              holds: [weights, inputs, outputs]
              \(bypass)
              ports: [{kind: read-write, bandwidth: 64 B/cycle}]
              energy: {read: 0.5 pJ/bit, write: 0.5 pJ/bit}
            - memory: buffer

          """)
      let analysis = try await analyze([TestLayer.vector(4096, operations: 4096)], text)
      return try #require(analysis.layers.first?.energy).value
    }
    let through = try await energy(bypass: "")
    let past = try await energy(bypass: "may-bypass: [inputs, outputs]")
    #expect(abs(through - past - 65.536e-9) < 1e-9 * through)
  }

  @Test func `totals are sums and shares add up to one`() async throws {
    let analysis = try await analyze([
      TestLayer.gemm(64, 64, 64, id: "L01"), TestLayer.vector(1000, operations: 3000, id: "L02"),
      TestLayer.gemm(10, 200, 30, id: "L03"),
    ])
    let time = analysis.layers.reduce(0) { $0 + $1.latency.value }
    #expect(abs(analysis.totals.latency.value - time) < 1e-12 * time)
    #expect(abs(analysis.layers.reduce(0) { $0 + $1.shareOfTime } - 1) < 1e-12)
    #expect(abs(analysis.layers.reduce(0) { $0 + ($1.shareOfEnergy ?? 0) } - 1) < 1e-12)
    #expect(analysis.totals.macs == 64 * 64 * 64 + 10 * 200 * 30)
    #expect(analysis.totals.vectorOperations == Operations(3000))
    for layer in analysis.layers {
      let items = layer.energyItems.reduce(0) { $0 + $1.energy.value }
      let energy = try #require(layer.energy)
      #expect(abs(items - energy.value) <= 1e-12 * items)
    }
  }

  @Test func `no layer lies above a roof`() async throws {
    var random = SeededGenerator(seed: 5)
    let layers = (1...25).map { i in
      TestLayer.gemm(
        Int.random(in: 1...90, using: &random), Int.random(in: 1...90, using: &random),
        Int.random(in: 1...90, using: &random), id: "L\(i)",
        vectorOperations: Int.random(in: 0...5000, using: &random))
    }
    let analysis = try await analyze(layers)
    #expect(!analysis.diagnostics.contains { $0.id == "analysis.over-roof" })
    for layer in analysis.layers {
      #expect(layer.shareOfThroughputRoof > 0 && layer.shareOfThroughputRoof <= 1 + 1e-9)
      let share = try #require(layer.shareOfEnergyRoof)
      #expect(share > 0 && share <= 1 + 1e-9)
      for level in layer.levels {
        #expect(level.compulsory.total <= level.attainable.total * (1 + 1e-12))
        #expect(level.attainable.total <= level.mapped.total * (1 + 1e-12))
      }
    }
  }

  @Test func `the result is the same to the byte on any number of cores`() async throws {
    let layers = (1...6).map { TestLayer.gemm(7 * $0, 100 - 9 * $0, 13 * $0, id: "L0\($0)") }
    let one = try await analyze(layers, parallelism: 1)
    let many = try await analyze(layers, parallelism: 7)
    let texts = [one, many].map { AnalysisText.render([$0], as: .json, version: "0") }
    #expect(texts[0] == texts[1])
  }

  @Test func `average power stays under the cap`() async throws {
    // 16 MACs of 0.5 pJ in a nanosecond are 8 mW, and the traffic comes on top of them.
    let analysis = try await analyze([TestLayer.gemm(64, 64, 64)], TestMachine.text(cap: "6 mW"))
    let layer = try #require(analysis.layers.first)
    let energy = try #require(layer.energy)
    #expect((energy / layer.latency).value <= 6e-3 * (1 + 1e-9))
    #expect(layer.timeRegime == .powerBound)
    let free = try await analyze([TestLayer.gemm(64, 64, 64)])
    #expect(layer.latency > free.totals.latency)
  }

  @Test func `what fits nowhere is a result that names the memory and the bytes`() async throws {
    // One weight, one input and a sum of four bytes are six. The reader would refuse such a file, so the
    // capacity is taken away afterwards.
    var machine = try TestMachine.machine()
    for (place, element) in machine.path.enumerated() {
      guard case .memory(var memory) = element, memory.name == "buffer" else { continue }
      memory.capacity?.value = ByteCount(5)
      machine.path[place] = .memory(memory)
    }
    let analysis = try await Analyzer.analyze(
      TestLayer.workload([TestLayer.gemm(8, 8, 8)]), on: machine, parallelism: 1)
    #expect(analysis.isInfeasible)
    let reason = try #require(analysis.layers.first?.infeasibility)
    #expect(reason.memory == "buffer")
    #expect(reason.needed > reason.available)
    #expect(analysis.headline.first?.contains("buffer") == true)
  }

  @Test func `an unknown energy gives no energy, and says whose it is`() async throws {
    let analysis = try await analyze(
      [TestLayer.gemm(8, 8, 8)], TestMachine.text(dramEnergy: "unknown"))
    let layer = try #require(analysis.layers.first)
    #expect(layer.energy == nil && layer.energyRoof == nil && layer.energyRegime == nil)
    #expect(layer.unknownEnergies == ["dram"])
    #expect(analysis.totals.energy == nil)
    #expect(analysis.headline.contains { $0.contains("dram") })
  }

  @Test func `an unknown level is refused with the nearest name`() async throws {
    await #expect(throws: DiagnosticList.self) {
      _ = try await analyze(
        [TestLayer.gemm(8, 8, 8)], TestMachine.text(), AnalysisOptions(level: "bufer"))
    }
  }

  @Test func `a machine without a vector unit says that vector work is free`() async throws {
    let analysis = try await analyze(
      [TestLayer.vector(64, operations: 64)], TestMachine.text(vector: nil))
    #expect(analysis.diagnostics.contains { $0.id == "analysis.no-vector-unit" })
  }
}
