// SPDX-License-Identifier: Apache-2.0
public import RafterDiagnostics
public import RafterQuantities

/// The formats of a pass in the words of its users: `w4a16`, `w8a8`, `fp8`, `bf16`, `mxfp4`, `nvfp4`
/// [workloads 5.7].
public enum PassPrecision {
  /// What products with weights run in.
  private struct Form {
    var name: String
    var weights: WeightStorage
    /// Nil for the model's own 16 bits.
    var activations: NumberFormat?
  }

  private static let forms: [Form] = [
    // A scale of 16 bits and a zero point of 4 for 128 weights: 0.5195 bytes each.
    Form(
      name: "w4a16",
      weights: WeightStorage(.int4, name: "int4 g128", sharing: .block(128), scaleBits: 20)),
    Form(
      name: "w4a8",
      weights: WeightStorage(.int4, name: "int4 g128", sharing: .block(128), scaleBits: 20),
      activations: .int8),
    Form(
      name: "w8a16",
      weights: WeightStorage(.int8, name: "int8 per channel", sharing: .channel, scaleBits: 32)),
    Form(name: "w8a8", weights: int8, activations: .int8),
    Form(name: "int8", weights: int8, activations: .int8),
    Form(name: "fp8", weights: WeightStorage(.fp8e4m3, name: "fp8"), activations: .fp8e4m3),
    Form(
      name: "fp8-block",
      weights: WeightStorage(
        .fp8e4m3, name: "fp8 128x128", sharing: .block(128 * 128), scaleBits: 32),
      activations: .fp8e4m3),
    Form(name: "mxfp8", weights: WeightStorage(.mxfp8), activations: .mxfp8),
    // As gpt-oss runs where there are no multipliers of 4 bits.
    Form(name: "mxfp4", weights: WeightStorage(.mxfp4)),
    Form(name: "nvfp4", weights: WeightStorage(.nvfp4), activations: .nvfp4),
    Form(name: "bf16", weights: WeightStorage(.bf16), activations: .bf16),
    Form(name: "fp16", weights: WeightStorage(.fp16), activations: .fp16),
    Form(name: "fp32", weights: WeightStorage(.fp32), activations: .fp32),
  ]

  private static let int8 = WeightStorage(
    .int8, name: "int8 per channel", sharing: .channel, scaleBits: 32)

  /// The words, in the order they are listed in.
  public static let words = forms.map(\.name)

  /// The formats of a model: its own, or those of a word.
  ///
  /// A quantised form is that of the linear layers: attention, feed-forward, experts, recurrences. Embedding, head,
  /// router and small weights (norms, biases, sinks) keep the storage that the model itself has for them, which is
  /// not quantised unless its own `quantization_config` or file says so. A form of 16 or 32 bits is that of all.
  /// - Parameters:
  ///   - model: the architecture.
  ///   - text: a word; nil for the model's own weights.
  ///   - cache: the format of K and V; nil for that of the residual stream.
  /// - Throws: a word that is none.
  public static func formats(
    of model: TransformerArchitecture, text: String?, cache: NumberFormat? = nil
  ) throws(DiagnosticList) -> PassFormats {
    let own = model.weights[.small].element
    let wide: NumberFormat = own.bitsPerElement.value >= 16 ? own : .bf16
    guard let text else {
      return PassFormats(
        weights: model.weights, activations: activations(of: model.weights, wide), residual: wide,
        cache: cache)
    }
    guard let form = forms.first(where: { $0.name == text.lowercased() }) else {
      throw DiagnosticList(
        .unknownPassPrecision(
          text, nearest: Suggestion.nearest(to: text.lowercased(), among: words), known: words))
    }
    let isPlain = form.weights.element.bitsPerElement.value >= 16
    let residual = isPlain ? form.weights.element : wide
    var weights = WeightFormats(base: form.weights)
    if !isPlain {
      for role in [WeightRole.embedding, .router, .small, .head] {
        weights[role] = model.weights[role]
      }
    }
    return PassFormats(
      weights: weights, activations: form.activations ?? residual, residual: residual, cache: cache)
  }

  /// FP8 models quantise the inputs of their products too; integers and FP4 of checkpoints are weights only.
  private static func activations(of weights: WeightFormats, _ wide: NumberFormat) -> NumberFormat {
    weights.base.element == .fp8e4m3 ? .fp8e4m3 : wide
  }
}
