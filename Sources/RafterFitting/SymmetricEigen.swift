// SPDX-License-Identifier: Apache-2.0

/// Eigenvalues and eigenvectors of a small symmetric matrix, by Jacobi rotations.
package struct SymmetricEigen: Sendable {
  /// Eigenvalues, the largest first.
  package let values: [Double]
  /// vectors[k] belongs to values[k] and has length one.
  package let vectors: [[Double]]

  /// Takes the matrix row after row.
  package init(_ matrix: [Double], count n: Int) {
    precondition(matrix.count == n * n, "the matrix is square")
    var a = matrix
    var v = (0..<n * n).map { $0 / n == $0 % n ? 1.0 : 0.0 }
    let total = a.reduce(0) { $0 + $1 * $1 }
    for _ in 0..<100 {
      var rest = 0.0
      for i in 0..<n { for j in 0..<n where i != j { rest += a[i * n + j] * a[i * n + j] } }
      if rest <= 1e-30 * total { break }
      for p in 0..<n {
        for q in (p + 1)..<max(n, p + 1) { Self.rotate(&a, &v, p, q, n) }
      }
    }
    let order = (0..<n).sorted { (a[$1 * n + $1], $0) < (a[$0 * n + $0], $1) }
    values = order.map { a[$0 * n + $0] }
    vectors = order.map { column in (0..<n).map { v[$0 * n + column] } }
  }

  /// Makes a[p][q] zero [Golub and Van Loan, Matrix Computations, 8.5].
  private static func rotate(_ a: inout [Double], _ v: inout [Double], _ p: Int, _ q: Int, _ n: Int)
  {
    let off = a[p * n + q]
    guard off != 0 else { return }
    let tau = (a[q * n + q] - a[p * n + p]) / (2 * off)
    let t = (tau >= 0 ? 1.0 : -1.0) / (tau.magnitude + (1 + tau * tau).squareRoot())
    let c = 1 / (1 + t * t).squareRoot()
    let s = t * c
    for k in 0..<n {
      let (x, y) = (a[k * n + p], a[k * n + q])
      a[k * n + p] = c * x - s * y
      a[k * n + q] = s * x + c * y
    }
    for k in 0..<n {
      let (x, y) = (a[p * n + k], a[q * n + k])
      a[p * n + k] = c * x - s * y
      a[q * n + k] = s * x + c * y
    }
    for k in 0..<n {
      let (x, y) = (v[k * n + p], v[k * n + q])
      v[k * n + p] = c * x - s * y
      v[k * n + q] = s * x + c * y
    }
  }
}
