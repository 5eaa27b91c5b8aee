// SPDX-License-Identifier: Apache-2.0

/// What tells the decoders of the Llama kind apart: what their configurations leave to the class.
struct DecoderTraits: Sendable {
  /// Where products of attention have a bias.
  enum BiasRule: Sendable {
    case never
    case inputs
    /// As a key says; false where it is absent.
    case key(String, GroupedAttention.Biases, absent: Bool)
  }

  /// Which layers look back less than the whole context, where `layer_types` does not say.
  enum ReachRule: Sendable {
    case full
    /// All, by the window of `sliding_window`, if there is one.
    case windowEverywhere
    /// All but every n-th, n from `sliding_window_pattern` or as given.
    case fullEvery(Int)
    /// Only those from `max_window_layers` on, and only if `use_sliding_window`.
    case qwen
  }

  /// Whether the family always states the size of a head.
  enum HeadSizeRule: Sendable {
    /// Where no key says, it is that of the class, else the width over the heads.
    case optional
    /// All published models state it, and in none is it the width over the heads.
    case stated
  }

  /// How many KV heads there are where no key says.
  enum KeyValueRule: Sendable {
    case asHeads, stated
  }

  /// Which norm over queries and keys there is.
  enum QueryKeyRule: Sendable {
    case always(QueryKeyNorm)
    case key(String, QueryKeyNorm, absent: Bool)
  }

  /// Which key has the width of an expert.
  enum ExpertWidthRule: Sendable {
    /// `moe_intermediate_size`, which the family always states.
    case own
    /// `intermediate_size`.
    case model
    /// The first of the two that is there.
    case either
  }

  /// Which key has the width of layers without experts, in a model that has both.
  enum DenseWidthRule: Sendable {
    /// `intermediate_size`.
    case usual
    case key(String)
  }

  /// What the family always states of the experts that all tokens pass.
  enum SharedExpertRule: Sendable {
    /// There are none where no key says.
    case optional
    /// `n_shared_experts`, be it null.
    case count
    /// `shared_expert_intermediate_size`, be it 0.
    case width
  }

  /// Whether the family always states how many of the first layers have no experts.
  enum FirstDenseRule: Sendable {
    case optional, stated
  }

  var norm = NormKind.rms
  var norms: [NormPosition] = [.beforeMixer, .beforeFeedForward]
  var queryKeyNorm = QueryKeyRule.always(.none)
  var biases = BiasRule.never
  var feedForwardBias: String?
  var form = FeedForwardForm.gated
  var activation = ActivationFunction.silu
  var tied = false
  var reach = ReachRule.full
  var keyValueHeads = KeyValueRule.stated
  var headSize = HeadSizeRule.optional
  var rotaryShare = 1.0
  var hasSinks = false
  var expertBiases = false
  var routerExtras = MixtureOfExperts.RouterExtras.none
  var hasSharedGate = false
  var expertWidth = ExpertWidthRule.either
  var denseWidth = DenseWidthRule.usual
  var sharedExperts = SharedExpertRule.optional
  var firstDense = FirstDenseRule.optional
  /// What the class of the transformers library, 5.24, takes for keys that are absent.
  var classDefaults: [String: Int] = [:]
  /// The same for models whose language part stands in `text_config`: files saved by that library leave out there
  /// what is as in the class.
  var nestedDefaults: [String: Int] = [:]
}

/// Decoders of the Llama kind, with or without experts.
enum DecoderFamilies {
  private static let sandwich: [NormPosition] = [
    .beforeMixer, .afterMixer, .beforeFeedForward, .afterFeedForward,
  ]

