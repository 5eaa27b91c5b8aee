// SPDX-License-Identifier: Apache-2.0
import Rafter
import Testing

@testable import RafterReport

/// What zeros lift the roofs to, on the charts of an analysis.
struct SparseCeilingTests {
  /// A product of which half the weights are zero, on the edge NPU with other handling of zeros.
  private func analysis(_ support: SparsitySupport?, weights: String? = "weights=0.5") async throws
    -> Analysis
  {
    let file = try #require(BuiltIn.file("edge-npu", kind: .accelerator))
    var machine = try AcceleratorReader.read(
      text: String(decoding: file.bytes, as: UTF8.self), file: "edge-npu.yaml"
    ).0
    let index = try #require(
      machine.path.lastIndex { if case .compute = $0 { true } else { false } })
    if case .compute(var unit) = machine.path[index] {
      unit.sparsity = support
      machine.path[index] = .compute(unit)
    }
    let workload = try LayerListReader.read(
      text: """
        rafter: workload/1
        name: product
        formats: {inputs: int8, weights: int8, outputs: int8, accumulate: int32}
        layers:
          - {name: product, operator: gemm, dimensions: {M: 256, N: 256, K: 256}}
        """, file: "product.yaml", name: "product")
    var options = AnalysisOptions(limit: SearchLimit(mappings: 20))
    options.densities = try weights.map { (text) throws(DiagnosticList) in
      try WorkloadDensities(text: text)
    }
    return try await Analyzer.analyze(workload, on: machine, options: options, parallelism: 1)
  }

  private func lines(_ analysis: Analysis) -> (throughput: [RooflineLine], energy: [RooflineLine]) {
    let data = RooflineData(analysis, level: "dram", layer: nil)
    return (
      RooflineLines.throughput(data, level: "dram", analysis: analysis)
        .filter { $0.weight == .sparse },
      RooflineLines.energy(data, level: "dram").filter { $0.weight == .sparse }
    )
  }

  @Test func `skipping half of the weights doubles the peak, from the same slope`() async throws {
    let analysis = try await analysis(SparsitySupport(skipping: [.weights]))
    let dense = try #require(
      analysis.roofs.first { $0.level == "dram" && $0.format.hasPrefix("int8") })
    let line = try #require(lines(analysis).throughput.first)
    // 1.2288 Top/s of 32 x 32 multipliers at 600 MHz, twice.
    let top = try #require(line.value(1e6))
    #expect(abs(top / (2 * dense.peak.value) - 1) < 1e-9, "\(top)")
    #expect(line.value(dense.ridge.value * 0.9) == nil)
    let slope = try #require(line.value(dense.ridge.value * 1.5))
    #expect(abs(slope / (1.5 * dense.peak.value) - 1) < 1e-9)
    #expect(abs(line.ridge / (2 * dense.ridge.value) - 1) < 1e-9)
    #expect(line.flatLabels.first?.hasSuffix("(x2.00)") ?? false, "\(line.flatLabels)")
    // The chart has room for it, and the legend says what it is.
    let data = RooflineData(analysis, level: "dram", layer: nil)
    #expect(data.throughputs.upperBound > Double((2 * dense.peak.value).exponent))
    #expect(try Charts.svg(.roofline, of: analysis).contains("with its zeros"))
  }

  @Test func `gating lifts the energy roof alone`() async throws {
    let gated = SparsitySupport(
      gating: [.weights], gatedEnergy: Sourced(0, Provenance(confidence: .assumed)))
    let analysis = try await analysis(gated)
    let found = lines(analysis)
    #expect(found.throughput.isEmpty)
    let line = try #require(found.energy.first)
    let dense = try #require(
      analysis.roofs.first { $0.level == "dram" && $0.format.hasPrefix("int8") })
    // Half of the operations take nothing: E/W = E_c / 2 + P_static / Pi.
    let each = try #require(dense.energyPerOperation).value
    let still = dense.staticPower.value / dense.peak.value
    let best = try #require(line.value(1e12))
    #expect(abs(best * (each / 2 + still) - 1) < 1e-6, "\(best)")
    #expect(line.flatLabels.last?.hasPrefix("zeros gated") ?? false)
  }

  @Test func `a dense network and a machine that does nothing have no such line`() async throws {
    let dense = lines(try await analysis(SparsitySupport(skipping: [.weights]), weights: nil))
    let idle = lines(try await analysis(nil))
    #expect(dense.throughput.isEmpty && dense.energy.isEmpty)
    #expect(idle.throughput.isEmpty && idle.energy.isEmpty)
  }
}
