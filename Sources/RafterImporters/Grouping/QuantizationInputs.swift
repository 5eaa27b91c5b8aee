// SPDX-License-Identifier: Apache-2.0

/// Where operators on narrow integers take scales and zero points.
enum QuantizationInputs {
  /// Whether an input of an operator is a scale or a zero point rather than data.
  static func isScale(_ place: Int, of operator: String) -> Bool {
    switch `operator` {
    case "QuantizeLinear", "DequantizeLinear": place > 0
    case "QLinearConv", "QLinearMatMul", "QLinearAdd", "QLinearMul":
      [1, 2, 4, 5, 6, 7].contains(place)
    case "QGemm": [1, 2, 4, 5, 7, 8].contains(place)
    case "ConvInteger", "MatMulInteger", "MatMulNBits": place == 2 || place == 3
    case "QLinearGlobalAveragePool", "QLinearSigmoid", "QLinearLeakyRelu", "QLinearSoftmax":
      place > 0
    default: false
    }
  }
}
