// SPDX-License-Identifier: Apache-2.0
import RafterFitting
import RafterTestSupport
import Testing

@Suite struct NonNegativeLeastSquaresTests {
  /// G and h of columns and a right side.
  private func equations(_ columns: [[Double]], _ right: [Double]) -> ([Double], [Double]) {
    func dot(_ a: [Double], _ b: [Double]) -> Double { zip(a, b).reduce(0) { $0 + $1.0 * $1.1 } }
    return (
      columns.flatMap { a in columns.map { dot(a, $0) } }, columns.map { dot($0, right) }
    )
  }

  @Test func `a positive solution is that of plain least squares`() {
    // y = 1 + 2x through x = 0, 1, 2 exactly: columns 1 and x, y = 1 3 5.
    let (gram, moment) = equations([[1, 1, 1], [0, 1, 2]], [1, 3, 5])
    let found = NonNegativeLeastSquares(gram: gram, count: 2).solve(moment)
    #expect(abs(found[0] - 1) < 1e-12)
    #expect(abs(found[1] - 2) < 1e-12)
  }

  @Test func `a coefficient that would be negative is zero, and the others are fitted anew`() {
    // y = 1 - x: the slope is held at zero, so the constant is the mean of 1 0 -1 = 0 ... with 4 1 -2 it is 1.
    let (gram, moment) = equations([[1, 1, 1], [0, 1, 2]], [4, 1, -2])
    let found = NonNegativeLeastSquares(gram: gram, count: 2).solve(moment)
    #expect(found[1] == 0)
    #expect(abs(found[0] - 1) < 1e-12)
  }

  @Test func `units of a column do not matter, and empty or equal columns do no harm`() {
    let (gram, moment) = equations(
      [[1, 1, 1], [0, 1e-12, 2e-12], [0, 0, 0], [0, 1e-12, 2e-12]], [1, 3, 5])
    let found = NonNegativeLeastSquares(gram: gram, count: 4).solve(moment)
    #expect(abs(found[0] - 1) < 1e-9)
    #expect(abs((found[1] + found[3]) / 2e12 - 1) < 1e-9)
    #expect(found[2] == 0)
    #expect(NonNegativeLeastSquares(gram: gram, count: 4).inverse == nil)
  }

  @Test func `no nearby point that is allowed is better`() {
    var random = SeededGenerator(seed: 5)
    for _ in 0..<100 {
      let columns = (0..<4).map { _ in
        (0..<9).map { _ in Double.random(in: -1...1, using: &random) }
      }
      let right = (0..<9).map { _ in Double.random(in: -1...1, using: &random) }
      let (gram, moment) = equations(columns, right)
      let found = NonNegativeLeastSquares(gram: gram, count: 4).solve(moment)
      // The conditions of Karush, Kuhn and Tucker: slope zero where positive, not downhill where zero.
      for row in 0..<4 {
        let slope =
          (0..<4).reduce(0) { $0 + gram[row * 4 + $1] * found[$1] } - moment[row]
        let isRight = found[row] > 0 ? abs(slope) < 1e-9 : slope > -1e-9
        if !isRight || found[row] < 0 { Issue.record("not a minimum: \(found) \(slope)") }
      }
    }
  }

  @Test func `the inverse by hand`() throws {
    // [[2, 1], [1, 1]] has the inverse [[1, -1], [-1, 2]].
    let inverse = try #require(NonNegativeLeastSquares(gram: [2, 1, 1, 1], count: 2).inverse)
    for (found, right) in zip(inverse, [1.0, -1, -1, 2]) { #expect(abs(found - right) < 1e-12) }
  }
}
