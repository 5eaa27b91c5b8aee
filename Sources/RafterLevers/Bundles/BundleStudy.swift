// SPDX-License-Identifier: Apache-2.0
import RafterAnalysis
public import RafterDiagnostics
import RafterHardware
import RafterQuantities

/// Combines up to three steps and keeps the combinations that no other beats.
///
/// The declared steps are those that ``Advisor`` runs: each ladder as far as it pays, and one further. Every combination
/// is analysed, or excluded by a proven bound: a bundle already analysed adds no more area and takes no more time and
/// energy than the bound, but for ``Advisor/threshold``, below which savings count as none.
public enum BundleStudy {
  /// Analyses made at most, if nothing else is asked for.
  public static let usualLimit = 40
  /// Analyses between two looks at what is excluded; the same on any number of cores.
  private static let wave = 8

  /// The front of a design.
  ///
  /// - Parameters:
  ///   - design: The workload and the machine.
  ///   - levers: Those to combine.
  ///   - limit: Combinations to analyse at most; what is left then is counted.
  ///   - parallelism: Cores to use at most.
  ///   - progress: Told the number of analyses done.
  /// - Throws: What is wrong with the design.
  public static func run(
    _ design: Design, levers: [Lever] = Lever.allCases, limit: Int = usualLimit, parallelism: Int,
    progress: (@Sendable (Int) -> Void)? = nil
  ) async throws(DiagnosticList) -> BundleFront {
    let variants = Variants(progress: progress)
    let advice = try await Advisor.advise(
      design, levers: levers, parallelism: parallelism, variants: variants)
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
    let fates = await Parallel.map(Array(declared.indices), parallelism) {
      builder.combinations(beginningWith: $0)
    }.flatMap { $0 }
    var counts = BundleCounts()
    counts.combinations = fates.count + known.count
    counts.analysed = known.count
    var open: [BundleCandidate] = []
    for fate in fates {
      switch fate {
      case .candidate(let candidate): open.append(candidate)
      case .impossible: counts.excludedAsImpossible += 1
      case .tooLarge: counts.excludedAsTooLarge += 1
      }
    }
    // The most promising first: an early good bundle excludes the most. Those without a bound come last.
    func promise(_ candidate: BundleCandidate) -> Double {
      let bound = candidate.time.value * candidate.energy.value
      return bound > 0 ? bound : .infinity
    }
    open.sort { (promise($0), $0.members.count) < (promise($1), $1.members.count) }
    let energyMatters = advice.outcome.energy != nil
    while true {
      let before = open.count
      open.removeAll { candidate in
        known.contains { $0.excludes(candidate, energyMatters: energyMatters) }
      }
      counts.excludedByBound += before - open.count
      let room = min(wave, limit - (counts.analysed - declared.count - 1))
      guard !open.isEmpty, room > 0 else { break }
      let chosen = Array(open.prefix(room))
      open.removeFirst(chosen.count)
      let outcomes = await Parallel.map(chosen, parallelism) {
        await variants.outcome(of: $0.design, parallelism: 1)
      }
      for (candidate, outcome) in zip(chosen, outcomes) {
        counts.analysed += 1
        guard case .success(let outcome) = outcome, !outcome.isInfeasible else { continue }
        known.append(
          Bundle(
            members: candidate.members, steps: candidate.steps, outcome: outcome,
            area: candidate.area))
      }
    }
    counts.leftOpen = open.count
    return BundleFront(
      base: advice.base, outcome: advice.outcome, declared: declared,
      front: front(known, energyMatters: energyMatters), counts: counts,
      openBound: openBound(open, advice.outcome))
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
