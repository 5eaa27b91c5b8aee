// SPDX-License-Identifier: Apache-2.0

/// One loop on one side of an array.
struct Unrolling: Sendable, Hashable {
  var array: Int
  var side: Int
  var dimension: Int
  var factor: Int
}

/// What is unrolled on all arrays of the path, outermost first.
struct SpatialChoice: Sendable {
  var unrollings: [Unrolling]
  /// How many of the sides (`SearchSpace.sides`) are decided; the others may unroll anything.
  var decided = Int.max

  /// Nothing is decided yet.
  static let open = SpatialChoice(unrollings: [], decided: 0)

  /// How many parts a loop is split into by the arrays that make the parts of levels above `level`.
  func factor(of dimension: Int, after level: Int, in space: borrowing SearchSpace) -> Int {
    var product = 1
    for unrolling in unrollings
    where unrolling.dimension == dimension && space.arrayLevel[unrolling.array] > level {
      product *= unrolling.factor
    }
    return product
  }
}

