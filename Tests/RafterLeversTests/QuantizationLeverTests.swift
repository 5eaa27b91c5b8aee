// SPDX-License-Identifier: Apache-2.0
import Rafter
import Testing

struct QuantizationLeverTests {
  @Test func `narrower weights move decode and not prefill`() async throws {
    // Decode, one row: 4 MiB of weights and 4 KiB of activations; 4 bits instead of 8 halve what moves.
    let decode = try await Products.advise(m: 1, n: 2048, k: 2048, [.quantization])
    let narrow = try decode.effect(.quantization, "weights", "w4a8")
    #expect(narrow.timeSaved > 0.4 && narrow.timeSaved <= 0.5, "\(narrow.timeSaved)")
    // Prefill: 2048 rows use each weight 2048 times; the array runs 8 x 8 bits as before.
    let prefill = try await Products.advise(m: 2048, n: 2048, k: 2048, [.quantization])
    let same = try prefill.effect(.quantization, "weights", "w4a8")
    #expect(same.timeSaved < 0.05, "\(same.timeSaved)")
  }
}

struct QuantizedPartsTests {
  @Test func `a format that the machine lacks comes with multipliers of its own`() async throws {
    let base = try Products.machine()
    let advice = try await Products.advise(m: 1024, n: 1024, k: 1024, on: base, [.quantization])
    let effect = try advice.effect(.quantization, "formats", "int4")
    guard case .formats(_, let machine) = effect.intervention.change else {
      Issue.record("the format is not added")
      return
    }
    // int8 x int8 holds 2 of them: twice the rate, 4888/7994 of the energy, 2 * 4888 transistors for 7994.
    let added = try #require(machine.computeFormat(inputs: .int4, weights: .int4))
    #expect(added.rate.value == MACsPerCycle(2))
    let own = try #require(base.compute?.formats.first?.energy?.value)
    #expect(abs(try #require(added.energy).value.ratio(to: own) - 4888.0 / 7994) < 1e-9)
    // 300 um2 times (1.223 - 1) times 1024.
    let area = try #require(effect.intervention.area)
    #expect(abs(area.value - 300e-6 * (2 * 4888.0 / 7994 - 1) * 1024) < 1e-9)
    #expect(effect.timeSaved > 0.4, "\(effect.timeSaved)")
  }

  @Test func `narrower sums save the share of a MAC that they are`() async throws {
    let base = try Products.machine()
    let advice = try await Products.advise(m: 1024, n: 1024, k: 1024, on: base, [.quantization])
    let effect = try advice.effect(.quantization, "accumulator", "int24")
    guard case .machine(let machine) = effect.intervention.change else {
      Issue.record("not a machine")
      return
    }
    // 6388 of 7994 transistors.
    let before = try #require(base.compute?.formats.first?.energy?.value)
    let after = try #require(machine.compute?.formats.first?.energy?.value)
    #expect(abs(after.ratio(to: before) - 6388.0 / 7994) < 1e-9)
    #expect(try #require(effect.energySaved) > 0)
    #expect(try #require(effect.intervention.area) < .zero)
  }

  @Test func `a machine of integers gets no floating point`() async throws {
    let advice = try await Products.advise(m: 8, n: 64, k: 64, [.quantization])
    let steps = advice.ladders.flatMap(\.ladder.steps).map(\.step)
    #expect(!steps.contains("fp8") && !steps.contains("mxfp4"))
  }
}
