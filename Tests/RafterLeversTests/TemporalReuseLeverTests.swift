// SPDX-License-Identifier: Apache-2.0
import Rafter
import Testing

struct TemporalReuseLeverTests {
  @Test func `a larger buffer costs more for each access and adds its own area`() async throws {
    let base = try Products.machine()
    let advice = try await Products.advise(m: 256, n: 256, k: 256, on: base, [.temporalReuse])
    let effect = try advice.effect(.temporalReuse, "buffer", "x2")
    guard case .machine(let machine) = effect.intervention.change else {
      Issue.record("not a machine")
      return
    }
    let before = try #require(base.memories.first { $0.name == "buffer" })
    let after = try #require(machine.memories.first { $0.name == "buffer" })
    #expect(after.capacity?.value == before.capacity.map { $0.value * 2 })
    // The SRAM law: energy of access grows about with the root of the size, 1.41.
    let ratio = try #require(after.readEnergy).value.ratio(
      to: try #require(before.readEnergy).value)
    #expect(ratio > 1.15 && ratio < 1.6, "\(ratio)")
    // Areas grow about with the size: the addition is about one more buffer.
    let stated = try #require(before.area?.value)
    let added = try #require(effect.intervention.area)
    #expect(added.ratio(to: stated) > 0.7 && added.ratio(to: stated) < 1.3)
  }
}
