// SPDX-License-Identifier: Apache-2.0
import RafterDiagnostics
import RafterDocuments
import RafterQuantities

/// Reads how weights are stored: `torch_dtype`, `quantization_config` and its exclusions [workloads 5.7].
enum Quantization {
  /// What is stored as it was trained, whatever the method.
  private static let usuallyPlain: [WeightRole] = [.embedding, .router, .small, .head]

  static func read(_ fields: inout ConfigFields) -> WeightFormats {
    let plain = WeightStorage(dtype(&fields))
    guard let config = fields.object("quantization_config") else {
      return WeightFormats(base: plain)
    }
    var keys = ConfigFields(quantization: config, of: fields)
    let storage = QuantizationMethod.storage(&keys)
    let patterns = exclusions(&keys)
    ConfigSpelling.check(&keys)
    fields.diagnostics += keys.diagnostics
    guard let storage else { return WeightFormats(base: plain) }
    var formats = WeightFormats(base: storage)
    for role in usuallyPlain { formats[role] = plain }
    if let experts = fields.wordEntry(["expert_dtype"]) {
      switch experts.text {
      case "fp4": formats[.routedExperts] = WeightStorage(.mxfp4)
      case "fp8": break
      default:
        fields.diagnostics.append(
          .configValue(
            "expert_dtype", "'\(experts.text)'", expected: "fp4 or fp8", at: experts.place))
      }
    }
    for role in patterns.flatMap(roles) { formats[role] = plain }
    return formats
  }

  private static let types: [(word: String, format: NumberFormat)] = [
    ("bfloat16", .bf16), ("float16", .fp16), ("float32", .fp32), ("float8_e4m3fn", .fp8e4m3),
  ]

  private static func dtype(_ fields: inout ConfigFields) -> NumberFormat {
    // Many files leave it open; every report says which format is run.
    guard let word = fields.word("torch_dtype", "dtype"), word != "auto" else { return .bf16 }
    if let known = types.first(where: { $0.word == word }) { return known.format }
    fields.diagnostics.append(
      .unknownStorage(
        word, known: types.map(\.word), at: fields.place(of: "torch_dtype", "dtype")))
    return .bf16
  }

  private static func exclusions(_ keys: inout ConfigFields) -> [String] {
    var patterns: [String] = []
    for key in [
      "modules_to_not_convert", "ignored_layers", "ignore", "exclude_modules",
      "llm_int8_skip_modules",
    ] {
      patterns += keys.words(key)?.compactMap(\.scalar) ?? []
    }
    return patterns
  }

  /// The kinds of weights that a module pattern means; none where it means single layers.
  private static func roles(of pattern: String) -> [WeightRole] {
    let text = pattern.lowercased()
    let afterLayers = text.split(separator: "layers.", maxSplits: 1).dropFirst().first
    if let first = afterLayers?.first, first.isNumber { return [] }
    if text.contains("lm_head") { return [.head] }
    if text.contains("embed") { return [.embedding] }
    if text.contains("attn") { return [.attentionInputs, .attentionOutput] }
    if text.contains("router") || text == "gate" || text.hasSuffix(".gate") { return [.router] }
    if text.contains("shared_expert") { return [.sharedExperts] }
    if text.contains("expert") { return [.routedExperts] }
    if text.contains("mlp") { return [.feedForward] }
    return []
  }
}
