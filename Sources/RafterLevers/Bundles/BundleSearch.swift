// SPDX-License-Identifier: Apache-2.0
import RafterAnalysis
import RafterDiagnostics
import RafterQuantities

/// Goes through combinations, the most promising first: excludes what a bound excludes, and analyses the rest.
///
/// Bounds come in two strengths. Those by the roofs are known for all; where one is not enough to exclude a combination
/// and its turn has come, the least cost of its products takes its place, and only the best of these are mapped.
struct BundleSearch {
  let builder: BundleBuilder
  let energyMatters: Bool
  /// Combinations to analyse at most.
  let limit: Int
  let parallelism: Int
  let report: (@Sendable (BundleStage) -> Void)?
  /// Combinations not decided on, the most promising first.
  private(set) var open: [BundleCandidate]
  /// All that was analysed.
  private(set) var known: [Bundle]
  private(set) var counts: BundleCounts

  /// Analyses between two looks at what is excluded; the same on any number of cores.
  private static let wave = 8
  /// Bounds that are made stronger at once.
  private static let batch = 32

  /// - Parameters:
  ///   - known: The design as it is, and the single steps.
  ///   - fates: All pairs and triples.
  init(
    _ builder: BundleBuilder, known: [Bundle], _ fates: [BundleFate], energyMatters: Bool,
    limit: Int, parallelism: Int, report: (@Sendable (BundleStage) -> Void)?
  ) {
    self.builder = builder
    self.known = known
    self.energyMatters = energyMatters
    self.limit = limit
    self.parallelism = parallelism
    self.report = report
    counts = BundleCounts()
    counts.analysed = known.count
    open = []
    for fate in fates {
      switch fate {
      case .candidate(let candidate): open.append(candidate)
      case .impossible(let count): counts.excludedAsImpossible += count
      }
    }
    counts.combinations = known.count + open.count + counts.excludedAsImpossible
    open.sort(by: BundleCandidate.precedes)
  }

  /// Decides on combinations until none is open or as many as allowed were analysed.
  mutating func run() async {
    var room = limit
    exclude(by: known)
    while room > 0, !open.isEmpty {
      if open.prefix(Self.wave).contains(where: { $0.bound == .roofs }) {
        await strengthen()
      } else {
        let chosen = Array(open.prefix(min(room, Self.wave)))
        open.removeFirst(chosen.count)
        room -= chosen.count
        await analyse(chosen)
        report?(.mapped(limit - room, most: limit))
      }
    }
    counts.leftOpen = open.count
  }

  /// Leaves out what some bundles make needless.
  private mutating func exclude(by bundles: [Bundle]) {
    let before = open.count
    open.removeAll { candidate in
      bundles.contains { $0.excludes(candidate, energyMatters: energyMatters) }
    }
    counts.excludedByBound += before - open.count
  }

  /// Bounds the most promising combinations by their products.
  private mutating func strengthen() async {
    let head = Array(open.prefix(Self.batch))
    open.removeFirst(head.count)
    let stronger = await Parallel.map(head, parallelism) { [builder] candidate in
      candidate.bound == .products ? Outcome.candidate(candidate) : Self.bounded(candidate, builder)
    }
    var kept: [BundleCandidate] = []
    for outcome in stronger {
      switch outcome {
      case .candidate(let candidate):
        let isNeedless = known.contains { $0.excludes(candidate, energyMatters: energyMatters) }
        if isNeedless { counts.excludedByBound += 1 } else { kept.append(candidate) }
      case .impossible: counts.excludedAsImpossible += 1
      case .tooLarge: counts.excludedAsTooLarge += 1
      }
    }
    open = Self.merged(kept.sorted(by: BundleCandidate.precedes), open)
  }

  /// Two sorted lists as one.
  private static func merged(_ a: [BundleCandidate], _ b: [BundleCandidate]) -> [BundleCandidate] {
    var all: [BundleCandidate] = []
    all.reserveCapacity(a.count + b.count)
    var (i, j) = (0, 0)
    while i < a.count, j < b.count {
      if BundleCandidate.precedes(b[j], a[i]) {
        all.append(b[j])
        j += 1
      } else {
        all.append(a[i])
        i += 1
      }
    }
    all.append(contentsOf: a[i...])
    all.append(contentsOf: b[j...])
    return all
  }

  private enum Outcome: Sendable {
    case candidate(BundleCandidate)
    case impossible
    case tooLarge
  }

  private static func bounded(_ candidate: BundleCandidate, _ builder: BundleBuilder) -> Outcome {
    let design = builder.built(candidate.members).design
    do throws(DiagnosticList) {
      guard let least = try builder.variants.least(of: design) else { return .tooLarge }
      let batch = Double(design.workload.batch)
      var stronger = candidate
      stronger.time = max(candidate.time, least.latency / batch)
      stronger.energy = max(candidate.energy, least.energy / batch)
      stronger.bound = .products
      return .candidate(stronger)
    } catch {
      return .impossible
    }
  }

  private mutating func analyse(_ chosen: [BundleCandidate]) async {
    let built = chosen.map { builder.built($0.members) }
    let outcomes = await Parallel.map(built, parallelism) { [builder] bundle in
      await builder.variants.outcome(of: bundle.design, parallelism: 1)
    }
    counts.analysed += chosen.count
    let before = known.count
    for (place, outcome) in outcomes.enumerated() {
      guard case .success(let outcome) = outcome, !outcome.isInfeasible else { continue }
      known.append(
        Bundle(
          members: chosen[place].members, steps: built[place].steps, outcome: outcome,
          area: chosen[place].area))
    }
    exclude(by: Array(known[before...]))
  }
}
