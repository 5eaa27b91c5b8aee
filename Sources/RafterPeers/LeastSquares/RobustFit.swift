// SPDX-License-Identifier: Apache-2.0
import RafterFitting

/// A fit of up to four constants, each with a least value, that outliers pull little.
///
///     min over x >= least of  sum over i of 2 (sqrt(1 + (r_i(x)/s)^2) - 1)
///
/// Near zero a residual counts as its square, far out as its magnitude. Each step is a bounded least-squares problem in the
/// linearised residuals, each weighted with 1/sqrt(1 + (r/s)^2), damped as by Levenberg and Marquardt.
struct RobustFit {
  /// A residual and its slopes by the constants.
  typealias Residual = (value: Double, slopes: SIMD4<Double>)

  /// The constants.
  var constants: SIMD4<Double>
  /// The least they may be.
  let least: SIMD4<Double>
  /// s: where a residual begins to count as its magnitude.
  let scale: Double

  /// How many constants there can be.
  private static let count = 4
  private static let maximumSteps = 200

  /// Improves the constants for the residuals of places.
  mutating func minimise(_ places: [Int], _ residual: (Int, SIMD4<Double>) -> Residual) {
    var damping = 1e-3
    var cost = cost(constants, places, residual)
    for _ in 0..<Self.maximumSteps {
      let next = step(places, damping, residual)
      let nextCost = self.cost(next, places, residual)
      guard nextCost < cost else {
        if damping > 1e8 { return }
        damping *= 10
        continue
      }
      let gain = cost - nextCost
      (constants, cost) = (next, nextCost)
      damping = max(damping / 10, 1e-12)
      if gain <= 1e-10 * cost { return }
    }
  }

  private func cost(
    _ x: SIMD4<Double>, _ places: [Int], _ residual: (Int, SIMD4<Double>) -> Residual
  ) -> Double {
    places.reduce(0) { sum, place in
      let share = residual(place, x).value / scale
      return sum + 2 * ((1 + share * share).squareRoot() - 1)
    }
  }

  private func step(
    _ places: [Int], _ damping: Double, _ residual: (Int, SIMD4<Double>) -> Residual
  ) -> SIMD4<Double> {
    let from = constants - least
    var (gram, moment, _) = equations(places, residual)
    for k in 0..<Self.count {
      let extra = damping * gram[k * Self.count + k]
      gram[k * Self.count + k] += extra
      moment[k] += extra * from[k]
    }
    let found = NonNegativeLeastSquares(gram: gram, count: Self.count).solve(moment)
    return least + SIMD4(found)
  }

  /// The weighted normal equations at the constants, in the distance from the least values; and the weighted squares.
  private func equations(_ places: [Int], _ residual: (Int, SIMD4<Double>) -> Residual)
    -> (gram: [Double], moment: [Double], squares: Double)
  {
    let n = Self.count
    var gram = [Double](repeating: 0, count: n * n)
    var moment = [Double](repeating: 0, count: n)
    var squares = 0.0
    let from = constants - least
    for place in places {
      let (value, slopes) = residual(place, constants)
      let share = value / scale
      let weight = 1 / (1 + share * share).squareRoot()
      let target = (slopes * from).sum() - value
      for i in 0..<n {
        moment[i] += weight * slopes[i] * target
        for j in 0..<n { gram[i * n + j] += weight * slopes[i] * slopes[j] }
      }
      squares += weight * value * value
    }
    return (gram, moment, squares)
  }

  /// Variances and covariances of the constants, `s^2 (J' W J)^-1` with `s^2 = sum w r^2 / (rows - constants)`.
  ///
  /// - Returns: row after row; nil where the data leave a constant open.
  func covariance(_ places: [Int], _ residual: (Int, SIMD4<Double>) -> Residual) -> [Double]? {
    let (gram, _, squares) = equations(places, residual)
    guard places.count > Self.count,
      let inverse = NonNegativeLeastSquares(gram: gram, count: Self.count).inverse
    else { return nil }
    return inverse.map { $0 * squares / Double(places.count - Self.count) }
  }
}
