// SPDX-License-Identifier: Apache-2.0
import RafterQuantities
import RafterWorkload

/// Changes between real numbers and integers with a scale.
enum Quantization {
  static let rules: [OperatorRule] =
    ["", "com.microsoft"].flatMap { domain in
      [
        OperatorRule(
          name: "QuantizeLinear", domain: domain, kind: .quantization,
          infer: { node throws(RuleFailure) in
            let named = try node.formatAttribute("output_dtype", default: .uint8)
            return [TensorType(node.format(2) ?? named, try node.shape(0))]
          }, cost: StandardCost.perOutput(VectorCost.quantize)),
        OperatorRule(
          name: "DequantizeLinear", domain: domain, kind: .quantization, keepsParameter: true,
          infer: { node throws(RuleFailure) in
            let named = try node.formatAttribute("output_dtype", default: node.format(1))
            return [TensorType(named, try node.shape(0))]
          }, cost: StandardCost.perOutput(VectorCost.dequantize)),
      ]
    } + [
      OperatorRule(
        name: "DynamicQuantizeLinear", kind: .quantization,
        infer: { node throws(RuleFailure) in
          [
            TensorType(.uint8, try node.shape(0)), TensorType(.fp32, []), TensorType(.uint8, []),
          ]
        },
        // Largest and smallest are found first.
        cost: StandardCost.perOutput(VectorCost.quantize + VectorCost.clamp)),
      arithmetic("QLinearAdd", zeroPoint: 7, second: 3),
      arithmetic("QLinearMul", zeroPoint: 7, second: 3),
      activation("QLinearSigmoid"), activation("QLinearLeakyRelu"),
    ]

  private static func arithmetic(_ name: String, zeroPoint: Int, second: Int) -> OperatorRule {
    OperatorRule(
      name: name, domain: "com.microsoft", kind: .elementwise,
      infer: { node throws(RuleFailure) in
        let shape = try Broadcast.shape(try node.shape(0), try node.shape(second))
        return [TensorType(node.format(0), shape)]
      }, cost: StandardCost.perOutput(VectorCost.simple + VectorCost.quantize))
  }

  private static func activation(_ name: String) -> OperatorRule {
    OperatorRule(
      name: name, domain: "com.microsoft", kind: .activation, dataInputs: 1,
      infer: Elementwise.same,
      cost: StandardCost.perOutput(VectorCost.sigmoid + VectorCost.quantize))
  }
}
