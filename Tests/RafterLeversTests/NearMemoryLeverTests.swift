// SPDX-License-Identifier: Apache-2.0
import Rafter
import Testing

struct NearMemoryLeverTests {
  @Test func `stacked memory is four times as fast at 0.88 pJ a bit`() async throws {
    let base = try Products.machine()
    let advice = try await Products.advise(m: 1, n: 2048, k: 2048, on: base, [.nearMemory])
    let effect = try advice.effect(.nearMemory, "dram", "stacked")
    guard case .machine(let machine) = effect.intervention.change else {
      Issue.record("not a machine")
      return
    }
    #expect(machine.memories[0].readEnergy?.value == EnergyPerBit(0.88e-12))
    let clock = base.technology.frequency.value
    let before = base.memories[0].ports[0].bandwidth.value.perSecond(at: clock)
    let after = machine.memories[0].ports[0].bandwidth.value.perSecond(at: clock)
    #expect(abs(after.ratio(to: before) - 4) < 1e-12)
    #expect(effect.timeSaved > 0.5)
    #expect(try #require(effect.energySaved) > 0.5)
  }
}
