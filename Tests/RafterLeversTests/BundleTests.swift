// SPDX-License-Identifier: Apache-2.0
import Rafter
import RafterTestSupport
import Testing

struct BundleTests {
  private static let levers: [Lever] = [.temporalReuse, .nearMemory, .batching]

  private func design(m: Int = 1, n: Int = 512, k: Int = 512) throws -> Design {
    Design(
      workload: Products.family(m: m, n: n, k: k), accelerator: try Products.machine(),
      options: AnalysisOptions())
  }

  @Test func `every combination is mapped, excluded or said to be open`() async throws {
    for limit in [0, 5, 1000] {
      let front = try await BundleStudy.run(
        design(), levers: Self.levers, limit: limit, parallelism: 2)
      let counts = front.counts
      #expect(
        counts.analysed + counts.excludedByBound + counts.excludedAsImpossible
          + counts.excludedAsTooLarge + counts.leftOpen == counts.combinations)
      if limit == 1000 { #expect(counts.leftOpen == 0) }
      #expect((counts.leftOpen == 0) == (front.openBound == nil))
    }
  }

  @Test func `the combinations are all ways to take up to three steps of different ladders`()
    async throws
  {
    let design = try design()
    let advice = try await Advisor.advise(design, levers: Self.levers, parallelism: 2)
    let sizes = advice.ladders.map { $0.effects.count { !$0.outcome.isInfeasible } }
    // Elementary symmetric sums of the ladders' lengths: 1 + e1 + e2 + e3.
    var sums = [1, 0, 0, 0]
    for size in sizes {
      for degree in [3, 2, 1] { sums[degree] += sums[degree - 1] * size }
    }
    let front = try await BundleStudy.run(design, levers: Self.levers, limit: 0, parallelism: 2)
    #expect(front.counts.combinations == sums.reduce(0, +))
  }

  @Test func `no pair that is analysed by itself beats the front`() async throws {
    let design = try design()
    let front = try await BundleStudy.run(
      design, levers: Self.levers, limit: 1000, parallelism: 2)
    // Pairs by hand: an advice on the design that a first step left.
    let first = try await Advisor.advise(design, levers: Self.levers, parallelism: 2)
    var compared = 0
    for one in first.ladders.flatMap(\.effects) where one.intervention.lever != .batching {
      let changed = design.applying(one.intervention.change)
      let second = try await Advisor.advise(changed, levers: [.batching], parallelism: 2)
      for two in second.ladders.flatMap(\.effects) {
        let area = (one.intervention.area ?? .zero) + (two.intervention.area ?? .zero)
        let isBeaten = front.front.contains { bundle in
          bundle.area.unknown.isEmpty && bundle.area.known <= area
            && bundle.outcome.latency * (1 - 2 * Advisor.threshold) <= two.outcome.latency
            && (bundle.outcome.energy ?? .zero) * (1 - 2 * Advisor.threshold)
              <= (two.outcome.energy ?? .zero)
        }
        // Unless batching went further there than the ladder by itself did.
        let isDeclared = front.declared.contains { $0.name == two.intervention.name }
        if isDeclared, one.intervention.area != nil {
          #expect(isBeaten, "\(one.intervention.name) + \(two.intervention.name)")
          compared += 1
        }
      }
    }
    #expect(compared > 5)
  }

  @Test func `no bundle of a front is beaten by another`() async throws {
    let front = try await BundleStudy.run(
      design(m: 32), levers: Self.levers, limit: 20, parallelism: 2
    ).front
    for a in front {
      for b in front where a.members != b.members {
        let isBeaten =
          a.area.unknown.isEmpty && a.area.known <= b.area.known
          && a.outcome.latency <= b.outcome.latency
          && (a.outcome.energy ?? .zero) <= (b.outcome.energy ?? .zero)
        #expect(!isBeaten, "\(a.name) beats \(b.name)")
      }
    }
  }

  @Test func `the same front comes out on any number of cores`() async throws {
    let one = try await BundleStudy.run(design(), levers: Self.levers, limit: 10, parallelism: 1)
    let two = try await BundleStudy.run(design(), levers: Self.levers, limit: 10, parallelism: 2)
    #expect(BundleReport(one, batch: 1).text(.json) == BundleReport(two, batch: 1).text(.json))
  }

  /// What excludes combinations has to be a bound: on machines and products drawn at random, with every step of every
  /// lever.
  @Test(arguments: 0..<4) func `no analysis takes less than the least totals`(seed: UInt64)
    async throws
  {
    var random = SeededGenerator(seed: seed)
    let m = Int.random(in: 1...128, using: &random)
    let n = Int.random(in: 1...128, using: &random)
    let k = Int.random(in: 1...128, using: &random)
    let design = Design(
      workload: Products.family(m: m, n: n, k: k),
      accelerator: try Products.machine(seed % 2 == 0 ? "edge-npu" : "nvidia-h100-sxm"),
      options: AnalysisOptions())
    let advice = try await Advisor.advise(design, parallelism: 2)
    for effect in advice.ladders.flatMap(\.effects) where !effect.outcome.isInfeasible {
      let changed = design.applying(effect.intervention.change)
      let member = try changed.workload.load(changed.workload.precision, changed.workload.batch)
      var options = changed.options
      options.precision = member.precision
      let least = try #require(
        try Analyzer.leastTotals(member.workload, on: changed.accelerator, options: options))
      let work = try CompulsoryWork(member.workload, on: changed.accelerator, options: options)
      let roofs = work.least(on: changed.accelerator, options: options)
      #expect(roofs.latency > .zero && roofs.latency <= least.latency * (1 + 1e-9))
      #expect(roofs.energy > .zero && roofs.energy <= least.energy * (1 + 1e-9))
      let batch = Double(changed.workload.batch)
      #expect(least.latency / batch <= effect.outcome.latency * (1 + 1e-9))
      if let energy = effect.outcome.energy {
        #expect(least.energy / batch <= energy * (1 + 1e-9))
      }
    }
  }
}
