// SPDX-License-Identifier: Apache-2.0

/// Options of sides that were listed before: choices that leave a side the same lengths share them, whatever the
/// placement.
struct OptionMemory: Sendable {
  private struct Question: Hashable {
    var side: Int
    /// The level whose parts the side makes: placements may differ in it.
    var level: Int
    /// What is left of each loop that the side may unroll; 1 for the others.
    var lengths: [Int]
    var filling: Filling
  }

  private var options: [Question: [SideOption]] = [:]

  /// All options of a side, the fullest first.
  ///
  /// - Parameter side: an index in `SearchSpace.sides`.
  mutating func options(
    of side: Int, in space: SearchSpace, lengths: [Int], _ filling: Filling
  ) -> [SideOption] {
    let place = space.sides[side]
    // What the user fixed may be on any loops, and is listed at once.
    if side < space.fixed.parts.count, space.fixed.parts[side] != nil {
      return space.options(of: place, lengths: lengths, filling)
    }
    let allowed = space.machine.arrays[place.array].sides[place.side].allowed
    var reached = lengths
    for d in reached.indices where allowed >> UInt64(d) & 1 == 0 { reached[d] = 1 }
    let question = Question(
      side: side, level: place.level, lengths: reached, filling: filling)
    if let known = options[question] { return known }
    let found = space.options(of: place, lengths: lengths, filling)
    options[question] = found
    return found
  }
}
