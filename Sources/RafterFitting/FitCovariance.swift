// SPDX-License-Identifier: Apache-2.0

/// How well the rows of a ``RobustSumFit`` fix its prices.
///
/// With A the shares of the prediction, `A_ij = a_ij / p_i`, psi the pull of a residual and psi' its slope
/// [Huber, Robust Statistics, 1981, section 7.6]:
///
///     cov = k^2 (sum psi^2 / (n - m)) / (mean psi')^2 (A'A)^-1,   k = 1 + m/n var(psi') / (mean psi')^2
///
/// The inverse is by eigenvectors of A'A with its columns scaled to length one; a direction without any weight is left out, so that
/// the other prices keep their variance [Belsley, Kuh, Welsch, Regression Diagnostics, 1980, chapter 3].
package struct FitCovariance: Sendable {
  /// A direction of the prices that the rows say little about.
  package struct WeakDirection: Sendable {
    /// sqrt(largest eigenvalue / own eigenvalue); infinite where nothing is known.
    package var conditionIndex: Double
    /// The prices most of whose variance lies in it, or all it is made of where nothing is known.
    package var members: [Int]
  }

  /// How many prices.
  package let count: Int
  /// The covariance, row after row, of what the rows say anything about.
  package let matrix: [Double]
  /// cos of the angle between two columns of A, row after row.
  package let cosines: [Double]
  /// The mean of each column of A: the share of a price in the total of a row.
  package let shares: [Double]
  /// The largest condition index.
  package let condition: Double
  /// Directions with an index of 10 or more that take in several prices.
  package let weak: [WeakDirection]

  /// Eigenvalues below this share of the largest are rounding.
  private static let nothing = 1e-10
  /// Indices from 10 on are looked at.
  private static let leastIndex = 10.0

  /// Takes the rows that were fitted.
  package init(of fit: RobustSumFit, rows: Int, amounts: [Double]) {
    let m = fit.count
    var gram = [Double](repeating: 0, count: m * m)
    var sums = [Double](repeating: 0, count: m)
    var (squares, slope, slopeSquares) = (0.0, 0.0, 0.0)
    for row in 0..<rows {
      let value = max(fit.prediction(row), .leastNormalMagnitude)
      for i in 0..<m {
        let a = amounts[row * m + i] / value
        sums[i] += a * fit.prices[i]
        for j in 0..<m { gram[i * m + j] += a * amounts[row * m + j] / value }
      }
      let share = fit.residual(row) / fit.scale
      let root = (1 + share * share).squareRoot()
      squares += (fit.residual(row) / root) * (fit.residual(row) / root)
      slope += 1 / (root * root * root)
      slopeSquares += 1 / (root * root * root * root * root * root)
    }
    let n = Double(max(rows, 1))
    let mean = max(slope / n, 1e-6)
    let k = 1 + Double(m) / n * max(0, slopeSquares / n - mean * mean) / (mean * mean)
    let variance = k * k * squares / Double(max(1, rows - m)) / (mean * mean)

    let lengths = (0..<m).map { gram[$0 * m + $0].squareRoot() }
    let scaled = (0..<m * m).map { place -> Double in
      let length = lengths[place / m] * lengths[place % m]
      return length > 0 ? gram[place] / length : (place / m == place % m ? 1 : 0)
    }
    let eigen = SymmetricEigen(scaled, count: m)
    let largest = eigen.values.first ?? 1
    var inverse = [Double](repeating: 0, count: m * m)
    for (value, vector) in zip(eigen.values, eigen.vectors) where value > Self.nothing * largest {
      for i in 0..<m { for j in 0..<m { inverse[i * m + j] += vector[i] * vector[j] / value } }
    }
    count = m
    cosines = scaled
    shares = sums.map { $0 / n }
    matrix = (0..<m * m).map { place in
      let length = lengths[place / m] * lengths[place % m]
      return length > 0 ? inverse[place] * variance / length : 0
    }
    condition = Self.index(eigen.values.last ?? 1, largest)
    weak = zip(eigen.values, eigen.vectors).compactMap { value, vector in
      let index = Self.index(value, largest)
      guard index >= Self.leastIndex else { return nil }
      let members = (0..<m).filter { i in
        guard index.isFinite else { return vector[i] * vector[i] > 0.01 }
        let share = inverse[i * m + i] > 0 ? vector[i] * vector[i] / value / inverse[i * m + i] : 0
        return share > 0.5
      }
      return members.count > 1 ? WeakDirection(conditionIndex: index, members: members) : nil
    }
  }

  private static func index(_ value: Double, _ largest: Double) -> Double {
    value > nothing * largest ? (largest / value).squareRoot() : .infinity
  }

  /// The variance of a weighted sum of some prices.
  package func variance(of weights: [(price: Int, weight: Double)]) -> Double {
    var sum = 0.0
    for a in weights {
      for b in weights { sum += a.weight * b.weight * matrix[a.price * count + b.price] }
    }
    return max(0, sum)
  }

  /// The correlation between the errors of two prices; nil where one has none.
  package func correlation(_ a: Int, _ b: Int) -> Double? {
    let product = matrix[a * count + a] * matrix[b * count + b]
    return product > 0 ? matrix[a * count + b] / product.squareRoot() : nil
  }
}
