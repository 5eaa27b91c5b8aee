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
    #expect(half.timeSaved > 0.2 && half.timeSaved <= 0.376, "\(half.timeSaved)")
    #expect(tenth.timeSaved > half.timeSaved)
  }

  @Test func `2-4 weights run up to twice as fast, and the row says what was added`() async throws {
    let effect = try await advise().effect(.sparsity, "weights 2 of 4", "skipping")
    #expect(effect.timeSaved > 0.3 && effect.timeSaved <= 0.5 + 1e-9, "\(effect.timeSaved)")
    #expect(effect.intervention.area == nil)
    #expect(effect.intervention.basis.contains { $0.contains("area and energy are unknown") })
    #expect(effect.intervention.notes == ["analyze with --density weights=2:4"])
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
