// SPDX-License-Identifier: Apache-2.0
import RafterAnalysis
public import RafterDiagnostics
import RafterHardware
import RafterQuantities
import Synchronization

/// How far a study of bundles has come.
public enum BundleStage: Sendable, Hashable {
  /// So many single steps were mapped.
  case steps(Int)
  /// So many of all combinations have a bound.
  case bounded(Int, of: Int)
  /// So many combinations were mapped, and at most so many will be.
  case mapped(Int, most: Int)
}

/// Combines up to three steps and keeps the combinations that no other beats.
///
/// The declared steps are those that ``Advisor`` runs: each ladder as far as it pays, and one further. Every combination
/// is analysed, or excluded by a proven bound: a bundle already analysed adds no more area and takes no more time and
/// energy than the bound, but for ``Advisor/threshold``, below which savings count as none.
public enum BundleStudy {
  /// Analyses made at most, if nothing else is asked for.
  public static let usualLimit = 40

  /// The front of a design.
  ///
  /// - Parameters:
  ///   - design: The workload and the machine.
  ///   - levers: Those to combine.
  ///   - limit: Combinations to analyse at most; what is left then is counted.
  ///   - parallelism: Cores to use at most.
  ///   - progress: Told the number of analyses done.
  ///   - report: Told how far the study has come.
  /// - Throws: What is wrong with the design.
  public static func run(
    _ design: Design, levers: [Lever] = Lever.allCases, limit: Int = usualLimit, parallelism: Int,
    progress: (@Sendable (Int) -> Void)? = nil, report: (@Sendable (BundleStage) -> Void)? = nil
  ) async throws(DiagnosticList) -> BundleFront {
    let isCombining = Mutex(false)
    let variants = Variants { count in
      progress?(count)
      if !isCombining.withLock({ $0 }) { report?(.steps(count)) }
    }
    let advice = try await Advisor.advise(
      design, levers: levers, parallelism: parallelism, variants: variants)
    isCombining.withLock { $0 = true }
    var declared: [Intervention] = []
    var ladders: [Int] = []
    var known = [
      Bundle(
        members: [], steps: [], outcome: advice.outcome,
        area: AddedArea(known: .zero, unknown: []))
    ]
    for (index, result) in advice.ladders.enumerated() {
      for effect in result.effects where !effect.outcome.isInfeasible {
        let step = effect.intervention
        known.append(
          Bundle(
            members: [declared.count], steps: [step], outcome: effect.outcome,
            area: AddedArea(
              known: step.area ?? .zero, unknown: step.area == nil ? [declared.count] : [])))
        declared.append(step)
        ladders.append(index)
      }
    }
    let builder = BundleBuilder(
      design: design, base: advice.base, declared: declared, ladder: ladders, variants: variants)
    let energyMatters = advice.outcome.energy != nil
    var search = BundleSearch(
      builder, known: known, await fates(builder, parallelism, report),
      energyMatters: energyMatters, limit: limit, parallelism: parallelism, report: report)
    await search.run()
    return BundleFront(
      base: advice.base, outcome: advice.outcome, declared: declared,
      front: front(search.known, energyMatters: energyMatters), counts: search.counts,
      openBound: openBound(search.open, advice.outcome))
  }

  /// All pairs and triples, in order.
  private static func fates(
    _ builder: BundleBuilder, _ parallelism: Int, _ report: (@Sendable (BundleStage) -> Void)?
  ) async -> [BundleFate] {
    let firsts = Array(builder.declared.indices)
    let total = firsts.reduce(0) { $0 + builder.count(beginningWith: $1) }
    let done = Mutex(0)
    return await Parallel.map(firsts, parallelism) { first in
      let fates = builder.combinations(beginningWith: first)
      let bounded = done.withLock { done in
        done += builder.count(beginningWith: first)
        return done
      }
      report?(.bounded(bounded, of: total))
      return fates
    }.flatMap { $0 }
  }

  /// The bundles that no other beats; of nearly equal ones that of fewer steps.
  static func front(_ bundles: [Bundle], energyMatters: Bool) -> [Bundle] {
    let order = bundles.indices.sorted {
      let (a, b) = (bundles[$0], bundles[$1])
      return (a.steps.count, a.outcome.latency.value, $0) < (
        b.steps.count, b.outcome.latency.value, $1
      )
    }
    var kept: [Bundle] = []
    for index in order {
      let bundle = bundles[index]
      if kept.contains(where: { $0.beats(bundle, energyMatters: energyMatters) }) { continue }
      kept.removeAll { bundle.beats($0, energyMatters: energyMatters, slack: 0) }
      kept.append(bundle)
    }
    return kept.enumerated().sorted {
      ($0.element.outcome.latency.value, $0.offset) < ($1.element.outcome.latency.value, $1.offset)
    }.map(\.element)
  }

  private static func openBound(_ open: [BundleCandidate], _ base: Outcome)
    -> (time: Double, energy: Double)?
  {
    guard let time = open.map(\.time).min(), let energy = open.map(\.energy).min() else {
      return nil
    }
    return (time.ratio(to: base.latency), base.energy.map { energy.ratio(to: $0) } ?? 1)
  }
}

extension Bundle {
  /// Whether a combination cannot be better than this in time, energy or area, but for the threshold.
  func excludes(_ candidate: BundleCandidate, energyMatters: Bool) -> Bool {
    let share = 1 - Advisor.threshold
    guard area.isWithin(candidate.area), outcome.latency * share <= candidate.time else {
      return false
    }
    guard energyMatters else { return true }
    return outcome.energy.map { $0 * share <= candidate.energy } ?? false
  }

  /// Whether this is at least as good as another in time, energy and area.
  ///
  /// - Parameter slack: The share by which it may be worse all the same.
  func beats(_ other: Bundle, energyMatters: Bool, slack: Double = Advisor.threshold) -> Bool {
    guard area.isWithin(other.area), outcome.latency * (1 - slack) <= other.outcome.latency else {
      return false
    }
    guard energyMatters else { return true }
    guard let own = outcome.energy, let theirs = other.outcome.energy else { return false }
    return own * (1 - slack) <= theirs
  }
}
