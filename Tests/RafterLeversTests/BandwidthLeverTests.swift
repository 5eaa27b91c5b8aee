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

  @Test func `a port wider than the law of sram adds the periphery of arrays side by side`()
    async throws
  {
    // 5632 bytes a cycle are 44 arrays of 1024 bit; twice that are 88, of half the size each.
    let machine = try Products.machine("nvidia-h100-sxm")
    let design = Design(
      workload: Products.family(m: 8, n: 64, k: 64), accelerator: machine, options: Products.quick)
    let advice = try await Advisor.advise(design, levers: [.bandwidth], parallelism: 2)
    let effect = try #require(
      advice.ladders.first { $0.ladder.target == "l2" }?.ladder.steps.first)
    let area = try #require(effect.area).value
    let capacity = ByteCount(Double(50 << 20))
    func array(_ count: Double) -> Double {
      let slice = SramModel().estimate(
        SramShape(capacity: capacity / count, width: BitCount(1024)), at: ProcessNode(4.0))
      return (slice?.area?.value ?? 0) * count
    }
    #expect(area > 0)
    #expect(abs(area / (array(88) - array(44)) - 1) < 1e-6, "\(area)")
  }
}
