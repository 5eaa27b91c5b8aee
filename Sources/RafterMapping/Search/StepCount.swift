// SPDX-License-Identifier: Apache-2.0

/// The least steps over time, and the cycles to fill arrays, of a spatial choice once one more side is decided.
///
/// Many options are asked of the same side, so what the sides before contribute is counted once.
struct StepCount: ~Copyable {
  private let space: SearchSpace
  /// For each active loop the parts that the sides before make of it.
  private var parts = InlineArray<16, Int>(repeating: 1)
  private let side: Int
  private let before: Double

  init(after choice: SpatialChoice, with side: Int, in space: SearchSpace) {
    self.space = space
    self.side = side
    before = space.fill(choice)
    for i in 0..<choice.count {
      parts[space.slot[Int(choice[i].dimension)]] *= Int(choice[i].factor)
    }
  }

  /// The least steps over time; sides that follow may unroll anything.
  @inline(__always)
  func steps(_ option: borrowing SideOption) -> Double {
    var steps = 1.0
    for (slot, d) in space.active.enumerated() {
      var factor = parts[slot]
      for i in 0..<option.count where Int(option[i].dimension) == d {
        factor *= Int(option[i].factor)
      }
      steps *= Double((space.nest.bounds[d] + factor - 1) / factor)
    }
    for place in space.sides[(side + 1)...] { steps /= place.size }
    return max(1, steps)
  }

  /// Cycles for data to cross the sides that are used, in and out.
  @inline(__always)
  func fill(_ option: borrowing SideOption) -> Double {
    guard option.count > 0 else { return before }
    let place = space.sides[side]
    return before + 2 * space.machine.arrays[place.array].sides[place.side].fill
  }
}
