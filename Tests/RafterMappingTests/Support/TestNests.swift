// SPDX-License-Identifier: Apache-2.0
import RafterQuantities
import RafterWorkload

/// Nests written by hand, as the importers build them.
enum TestNests {
  /// `O[b, m, n] += I[b, m, k] * W[b, k, n]`.
  static func gemm(
    batch: Int = 1, m: Int, n: Int, k: Int, weights: NumberFormat = .int8,
    inputs: NumberFormat = .int8, outputs: NumberFormat = .int8, accumulate: NumberFormat = .int32
  ) -> LoopNest {
    let dimensions = [
      LoopDimension("B", batch), LoopDimension("M", m), LoopDimension("N", n),
      LoopDimension("K", k),
    ]
    func axis(_ d: Int) -> AxisProjection {
      AxisProjection(terms: [.init(dimension: d)], extent: dimensions[d].bound)
    }
    return LoopNest(
      dimensions: dimensions,
      operands: [
        operand(.weights, weights, [axis(0), axis(3), axis(2)]),
        operand(.inputs, inputs, [axis(0), axis(1), axis(3)]),
        operand(.outputs, outputs, [axis(0), axis(1), axis(2)]),
      ], accumulate: accumulate)
  }

  /// A convolution of `groups` groups with `k` outputs and `c` inputs each.
  static func convolution(
    batch: Int = 1, groups: Int = 1, k: Int, c: Int, oy: Int, ox: Int, fy: Int, fx: Int,
    stride: Int = 1, dilation: Int = 1, padding: Int = 0, format: NumberFormat = .int8,
    accumulate: NumberFormat = .int32
  ) -> LoopNest {
    let dimensions = [
      LoopDimension("B", batch), LoopDimension("G", groups), LoopDimension("K", k),
      LoopDimension("C", c), LoopDimension("OY", oy), LoopDimension("OX", ox),
      LoopDimension("FY", fy), LoopDimension("FX", fx),
    ]
    func axis(_ d: Int) -> AxisProjection {
      AxisProjection(terms: [.init(dimension: d)], extent: dimensions[d].bound)
    }
    func sliding(_ o: Int, _ f: Int) -> AxisProjection {
      let padding = dimensions[f].bound > 1 ? padding : 0
      let reach = stride * (dimensions[o].bound - 1) + dilation * (dimensions[f].bound - 1) + 1
      return AxisProjection(
        terms: [.init(dimension: o, stride: stride), .init(dimension: f, stride: dilation)],
        offset: -padding, extent: max(1, reach - 2 * padding))
    }
    return LoopNest(
      dimensions: dimensions,
      operands: [
        operand(.weights, format, [axis(1), axis(2), axis(3), axis(6), axis(7)]),
        operand(.inputs, format, [axis(0), axis(1), axis(3), sliding(4, 6), sliding(5, 7)]),
        operand(.outputs, format, [axis(0), axis(1), axis(2), axis(4), axis(5)]),
      ], accumulate: accumulate)
  }

  private static func operand(
    _ role: Operand, _ format: NumberFormat, _ axes: [AxisProjection]
  ) -> NestOperand {
    NestOperand(
      role: role, tensor: role.rawValue, format: format, isConstant: role == .weights, axes: axes)
  }
}
