// SPDX-License-Identifier: Apache-2.0
import Rafter
import Testing

@testable import RafterReport

@Suite struct WaterfallTests {
  @Test func `the factors lead from the machine's peak to what the network attains`() {
    for analysis in [SyntheticAnalysis.small(), SyntheticAnalysis.long()] {
      let data = WaterfallData(analysis.layers)
      // All layers with MACs run in the one format, so the first bar is the machine's peak.
      #expect((data.peak / 1.024e12 - 1).magnitude < 1e-9)
      #expect((data.attained / analysis.totals.throughput.value - 1).magnitude < 1e-9)
      let product = data.steps.reduce(1) { $0 * $1.factor }
      #expect((data.peak * product / data.attained - 1).magnitude < 1e-9)
      #expect(data.steps.allSatisfy { $0.factor > 0 && $0.factor <= 1 + 1e-12 })
    }
  }

  @Test func `a layer's factors are those of its chain`() {
    let layer = SyntheticAnalysis.small().layers[9]
    let data = WaterfallData([layer])
    for step in data.steps {
      let entry = layer.timeChain.first { $0.step == step.step }
      #expect((step.factor - (entry?.factor ?? 0)).magnitude < 1e-12)
    }
  }

  @Test func `the energy parts sum to the network's energy`() {
    let analysis = SyntheticAnalysis.long()
    let sum = WaterfallData(analysis.layers).energy.reduce(0) { $0 + $1.energy.value }
    #expect((sum / (analysis.totals.energy?.value ?? 0) - 1).magnitude < 1e-9)
  }
}
