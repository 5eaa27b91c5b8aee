// SPDX-License-Identifier: Apache-2.0
import Rafter
import Testing

struct ChipletsLeverTests {
  @Test func `chips come with their area and their static power, and bytes pay for links`()
    async throws
  {
    let base = try Products.machine()
    let advice = try await Products.advise(m: 1024, n: 1024, k: 1024, on: base, [.chiplets])
    let effect = try advice.effect(.chiplets, "chips on one dram", "x2")
    guard case .machine(let machine) = effect.intervention.change else {
      Issue.record("not a machine")
      return
    }
    #expect(machine.computeInstances == 2 * base.computeInstances)
    #expect(effect.intervention.area == base.technology.area?.value)
    #expect(machine.power.staticPower?.value == base.power.staticPower.map { $0.value * 2 })
    guard case .array(let chips) = machine.path[1] else {
      Issue.record("not an array")
      return
    }
    let link = try #require(chips.wireEnergy?.value)
    #expect(abs(link.ratio(to: EnergyPerBit(0.55e-12)) - 1) < 1e-12)
    // Right of the ridge two chips take little more than half the time: the launch stays.
    #expect(effect.timeSaved > 0.4 && effect.timeSaved < 0.51, "\(effect.timeSaved)")
  }

  @Test func `chips on one memory gain nothing where it binds, with their own they do`()
    async throws
  {
    let advice = try await Products.advise(m: 1, n: 2048, k: 2048, [.chiplets])
    let shared = try advice.effect(.chiplets, "chips on one dram", "x2")
    let own = try advice.effect(.chiplets, "chips each with its dram", "x2")
    #expect(shared.timeSaved < 0.02, "\(shared.timeSaved)")
    #expect(own.timeSaved > 0.4, "\(own.timeSaved)")
  }

  @Test func `a memory of weights alone is not divided among chips`() async throws {
    let advice = try await Products.advise(
      m: 8, n: 256, k: 256, on: try Products.machine("tpu-v1"), [.chiplets])
    #expect(advice.ladders.isEmpty)
    #expect(advice.unusable.first?.lever == .chiplets)
  }
}
