// SPDX-License-Identifier: Apache-2.0
import Rafter
import Testing

struct SparsityLeverTests {
  /// A product that waits for nothing but its multipliers: every weight is used 512 times.
  private func advise(_ machine: Accelerator? = nil, _ densities: WorkloadDensities? = nil)
    async throws -> Advice
  {
    var options = AnalysisOptions()
    options.densities = densities
    return try await Advisor.advise(
      Design(
        workload: Products.family(m: 512, n: 512, k: 512),
        accelerator: machine ?? Products.machine(), options: options),
      levers: [.sparsity], parallelism: 2)
  }

  @Test func `gating saves energy and no time beyond the bytes of the weights`() async throws {
    let advice = try await advise()
    let effect = try advice.effect(.sparsity, "weights gating", "density 0.5")
    #expect(try #require(effect.energySaved) > 0.01)
    // The bound by dram may fall with the bytes, the time of the array does not.
    guard case .zeros(let densities, let machine) = effect.intervention.change else {
      Issue.record("not a change of zeros")
      return
    }
    #expect(densities.weights == .uniform(0.5))
    #expect(machine.compute?.sparsity?.gating == [.weights])
    #expect(machine.compute?.sparsity?.skipping == [])
    #expect(effect.timeSaved < 0.05)
  }

  @Test func `skipping pays from its break-even density downwards`() async throws {
    let advice = try await advise()
    let half = try advice.effect(.sparsity, "weights skipping", "density 0.5")
    let tenth = try advice.effect(.sparsity, "weights skipping", "density 0.1")
    // 0.5 / 0.8: at most 37.5 % of the time; nothing above it, as links beside the array take time too.
    #expect(half.timeSaved > 0.3 && half.timeSaved <= 0.376, "\(half.timeSaved)")
    #expect(tenth.timeSaved > half.timeSaved)
  }

  @Test func `2-4 weights run up to twice as fast, and the row says what was added`() async throws {
    let effect = try await advise().effect(.sparsity, "weights 2 of 4", "skipping")
    #expect(effect.timeSaved > 0.4 && effect.timeSaved <= 0.5 + 1e-9, "\(effect.timeSaved)")
    // Its widest product is int16: 12*3*16 + 24*2 = 624 of 42*256 + 4700 = 15452 transistors, of 1024 multipliers of 300 um2.
    let area = try #require(effect.intervention.area)
    #expect(abs(area.value - 624 / 15452 * 1024 * 300e-6) < 1e-9, "\(area)")
    // 0.0124 of 3.2 mm2 is less than half a per cent: no gain is divided by it.
    #expect(effect.isAreaNegligible && effect.timeSavedPerArea == nil)
    #expect(effect.intervention.basis.contains { $0.contains("picks 2 of 4 weights") })
    // An int8 multiplier takes 336 of 7994 more.
    let base = try #require(Products.machine().compute)
    let unit = try #require(effect.intervention.machine?.compute)
    let before = try #require(base.formats.first?.energy),
      after = try #require(unit.formats.first?.energy)
    #expect(abs(after.value.ratio(to: before.value) - (1 + 336 / 7994)) < 1e-9)
    #expect(after.provenance.confidence == .estimated)
    #expect(effect.intervention.notes == ["analyze with --density weights=2:4"])
  }

  @Test func `logic that finds pairs takes area and energy, and gates hardly any`() async throws {
    let advice = try await advise()
    let gated = try advice.effect(.sparsity, "weights gating", "density 0.5").intervention
    let skipped = try advice.effect(.sparsity, "weights skipping", "density 0.5").intervention
    // 0.39 of what lies inside the dram: 0.506 + 0.064 mm2 of SRAM, 0.307 mm2 of multipliers, and registers.
    let most = try #require(skipped.area)
    #expect(most.value > 0.39 * (0.506 + 0.064 + 0.307) && most.value < 0.5, "\(most)")
    // Gates: 2 * 16 + 64 of 15452 transistors of 1024 multipliers; the decoder at 21.3 B/cycle: 22 * 5 * (12*8 + 28*5) = 25960.
    let gates = try #require(gated.area)
    #expect(abs(gates.value - 300e-6 * (96 * 1024 + 25960) / 15452) < 1e-9, "\(gates)")
    let base = try #require(Products.machine().compute?.formats.first?.energy)
    let queued = try #require(skipped.machine?.compute?.formats.first?.energy)
    #expect(abs(queued.value.ratio(to: base.value) - 1.58) < 1e-9)
    #expect(gated.machine?.compute?.formats.first?.energy?.value == base.value)
    // The chip grows by as much.
    let chip = try #require(Products.machine().technology.area?.value)
    let grown = try #require(skipped.machine?.technology.area?.value)
    #expect(abs((grown - chip - most).value) < 1e-12)
  }

