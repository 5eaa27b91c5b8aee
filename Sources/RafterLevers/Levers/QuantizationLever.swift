// SPDX-License-Identifier: Apache-2.0
import RafterAnalysis
import RafterHardware
import RafterQuantities

/// Fewer bits for weights, or for weights and activations [rooflines 3.6].
///
///     compulsory AI * q; Pi * q^alpha where the array runs the format faster; weights alone: their bytes / q
///
/// Only formats that the machine multiplies, or that it widens when it reads them, can be chosen. What the change does
/// to the accuracy of the model is not ours to tell.
enum QuantizationLever {
  /// As `--precision` takes them, the most bits first.
  private static let words = ["fp8", "int8", "w8a16", "w4a16", "w4a8", "int4", "fp4"]

  static func ladders(_ design: Design, bits: (weights: Double, activations: Double)) -> [Ladder] {
    let steps = words.compactMap { word -> Intervention? in
      guard word != design.workload.precision, let precision = try? Precision(text: word)
      else { return nil }
      let weights = precision.weights.bitsPerElement.value
      let activations = precision.activations.bitsPerElement.value
      guard weights <= bits.weights, activations <= bits.activations,
        weights + activations < bits.weights + bits.activations
      else { return nil }
      return Intervention(
        lever: .quantization, target: "", step: word, change: .precision(word), area: .zero,
        basis: ["accuracy is not ours to tell"])
    }
    return steps.isEmpty
      ? [] : [Ladder(.quantization, on: "formats", steps, order: .alternatives)]
  }
}
