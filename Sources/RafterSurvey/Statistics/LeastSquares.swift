// SPDX-License-Identifier: Apache-2.0

/// A straight line through points, with how far its slope can be trusted.
public struct LeastSquares: Sendable, Hashable {
  /// Points.
  public var n: Int
  /// Of the line, in units of y per unit of x.
  public var slope: Double
  /// Of the line at x = 0.
  public var intercept: Double
  /// The share of the variance of y that the line explains.
  public var r2: Double
  /// The standard error of the slope.
  public var standardError: Double

  /// Fits by ordinary least squares.
  ///
  ///     b  = Sxy / Sxx      a = my - b mx
  ///     R2 = Sxy^2 / (Sxx Syy)
  ///     se = sqrt((Syy - b Sxy) / (n - 2) / Sxx)
  ///
  /// with Sxy the sum of (x - mx)(y - my) over the points.
  ///
  /// - Returns: nil for fewer than three points, or where all x are equal.
  public init?(x: [Double], y: [Double]) {
    precondition(x.count == y.count, "as many x as y, got \(x.count) and \(y.count)")
    n = x.count
    guard n >= 3 else { return nil }
    let meanX = x.reduce(0, +) / Double(n)
    let meanY = y.reduce(0, +) / Double(n)
    var sxx = 0.0
    var sxy = 0.0
    var syy = 0.0
    for (a, b) in zip(x, y) {
      sxx += (a - meanX) * (a - meanX)
      sxy += (a - meanX) * (b - meanY)
      syy += (b - meanY) * (b - meanY)
    }
    guard sxx > 0 else { return nil }
    slope = sxy / sxx
    intercept = meanY - slope * meanX
    // Equal y lie on the line whatever its R2 is taken to be.
    r2 = syy > 0 ? min(1, sxy * sxy / (sxx * syy)) : 1
    standardError = (max(0, syy - slope * sxy) / Double(n - 2) / sxx).squareRoot()
  }

  /// The interval that holds the slope with a probability, by Student-t with n - 2 degrees of freedom.
  public func interval(confidence: Double) -> ClosedRange<Double> {
    let t = StudentT.quantile(0.5 + confidence / 2, degreesOfFreedom: Double(n - 2))
    return (slope - t * standardError)...(slope + t * standardError)
  }
}
