// SPDX-License-Identifier: Apache-2.0
#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Student's t distribution.
public enum StudentT {
  /// The probability of a value of at most t.
  ///
  ///     P(T <= t) = 1 - I_x(nu/2, 1/2) / 2,   x = nu / (nu + t^2),   t >= 0
  public static func cumulative(_ t: Double, degreesOfFreedom nu: Double) -> Double {
    precondition(nu > 0, "degrees of freedom are positive, got \(nu)")
    let tail = IncompleteBeta.regularized(nu / (nu + t * t), nu / 2, 0.5) / 2
    return t >= 0 ? 1 - tail : tail
  }

  /// The value that is not exceeded with a probability, by bisection of the distribution.
  public static func quantile(_ probability: Double, degreesOfFreedom nu: Double) -> Double {
    precondition(probability > 0 && probability < 1, "a probability, got \(probability)")
    if probability < 0.5 { return -quantile(1 - probability, degreesOfFreedom: nu) }
    var low = 0.0
    var high = 1.0
    while cumulative(high, degreesOfFreedom: nu) < probability, high < 1e15 { high *= 2 }
    // Until the ends are neighbours.
    while true {
      let middle = low + (high - low) / 2
      if middle <= low || middle >= high { return middle }
      if cumulative(middle, degreesOfFreedom: nu) < probability {
        low = middle
      } else {
        high = middle
      }
    }
  }
}

/// The regularized incomplete beta function.
public enum IncompleteBeta {
  /// I_x(a, b), by the continued fraction of Gauss in the form of Lentz.
  public static func regularized(_ x: Double, _ a: Double, _ b: Double) -> Double {
    precondition(a > 0 && b > 0, "positive parameters, got \(a) and \(b)")
    guard x > 0 else { return 0 }
    guard x < 1 else { return 1 }
    // The fraction converges quickly on this side of the mean only.
    if x > (a + 1) / (a + b + 2) { return 1 - regularized(1 - x, b, a) }
    let logFactor = a * log(x) + b * log1p(-x) + logGamma(a + b) - logGamma(a) - logGamma(b)
    return exp(logFactor) / a * fraction(x, a, b)
  }

  private static func fraction(_ x: Double, _ a: Double, _ b: Double) -> Double {
    let tiny = 1e-300
    var c = 1.0
    var d = 1 - (a + b) * x / (a + 1)
    d = 1 / (d.magnitude < tiny ? tiny : d)
    var value = d
    for m in stride(from: 1.0, through: 500, by: 1) {
      for step in 0..<2 {
        let numerator =
          step == 0
          ? m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
          : -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
        d = 1 + numerator * d
        d = 1 / (d.magnitude < tiny ? tiny : d)
        c = 1 + numerator / c
        if c.magnitude < tiny { c = tiny }
        value *= c * d
      }
      if (c * d - 1).magnitude < 1e-15 { break }
    }
    return value
  }

  /// The logarithm of the gamma function of a positive number, by Lanczos with g = 7, nine terms.
  static func logGamma(_ z: Double) -> Double {
    let terms = [
      676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059,
      12.507343278686905, -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
    ]
    guard z >= 0.5 else { return log(.pi / sin(.pi * z)) - logGamma(1 - z) }
    let x = z - 1
    var sum = 0.99999999999980993
    for (i, term) in terms.enumerated() { sum += term / (x + Double(i) + 1) }
    let t = x + 7.5
    return 0.5 * log(2 * .pi) + (x + 0.5) * log(t) - t + log(sum)
  }
}
