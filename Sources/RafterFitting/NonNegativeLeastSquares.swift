// SPDX-License-Identifier: Apache-2.0

/// Least squares with coefficients of at least zero, from the normal equations.
///
///     min over x >= 0 of  x' G x / 2 - h' x        G = A' W A  [n x n],  h = A' W b  [n]
///
/// The active-set method of Lawson and Hanson [Solving Least Squares Problems, 1974, chapter 23], for a few
/// coefficients: columns are scaled to the same length first, so that units do not matter.
package struct NonNegativeLeastSquares {
  /// How many coefficients.
  package let count: Int
  /// 1/sqrt(G_ii), zero where a column is empty.
  private let scale: [Double]
  /// G with a diagonal of ones, row after row.
  private let gram: [Double]

  /// Takes G, row after row.
  package init(gram: [Double], count: Int) {
    precondition(gram.count == count * count, "G is square")
    let scale = (0..<count).map { place in
      let square = gram[place * count + place]
      return square > 0 ? 1 / square.squareRoot() : 0
    }
    self.count = count
    self.scale = scale
    self.gram = (0..<count * count).map { gram[$0] * scale[$0 / count] * scale[$0 % count] }
  }

  /// The coefficients for a moment h; zero for an empty column.
  package func solve(_ moment: [Double]) -> [Double] {
    let moment = (0..<count).map { moment[$0] * scale[$0] }
    let least = 1e-13 * (moment.map(\.magnitude).max() ?? 0)
    var x = [Double](repeating: 0, count: count)
    var free: [Int] = []
    for _ in 0..<(3 * count) {
      // The coefficient whose growth helps most.
      let slopes = (0..<count).map { row in
        moment[row] - (0..<count).reduce(0) { $0 + gram[row * count + $1] * x[$1] }
      }
      let candidates = (0..<count).filter { !free.contains($0) && slopes[$0] > least }
      guard let next = candidates.max(by: { (slopes[$0], $1) < (slopes[$1], $0) }) else { break }
      free = (free + [next]).sorted()
      guard settle(&x, &free, moment) else { break }
    }
    return (0..<count).map { x[$0] * scale[$0] }
  }

  /// Solves for the free coefficients, and gives up those that would be negative.
  ///
  /// - Returns: false where the free columns depend on one another.
  private func settle(_ x: inout [Double], _ free: inout [Int], _ moment: [Double]) -> Bool {
    while !free.isEmpty {
      guard let factor = Cholesky(of: gram, rows: free, count: count) else {
        free.removeLast()
        return false
      }
      let wanted = factor.solve(free.map { moment[$0] })
      guard wanted.contains(where: { $0 <= 0 }) else {
        for (place, value) in zip(free, wanted) { x[place] = value }
        return true
      }
      // As far towards the solution as all stay positive.
      var step = 1.0
      for (place, value) in zip(free, wanted) where value <= 0 {
        let gap = x[place] - value
        step = min(step, gap > 0 ? x[place] / gap : 0)
      }
      for (place, value) in zip(free, wanted) { x[place] += step * (value - x[place]) }
      let kept = zip(free, wanted).filter { $1 > 0 || x[$0] > 1e-15 }.map(\.0)
      for place in free where !kept.contains(place) { x[place] = 0 }
      guard kept.count < free.count else { return false }
      free = kept
    }
    return true
  }

  /// The inverse of G, row after row; nil where columns depend on one another.
  package var inverse: [Double]? {
    let rows = (0..<count).filter { scale[$0] > 0 }
    guard let factor = Cholesky(of: gram, rows: rows, count: count) else { return nil }
    var inverse = [Double](repeating: 0, count: count * count)
    for (place, column) in rows.enumerated() {
      var unit = [Double](repeating: 0, count: rows.count)
      unit[place] = 1
      for (row, value) in zip(rows, factor.solve(unit)) {
        inverse[row * count + column] = value * scale[row] * scale[column]
      }
    }
    return inverse
  }
}

/// G = L L' of some rows and columns of a symmetric matrix.
private struct Cholesky {
  private let size: Int
  private var lower: [Double]

  /// - Returns: nil unless the rows are independent.
  init?(of matrix: [Double], rows: [Int], count: Int) {
    size = rows.count
    lower = [Double](repeating: 0, count: size * size)
    for i in 0..<size {
      for j in 0...i {
        var sum = matrix[rows[i] * count + rows[j]]
        for k in 0..<j { sum -= lower[i * size + k] * lower[j * size + k] }
        if i == j {
          // The diagonal is one: what is left of it is the part that no other column explains.
          guard sum > 1e-14 else { return nil }
          lower[i * size + i] = sum.squareRoot()
        } else {
          lower[i * size + j] = sum / lower[j * size + j]
        }
      }
    }
  }

  func solve(_ right: [Double]) -> [Double] {
    var x = right
    for i in 0..<size {
      for k in 0..<i { x[i] -= lower[i * size + k] * x[k] }
      x[i] /= lower[i * size + i]
    }
    for i in (0..<size).reversed() {
      for k in (i + 1)..<max(size, i + 1) { x[i] -= lower[k * size + i] * x[k] }
      x[i] /= lower[i * size + i]
    }
    return x
  }
}
