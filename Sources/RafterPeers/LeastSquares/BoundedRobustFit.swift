// SPDX-License-Identifier: Apache-2.0
import RafterFitting

/// A fit of any number of constants, each with a greatest value, that outliers pull little.
///
///     min over x <= greatest of  sum over i of 2 (sqrt(1 + (r_i(x)/s)^2) - 1)
///
/// As ``RobustFit``, with slopes by differences: for models whose constants go through a choice of the quickest way.
struct BoundedRobustFit {
  /// The constants.
  var constants: [Double]
  /// The most they may be.
  let greatest: [Double]
  /// s: where a residual begins to count as its magnitude.
  let scale: Double

  private static let maximumSteps = 60
  /// Constants are logarithms or of the order of one, so one difference serves all.
  private static let difference = 1e-3

  /// What the residuals are at some constants.
  private struct Equations {
    var residuals: [Double]
    /// Row after row.
    var slopes: [Double]
    var weights: [Double]
  }

  /// Improves the constants for the residuals of all rows.
  mutating func minimise(_ residuals: ([Double]) -> [Double]) {
    var damping = 1e-3
    var cost = cost(residuals(constants))
    for _ in 0..<Self.maximumSteps {
      let next = step(equations(residuals), damping)
      let nextCost = self.cost(residuals(next))
      guard nextCost < cost else {
        if damping > 1e6 { return }
        damping *= 10
        continue
      }
      let gain = cost - nextCost
      (constants, cost) = (next, nextCost)
      damping = max(damping / 10, 1e-9)
      if gain <= 1e-6 * cost { return }
    }
  }

  private func cost(_ residuals: [Double]) -> Double {
    residuals.reduce(0) { sum, value in
      let share = value / scale
      return sum + 2 * ((1 + share * share).squareRoot() - 1)
    }
  }

  private func equations(_ residuals: ([Double]) -> [Double]) -> Equations {
    let base = residuals(constants)
    let n = constants.count
    var slopes = [Double](repeating: 0, count: base.count * n)
    for column in 0..<n {
      // Downwards, so that a bound is never crossed.
      var moved = constants
      moved[column] -= Self.difference
      let other = residuals(moved)
      for row in base.indices {
        slopes[row * n + column] = (base[row] - other[row]) / Self.difference
      }
    }
    let weights = base.map { value in
      let share = value / scale
      return 1 / (1 + share * share).squareRoot()
    }
    return Equations(residuals: base, slopes: slopes, weights: weights)
  }

  /// In z = greatest - x, which is at least zero: J x = J greatest - J z.
  private func step(_ equations: Equations, _ damping: Double) -> [Double] {
    let n = constants.count
    let from = (0..<n).map { greatest[$0] - constants[$0] }
    var (gram, moment) = normal(equations) { row in
      var target = equations.residuals[row]
      for column in 0..<n { target += equations.slopes[row * n + column] * from[column] }
      return target
    }
    for k in 0..<n {
      let extra = damping * gram[k * n + k]
      gram[k * n + k] += extra
      moment[k] += extra * from[k]
    }
    let found = NonNegativeLeastSquares(gram: gram, count: n).solve(moment)
    return (0..<n).map { greatest[$0] - found[$0] }
  }

  private func normal(_ equations: Equations, _ target: (Int) -> Double)
    -> (gram: [Double], moment: [Double])
  {
    let n = constants.count
    var gram = [Double](repeating: 0, count: n * n)
    var moment = [Double](repeating: 0, count: n)
    for row in equations.residuals.indices {
      let weight = equations.weights[row]
      let wanted = target(row)
      for i in 0..<n {
        let slope = equations.slopes[row * n + i]
        guard slope != 0 else { continue }
        moment[i] += weight * slope * wanted
        for j in 0..<n { gram[i * n + j] += weight * slope * equations.slopes[row * n + j] }
      }
    }
    return (gram, moment)
  }

  /// Standard errors of the constants and the residual of each row by constants found without it.
  ///
  /// Both from the slopes at the constants: with h_i = w_i J_i (J' W J)^-1 J_i', the residual without a row is r_i / (1 - h_i) to
  /// first order. A constant at its bound is taken as fixed. Nil where the rows leave a constant open.
  func spread(_ residuals: ([Double]) -> [Double])
    -> (standardErrors: [Double], residualsLeavingOneOut: [Double])?
  {
    let equations = equations(residuals)
    let n = constants.count
    let free = (0..<n).filter { greatest[$0] - constants[$0] > 1e-6 }
    var (gram, _) = normal(equations) { _ in 0 }
    gram = free.flatMap { i in free.map { j in gram[i * n + j] } }
    guard equations.residuals.count > free.count,
      let inverse = NonNegativeLeastSquares(gram: gram, count: free.count).inverse
    else { return nil }
    let rows = equations.residuals.indices
    let squares = rows.reduce(0) {
      $0 + equations.weights[$1] * equations.residuals[$1] * equations.residuals[$1]
    }
    let variance = squares / Double(rows.count - free.count)
    var errors = [Double](repeating: 0, count: n)
    for (place, column) in free.enumerated() {
      errors[column] = (max(0, inverse[place * free.count + place]) * variance).squareRoot()
    }
    let left = rows.map { row in
      var leverage = 0.0
      for (a, i) in free.enumerated() where equations.slopes[row * n + i] != 0 {
        for (b, j) in free.enumerated() {
          leverage +=
            equations.slopes[row * n + i] * inverse[a * free.count + b]
            * equations.slopes[row * n + j]
        }
      }
      leverage = min(0.95, leverage * equations.weights[row])
      return equations.residuals[row] / (1 - leverage)
    }
    return (errors, left)
  }
}
