// SPDX-License-Identifier: Apache-2.0
import Foundation
import RafterSurvey
import Testing

struct StudentTTests {
  // Two-sided 95 % points as printed in tables of the distribution.
  @Test(arguments: [
    (1.0, 12.706204736), (2, 4.3026527297), (3, 3.1824463053), (4, 2.7764451052),
    (5, 2.5705818356), (8, 2.3060041352), (10, 2.2281388520), (30, 2.0422724563),
    (60, 2.0002978221), (120, 1.9799304051),
  ])
  func `quantiles agree with the printed tables`(nu: Double, t: Double) {
    #expect(agrees(StudentT.quantile(0.975, degreesOfFreedom: nu), t, within: 1e-9))
    #expect(agrees(StudentT.quantile(0.025, degreesOfFreedom: nu), -t, within: 1e-9))
  }

  @Test func `one degree of freedom is the distribution of Cauchy`() {
    // P(T <= t) = 1/2 + atan(t)/pi.
    for t in [-30.0, -1, -0.1, 0, 0.5, 2, 100] {
      #expect(
        agrees(StudentT.cumulative(t, degreesOfFreedom: 1), 0.5 + atan(t) / .pi, within: 1e-11))
    }
  }

  @Test func `two degrees of freedom have a closed form`() {
    // P(T <= t) = 1/2 + t / (2 sqrt(2 + t^2)).
    for t in [-5.0, -0.3, 0, 1, 7] {
      #expect(
        agrees(
          StudentT.cumulative(t, degreesOfFreedom: 2), 0.5 + t / (2 * (2 + t * t).squareRoot()),
          within: 1e-11))
    }
  }

  @Test func `many degrees of freedom are the normal distribution`() {
    #expect(agrees(StudentT.quantile(0.975, degreesOfFreedom: 1e7), 1.959963985, within: 1e-6))
  }

  @Test func `quantile and distribution are inverse`() {
    for nu in [1.0, 2.5, 7, 52, 400] {
      for p in [0.001, 0.2, 0.5, 0.9, 0.9999] {
        let t = StudentT.quantile(p, degreesOfFreedom: nu)
        #expect(agrees(StudentT.cumulative(t, degreesOfFreedom: nu), p, within: 1e-9), "\(nu) \(p)")
      }
    }
  }

  @Test func `the incomplete beta function has its closed forms`() {
    // I_x(1/2, 1/2) = 2/pi asin(sqrt x);  I_x(1, b) = 1 - (1-x)^b;  I_x(2, 2) = 3x^2 - 2x^3.
    for x in [0.01, 0.25, 0.5, 0.9, 0.999] {
      #expect(
        agrees(
          IncompleteBeta.regularized(x, 0.5, 0.5), 2 / .pi * asin(x.squareRoot()), within: 1e-11))
      #expect(agrees(IncompleteBeta.regularized(x, 1, 3.5), 1 - pow(1 - x, 3.5), within: 1e-11))
      #expect(agrees(IncompleteBeta.regularized(x, 2, 2), 3 * x * x - 2 * x * x * x, within: 1e-11))
    }
  }
}
