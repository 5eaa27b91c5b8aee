// SPDX-License-Identifier: Apache-2.0
import Rafter
import Testing

struct FusionLeverTests {
  @Test func `weights that fit stay, and what does not wait for them gains nothing`() async throws {
    // One row: all time goes into 64 KiB of weights over dram, which fit the buffer.
    let advice = try await Products.advise(m: 1, n: 256, k: 256, [.fusion])
    let effect = try advice.effect(.fusion, "tensors between layers", "stay where they fit")
    #expect(effect.timeSaved > 0.3, "\(effect.timeSaved)")
    #expect(try #require(effect.energySaved) > 0.3)
    #expect(effect.intervention.area == .zero)
    #expect(effect.intervention.machine == nil)
  }

  @Test func `weights that do not fit change nothing`() async throws {
    let advice = try await Products.advise(m: 1, n: 4096, k: 4096, [.fusion])
    let effect = try advice.effect(.fusion, "tensors between layers", "stay where they fit")
    #expect(effect.timeSaved == 0 && effect.energySaved == 0)
  }

  @Test func `what stays already is not offered again`() async throws {
    var options = AnalysisOptions()
    options.residency = .kept
    let advice = try await Advisor.advise(
      Design(
        workload: Products.family(m: 1, n: 64, k: 64), accelerator: try Products.machine(),
        options: options), levers: [.fusion], parallelism: 1)
    #expect(advice.ladders.isEmpty)
  }
}
