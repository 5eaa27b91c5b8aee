// SPDX-License-Identifier: Apache-2.0
import Rafter
import RafterTestSupport
import Synchronization
import Testing

struct AdvisorTests {
  @Test func `an analysis of a written machine gives the numbers of its row to the last bit`()
    async throws
  {
    let machine = try Products.machine()
    let advice = try await Products.advise(m: 100, n: 300, k: 200, on: machine)
    var checked = 0
    for effect in advice.ladders.flatMap(\.effects) {
      guard case .machine(let changed) = effect.intervention.change else { continue }
      let text = AcceleratorWriter.text(changed)
      let read = try AcceleratorReader.read(text: text, file: "written.yaml").0
      let member = try Products.family(m: 100, n: 300, k: 200).load(nil, 1)
      let again = Outcome(
        try await Analyzer.analyze(member.workload, on: read, parallelism: 2), batch: 1)
      #expect(again == effect.outcome, "\(effect.intervention.name)")
      checked += 1
    }
    #expect(checked > 10)
  }

  @Test func `the same advice comes out on any number of cores`() async throws {
    let design = Design(
      workload: Products.family(m: 64, n: 512, k: 512), accelerator: try Products.machine(),
      options: AnalysisOptions())
    let one = try await Advisor.advise(design, parallelism: 1)
    let two = try await Advisor.advise(design, parallelism: 2)
    #expect(
      AdviceReport(one, batch: 1).text(.json) == AdviceReport(two, batch: 1).text(.json))
  }

  @Test func `savings are ranked by time, and none below the threshold is listed`() async throws {
    let ranking = try await Products.advise(m: 8, n: 1024, k: 1024).ranking
    for (a, b) in zip(ranking, ranking.dropFirst()) { #expect(a.timeSaved >= b.timeSaved) }
    for effect in ranking {
      #expect(
        effect.timeSaved >= Advisor.threshold || (effect.energySaved ?? 0) >= Advisor.threshold)
    }
  }

  @Test func `every changed machine has a name of its own, so that no file overwrites another`()
    async throws
  {
    let advice = try await Products.advise(m: 8, n: 64, k: 64)
    let names = advice.ladders.flatMap(\.ladder.steps).compactMap { step in
      if case .machine(let machine) = step.change { machine.name } else { nil }
    }
    #expect(names.count > 20)
    #expect(Set(names).count == names.count)
  }

  @Test func `the workload is read once for all machines`() async throws {
    let count = Mutex(0)
    var family = Products.family(m: 8, n: 64, k: 64)
    let load = family.load
    family.load = { (precision, batch) throws(DiagnosticList) in
      count.withLock { $0 += 1 }
      return try load(precision, batch)
    }
    _ = try await Advisor.advise(
      Design(
        workload: family, accelerator: try Products.machine(), options: AnalysisOptions()),
      levers: [.parallelism, .bandwidth, .temporalReuse], parallelism: 2)
    #expect(count.withLock { $0 } == 1)
  }

  @Test func `only the levers asked for are looked at`() async throws {
    let advice = try await Products.advise(m: 8, n: 64, k: 64, [.bandwidth])
    #expect(Set(advice.ladders.map(\.ladder.lever)) == [.bandwidth])
  }

  @Test func `a step that a bound proves useless saves nothing when it is mapped all the same`()
    async throws
  {
    // One row on one core: memory binds, and every byte moves once.
    let design = Design(
      workload: Products.family(m: 1, n: 1024, k: 1024),
      accelerator: try Products.machine("nvidia-h100-sxm"), options: AnalysisOptions())
    let levers: [Lever] = [.parallelism, .temporalReuse, .bandwidth]
    let all = try await Advisor.advise(design, levers: levers, parallelism: 2)
    let unproven = try await Advisor.advise(
      design, levers: levers, steps: .unproven, parallelism: 2)
    var proven = 0
    for (a, b) in zip(all.ladders, unproven.ladders) {
      guard case .provenUseless(let step) = b.end else {
        #expect(a.effects.map(\.outcome) == b.effects.map(\.outcome))
        continue
      }
      proven += 1
      // The step was run in the other, and was the last one there.
      let last = try #require(a.effects.last)
      #expect(last.intervention.step == step)
      let before = b.effects.last?.outcome ?? unproven.outcome
      #expect(last.outcome.latency > before.latency * (1 - Advisor.threshold))
      #expect((last.outcome.energy ?? .zero) > (before.energy ?? .zero) * (1 - Advisor.threshold))
    }
    #expect(proven > 0)
    #expect(all.ranking.map(\.outcome) == unproven.ranking.map(\.outcome))
  }
}