  /// Families by `model_type`.
  private static let traits: [(name: String, traits: DecoderTraits, isMixture: Bool)] = [
    (
      "llama",
      DecoderTraits(
        biases: .key("attention_bias", .all, absent: false), feedForwardBias: "mlp_bias",
        keyValueHeads: .asHeads), false
    ),
    (
      "mistral", DecoderTraits(reach: .windowEverywhere, classDefaults: ["sliding_window": 4096]),
      false
    ),
    (
      "ministral", DecoderTraits(reach: .windowEverywhere, classDefaults: ["sliding_window": 4096]),
      false
    ),
    ("mixtral", DecoderTraits(reach: .windowEverywhere), true),
    ("qwen2", DecoderTraits(biases: .inputs, reach: .qwen), false),
    ("qwen2_vl_text", DecoderTraits(biases: .inputs, reach: .qwen), false),
    ("qwen2_5_vl_text", DecoderTraits(biases: .inputs, reach: .qwen), false),
    (
      "qwen2_moe",
      DecoderTraits(
        biases: .inputs, reach: .qwen, hasSharedGate: true, expertWidth: .own, sharedExperts: .width
      ), true
    ),
    (
      "qwen3",
      DecoderTraits(
        queryKeyNorm: .always(.perHead), biases: .key("attention_bias", .all, absent: false),
        reach: .qwen, classDefaults: ["head_dim": 128]), false
    ),
    (
      "qwen3_moe",
      DecoderTraits(
        queryKeyNorm: .always(.perHead), biases: .key("attention_bias", .all, absent: false),
        reach: .qwen, headSize: .stated, expertWidth: .own), true
    ),
    (
      "mimo",
      DecoderTraits(
        biases: .key("attention_bias", .inputs, absent: true), reach: .qwen, headSize: .stated),
      false
    ),
    ("phi3", DecoderTraits(reach: .windowEverywhere, keyValueHeads: .asHeads), false),
    (
      "gemma",
      DecoderTraits(activation: .gelu, tied: true, classDefaults: ["head_dim": 256]), false
    ),
    (
      "gemma2",
      DecoderTraits(
        norms: sandwich, activation: .gelu, tied: true, reach: .fullEvery(2),
        classDefaults: ["head_dim": 256, "sliding_window": 4096]), false
    ),
    ("gemma3_text", gemma3, false), ("gemma3", gemma3, false),
    (
      "gpt_oss",
      DecoderTraits(
        biases: .key("attention_bias", .all, absent: true), reach: .fullEvery(2), hasSinks: true,
        expertBiases: true, routerExtras: .perExpert, expertWidth: .model,
        classDefaults: ["head_dim": 64, "sliding_window": 128]), true
    ),
    (
      "minimax_m2",
      DecoderTraits(
        queryKeyNorm: .key("use_qk_norm", .overAllHeads, absent: true),
        routerExtras: .perExpert, classDefaults: ["head_dim": 128]), true
    ),
    (
      "glm4_moe",
      DecoderTraits(
        queryKeyNorm: .key("use_qk_norm", .perHead, absent: false),
        biases: .key("attention_bias", .inputs, absent: false), headSize: .stated, rotaryShare: 0.5,
        routerExtras: .perExpert, expertWidth: .own, sharedExperts: .count, firstDense: .stated),
      true
    ),
    (
      "glm4",
      DecoderTraits(
        norms: sandwich, biases: .key("attention_bias", .inputs, absent: false), rotaryShare: 0.5,
        classDefaults: ["head_dim": 128]),
      false
    ),
    (
      "olmo2",
      DecoderTraits(
        norms: [.afterMixer, .afterFeedForward], queryKeyNorm: .always(.overAllHeads),
        keyValueHeads: .asHeads), false
    ),
    (
      "olmoe",
      DecoderTraits(queryKeyNorm: .always(.overAllHeads), keyValueHeads: .asHeads), true
    ),
    (
      "granite",
      DecoderTraits(
        biases: .key("attention_bias", .all, absent: false), tied: true, keyValueHeads: .asHeads),
      false
    ),
    ("smollm3", DecoderTraits(tied: true), false),
    ("internlm3", DecoderTraits(classDefaults: ["head_dim": 128]), false),
    ("seed_oss", DecoderTraits(biases: .inputs, classDefaults: ["head_dim": 128]), false),
    (
      "ernie4_5", DecoderTraits(tied: true, classDefaults: ["head_dim": 128]), false
    ),
    (
      "starcoder2",
      DecoderTraits(
        norm: .layer, biases: .key("use_bias", .all, absent: true), feedForwardBias: "use_bias",
        form: .plain, activation: .gelu, tied: true, reach: .windowEverywhere), false
    ),
    (
      "stablelm",
      DecoderTraits(
        norm: .layer, biases: .key("use_qkv_bias", .inputs, absent: false),
        keyValueHeads: .asHeads, rotaryShare: 0.25), false
    ),
  ]

  private static let gemma3 = DecoderTraits(
    norms: sandwich, queryKeyNorm: .always(.perHead), activation: .gelu, tied: true,
    reach: .fullEvery(6), classDefaults: ["head_dim": 256, "sliding_window": 4096],
    nestedDefaults: [
      "hidden_size": 2304, "num_hidden_layers": 26, "num_attention_heads": 8,
      "num_key_value_heads": 4, "intermediate_size": 9216, "vocab_size": 262_208,
      "max_position_embeddings": 131_072,
    ])

  /// The families.
  static let all: [ModelFamily] = traits.map { entry in
    let mixture = [
      ["num_local_experts", "num_experts", "n_routed_experts"], ["num_experts_per_tok"],
    ]
    return ModelFamily(
      name: entry.name, required: ModelFamily.decoderKeys + (entry.isMixture ? mixture : [])
    ) { fields, name in
      DecoderReader.read(&fields, family: name, entry.traits, isMixture: entry.isMixture)
    }
  }
}
