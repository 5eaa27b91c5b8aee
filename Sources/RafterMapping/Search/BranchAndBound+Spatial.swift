// SPDX-License-Identifier: Apache-2.0
import RafterWorkload

/// Which choices of what is unrolled are worth a search.
extension BranchAndBound {
  /// The least score of all mappings that unroll as chosen, whatever the undecided sides do.
  mutating func bound(_ spatial: SpatialChoice) -> Score {
    bound(spatial, steps: steps(spatial))
  }

  /// How many times its least bound a solution may be before no proof is near.
  private static let far = 1.5

  /// Whether the best solution is far above the bound of all.
  mutating func isFarOff() -> Bool {
    guard let best else { return false }
    var least = Double.infinity
    for placement in searched { least = min(least, bound(.open(placement)).primary(objective)) }
    return best.score.primary(objective) > least * Self.far
  }

  /// The least steps over time.
  private func steps(_ spatial: SpatialChoice) -> Double {
    // Loops and sides are those of every placement.
    var steps = 1.0
    for d in space.active {
      let factor = spatial.factor(of: d, after: 0)
      steps *= Double((space.nest.bounds[d] + factor - 1) / factor)
    }
    if spatial.decided < space.sides.count {
      for place in space.sides[spatial.decided...] { steps /= place.size }
    }
    return max(1, steps)
  }

  /// The least steps over time if every part had the same, whole or not.
  private func even(_ spatial: SpatialChoice) -> Double {
    var steps = 1.0
    for d in space.active {
      steps *= Double(space.nest.bounds[d]) / Double(spatial.factor(of: d, after: 0))
    }
    if spatial.decided < space.sides.count {
      for place in space.sides[spatial.decided...] { steps /= place.size }
    }
    return steps
  }

  /// What orders a choice, which is no more than its bound.
  ///
  /// It leaves out first and last tiles, which favour choices that fill little, and what rooms demand.
  private mutating func order(_ spatial: SpatialChoice, steps: Double, fill: Double) -> Score {
    let space = spaces[spatial.placement]
    countListed(1)
    space.count(&scratch, spatial, from: 1, .passes)
    return space.estimate(scratch, steps: steps, fill: fill, copies: .least)
  }

  /// The least score of all mappings with a choice.
  private mutating func bound(_ spatial: SpatialChoice, steps: Double) -> Score {
    let space = spaces[spatial.placement]
    space.count(&scratch, spatial, from: 1, .all)
    return space.bound(
      scratch, steps: steps, even: even(spatial), fill: space.fill(spatial))
  }

  /// What orders a choice when a first good solution is looked for: its order, and among equals, of which there are many
  /// where the arithmetic binds, what it costs if all parts of arrays have work.
  mutating func key(_ spatial: SpatialChoice) -> SpatialList.Key {
    let space = spaces[spatial.placement]
    countListed(1)
    space.count(&scratch, spatial, from: 1, .demands)
    let fill = space.fill(spatial)
    let steps = steps(spatial)
    return SpatialList.Key(
      order: space.estimate(scratch, steps: steps, fill: fill, copies: .least),
      estimate: space.estimate(scratch, steps: steps, fill: fill, copies: .full))
  }

  /// Lists choices of all sides for a first good solution, of all placements.
  ///
  /// - Parameters:
  ///   - beam: how many are kept after each side but the last, and half as many for their estimate; of all placements.
  ///   - options: of one kind on each side.
  mutating func listFirst(beam: Int, options: Int) {
    firstChoices = SpatialList()
    for placement in searched {
      let space = spaces[placement]
      var list = SpatialList(.open(placement))
      for side in space.sides.indices {
        let kept =
          side == 0 ? list : list.bestOfBoth(max(8, beam / searched.count), objective)
        list = SpatialList()
        for choice in kept.choices {
          let lengths = choice.lengths(space.nest.bounds)
          let (all, few) = memory.few(of: side, in: space, lengths: lengths, count: options)
          for place in few {
            let longer = choice.deciding(all[place])
            list.append(longer, key(longer))
          }
        }
      }
      // Some of each: where a memory is passed by, orders are no measure of the others.
      let most = max(8, beam / searched.count) * 4
      let own = list.bestOfBoth(most, objective)
      for (choice, key) in zip(own.choices, own.keys) { firstChoices.append(choice, key) }
    }
  }

