// SPDX-License-Identifier: Apache-2.0

/// Uneven tiles near even ones.
extension BranchAndBound {
  /// How many sizes of a loop are considered near one, and how many choices of a memory's first part are followed.
  private static let sizesNear = 3
  private static let choicesNear = 12

  /// Searches each placement for sizes near those of a solution with even tiles.
  ///
  /// A solution with even tiles is one of every order of stores. What is better differs from it in the tiles of few
  /// memories, so those of one memory's parts are moved at a time, all others kept; and again from what that finds.
  ///
  /// - Parameters:
  ///   - even: a solution under a placement without parts; nothing is done without one.
  ///   - quota: work for all placements together.
  mutating func searchNear(even: Solution?, quota: Int) {
    guard let even else { return }
    let (open, asked) = (openBound, tolerance)
    // Nothing is worth a look that certainly is as good as asked for already.
    let promising = searched.filter { !isHopeless(bound(.open($0))) }
    (openBound, tolerance, ends) = (0, 0, false)
    for placement in promising {
      let space = spaces[placement]
      let spatial = even.spatial.moved(to: placement) { space.arrayLevel[$0] }
      var start = (1...space.levels).map { level in
        level == space.levels
          ? even.tiles[even.tiles.count - 1]
          : even.tiles[max(1, space.machine.memories[level].index) - 1]
      }
      let memories = (1..<space.levels).filter {
        space.siblings[$0].count > 1 && space.siblings[$0][0] == $0
      }
      let share = max(1, quota / (promising.count * max(1, memories.count)))
      for memory in memories {
        focus = start
        let former = best?.score
        let parts = space.siblings[memory]
        search(
          spatial, limits: (0...space.levels).map { parts.contains($0) ? Self.sizesNear : 1 },
          breadth: (0...space.levels).map {
            parts.contains($0) ? ($0 == memory ? Self.choicesNear : Self.choicesNear / 3) : 2
          }, quota: share)
        if let now = best, let former, now.score.isBetter(than: former, objective) {
          start = now.tiles
        }
      }
    }
    (focus, ends) = (nil, true)
    (openBound, tolerance) = (open, asked)
    if best?.spatial.placement != even.spatial.placement {
      refine(product: 2000, until: work + quota)
    }
    countAnew()
  }
}
