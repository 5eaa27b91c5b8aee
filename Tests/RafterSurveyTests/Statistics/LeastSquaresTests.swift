// SPDX-License-Identifier: Apache-2.0
import Foundation
import Rafter
import RafterTestSupport
import Testing

struct LeastSquaresTests {
  @Test func `four points by hand`() throws {
    // (0,1) (1,3) (2,4) (3,4): means 1.5 and 3; Sxx = 5, Sxy = 3 + 0 + 0.5 + 1.5 = 5, Syy = 4+0+1+1 = 6.
    // b = 1, a = 1.5, R2 = 25/30, se = sqrt((6 - 5) / 2 / 5) = sqrt(0.1).
    let line = try #require(LeastSquares(x: [0, 1, 2, 3], y: [1, 3, 4, 4]))
    #expect(line.n == 4)
    #expect(agrees(line.slope, 1))
    #expect(agrees(line.intercept, 1.5))
    #expect(agrees(line.r2, 25.0 / 30))
    #expect(agrees(line.standardError, 0.1.squareRoot()))
    // t of 2 degrees of freedom at 97.5 % is 4.3027.
    let interval = line.interval(confidence: 0.95)
    #expect(agrees(interval.upperBound, 1 + 4.3026527297 * 0.1.squareRoot(), within: 1e-8))
  }

  @Test func `two points, or points of one x, have no line`() {
    #expect(LeastSquares(x: [0, 1], y: [1, 2]) == nil)
    #expect(LeastSquares(x: [2, 2, 2], y: [1, 2, 3]) == nil)
  }

  /// Nothing is baked in: on a random nine tenths of the rows a trend equals least squares by another
  /// formula, from raw sums and residuals.
  @Test(arguments: [
    "class=product and format=fp16/bf16", "class=product and format=int8", "class=dimc",
    "class=aimc-sram",
    "class=digital",
  ])
  func `on a random nine tenths of the rows a trend equals an independent fit`(filter: String)
    throws
  {
    let rows = try BuiltInTable.rows(filter)
    var random = SeededGenerator(seed: 9)
    for quantity in [SurveyColumn.efficiency, .peak, .eightBitEfficiency] {
      for _ in 0..<10 {
        let some = rows.filter { _ in Int.random(in: 0..<10, using: &random) > 0 }
        let pairs = some.compactMap { row -> (Double, Double)? in
          guard let year = row.number(.year), let value = row.number(quantity) else { return nil }
          return (year - 2000, log2(value))
        }
        guard pairs.count >= 3, Set(pairs.map(\.0)).count > 1 else { continue }
        let n = Double(pairs.count)
        let (sx, sy) = pairs.reduce((0.0, 0.0)) { ($0.0 + $1.0, $0.1 + $1.1) }
        let sxx = pairs.reduce(0.0) { $0 + $1.0 * $1.0 }
        let sxy = pairs.reduce(0.0) { $0 + $1.0 * $1.1 }
        let b = (n * sxy - sx * sy) / (n * sxx - sx * sx)
        let a = (sy - b * sx) / n
        let residual = pairs.reduce(0.0) { $0 + pow($1.1 - a - b * $1.0, 2) }
        let whole = pairs.reduce(0.0) { $0 + pow($1.1 - sy / n, 2) }
        let error = (residual / (n - 2) * n / (n * sxx - sx * sx)).squareRoot()

        let trend = try Trend(of: quantity, in: some)
        #expect(trend.line.n == pairs.count)
        #expect((trend.line.slope - b).magnitude < 1e-9)
        #expect((trend.line.r2 - (1 - residual / whole)).magnitude < 1e-9)
        #expect(agrees(trend.line.standardError, error, within: 1e-7))
        #expect((trend.value(at: 2020) / exp2(a + b * 20) - 1).magnitude < 1e-7)
      }
    }
  }
}

struct TrendTests {
  @Test func `the year and the axis itself have no trend`() throws {
    let rows = try BuiltInTable.rows("class=product")
    for (quantity, axis) in [(SurveyColumn.year, TrendAxis.node), (.node, .node)] {
      let error = #expect(throws: DiagnosticList.self) {
        try Trend(of: quantity, along: axis, in: rows)
      }
      #expect(error?.diagnostics.map(\.id) == ["survey.trend-of-axis"])
    }
  }
}

struct QuantilesTests {
  @Test func `quantiles lie between neighbours`() {
    // 1 2 4 8: p = 0.5 at place 1.5, p = 0.9 at 2.7.
    let quantiles = Quantiles([8, 1, 4, 2])
    #expect(quantiles.median == 3)
    #expect(agrees(quantiles.at(0.9), 4 + 0.7 * 4))
    #expect(quantiles.at(0) == 1)
    #expect(quantiles.at(1) == 8)
    #expect(Quantiles([]).median == nil)
    #expect(Quantiles([5]).at(0.3) == 5)
  }

  @Test func `the rank counts equals half`() {
    let quantiles = Quantiles([1, 2, 2, 3])
    #expect(quantiles.rank(of: 2) == 0.5)
    #expect(quantiles.rank(of: 0) == 0)
    #expect(quantiles.rank(of: 9) == 1)
    #expect(Quantiles([]).rank(of: 1) == nil)
  }
}