  /// All choices of all sides that may beat the best solution, the most promising first.
  ///
  /// - Parameter most: how many to look for; what is beyond is left open.
  mutating func candidates(most: Int, _ filling: Filling = .full) -> SpatialList {
    var list = SpatialList()
    for placement in searched {
      let choice = SpatialChoice.open(placement)
      let steps = steps(choice)
      let root = bound(choice, steps: steps)
      // Nothing more is asked of a search that was cancelled.
      if isHopeless(root) || (wasCancelled && best != nil) {
        leaveOpen(root)
      } else {
        // Without an array it is all that is known of what the search does not come to.
        list.append(
          choice,
          SpatialList.Key(
            order: order(choice, steps: steps, fill: spaces[placement].fill(choice))))
      }
    }
    guard !space.sides.isEmpty else { return list }
    var passes = PassCount(space)
    for side in space.sides.indices {
      var next = SideDecisions(after: list)
      for (parent, choice) in list.choices.enumerated() {
        let space = spaces[choice.placement]
        let all = memory.options(
          of: side, in: space, lengths: choice.lengths(space.nest.bounds), filling)
        next.options.append(all)
        let left = StepCount(after: choice, with: side, in: space)
        passes.begin(after: choice, with: side, in: space)
        // A span, since each option is large to be copied.
        let options = all.span
        for index in options.indices {
          let steps = left.steps(options[index])
          let fill = left.fill(options[index])
          // Most choices are out of the question for their steps alone.
          let quick = space.score(
            steps: steps, fill: fill, least: leastEnergy[choice.placement])
          if isHopeless(quick) {
            leaveOpen(quick)
            continue
          }
          countListed(1)
          let order = passes.order(options[index], steps: steps, fill: fill)
          if isHopeless(order) {
            leaveOpen(order)
          } else {
            next.append(parent: parent, option: index, order)
          }
        }
      }
      // Sides that follow multiply what is kept: with many of them fewer are, so that listing takes about as long.
      let further = space.sides.count - 1
      list = first(
        side == further ? most : max(most / 10, most * 8 / 5 / further), of: next)
    }
    return list
  }

  /// For each choice that is to be kept, how many are bounded at most; and how many of the first have to be out of the
  /// question for one bound each before any further one is bounded.
  private static let boundedOfKept = 4
  private static let sampleOfBounded = 16

  /// Of some choices those that come first and are not out of the question; notes the least bound of the others.
  private mutating func first(_ most: Int, of decisions: SideDecisions) -> SpatialList {
    let ranking = decisions.ranking(objective)
    var kept = SpatialList()
    var seen = 0
    for index in ranking.prefix(Self.boundedOfKept * most) where kept.choices.count < most {
      let choice = decisions.choice(index)
      var key = SpatialList.Key(order: decisions.orders[index])
      // A bound costs several times as much as the order, so it is asked for where it tells anything.
      let isAsked = seen < Self.sampleOfBounded || kept.choices.count < seen
      seen += 1
      if isAsked {
        let bound = bound(choice)
        if isHopeless(bound) {
          leaveOpen(bound)
          continue
        }
        key.bound = bound
      }
      kept.append(choice, key)
    }
    leaveOpen(
      ranking.dropFirst(seen).lazy.map {
        (decisions.choice($0), SpatialList.Key(order: decisions.orders[$0]))
      })
    kept.crowding = decisions.parents.crowding * max(1, Double(ranking.count) / Double(most))
    return kept
  }

  /// How many choices that are left out are bounded at most.
  private static let mostBounded = 64

  /// Remembers the least bound of choices that are not looked at.
  ///
  /// A bound costs several times as much as the order, which is no more than the bound: so only those are bounded that
  /// come first and may have the least bound of all.
  ///
  /// - Parameter choices: the best order first.
  mutating func leaveOpen(_ choices: some Sequence<(SpatialChoice, SpatialList.Key)>) {
    for (count, (choice, key)) in choices.enumerated() {
      let least = key.order.primary(objective)
      if least >= openBound { return }
      if count == Self.mostBounded {
        openBound = least
        return
      }
      leaveOpen(bound(choice))
    }
  }
}
