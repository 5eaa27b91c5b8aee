// SPDX-License-Identifier: Apache-2.0
import RafterDiagnostics
import RafterDocuments

/// Reads decoders of the Llama kind.
enum DecoderReader {
  static func read(
    _ fields: inout ConfigFields, family: String, _ traits: DecoderTraits, isMixture: Bool
  ) -> TransformerArchitecture {
    fields.take(traits)
    let common = CommonKeys(&fields, tied: traits.tied)
    let attention = attention(&fields, common, traits)
    let reaches = Reach.read(&fields, common, traits.reach)
    let feedForward = FeedForwardReader.read(&fields, common, traits, isMixture: isMixture)
    refuseOtherLayers(&fields)
    let blocks = (0..<common.layers).map { layer in
      var own = attention
      own.reach = reaches[layer]
      return TransformerBlock(
        mixer: .grouped(own), feedForward: feedForward(layer), norm: traits.norm,
        norms: traits.norms)
    }
    var architecture = common.architecture(family, blocks: blocks, norm: traits.norm)
    architecture.predict(blocks.last, count: CommonKeys.predictionLayers(&fields))
    return architecture
  }

  /// Heads, their sizes, biases and norms.
  static func attention(
    _ fields: inout ConfigFields, _ common: CommonKeys, _ traits: DecoderTraits
  ) -> GroupedAttention {
    if traits.headSize == .stated, !fields.states("head_dim") {
      fields.missing(["head_dim"], what: "the elements of a head")
    }
    let dimension = HeadCheck.dimension(&fields, common)
    let keyValueHeads: Int
    switch traits.keyValueHeads {
    case .asHeads:
      fields.classDefaults["num_key_value_heads"] = common.heads
      keyValueHeads = fields.count("num_key_value_heads", "num_kv_heads") ?? common.heads
    case .stated:
      keyValueHeads = fields.required(
        "num_key_value_heads", "num_kv_heads", what: "the number of KV heads")
    }
    HeadCheck.divides(&fields, heads: common.heads, by: keyValueHeads)
    let share = fields.share("partial_rotary_factor", "rotary_pct") ?? traits.rotaryShare
    let rotary = fields.count("rotary_dim") ?? Int((Double(dimension) * share).rounded())
    let biases: GroupedAttention.Biases =
      switch traits.biases {
      case .never: .none
      case .inputs: .inputs
      case .key(let key, let where_, let absent):
        fields.flag(key, default: absent) ? where_ : .none
      }
    let norm: QueryKeyNorm =
      switch traits.queryKeyNorm {
      case .always(let norm): norm
      case .key(let key, let norm, let absent): fields.flag(key, default: absent) ? norm : .none
      }
    return GroupedAttention(
      heads: common.heads, keyValueHeads: keyValueHeads, headDimension: dimension,
      rotaryDimension: min(rotary, dimension), queryKeyNorm: norm, biases: biases,
      hasSinks: traits.hasSinks)
  }

  /// MiniMax marks lightning attention by a zero in a list of its own.
  private static func refuseOtherLayers(_ fields: inout ConfigFields) {
    guard let kinds = fields.counts("attn_type_list"), kinds.contains(0) else { return }
    fields.approximate(
      "lightning attention (a 0 in 'attn_type_list')",
      as: "lightning attention is counted as full attention",
      at: fields.place(of: "attn_type_list"))
  }
}

extension ConfigFields {
  /// What the class of a family takes for absent keys.
  mutating func take(_ traits: DecoderTraits) {
    classDefaults = traits.classDefaults
    if isNested { classDefaults.merge(traits.nestedDefaults) { own, _ in own } }
  }
}

/// Keys that every decoder has.
struct CommonKeys {
  var hidden: Int
  var layers: Int
  var heads: Int
  var vocabulary: Int
  var maximumContext: Int?
  var weights: LanguageModelHead.Weights

  init(_ fields: inout ConfigFields, tied: Bool) {
    hidden = fields.required("hidden_size", "n_embd", "d_model", what: "the model's width")
    layers = min(
      fields.required("num_hidden_layers", "n_layer", "n_layers", what: "the number of layers"),
      Self.mostLayers)
    if let stated = fields.entry(["num_hidden_layers", "n_layer", "n_layers"]),
      let count = Int(stated.value.scalar ?? ""), count > Self.mostLayers
    {
      fields.diagnostics.append(
        .configRange(stated.key, count, 1...Self.mostLayers, at: stated.value.location))
    }
    heads = fields.required(
      "num_attention_heads", "n_head", "n_heads", what: "the number of query heads")
    vocabulary = fields.required("vocab_size", what: "the number of tokens")
    maximumContext = fields.count(
      "max_position_embeddings", "n_positions", "max_sequence_length", "seq_length",
      in: 1...(1 << 30))
    weights = fields.flag("tie_word_embeddings", default: tied) ? .tiedToEmbedding : .own
  }

  /// No model has more; blocks are held one by one.
  static let mostLayers = 4096

  /// A decoder with a table of tokens and a head over them.
  func architecture(
    _ family: String, blocks: [TransformerBlock], norm: NormKind, learnedPositions: Int = 0,
    headBias: Bool = false
  ) -> TransformerArchitecture {
    TransformerArchitecture(
      name: family, source: "", family: family, hidden: hidden,
      embedding: .tokens(
        TokenEmbedding(vocabulary: vocabulary, learnedPositions: learnedPositions)),
      blocks: blocks, finalNorm: norm,
      head: .languageModel(
        LanguageModelHead(vocabulary: vocabulary, weights: weights, hasBias: headBias)),
      maximumContext: maximumContext)
  }

  /// Layers of multi-token prediction.
  static func predictionLayers(_ fields: inout ConfigFields) -> Int {
    fields.count(
      "num_nextn_predict_layers", "mtp_num_hidden_layers", "num_mtp_modules", in: 0...64) ?? 0
  }
}

/// Checks of head counts.
enum HeadCheck {
  /// The elements of a head: as stated, else the width over the heads.
  static func dimension(_ fields: inout ConfigFields, _ common: CommonKeys) -> Int {
    if let stated = fields.count("head_dim") { return stated }
    guard common.hidden % common.heads == 0 || (fields.hasGaps && common.hidden == 1) else {
      fields.diagnostics.append(
        .doesNotDivide(
          ("the width", common.hidden), by: ("a number of heads", common.heads),
          remedy: "correct one of them, or state 'head_dim'",
          at: fields.place(of: "num_attention_heads", "n_head", "n_heads")))
      return 1
    }
    return max(1, common.hidden / common.heads)
  }

  /// KV heads have to divide query heads.
  static func divides(_ fields: inout ConfigFields, heads: Int, by keyValueHeads: Int) {
    guard heads % keyValueHeads != 0, !(fields.hasGaps && heads == 1) else { return }
    fields.diagnostics.append(
      .doesNotDivide(
        ("the number of query heads", heads), by: ("a number of KV heads", keyValueHeads),
        remedy: "each KV head serves the same number of query heads",
        at: fields.place(of: "num_key_value_heads", "num_kv_heads")))
  }
}
