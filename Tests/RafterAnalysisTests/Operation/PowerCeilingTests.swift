// SPDX-License-Identifier: Apache-2.0
import Rafter
import Testing

struct PowerCeilingTests {
  private func analyze(cap: String?, _ dramEnergy: String = "10 pJ/bit") async throws -> Analysis {
    try await Analyzer.analyze(
      TestLayer.workload([
        TestLayer.gemm(64, 64, 64, id: "L01"), TestLayer.vector(1000, operations: 3000, id: "L02"),
      ]), on: TestMachine.machine(TestMachine.text(cap: cap, dramEnergy: dramEnergy)),
      parallelism: 1)
  }

  @Test func `the roof of the cap is the work over the time that its energy asks for`() async throws
  {
    let analysis = try await analyze(cap: "1 W")
    // All energy but 1 mW over all time, and 999 mW of room for it.
    let energy = try #require(analysis.totals.energy).value
    let dynamic = energy - 1e-3 * analysis.totals.latency.value
    let expected = analysis.totals.operations.value * 0.999 / dynamic
    let found = try #require(analysis.powerCeiling).value
    #expect(abs(found / expected - 1) < 1e-9)
    #expect(analysis.totals.throughput < Throughput(found))
    let hottest = try #require(analysis.hottestLayer?.averagePower)
    #expect(analysis.layers.allSatisfy { ($0.averagePower ?? .zero) <= hottest })
  }

  @Test func `under a cap that holds every layer the network runs at its roof`() async throws {
    // A tenth of what it draws freely.
    let free = try #require(try await analyze(cap: "1 W").totals.averagePower)
    let analysis = try await analyze(cap: "\(free.value * 0.1 + 1e-3) W")
    #expect(analysis.layers.allSatisfy { $0.timeRegime == .powerBound })
    let roof = try #require(analysis.powerCeiling)
    #expect(abs(analysis.totals.throughput.ratio(to: roof) - 1) < 0.1)
    #expect(analysis.totals.throughput <= roof * (1 + 1e-9))
    // The layer's own roof has the cap in it, as a curve, at the layer's own intensity.
    let layer = analysis.layers[0]
    for roof in layer.roofs {
      let level = try #require(layer.levels.first { $0.name == roof.level })
      let bytes = level.mapped.read + level.mapped.written
      let held = try #require(roof.powerRoof(at: layer.work / bytes))
      #expect(abs(held.ratio(to: try #require(layer.powerCeiling)) - 1) < 1e-9)
    }
  }

  @Test func `without a cap, or with an unknown energy, there is no roof of power`() async throws {
    #expect(try await analyze(cap: nil).powerCeiling == nil)
    let unknown = try await analyze(cap: "1 W", "unknown")
    #expect(unknown.powerCeiling == nil && unknown.hottestLayer == nil)
  }
}
