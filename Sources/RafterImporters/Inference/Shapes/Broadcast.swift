// SPDX-License-Identifier: Apache-2.0

/// Stretching sides of 1, aligned at the last axis.
enum Broadcast {
  /// The shape that two shapes stretch to.
  static func shape(_ a: [Int], _ b: [Int]) throws(RuleFailure) -> [Int] {
    if a == b { return a }
    let rank = max(a.count, b.count)
    var out = [Int](repeating: 1, count: rank)
    for place in 1...max(rank, 1) where place <= rank {
      let left = place <= a.count ? a[a.count - place] : 1
      let right = place <= b.count ? b[b.count - place] : 1
      guard left == right || left == 1 || right == 1 else {
        throw .invalid(
          "shapes \(a.asShape) and \(b.asShape) do not stretch to one another: "
            + "\(left) against \(right)",
          remedy: "each pair of sides, from the last on, must be equal or one of them 1")
      }
      out[rank - place] = left == 1 ? right : left
    }
    return out
  }

  /// The shape that several shapes stretch to.
  static func shape(of shapes: [[Int]]) throws(RuleFailure) -> [Int] {
    guard var out = shapes.first else { return [] }
    for next in shapes.dropFirst() { out = try shape(out, next) }
    return out
  }

  /// For each element of `out`, the place of the element of `shape` that is stretched to it.
  static func places(of shape: [Int], in out: [Int]) -> [Int] {
    if shape == out { return Array(0..<out.elements) }
    let skipped = out.count - shape.count
    var strides = [Int](repeating: 0, count: out.count)
    let own = shape.rowMajorStrides
    for axis in shape.indices where shape[axis] != 1 { strides[axis + skipped] = own[axis] }
    return Places.walk(out, strides: strides)
  }
}

/// Lists of places in a row-major tensor: what movements of data are made of.
enum Places {
  /// The places that a walk over `shape` visits when a step along each axis moves by `strides`.
  static func walk(_ shape: [Int], strides: [Int], from start: Int = 0) -> [Int] {
    let total = shape.elements
    guard total > 0 else { return [] }
    var out: [Int] = []
    out.reserveCapacity(total)
    var index = [Int](repeating: 0, count: shape.count)
    var place = start
    while true {
      out.append(place)
      var axis = shape.count - 1
      while axis >= 0 {
        index[axis] += 1
        place += strides[axis]
        if index[axis] < shape[axis] { break }
        place -= strides[axis] * shape[axis]
        index[axis] = 0
        axis -= 1
      }
      if axis < 0 { return out }
    }
  }

  /// The index along each axis of every element, in row-major order.
  static func indices(_ shape: [Int]) -> [[Int]] {
    let strides = shape.rowMajorStrides
    return (0..<shape.elements).map { place in
      shape.indices.map { place / strides[$0] % shape[$0] }
    }
  }
}
