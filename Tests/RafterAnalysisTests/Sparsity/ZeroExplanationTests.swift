// SPDX-License-Identifier: Apache-2.0
import Rafter
import Testing

struct ZeroExplanationTests {
  @Test func `what zeros did is taken back to densities and to what the machine says`() async throws
  {
    let text = TestMachine.text().replacing(
      "  - compute: mac\n",
      with: "  - compute: mac\n    sparsity: {skipping: [weights], load-balance: 0.8}\n")
    var options = AnalysisOptions()
    options.densities = try WorkloadDensities(text: "weights=0.5")
    let analysis = try await Analyzer.analyze(
      TestLayer.workload([TestLayer.gemm(8, 8, 8)]), on: TestMachine.machine(text),
      options: options, parallelism: 1)
    let zeros = try #require(
      Explainer.explain(.zeros, layer: "L01", of: analysis).children.first)
    #expect(zeros.children.first?.label == "density of the weights")
    #expect(zeros.children.first?.value == "0.5")
    let gain = try #require(zeros.children.first { $0.label == "gain of the arithmetic" })
    // 0.8 / 0.5.
    #expect(gain.value == "x1.60")
    #expect(gain.children.first?.label == "load balance")
    // The chain names it where it divides.
    let latency = try #require(
      Explainer.explain(.latency, layer: "L01", of: analysis).children.first)
    #expect(latency.children.first?.equation?.hasSuffix("/ gain") == true)
  }
}
