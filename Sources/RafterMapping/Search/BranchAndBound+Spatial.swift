// SPDX-License-Identifier: Apache-2.0
import RafterWorkload

/// Which choices of what is unrolled are worth a search.
extension BranchAndBound {
  /// The least score of all mappings that unroll as chosen, whatever the undecided sides do.
  func bound(_ spatial: SpatialChoice) -> Score {
    bounds(spatial, steps: steps(spatial)).bound
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

  /// What a choice costs at least, and may cost.
  private func bounds(_ spatial: SpatialChoice, steps: Double) -> SpatialList.Bounds {
    let space = spaces[spatial.placement]
    let remaining = space.remaining(spatial, from: 1)
    let fill = space.fill(spatial)
    return SpatialList.Bounds(
      bound: space.bound(remaining, steps: steps, even: even(spatial), fill: fill),
      order: space.estimate(remaining, steps: steps, fill: fill, copies: .least),
      estimate: space.estimate(remaining, steps: steps, fill: fill, copies: .full))
  }

  /// Choices of all sides for a first good solution: some of each placement, and in all so many that they
  /// take little of the time.
  func promising(beam: Int, options: Int, most: Int) -> [SpatialChoice] {
    guard spaces.count > 1 else {
      return promising(0, beam: beam, options: options).bestOfBoth(most).choices
    }
    var list = SpatialList()
    for placement in spaces.indices {
      let own = promising(placement, beam: max(8, beam / spaces.count), options: options)
      for choice in own.bestOfBoth(max(1, most / spaces.count)).choices {
        list.append(choice, bounds(choice, steps: steps(choice)), objective)
      }
    }
    return list.bestOfBoth(2 * most).choices
  }

  /// Choices of one placement: on each side full options of many kinds, and after each side those of the least
  /// bounds.
  private func promising(_ placement: Int, beam: Int, options: Int) -> SpatialList {
    let space = spaces[placement]
    var list = SpatialList([.open(placement)])
    for place in space.sides {
      var next = SpatialList()
      for choice in list.choices {
        let lengths = choice.lengths(space.nest.bounds)
        let kept = SideOption.kept(
          space.options(of: place, lengths: lengths), lengths: lengths, count: options)
        for option in kept {
          let longer = choice.deciding(option)
          next.append(longer, bounds(longer, steps: steps(longer)), objective)
        }
      }
      list = next.bestOfBoth(beam)
    }
    return list
  }

  /// All choices of all sides that may beat the best solution, the most promising first.
  ///
  /// - Parameter most: how many to look for; what is beyond is left open.
  mutating func candidates(most: Int, _ filling: Filling = .full) -> SpatialList {
    var list = SpatialList()
    for placement in spaces.indices {
      let choice = SpatialChoice.open(placement)
      let root = bounds(choice, steps: steps(choice))
      // Nothing more is asked of a search that was cancelled.
      if isHopeless(root.bound) || (wasCancelled && best != nil) {
        leaveOpen(root.bound)
      } else {
        // Without an array it is all that is known of what the search does not come to.
        list.append(choice, root, objective)
      }
    }
    for (index, place) in space.sides.enumerated() {
      var next = SpatialList()
      for choice in list.choices {
        let lengths = choice.lengths(space.nest.bounds)
        for option in space.options(of: place, lengths: lengths, filling) {
          let longer = choice.deciding(option)
          let steps = steps(longer)
          // Most choices are out of the question for their steps alone.
          let space = spaces[choice.placement]
          let quick = space.score(
            steps: steps, fill: space.fill(longer), least: leastEnergy[choice.placement])
          if isHopeless(quick) {
            leaveOpen(quick)
            continue
          }
          let bounds = bounds(longer, steps: steps)
          if isHopeless(bounds.bound) {
            leaveOpen(bounds.bound)
          } else {
            next.append(longer, bounds, objective)
          }
        }
      }
      // Sides that follow multiply what is kept.
      list = next.best(index + 1 == space.sides.count ? most : max(1, most * 2 / 5))
      openBound = min(openBound, list.leastLeft)
    }
    return list
  }
}
