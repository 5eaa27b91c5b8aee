// SPDX-License-Identifier: Apache-2.0
import RafterHardware
import RafterQuantities

/// Finds the format of a machine that a measurement names.
enum FormatNames {
  /// What frameworks call the formats.
  private static let aliases: [String: String] = [
    "bfloat16": "bf16", "float16": "fp16", "half": "fp16", "f16": "fp16", "float32": "fp32",
    "float": "fp32", "f32": "fp32", "single": "fp32", "float64": "fp64", "double": "fp64",
    "fp8": "fp8e4m3", "e4m3": "fp8e4m3", "e5m2": "fp8e5m2", "float8_e4m3fn": "fp8e4m3",
    "i8": "int8", "uint8": "int8", "s8": "int8", "u8": "int8", "i4": "int4", "c10::half": "fp16",
    "c10::bfloat16": "bf16", "signed char": "int8", "tensor(float)": "fp32",
  ]

  /// The fastest format of a machine whose operands are called so; nil where it has none.
  static func format(_ name: String, of machine: Accelerator) -> ComputeFormat? {
    let formats = machine.compute?.formats ?? []
    let plain = name.lowercased()
    if let exact = formats.first(where: { $0.arithmetic.description == plain }) { return exact }
    let parts = plain.split(separator: " x ").map { part in
      let word = String(part.split(separator: " ").joined(separator: " "))
      return aliases[word] ?? word
    }
    guard let inputs = parts.first, let weights = parts.last else { return nil }
    return fastest(
      formats.filter {
        $0.arithmetic.inputs.rawValue == inputs && $0.arithmetic.weights.rawValue == weights
      }, of: machine)
  }

  /// The one with the highest peak; the first of equals.
  static func fastest(_ formats: [ComputeFormat], of machine: Accelerator) -> ComputeFormat? {
    formats.enumerated().max {
      (machine.peak($0.element), $1.offset) < (machine.peak($1.element), $0.offset)
    }?.element
  }
}
