// SPDX-License-Identifier: Apache-2.0

/// Operations of the vector unit for one element, for every kind of work that is not a MAC.
///
/// A transcendental function counts 4 operations, as the sigmoid of [workloads 5.4] does: a range reduction and
/// a short polynomial. Those marked "ours" extend the same rule where that page is silent.
enum VectorCost {
  /// Add, Mul, Relu, comparisons: one operation [workloads 5.1 bias, 5.6 residual add].
  static let simple = 1
  /// A clamp on both sides: two comparisons (ours).
  static let clamp = 2
  /// Exp, Log, Sqrt, Sin, Erf, Pow, ...: see above (ours).
  static let transcendental = 4
  /// 1 / (1 + exp(-x)) [workloads 5.4: "sigmoid counted 4"].
  static let sigmoid = 4
  /// x * sigmoid(x) [workloads 5.4: act about 5].
  static let swish = 5
  /// Multiply, add, two comparisons: the piecewise linear sigmoid (ours).
  static let hardSigmoid = 4
  /// x * hardSigmoid(x) (ours).
  static let hardSwish = 5
  /// x/sqrt2, erf, + 1, * x, * 1/2: an erf and four simple operations (ours).
  static let gelu = 8
  /// A comparison, a multiply and an exponential (ours).
  static let elu = 6
  /// log(1 + exp(x)) (ours).
  static let softplus = 9
  /// Max, subtract, exp, sum, scale, for one element of the input [workloads 5.2].
  static let softmax = 5
  /// Mean, subtract, square, mean, scale, gain, bias, for one element [workloads 5.6].
  static let layerNormalization = 7
  /// Square, mean, scale, gain, for one element [workloads 5.6].
  static let rmsNormalization = 4
  /// Scale and shift folded from the four statistics, for one element (ours).
  static let batchNormalization = 2
  /// Square, running window sum, power (4), divide, for one element (ours).
  static let localResponse = 7
  /// Scale, round, add the zero point, clamp, for one element (ours).
  static let quantize = 4
  /// Subtract the zero point, scale (ours).
  static let dequantize = 2
  /// Two multiplies and an add, for one element that is rotated [workloads 5.2].
  static let rotary = 3
  /// Scale, round, clamp in one for a change of format (ours).
  static let cast = 1
  /// Gates of an LSTM step for one hidden unit: 3 sigmoids, 2 tanh, 4 multiplies and adds, 8 additions of
  /// products and biases (ours).
  static let lstmUnit = 32
  /// Gates of a GRU step for one hidden unit: 2 sigmoids, 1 tanh, 12 simple operations (ours).
  static let gruUnit = 24
  /// One tanh and three additions for one hidden unit (ours).
  static let rnnUnit = 7
  /// Weights and sum of one point of a linear interpolation along one axis: subtract, multiply, add (ours).
  static let interpolation = 3

  /// The activation that a fused node names in its attribute `activation`, for one element; 0 for none.
  static func fused(_ node: NodeView) -> Int {
    switch node.string("activation", default: "").uppercased() {
    case "", "NONE": 0
    case "SIGMOID": sigmoid
    case "TANH": transcendental
    case "LEAKYRELU", "CLIP": clamp
    case "HARDSIGMOID": hardSigmoid
    case "GELU": gelu
    case "SILU", "SWISH": swish
    default: simple
    }
  }
}
