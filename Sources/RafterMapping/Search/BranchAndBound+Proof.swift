// SPDX-License-Identifier: Apache-2.0

/// The certificate: what is left out of all unrollings, and by how much it may be better.
extension BranchAndBound {
  /// How many spatial choices are listed at first, and how many where the best solution is far from all bounds, so that
  /// no proof is near.
  private static let mostCandidates = 400
  private static let fewerCandidates = 100
  /// How many are few, and the share of the budget after which no more are listed.
  private static let fewCandidates = 4
  private static let listedUntil = 0.7
  /// How many times as long the next list is.
  private static let growth = 4.0
  /// The work for each choice of a list that is made longer than usual, however many are left out of it.
  private static let workOfListed = 150

  /// Searches all choices, which makes the certificate: as many as the budget is enough for.
  mutating func searchAll(_ filling: Filling) {
    let first = isFarOff() ? Self.fewerCandidates : Self.mostCandidates
    var most = first
    while true {
      openBound = .infinity
      let list = candidates(most: most, filling)
      let leftOut = openBound
      if most == first { improve(with: list) }
      let listed = prove(list)
      // What is left out is listed once more, with what was found since, if the gap is its and a longer list holds it.
      guard gap > tolerance, leftOut * (1 + tolerance) < listed, list.crowding > 1,
        best == nil || most < max(Self.mostCandidates, budget / Self.workOfListed)
          || list.crowding <= Self.growth,
        Double(work) < Double(budget) * Self.listedUntil
      else { return }
      most *= Int(Self.growth)
    }
  }

  /// How far above the bound of all a solution may be, as a share of it, whose neighbours are not searched.
  private static let nearBound = 0.05
  /// The share of the budget after which neighbours are searched, whatever a long list left for other choices.
  private static let neighboursFrom = 0.6

  /// Looks for a better solution than the first one among choices of the best bounds, with more sizes, then near the best: its
  /// sizes, other unrollings, and the sizes of the last that were best in turn.
  ///
  /// Leaves what is known of the rest as it is.
  private mutating func improve(with list: SpatialList) {
    guard let start = best, !list.choices.isEmpty else { return }
    let known = openBound
    openBound = 0
    let everything = [Int](repeating: .max, count: spaces.reduce(0) { max($0, $1.levels) } + 1)
    // Without arrays, or with few unrollings, all that there is to choose is sizes.
    let isFew = list.choices.count <= Self.fewCandidates
    let last = Int(Double(budget) * Self.neighboursFrom)
    let end = min(after(isFew ? 0.2 : 0.15), last)
    let limits = spaces.map { $0.tileLimits(product: 2000) }
    for choice in list.choices where work < end {
      search(
        choice, limits: limits[choice.placement], breadth: everything, quota: end - work)
    }
    openBound = known
    if isFew || best?.score.isBetter(than: start.score, objective) == true {
      refine(product: 4000, until: isFew ? after(0.45) : min(after(0.1), last))
    }
    let least = list.keys.reduce(known) { min($0, ($1.bound ?? $1.order).primary(objective)) }
    if isNear(least) { return }
    searchNeighbours(until: after(0.25))
    refineAll(3, product: 200, until: after(0.08))
    if isNear(least) { return }
    searchNeighbours(until: after(0.1))
  }

  /// Whether the best solution is so little above a bound that its neighbours are not worth a search.
  private func isNear(_ least: Double) -> Bool {
    best.map { $0.score.primary(objective) <= least * (1 + Self.nearBound) } ?? false
  }

  /// How many choices are tried before any is searched to its end, and the share of the budget for one of them.
  private static let triedChoices = 8
  private static let triedShare = 1.0 / 40
  /// How many times as much a choice takes to its end, once what it was tried with was not enough.
  private static let workBeyondTry = 6.0

  /// Searches choices: a few of the best bounds a little first, so that a good solution of any cuts off the
  /// others, then each to its end.
  ///
  /// The gap is that of the worst of them and of what is left out, so nothing is gained of choices whose bound is above
  /// that of what is left out, nor once more of the others are left than there is work for.
  ///
  /// - Returns: the least bound of what is not seen of them.
  private mutating func prove(_ list: SpatialList) -> Double {
    let leftOut = openBound
    var live: [(choice: SpatialChoice, bound: Score)] = []
    for (choice, key) in zip(list.choices, list.keys) {
      // While there is no solution at all, any choice may hold the first one.
      let limit = best == nil ? .infinity : leftOut
      if key.order.primary(objective) >= limit { continue }
      let bound = key.bound ?? bound(choice)
      if isHopeless(bound) || bound.primary(objective) >= limit {
        leaveOpen(bound)
      } else {
        live.append((choice, bound))
      }
    }
    let everything = [Int](repeating: .max, count: spaces.reduce(0) { max($0, $1.levels) } + 1)
    let end = after(1)
    let quota = Int(Double(budget) * Self.triedShare)
    // The least bound of what is not seen of each choice; nil where nothing is.
    var unseen = [Double?](repeating: nil, count: live.count)
    var (tried, unfinished) = (0, 0)
    // Those that are not tried yet are like those that are.
    func isHopeful() -> Bool {
      let share = Double(unfinished) / Double(max(1, tried))
      let left = Double(unfinished) + share * Double(live.count - tried)
      return left * Double(quota) * Self.workBeyondTry <= Double(end - work)
    }
    for isTried in [true, false] {
      let most = isTried ? Self.triedChoices : .max
      for index in live.indices.prefix(most) where unseen[index] ?? 0 < .infinity {
        guard (work < end && isHopeful()) || isWithoutAny else { break }
        let bound = search(
          live[index].choice, limits: everything, breadth: everything,
          quota: best == nil ? .max : min(isTried ? quota : .max, end - work))
        if unseen[index] == nil { tried += 1 } else { unfinished -= 1 }
        if bound < .infinity { unfinished += 1 }
        unseen[index] = bound
      }
    }
    var listed = Double.infinity
    for (index, (_, bound)) in live.enumerated() where bound.isWithin(cap) {
      listed = min(listed, unseen[index] ?? bound.primary(objective))
    }
    openBound = min(openBound, listed)
    return listed
  }
}
