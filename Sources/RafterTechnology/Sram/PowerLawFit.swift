// SPDX-License-Identifier: Apache-2.0
import RafterQuantities

/// Finds the power law through points: least squares of the relative error, robust and without chance.
///
/// For given exponents the law is linear in base and slope, so these two come from the normal equations; the
/// exponents come from a grid that is drawn again, finer, around its best point. CACTI jumps where it changes
/// the organisation of an array; a sum of squares would follow the jumps, so residuals are weighed by
/// 1 / (1 + (r/s)^2), s = 0.1 (Cauchy), until they settle.
struct PowerLawFit {
  /// A measured value.
  struct Sample {
    /// ln(capacity / 1 KiB).
    var logCapacity: Double
    /// ln(width / 64 bit).
    var logWidth: Double
    var value: Double
  }

  /// How the width exponent is found.
  enum WidthExponent {
    case fitted
    /// All samples have one width, so it is taken from elsewhere.
    case given(Double)
  }

  /// The four numbers of the law.
  struct Terms {
    var base: Double
    var slope: Double
    var capacityExponent: Double
    var widthExponent: Double
  }

  private static let scale = 0.1

  /// The best law.
  static func fit(_ samples: [Sample], width: WidthExponent) -> Terms {
    let steps = 10
    var (low, high) = ((a: 0.1, b: -0.4), (a: 1.3, b: 1.2))
    if case .given(let b) = width { (low.b, high.b) = (b, b) }
    var best = (
      loss: Double.infinity,
      terms: Terms(
        base: 0, slope: 0, capacityExponent: 0.5, widthExponent: 0)
    )
    for _ in 0..<9 {
      for i in 0...steps {
        let a = low.a + (high.a - low.a) * Double(i) / Double(steps)
        for j in 0...(low.b == high.b ? 0 : steps) {
          let b = low.b + (high.b - low.b) * Double(j) / Double(steps)
          let growth = samples.map { exponential(a * $0.logCapacity + b * $0.logWidth) }
          let line = line(through: samples, growth)
          if line.loss < best.loss {
            best = (
              line.loss,
              Terms(base: line.base, slope: line.slope, capacityExponent: a, widthExponent: b)
            )
          }
        }
      }
      let reach = (a: (high.a - low.a) * 0.2, b: (high.b - low.b) * 0.2)
      low = (best.terms.capacityExponent - reach.a, best.terms.widthExponent - reach.b)
      high = (best.terms.capacityExponent + reach.a, best.terms.widthExponent + reach.b)
    }
    return best.terms
  }

  /// Base and slope for given exponents, neither below zero, and the loss that is left.
  private static func line(through samples: [Sample], _ growth: [Double])
    -> (base: Double, slope: Double, loss: Double)
  {
    var weights = [Double](repeating: 1, count: samples.count)
    var (base, slope) = (0.0, 0.0)
    for _ in 0..<8 {
      // Normal equations of sum w (base * u + slope * v - 1)^2, u = 1 / value, v = growth / value.
      var (uu, uv, vv, u1, v1) = (0.0, 0.0, 0.0, 0.0, 0.0)
      for index in samples.indices {
        let (u, v) = (1 / samples[index].value, growth[index] / samples[index].value)
        uu += weights[index] * u * u
        uv += weights[index] * u * v
        vv += weights[index] * v * v
        u1 += weights[index] * u
        v1 += weights[index] * v
      }
      let determinant = uu * vv - uv * uv
      if determinant > 1e-12 * uu * vv {
        base = (u1 * vv - v1 * uv) / determinant
        slope = (v1 * uu - u1 * uv) / determinant
      } else {
        base = -1
      }
      if base < 0 || slope < 0 { (base, slope) = (0, v1 / vv) }
      for index in samples.indices {
        let error = residual(samples[index], growth[index], base, slope) / scale
        weights[index] = 1 / (1 + error * error)
      }
    }
    var loss = 0.0
    for index in samples.indices {
      let error = residual(samples[index], growth[index], base, slope) / scale
      loss += logarithm(1 + error * error)
    }
    return (base, slope, loss)
  }

  private static func residual(
    _ sample: Sample, _ growth: Double, _ base: Double, _ slope: Double
  ) -> Double {
    (base + slope * growth) / sample.value - 1
  }
}
