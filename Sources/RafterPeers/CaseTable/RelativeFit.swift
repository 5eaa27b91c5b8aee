// SPDX-License-Identifier: Apache-2.0
import RafterFitting

/// Constants of a linear model from relative errors: `min sum (A x / b - 1)^2, x >= 0`.
struct RelativeFit {
  /// The coefficients of each row, and its truth.
  let rows: [(coefficients: [Double], truth: Double)]
  /// The constants.
  let constants: [Double]

  /// Fits; the rows have the same number of coefficients, and their truth is above zero.
  init(_ rows: [(coefficients: [Double], truth: Double)]) {
    self.rows = rows
    constants = Self.solve(rows)
  }

  private static func solve(_ rows: [(coefficients: [Double], truth: Double)]) -> [Double] {
    let count = rows.first?.coefficients.count ?? 0
    var gram = [Double](repeating: 0, count: count * count)
    var moment = [Double](repeating: 0, count: count)
    for row in rows {
      for i in 0..<count {
        moment[i] += row.coefficients[i] / row.truth
        for j in 0..<count {
          gram[i * count + j] += row.coefficients[i] * row.coefficients[j] / (row.truth * row.truth)
        }
      }
    }
    return NonNegativeLeastSquares(gram: gram, count: count).solve(moment)
  }

  /// What constants give for a row.
  static func value(_ coefficients: [Double], _ constants: [Double]) -> Double {
    zip(coefficients, constants).reduce(0) { $0 + $1.0 * $1.1 }
  }

  /// What the others would have said of each row, in its order.
  func leavingOneOut() -> [Double] {
    rows.indices.map { left in
      let others = rows.indices.filter { $0 != left }.map { rows[$0] }
      return Self.value(rows[left].coefficients, Self.solve(others))
    }
  }
}
