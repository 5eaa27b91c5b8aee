// SPDX-License-Identifier: Apache-2.0
import Rafter
import Testing

struct VoltageFrequencyLeverTests {
  @Test func `a step is the machine at that supply by its own law`() async throws {
    let base = try Products.machine()
    let advice = try await Products.advise(m: 64, n: 64, k: 64, on: base, [.voltageFrequency])
    let effect = try advice.effect(.voltageFrequency, "supply lowered", "0.72 V")
    guard case .machine(let machine) = effect.intervention.change else {
      Issue.record("not a machine")
      return
    }
    // f = 600 MHz * ((0.72 - 0.35)/(0.8 - 0.35))^1.3 / (0.72/0.8) = 516.9 MHz
    let clock = machine.technology.frequency.value.ratio(to: base.technology.frequency.value)
    #expect(abs(clock - 0.8615) < 0.001, "\(clock)")
    // The multiplier at (0.72/0.8)^2 of its energy, dram at its own.
    let mac = try #require(machine.compute?.formats[0].energy?.value)
    #expect(abs(mac.ratio(to: try #require(base.compute?.formats[0].energy?.value)) - 0.81) < 1e-9)
    #expect(machine.memories[0].readEnergy == base.memories[0].readEnergy)
  }

  @Test func `a lower supply is nearly free while the outermost memory binds`() async throws {
    // One row: 4 MiB over dram take 0.39 ms, the array 7 us. Only the launch and what cannot overlap wait for the clock.
    let bound = try await Products.advise(m: 1, n: 2048, k: 2048, [.voltageFrequency])
    let lowered = try bound.effect(.voltageFrequency, "supply lowered", "0.64 V")
    #expect(lowered.timeSaved > -0.03, "\(lowered.timeSaved)")
    #expect(try #require(lowered.energySaved) > 0)
    // A product right of the ridge waits for the clock.
    let computes = try await Products.advise(m: 1024, n: 1024, k: 1024, [.voltageFrequency])
    let slowed = try computes.effect(.voltageFrequency, "supply lowered", "0.72 V")
    #expect(slowed.timeSaved < -0.1, "\(slowed.timeSaved)")
  }

  @Test func `where a machine states no law that of its node is assumed and said`() async throws {
    let machine = try Products.machine("tpu-v5e")
    #expect(machine.voltageFrequency == nil)
    let advice = try await Products.advise(m: 64, n: 256, k: 256, on: machine, [.voltageFrequency])
    let step = try #require(advice.ladders.flatMap(\.ladder.steps).first)
    #expect(step.basis.contains { $0.contains("states no law") && $0.contains("assumed") })
  }

  @Test func `without law and node there is no step, and the reason is given`() async throws {
    var machine = try Products.machine()
    machine.voltageFrequency = nil
    machine.technology.node = nil
    let advice = try await Products.advise(m: 8, n: 64, k: 64, on: machine, [.voltageFrequency])
    #expect(advice.ladders.isEmpty)
    #expect(advice.unusable.first?.reason.contains("no node") == true)
  }
}
