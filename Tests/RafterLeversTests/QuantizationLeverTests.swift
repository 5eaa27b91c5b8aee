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
    // Static power grows as the chip does: 3.2 mm2 and what is added.
    let chip = try #require(base.technology.area).value
    let power = try #require(machine.power.staticPower).value
    let least = try #require(base.power.staticPower).value
    #expect(abs(power.ratio(to: least) - (chip + area).ratio(to: chip)) < 1e-9)
    #expect(effect.intervention.basis.contains("static power grows with the area of the chip"))
    // The accumulators beside the array take one sum of each column in a cycle still: they bind then.
    #expect(effect.timeSaved < 0.05, "\(effect.timeSaved)")
  }

  @Test func `where ports are wide enough the added multipliers halve the time`() async throws {
    let machine = try PlainMachine.machine(ridge: 20, formats: [("int8 x int8", "int32", 1)])
    let advice = try await Products.advise(m: 256, n: 256, k: 256, on: machine, [.quantization])
    let effect = try advice.effect(.quantization, "formats", "int4")
    #expect(effect.timeSaved > 0.45 && effect.timeSaved < 0.51, "\(effect.timeSaved)")
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
    // The unit keeps 32 bits for its products of 16 x 16 bits, so it is no smaller.
    #expect(effect.intervention.area == .zero)
    #expect(machine.power.staticPower?.value == base.power.staticPower?.value)
  }

  @Test func `sums that make every multiplier smaller make its static power smaller`() async throws
  {
    var base = try Products.machine()
    for index in base.path.indices {
      guard case .compute(var unit) = base.path[index] else { continue }
      unit.formats.removeAll { $0.arithmetic.inputs != .int8 }
      base.path[index] = .compute(unit)
    }
    let advice = try await Products.advise(m: 256, n: 256, k: 256, on: base, [.quantization])
    let effect = try advice.effect(.quantization, "accumulator", "int24")
    let area = try #require(effect.intervention.area)
    #expect(area < .zero)
    let chip = try #require(base.technology.area).value
    let after = try #require(effect.intervention.machine?.power.staticPower).value
    let before = try #require(base.power.staticPower).value
    #expect(abs(after.ratio(to: before) - (chip + area).ratio(to: chip)) < 1e-9)
    #expect(effect.intervention.basis.contains("static power falls with the area of the chip"))
  }

  @Test func `keys and values in half the bits move less, and devices share the products`()
    async throws
  {
    let base = try Products.machine("tpu-v5e")
    let family = try Decoder.family()
    let advice = try await Advisor.advise(
      Design(
        workload: family, accelerator: base,
        options: AnalysisOptions(limit: SearchLimit(mappings: 50))),
      levers: [.quantization, .chiplets], parallelism: 2)
    let cache = try advice.effect(.quantization, "KV cache", "int8")
    #expect(cache.timeSaved > 0.05, "\(cache.timeSaved)")
    // The same as asking for it from the beginning.
    let asked = try family.vary?([.cache(.int8)], nil, 1)
    let member = try #require(asked)
    let plain = try await Analyzer.analyze(
      member.workload, on: base,
      options: AnalysisOptions(limit: SearchLimit(mappings: 50)), parallelism: 2)
    #expect(plain.totals.latency == cache.outcome.latency)
    let devices = try advice.effect(.chiplets, "devices", "x2")
    #expect(devices.intervention.area == base.technology.area?.value)
    #expect(devices.outcome.latency != advice.outcome.latency)
    // One after the other, each keeps what the other did.
    let both = try Design(workload: family, accelerator: base, options: AnalysisOptions())
      .applying(.variant(.cache(.int8))).applying(.variant(.tensorParallel(2)))
      .workload.load(nil, 1).workload
    #expect(both.pass?.devices == 2 && both.pass?.cache.format == .int8)
  }

  @Test func `a machine of integers gets no floating point`() async throws {
    let advice = try await Products.advise(m: 8, n: 64, k: 64, [.quantization])
    let steps = advice.ladders.flatMap(\.ladder.steps).map(\.step)
    #expect(!steps.contains("fp8") && !steps.contains("mxfp4"))
  }
}
