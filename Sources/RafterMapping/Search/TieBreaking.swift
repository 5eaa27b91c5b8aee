// SPDX-License-Identifier: Apache-2.0

extension BranchAndBound {
  /// The share of the tolerance within which two mappings count as equally good.
  static let tieShare = 0.1
  /// The gap from which on there is likely to be something better among the first choices: by the other objective they are
  /// searched in another order.
  private static let wideGap = 0.1

  /// Among mappings as good as the best one, looks for one that is better in the other of latency and energy.
  ///
  /// A search that ends within a gap leaves out all whose bound is not well below the best solution, those as
  /// good as it included; so the other objective is then made least with the first one as a limit. As good
  /// is whatever lies within a tenth of the gap that the caller accepts; the certificate counts that in.
  mutating func breakTies() {
    guard let start = best, objective != .edp, !wasCancelled else { return }
    let (asked, open, within, share) = (objective, openBound, cap, tolerance)
    let isWide = gap > Self.wideGap
    let slack = 1 + tolerance * Self.tieShare
    cap =
      asked == .latency
      ? Score(
        latency: min(start.score.latency * slack, ceiling),
        energy: min(within.energy, start.score.energy))
      : Score(
        latency: start.score.latency, energy: min(start.score.energy * slack, ceiling))
    objective = asked == .latency ? .energy : .latency
    (openBound, tolerance) = (0, 0)
    settled = nil
    // Less work than the search itself took: a product whose optimum is found at once is done soon.
    let end = work + max(budget / 16, min(work * 3 / 5, budget - work))
    refine(product: 200, until: work + (end - work) / 3)
    searchNeighbours(until: isWide ? work + max(0, end - work) / 2 : end)
    if isWide {
      searchFirst(
        firstChoices.within(cap), count: 12, product: 500, breadth: (6, 2), quota: budget / 8,
        until: end)
      refine(product: 200, until: end)
    }
    (objective, openBound, cap, tolerance) = (asked, open, within, share)
  }
}
