// SPDX-License-Identifier: Apache-2.0
import Rafter
import Testing

struct UncertaintyTests {
  private func layer(_ text: String, _ layer: Layer) async throws -> LayerAnalysis {
    let analysis = try await Analyzer.analyze(
      TestLayer.workload([layer]), on: TestMachine.machine(text), parallelism: 1)
    return try #require(analysis.layers.first)
  }

  @Test func `published numbers carry no band`() async throws {
    let layer = try await layer(TestMachine.text(), TestLayer.gemm(16, 16, 16))
    #expect(layer.uncertainty == nil)
  }

  @Test func `a range becomes a band of the energy by hand`() async throws {
    let open = "{value: 10 pJ/bit, range: 5..20 pJ/bit}"
    let layer = try await layer(
      TestMachine.text(dramEnergy: open), TestLayer.vector(4096, operations: 4096))
    let band = try #require(layer.uncertainty?.energy)
    // 8192 B cross dram: 80 pJ each, or 40, or 160.
    let dram = 8192 * 80e-12
    #expect(abs(band.low - (band.value - dram / 2)) < 1e-9 * band.value)
    #expect(abs(band.high - (band.value + dram)) < 1e-9 * band.value)
    #expect(layer.uncertainty?.latency.low == layer.uncertainty?.latency.high)
  }

  @Test func `a label that would flip says at which change of which constant`() async throws {
    let open = "{value: 0.13 pJ/bit, range: 0.13..1.3 pJ/bit}"
    let layer = try await layer(
      TestMachine.text(staticPower: "0.001 mW", dramEnergy: open),
      TestLayer.vector(4096, operations: 40000))
    // 40000 operations at 1 pJ dominate 8192 B at 1.04 pJ/B (8.5 nJ) and the buffer's 13.1 nJ.
    #expect(layer.energyRegime == .vectorDominated)
    let flip = try #require(layer.uncertainty?.flips.first { $0.hasPrefix("vector-dominated") })
    #expect(flip.contains("energy of dram") && flip.contains("% higher"))
    // Moved that far, the label has indeed changed.
    let words = flip.split(separator: " ")
    let percent = try #require(words.firstIndex(of: "%").flatMap { Double(words[$0 - 1]) })
    let moved = 0.13 * (1 + (percent + 1) / 100)
    let machine = try TestMachine.machine(
      TestMachine.text(
        staticPower: "0.001 mW", dramEnergy: "0.13 pJ/bit"))
    let constant: MachineConstant =
      flip.contains("read energy") ? .readEnergy(memory: 0) : .writeEnergy(memory: 0)
    let again = try await Analyzer.analyze(
      TestLayer.workload([TestLayer.vector(4096, operations: 40000)]),
      on: machine.scaling(constant, by: moved / 0.13), parallelism: 1)
    #expect(again.layers.first?.energyRegime != .vectorDominated)
  }

  @Test func `the bands of the network are those of its layers added up`() async throws {
    let open = "{value: 4 GB/s, range: 2..8 GB/s}"
    let analysis = try await Analyzer.analyze(
      TestLayer.workload([
        TestLayer.vector(4096, operations: 1, id: "L01"), TestLayer.gemm(32, 32, 32, id: "L02"),
      ]), on: TestMachine.machine(TestMachine.text(dram: open)), parallelism: 1)
    let whole = try #require(analysis.uncertainty?.latency)
    let parts = analysis.layers.compactMap { $0.uncertainty?.latency }
    #expect(abs(whole.high - parts.reduce(0) { $0 + $1.high }) < 1e-12 * whole.high)
    #expect(whole.low < whole.value && whole.value < whole.high)
    // Half the bandwidth doubles a layer that only moves data.
    #expect(abs(parts[0].high - 2 * parts[0].value) < 1e-9 * parts[0].high)
  }

  /// Layers that differ in names alone are studied once; those that differ in anything else are not taken for them.
  @Test func `every layer has the bands that it has alone`() async throws {
    let text = TestMachine.text(
      dram: "{value: 4 GB/s, range: 2..8 GB/s}",
      dramEnergy: "{value: 10 pJ/bit, range: 5..20 pJ/bit}")
    var renamed = TestLayer.gemm(32, 32, 32, id: "L02")
    for index in renamed.tensors.indices { renamed.tensors[index].name += "-again" }
    for index in renamed.nests[0].operands.indices {
      renamed.nests[0].operands[index].tensor += "-again"
    }
    let layers = [
      TestLayer.gemm(32, 32, 32), renamed, TestLayer.gemm(32, 32, 16, id: "L03"),
      TestLayer.gemm(32, 32, 32, id: "L04", vectorOperations: 4096),
      TestLayer.vector(4096, operations: 1, id: "L05"),
    ]
    let together = try await Analyzer.analyze(
      TestLayer.workload(layers), on: TestMachine.machine(text), parallelism: 1)
    for (index, own) in layers.enumerated() {
      let alone = try await layer(text, own).uncertainty
      let found = together.layers[index].uncertainty
      #expect(alone != nil && found?.latency == alone?.latency, "\(own.id)")
      #expect(found?.energy == alone?.energy && found?.flips == alone?.flips, "\(own.id)")
    }
  }

  @Test func `the energy is divided by what its numbers rest on`() async throws {
    let open = "{value: 10 pJ/bit, confidence: estimated}"
    let analysis = try await Analyzer.analyze(
      TestLayer.workload([TestLayer.vector(4096, operations: 4096)]),
      on: TestMachine.machine(TestMachine.text(dramEnergy: open)), parallelism: 1)
    let parts = try #require(analysis.energyByConfidence)
    let energy = try #require(analysis.totals.energy)
    #expect(abs(parts.total.ratio(to: energy) - 1) < 1e-12)
    // 8192 B cross dram at 80 pJ each; all else is published.
    #expect(abs(parts.share(.estimated) - 8192 * 80e-12 / energy.value) < 1e-9)
    #expect(parts.shareOnEstimates == parts.share(.estimated))
    #expect(abs(parts.share(.published) + parts.share(.estimated) - 1) < 1e-12)
  }

  @Test func `an energy that is unknown has no division`() async throws {
    let analysis = try await Analyzer.analyze(
      TestLayer.workload([TestLayer.vector(4096, operations: 4096)]),
      on: TestMachine.machine(TestMachine.text(dramEnergy: "unknown")), parallelism: 1)
    #expect(analysis.energyByConfidence == nil)
  }
}
