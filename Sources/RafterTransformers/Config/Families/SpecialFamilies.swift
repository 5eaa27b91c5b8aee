// SPDX-License-Identifier: Apache-2.0
import RafterDiagnostics
import RafterDocuments

/// Models with layers of their own kind: Llama 4, Gemma 4, Qwen3.5, Nemotron-H, DeepSeek V4.
enum SpecialFamilies {
  private static let experts = [
    ["num_local_experts", "num_experts", "n_routed_experts"], ["num_experts_per_tok"],
  ]

  /// The families.
  static let all: [ModelFamily] = [
    ModelFamily(name: "llama4_text", required: ModelFamily.decoderKeys + experts, read: llama4),
    ModelFamily(name: "llama4", required: ModelFamily.decoderKeys + experts, read: llama4),
    ModelFamily(name: "gemma4_text", required: ModelFamily.decoderKeys, read: gemma4),
    ModelFamily(
      name: "qwen3_5_moe_text", required: linear + experts, read: HybridFamilies.qwenLinear),
    ModelFamily(name: "qwen3_next", required: linear + experts, read: HybridFamilies.qwenLinear),
    ModelFamily(
      name: "nemotron_h",
      required: ModelFamily.decoderKeys.filter { $0 != ["num_hidden_layers", "n_layer"] } + [
        ["hybrid_override_pattern"]
      ], read: HybridFamilies.nemotron),
    ModelFamily(
      name: "deepseek_v4",
      required: [
        ["hidden_size"], ["num_hidden_layers"], ["num_attention_heads"], ["vocab_size"],
        ["q_lora_rank"], ["o_lora_rank"], ["moe_intermediate_size"],
      ] + experts, read: HybridFamilies.deepseek4),
  ]

  private static let linear = [
    ["hidden_size"], ["num_hidden_layers"], ["num_attention_heads"], ["vocab_size"],
    ["linear_num_key_heads"], ["linear_num_value_heads"], ["linear_key_head_dim"],
    ["linear_value_head_dim"],
  ]

  /// Three layers in four look at a chunk; every fourth has no positions and looks at everything.
  private static func llama4(_ fields: inout ConfigFields, _ family: String)
    -> TransformerArchitecture
  {
    var traits = DecoderTraits(
      expertWidth: .model, denseWidth: .key("intermediate_size_mlp"))
    traits.classDefaults = ["head_dim": 128, "attention_chunk_size": 8192]
    fields.take(traits)
    let common = CommonKeys(&fields, tied: false)
    traits.queryKeyNorm = .key("use_qk_norm", .plain, absent: true)
    let attention = DecoderReader.attention(&fields, common, traits)
    let chunk = fields.count("attention_chunk_size")
    let interval = fields.count("no_rope_layer_interval") ?? 4
    let feedForward = FeedForwardReader.read(&fields, common, traits, isMixture: true)
    let blocks = (0..<common.layers).map { layer in
      var own = attention
      if (layer + 1) % interval == 0 {
        own.rotaryDimension = 0
        own.queryKeyNorm = .none
      } else if let chunk {
        own.reach = .chunk(chunk)
      }
      var part = feedForward(layer)
      if case .mixture(var mixture) = part {
        // The expert that all tokens pass is as wide as one of the others.
        mixture.shared = mixture.shared ?? mixture.expert
        part = .mixture(mixture)
      }
      return TransformerBlock(mixer: .grouped(own), feedForward: part)
    }
    return common.architecture("llama4", blocks: blocks, norm: .rms)
  }

  /// Layers that look at everything have heads of their own size, and their keys serve as values.
  private static func gemma4(_ fields: inout ConfigFields, _ family: String)
    -> TransformerArchitecture
  {
    var traits = DecoderTraits(expertWidth: .own)
    traits.classDefaults = ["head_dim": 256, "global_head_dim": 512, "sliding_window": 512]
    fields.take(traits)
    let common = CommonKeys(&fields, tied: true)
    traits.queryKeyNorm = .always(.perHeadWithValues)
    traits.activation = .gelu
    let near = DecoderReader.attention(&fields, common, traits)
    var far = near
    far.headDimension = fields.count("global_head_dim") ?? near.headDimension
    far.valueDimension = far.headDimension
    far.keyValueHeads = fields.count("num_global_key_value_heads") ?? near.keyValueHeads
    HeadCheck.divides(&fields, heads: far.heads, by: far.keyValueHeads)
    far.rotaryDimension = far.headDimension / 4
    if fields.flag("attention_k_eq_v", default: false) { far.values = .sharedWithKeys }
    for (key, what) in [
      ("num_kv_shared_layers", "sharing of keys and values between layers"),
      ("hidden_size_per_layer_input", "an embedding for each layer"),
    ] where (fields.count(key, in: 0...ConfigFields.largest) ?? 0) > 0 {
      fields.approximate(what, as: "\(what) is left out", at: fields.entry([key])?.value.location)
    }
    let part = feedForward4(&fields, traits)
    let reaches = Reach.read(&fields, common, .fullEvery(6))
    let blocks = reaches.map { reach in
      var own = reach == .full ? far : near
      own.reach = reach
      return TransformerBlock(mixer: .grouped(own), feedForward: part.part, norms: part.norms)
    }
    return common.architecture("gemma4", blocks: blocks, norm: .rms)
  }

  private static func feedForward4(_ fields: inout ConfigFields, _ traits: DecoderTraits)
    -> (part: FeedForward, norms: [NormPosition])
  {
    let activation = FeedForwardReader.activation(&fields) ?? .gelu
    let width = fields.required("intermediate_size", what: "the width of the feed-forward part")
    let dense = DenseFeedForward(width: width, activation: activation)
    var norms: [NormPosition] = [
      .beforeMixer, .afterMixer, .beforeFeedForward, .afterFeedForward,
    ]
    guard fields.flag("enable_moe_block", default: false) else { return (.dense(dense), norms) }
    var mixture = FeedForwardReader.mixture(&fields, traits) {
      DenseFeedForward(width: $0, activation: activation)
    }
    mixture.beside = dense
    mixture.routerExtras = .inputScaleAndPerExpert
    norms += [.afterDense, .beforeExperts, .afterExperts]
    return (.mixture(mixture), norms)
  }
}