  @Test func `gates save more energy than queues until few weights are left`() async throws {
    // Of the arithmetic: d * 1.58 against d + (1 - d) * 0.1, equal at d = 0.1 / 0.68 = 0.147.
    let advice = try await advise()
    func saved(_ target: String, _ step: String) throws -> Double {
      try #require(advice.effect(.sparsity, target, step).energySaved)
    }
    // Static power is paid for the time that skipping saves, so that only the arithmetic is compared.
    func arithmetic(_ target: String, _ step: String) throws -> Double {
      let machine = try #require(
        advice.effect(.sparsity, target, step).intervention.machine?.compute)
      let energy = try #require(machine.formats.first?.energy).value.value
      let density = try #require(Double(step.dropFirst("density ".count)))
      return target.contains("gating")
        ? energy * (density + (1 - density) * (machine.sparsity?.gatedEnergy?.value ?? 0))
        : energy * density
    }
    #expect(
      try arithmetic("weights gating", "density 0.25")
        < arithmetic("weights skipping", "density 0.25"))
    #expect(
      try arithmetic("weights gating", "density 0.1")
        > arithmetic("weights skipping", "density 0.1"))
    #expect(try saved("weights skipping", "density 0.1") > saved("weights skipping", "density 0.5"))
  }

  @Test func `cells of an in-memory array hold zeros like any weight`() async throws {
    let advice = try await Products.advise(
      m: 16, n: 64, k: 64, on: Products.machine("diana-analog"), [.sparsity])
    #expect(advice.ladders.map(\.ladder.target) == ["weights compressed"])
    let effect = try #require(advice.ladders.first?.effects.first)
    #expect(try effect.intervention.machine?.compute == Products.machine("diana-analog").compute)
  }

  @Test func `a machine that skips already is used as it is`() async throws {
    var machine = try Products.machine()
    for index in machine.path.indices {
      switch machine.path[index] {
      case .compute(var unit):
        unit.sparsity = SparsitySupport(skipping: [.weights])
        machine.path[index] = .compute(unit)
      case .memory(var memory) where memory.holds.contains(.weights):
        memory.compression = CompressedStorage(operands: [.weights])
        machine.path[index] = .memory(memory)
      default: continue
      }
    }
    let effect = try await advise(machine).effect(.sparsity, "weights skipping", "density 0.5")
    #expect(effect.intervention.area == .zero)
    #expect(effect.intervention.basis == ["accuracy is not ours to tell"])
    #expect(effect.intervention.machine == machine)
  }

  @Test func `a written machine with its density gives the numbers of its row`() async throws {
    let advice = try await advise()
    for effect in advice.ladders.flatMap(\.effects) {
      guard case .zeros(let densities, let changed) = effect.intervention.change else { continue }
      let read = try AcceleratorReader.read(
        text: AcceleratorWriter.text(changed), file: "written.yaml"
      ).0
      var options = AnalysisOptions()
      options.densities = try WorkloadDensities(text: densities.text)
      let workload = try Products.family(m: 512, n: 512, k: 512).load(nil, 1).workload
      let again = try await Analyzer.analyze(
        workload, on: read, options: options, parallelism: 2)
      #expect(Outcome(again, batch: 1) == effect.outcome, "\(effect.intervention.name)")
    }
  }

  @Test func `weights whose density is known are not pruned again`() async throws {
    let advice = try await advise(nil, WorkloadDensities(weights: .uniform(0.5)))
    #expect(advice.ladders.isEmpty)
    #expect(advice.unusable.map(\.lever) == [.sparsity])
  }
}
