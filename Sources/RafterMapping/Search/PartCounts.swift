// SPDX-License-Identifier: Apache-2.0

/// What one instance of a memory holds of an operand at most, in elements.
struct Holding: Sendable {
  /// While they are replaced; of sums those that are finished.
  var finished: Double
  /// Sums that are not.
  var sums = 0.0
  /// The next memory further in that holds the operand, where that counts; -1 for none.
  var next = -1
}

/// How many parts the arrays that make the parts of each level make of the loops of each operand at most.
///
/// Sides that are not decided yet may unroll anything.
struct PartCounts: ~Copyable {
  /// Of `operand * 10 + level`: of loops that index the operand, of the others, and of those of the others of which one
  /// transfer serves all parts.
  private var index = InlineArray<30, Double>(repeating: 1)
  private var beside = InlineArray<30, Double>(repeating: 1)
  private var unite = InlineArray<30, Double>(repeating: 1)

  init(_ spatial: borrowing SpatialChoice, _ space: SearchSpace) {
    for i in 0..<spatial.count {
      let unrolling = spatial[i]
      let factor = Double(unrolling.factor)
      for o in 0..<3 {
        let place = o * 10 + Int(unrolling.level)
        if space.relevant[o] & (1 << UInt64(unrolling.dimension)) != 0 {
          index[place] *= factor
        } else {
          beside[place] *= factor
          if unrolling.unites & (1 << UInt8(o)) != 0 { unite[place] *= factor }
        }
      }
    }
    var next = spatial.decided
    while next < space.sides.count {
      let side = space.sides[next]
      next += 1
      for o in 0..<3 {
        let place = o * 10 + side.level
        index[place] *= side.size
        beside[place] *= side.size
        if side.unites & (1 << UInt8(o)) != 0 { unite[place] *= side.size }
      }
    }
  }

  /// Parts between two memories along loops that index an operand.
  @inline(__always)
  func indexing(_ operand: Int, from outer: Int, to inner: Int) -> Double {
    var product = 1.0
    for place in places(operand, outer, inner) { product *= index[place] }
    return product
  }

  /// Parts between two memories along loops that do not index an operand.
  @inline(__always)
  func besides(_ operand: Int, from outer: Int, to inner: Int) -> Double {
    var product = 1.0
    for place in places(operand, outer, inner) { product *= beside[place] }
    return product
  }

  /// Those of them that one transfer serves.
  @inline(__always)
  func united(_ operand: Int, from outer: Int, to inner: Int) -> Double {
    var product = 1.0
    for place in places(operand, outer, inner) { product *= unite[place] }
    return product
  }

  @inline(__always)
  private func places(_ operand: Int, _ outer: Int, _ inner: Int) -> Range<Int> {
    (operand * 10 + outer + 1)..<(operand * 10 + inner + 1)
  }
}
