// SPDX-License-Identifier: Apache-2.0

/// Uneven tiles near even ones.
extension BranchAndBound {
  /// Searches each placement for sizes near those of a solution with even tiles.
  ///
  /// A solution with even tiles is one of every order of stores: those that do better differ in few tiles, mostly.
  ///
  /// - Parameters:
  ///   - even: a solution under a placement without parts; nothing is done without one.
  ///   - quota: work for all placements together.
  mutating func searchNear(even: Solution?, quota: Int) {
    guard let even else { return }
    let (open, asked) = (openBound, tolerance)
    // Nothing is worth a look that certainly is as good as asked for already.
    let promising = searched.filter { !isHopeless(bound(.open($0))) }
    tolerance = 0
    for placement in promising {
      let space = spaces[placement]
      focus = (1...space.levels).map { level in
        level == space.levels
          ? even.tiles[even.tiles.count - 1]
          : even.tiles[max(1, space.machine.memories[level].index) - 1]
      }
      search(
        even.spatial.moved(to: placement) { space.arrayLevel[$0] },
        limits: space.tileLimits(product: 1000), breadth: [0, 8] + space.deeper(2),
        quota: quota / promising.count)
    }
    focus = nil
    (openBound, tolerance) = (open, asked)
    if best?.spatial.placement != even.spatial.placement { refine(product: 2000) }
  }
}
