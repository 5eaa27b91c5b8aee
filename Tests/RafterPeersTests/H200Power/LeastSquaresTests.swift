// SPDX-License-Identifier: Apache-2.0
import Testing

@testable import RafterPeers

@Suite struct LeastSquaresTests {
  @Test func `one outlier in nine pulls a robust mean little`() {
    // Eight values of 1 and one of 100: the mean is 12. With s = 0.05 the outlier pulls with slope 1/s, as any
    // value far out does; eight at distance d hold with 8 d/s^2, so d is near s/8.
    let values = [Double](repeating: 1, count: 8) + [100]
    var fit = RobustFit(constants: SIMD4(5, 0, 0, 0), least: .zero, scale: 0.05)
    fit.minimise(Array(values.indices)) { ($1[0] - values[$0], SIMD4(1, 0, 0, 0)) }
    #expect(abs(fit.constants[0] - 1 - 0.05 / 8) < 1e-3)
  }
}
