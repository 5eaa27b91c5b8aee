// SPDX-License-Identifier: Apache-2.0

/// Decoders from before Llama: LayerNorm, biases, learned positions, parallel blocks.
enum OlderFamilies {
  private static let sizes = [
    ["n_embd", "hidden_size"], ["n_layer", "num_hidden_layers"], ["n_head", "num_attention_heads"],
    ["vocab_size"],
  ]

  /// The families.
  static let all: [ModelFamily] = [
    ModelFamily(name: "gpt2", required: sizes, read: gpt2),
    ModelFamily(name: "gpt_bigcode", required: sizes, read: gpt2),
    ModelFamily(name: "gptj", required: sizes, read: gptj),
    ModelFamily(name: "gpt_neox", required: ModelFamily.decoderKeys, read: neox),
    ModelFamily(name: "opt", required: sizes + [["ffn_dim"]], read: opt),
    ModelFamily(name: "phi", required: ModelFamily.decoderKeys, read: phi),
    ModelFamily(name: "falcon", required: sizes, read: falcon),
  ]

  private static func attention(
    _ fields: inout ConfigFields, _ common: CommonKeys, keyValueHeads: Int? = nil,
    rotary: Int? = nil, biases: GroupedAttention.Biases
  ) -> GroupedAttention {
    let dimension = HeadCheck.dimension(&fields, common)
    let heads = keyValueHeads ?? common.heads
    HeadCheck.divides(&fields, heads: common.heads, by: heads)
    return GroupedAttention(
      heads: common.heads, keyValueHeads: heads, headDimension: dimension,
      rotaryDimension: rotary.map { min($0, dimension) } ?? dimension, biases: biases)
  }

  private static func plain(
    _ fields: inout ConfigFields, width: Int, hasBiases: Bool, usual: ActivationFunction = .gelu
  ) -> DenseFeedForward {
    DenseFeedForward(
      width: width, form: .plain, activation: FeedForwardReader.activation(&fields) ?? usual,
      hasBiases: hasBiases)
  }

  private static func blocks(
    _ common: CommonKeys, _ attention: GroupedAttention, _ feedForward: DenseFeedForward,
    norms: [NormPosition] = [.beforeMixer, .beforeFeedForward],
    arrangement: BlockArrangement = .sequential
  ) -> [TransformerBlock] {
    Array(
      repeating: TransformerBlock(
        mixer: .grouped(attention), feedForward: .dense(feedForward), norm: .layer, norms: norms,
        arrangement: arrangement), count: common.layers)
  }

  private static func gpt2(_ fields: inout ConfigFields, _ family: String)
    -> TransformerArchitecture
  {
    fields.classDefaults = ["n_positions": 1024]
    let common = CommonKeys(&fields, tied: true)
    let single = family == "gpt_bigcode" && fields.flag("multi_query", default: true)
    let attention = attention(
      &fields, common, keyValueHeads: single ? 1 : nil, rotary: 0, biases: .all)
    let width = fields.count("n_inner") ?? 4 * common.hidden
    return common.architecture(
      family,
      blocks: blocks(common, attention, plain(&fields, width: width, hasBiases: true)),
      norm: .layer, learnedPositions: common.maximumContext ?? 1024)
  }

  private static func gptj(_ fields: inout ConfigFields, _ family: String)
    -> TransformerArchitecture
  {
    fields.classDefaults = ["rotary_dim": 64]
    let common = CommonKeys(&fields, tied: false)
    let attention = attention(
      &fields, common, rotary: fields.count("rotary_dim") ?? 64, biases: .none)
    let width = fields.count("n_inner") ?? 4 * common.hidden
    return common.architecture(
      family,
      blocks: blocks(
        common, attention, plain(&fields, width: width, hasBiases: true), norms: [.beforeMixer],
        arrangement: .parallel), norm: .layer, headBias: true)
  }

  private static func neox(_ fields: inout ConfigFields, _ family: String)
    -> TransformerArchitecture
  {
    let common = CommonKeys(&fields, tied: false)
    let share = fields.share("rotary_pct", "partial_rotary_factor") ?? 0.25
    let hasBiases = fields.flag("attention_bias", default: true)
    var own = attention(&fields, common, biases: hasBiases ? .all : .none)
    own.rotaryDimension = Int((Double(own.headDimension) * share).rounded())
    let width = fields.required("intermediate_size", what: "the width of the feed-forward part")
    let parallel = fields.flag("use_parallel_residual", default: true)
    return common.architecture(
      family,
      blocks: blocks(
        common, own, plain(&fields, width: width, hasBiases: true),
        arrangement: parallel ? .parallel : .sequential), norm: .layer)
  }

  private static func opt(_ fields: inout ConfigFields, _ family: String)
    -> TransformerArchitecture
  {
    fields.classDefaults = ["max_position_embeddings": 2048]
    let common = CommonKeys(&fields, tied: true)
    let hasBiases = fields.flag("enable_bias", default: true)
    let attention = attention(&fields, common, rotary: 0, biases: hasBiases ? .all : .none)
    let width = fields.required("ffn_dim", what: "the width of the feed-forward part")
    if let narrow = fields.count("word_embed_proj_dim"), narrow != common.hidden {
      fields.approximate(
        "an embedding of \(narrow) elements in a model of \(common.hidden)",
        as: "the embedding is counted in the model's own width",
        at: fields.place(of: "word_embed_proj_dim"))
    }
    // The table of positions begins two rows later than the first position.
    let positions = (common.maximumContext ?? 2048) + 2
    return common.architecture(
      family,
      blocks: blocks(
        common, attention, plain(&fields, width: width, hasBiases: hasBiases, usual: .relu)),
      norm: .layer, learnedPositions: positions)
  }

  private static func phi(_ fields: inout ConfigFields, _ family: String)
    -> TransformerArchitecture
  {
    let common = CommonKeys(&fields, tied: false)
    let heads = fields.count("num_key_value_heads")
    let share = fields.share("partial_rotary_factor") ?? 0.5
    var own = attention(&fields, common, keyValueHeads: heads, biases: .all)
    own.rotaryDimension = Int((Double(own.headDimension) * share).rounded())
    let width = fields.required("intermediate_size", what: "the width of the feed-forward part")
    return common.architecture(
      family,
      blocks: blocks(
        common, own, plain(&fields, width: width, hasBiases: true), norms: [.beforeMixer],
        arrangement: .parallel), norm: .layer, headBias: true)
  }

  private static func falcon(_ fields: inout ConfigFields, _ family: String)
    -> TransformerArchitecture
  {
    let common = CommonKeys(&fields, tied: true)
    let isNew = fields.flag("new_decoder_architecture", default: false)
    let heads: Int?
    if isNew {
      heads = fields.required("num_kv_heads", "n_head_kv", what: "the number of KV heads")
    } else {
      heads = fields.flag("multi_query", default: true) ? 1 : nil
    }
    let hasBiases = fields.flag("bias", default: false)
    let parallel = fields.flag("parallel_attn", default: true)
    let attention = attention(
      &fields, common, keyValueHeads: heads, biases: hasBiases ? .all : .none)
    let width = fields.count("ffn_hidden_size") ?? 4 * common.hidden
    // The first ones normalise once for both parts, the new ones once for each.
    let norms: [NormPosition] =
      isNew || !parallel ? [.beforeMixer, .beforeFeedForward] : [.beforeMixer]
    return common.architecture(
      family,
      blocks: blocks(
        common, attention, plain(&fields, width: width, hasBiases: hasBiases), norms: norms,
        arrangement: parallel ? .parallel : .sequential), norm: .layer)
  }
}
