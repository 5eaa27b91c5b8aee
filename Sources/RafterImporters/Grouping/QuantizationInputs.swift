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
    case "ConvInteger", "MatMulInteger", "MatMulNBits", "GatherBlockQuantized",
      "DynamicQuantizeMatMul", "MatMulBlockQuantizedFp8Weight":
      place == 2 || place == 3
    case "MatMulBnb4": place == 2
    case "MatMulBlockQuantizedFp4Weight": 2...4 ~= place
    case "MatMulIntegerToFloat": 2...5 ~= place
    case "MatMulNBitsMlp", "MatMulNBitsQkv": [4, 7, 10].contains(place)
    case "QMoE": [3, 6, 9, 11, 12, 13].contains(place)
    case "QAttention": [3, 4, 6, 7].contains(place)
    case "DynamicQuantizeLSTM": 8...11 ~= place
    case "QLinearGlobalAveragePool", "QLinearAveragePool", "QLinearReduceMean", "QLinearSigmoid",
      "QLinearLeakyRelu", "QLinearSoftmax":
      place > 0
    case "QLinearConcat": place < 2 || place % 3 != 2
    case "QLinearWhere": ![0, 1, 4].contains(place)
    case "MulInteger": place % 2 == 1
    default: false
    }
  }
}
