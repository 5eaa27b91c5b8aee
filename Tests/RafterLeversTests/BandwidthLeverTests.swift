// SPDX-License-Identifier: Apache-2.0
import Rafter
import Testing

struct BandwidthLeverTests {
  @Test func `a product that waits for dram takes half the time at twice its bandwidth`()
    async throws
  {
    // One row: every weight is used once, 4 MiB over dram, which is the slowest by far.
    let advice = try await Products.advise(m: 1, n: 2048, k: 2048, [.bandwidth])
    let effect = try advice.effect(.bandwidth, "dram", "x2")
    #expect(effect.timeSaved > 0.4 && effect.timeSaved < 0.51, "\(effect.timeSaved)")
    // Its interface is not priced.
    #expect(effect.intervention.area == nil)
  }

  @Test func `what is known of a number goes with it: its range is scaled too`() async throws {
    var machine = try Products.machine()
    guard case .memory(var dram) = machine.path[0] else {
      Issue.record("not a memory")
      return
    }
    dram.ports[0].bandwidth.range = 10e9...15e9
    machine.path[0] = .memory(dram)
    let advice = try await Products.advise(m: 1, n: 64, k: 64, on: machine, [.bandwidth])
    let effect = try advice.effect(.bandwidth, "dram", "x2")
    guard case .machine(let changed) = effect.intervention.change else {
      Issue.record("not a machine")
      return
    }
    #expect(changed.memories[0].ports[0].bandwidth.range == 20e9...30e9)
  }

  @Test func `more multipliers save nothing there`() async throws {
    let advice = try await Products.advise(m: 1, n: 2048, k: 2048, [.parallelism])
    for effect in advice.ladders.flatMap(\.effects) {
      #expect(effect.timeSaved < 0.02, "\(effect.intervention.name)")
    }
  }
}
