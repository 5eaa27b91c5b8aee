// SPDX-License-Identifier: Apache-2.0
import Rafter
import Testing

struct MemoryKindLeverTests {
  @Test func `one stack of hbm in place of a channel of lpddr4 brings its rate and its energy`()
    async throws
  {
    let base = try Products.machine()
    let advice = try await Products.advise(m: 1, n: 2048, k: 2048, on: base, [.memoryKind])
    let effect = try advice.effect(.memoryKind, "dram", "hbm2e")
    guard case .machine(let machine) = effect.intervention.change else {
      Issue.record("not a machine")
      return
    }
    // 1024 bits at 3.6 GT/s; 6 pJ/bit in place of 10.5.
    let rate = machine.memories[0].ports[0].bandwidth.value
      .perSecond(at: base.technology.frequency.value)
    #expect(abs(rate.ratio(to: Bandwidth(460.8e9)) - 1) < 1e-9)
    #expect(machine.memories[0].readEnergy?.value == EnergyPerBit(6e-12))
    // Its PHY, 10.45 mm2, is three times this chip.
    #expect(effect.intervention.area == Area(10.45))
    #expect(effect.timeSaved > 0.5)
    #expect(try #require(effect.energySaved) > 0.3)
  }

  @Test func `a layer right of the outermost ridge gains no time by it`() async throws {
    // 1024^3: 2^30 MACs on 1024 multipliers are 1.75 ms, 3 MiB from dram 0.29 ms.
    let advice = try await Products.advise(m: 1024, n: 1024, k: 1024, [.memoryKind])
    for effect in advice.ladders.flatMap(\.effects) {
      #expect(effect.timeSaved < 0.02, "\(effect.intervention.step)")
    }
  }

  @Test func `a kind is taken in the fewest devices that deliver what there is`() async throws {
    // 819 GB/s of HBM2e are one stack of HBM3 and two of HBM2e.
    let machine = try Products.machine("tpu-v5e")
    let advice = try await Products.advise(m: 8, n: 256, k: 256, on: machine, [.memoryKind])
    let steps = advice.ladders.flatMap(\.ladder.steps).map(\.step)
    #expect(steps.contains("hbm3"))
    #expect(!steps.contains("hbm2e"))
    // 25 channels of LPDDR5X are more than fit beside a chip.
    #expect(!steps.contains { $0.hasSuffix("lpddr5x") })
  }
}
