// SPDX-License-Identifier: Apache-2.0
#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Positive numbers as sums of known amounts times unknown prices of at least zero, which outliers pull little.
///
///     p_i = o_i + sum over j of a_ij x_j,   x_j >= 0        r_i = ln(p_i / b_i)
///     min over x of  sum over i of 2 s^2 (sqrt(1 + (r_i/s)^2) - 1)
///
/// Logarithms make a row measured ten times too small weigh as much as one ten times too large. s is 1.345 times the spread of
/// the residuals, 1.4826 times the median of their magnitudes [Huber, Robust Statistics, 1981]. Each step is a
/// non-negative least-squares problem in the linearised residuals.
package struct RobustSumFit: Sendable {
  /// How many prices.
  package let count: Int
  /// a, row after row.
  private let amounts: [Double]
  /// o.
  private let offsets: [Double]
  /// b.
  private let totals: [Double]
  /// The rows that are fitted.
  private let places: [Int]
  /// x.
  package private(set) var prices: [Double]
  /// s.
  package private(set) var scale: Double

  private static let maximumSteps = 200
  /// Below this a residual is rounding.
  private static let leastScale = 1e-9

  /// Fits to all rows.
  ///
  /// - Parameters:
  ///   - amounts: a, row after row, each at least zero.
  ///   - offsets: o, each at least zero.
  ///   - totals: b, each above zero.
  package init(amounts: [Double], offsets: [Double], totals: [Double], count: Int) {
    precondition(amounts.count == totals.count * count, "one row of amounts for each total")
    precondition(offsets.count == totals.count, "one offset for each total")
    self.amounts = amounts
    self.offsets = offsets
    self.totals = totals
    self.count = count
    places = Array(totals.indices)
    scale = 1
    prices = []
    prices = start()
    settle()
  }

  /// The same fit without some rows.
  package func leavingOut(_ left: Set<Int>) -> RobustSumFit {
    RobustSumFit(of: self, places: places.filter { !left.contains($0) })
  }

  private init(of other: RobustSumFit, places: [Int]) {
    count = other.count
    amounts = other.amounts
    offsets = other.offsets
    totals = other.totals
    self.places = places
    scale = other.scale
    prices = other.prices
    settle()
  }

  /// p of a row.
  package func prediction(_ row: Int) -> Double {
    (0..<count).reduce(offsets[row]) { $0 + amounts[row * count + $1] * prices[$1] }
  }

  /// r of a row; what has no price at all counts as far off.
  package func residual(_ row: Int) -> Double {
    let value = prediction(row)
    return value > 0 ? log(value / totals[row]) : -20
  }

  /// Least squares of relative errors, to begin with.
  private func start() -> [Double] {
    var gram = [Double](repeating: 0, count: count * count)
    var moment = [Double](repeating: 0, count: count)
    for row in places {
      let b = totals[row]
      for i in 0..<count {
        let a = amounts[row * count + i] / b
        moment[i] += a * max(0, 1 - offsets[row] / b)
        for j in 0..<count { gram[i * count + j] += a * amounts[row * count + j] / b }
      }
    }
    return NonNegativeLeastSquares(gram: gram, count: count).solve(moment)
  }

  private mutating func settle() {
    for step in 0..<Self.maximumSteps {
      if step < Self.maximumSteps / 4 { scale = spread() }
      let before = cost(prices)
      let wanted = improved()
      var share = 1.0
      var next = wanted
      while cost(next) > before, share > 1e-4 {
        share /= 2
        next = zip(prices, wanted).map { $0 + share * ($1 - $0) }
      }
      let after = cost(next)
      guard after <= before else { return }
      prices = next
      if step >= 5, before - after <= 1e-12 * before { return }
    }
  }

  /// s from the residuals as they are.
  private func spread() -> Double {
    let sorted = places.map { residual($0).magnitude }.sorted()
    guard !sorted.isEmpty else { return 1 }
    let middle = sorted.count / 2
    let median =
      sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
    return max(1.345 * 1.4826 * median, Self.leastScale)
  }

  private func cost(_ x: [Double]) -> Double {
    var other = self
    other.prices = x
    return places.reduce(0) { sum, row in
      let r = other.residual(row) / scale
      return sum + 2 * ((1 + r * r).squareRoot() - 1)
    }
  }

  /// The prices that fit the linearised residuals best.
  private func improved() -> [Double] {
    var gram = [Double](repeating: 0, count: count * count)
    var moment = [Double](repeating: 0, count: count)
    for row in places {
      let value = prediction(row)
      guard value > 0 else { continue }
      let r = residual(row)
      let weight = 1 / (1 + (r / scale) * (r / scale)).squareRoot()
      let target = (value - offsets[row]) / value - r
      for i in 0..<count {
        let a = amounts[row * count + i] / value
        moment[i] += weight * a * target
        for j in 0..<count {
          gram[i * count + j] += weight * a * amounts[row * count + j] / value
        }
      }
    }
    return NonNegativeLeastSquares(gram: gram, count: count).solve(moment)
  }
}
