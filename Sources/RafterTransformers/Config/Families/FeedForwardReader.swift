// SPDX-License-Identifier: Apache-2.0
import RafterDiagnostics
import RafterDocuments

/// Reads feed-forward parts: dense ones, experts, and which layer has which.
enum FeedForwardReader {
  /// The part of each layer, as a function of its index.
  static func read(
    _ fields: inout ConfigFields, _ common: CommonKeys, _ traits: DecoderTraits, isMixture: Bool
  ) -> (Int) -> FeedForward {
    let activation = activation(&fields) ?? traits.activation
    let hasBiases = traits.feedForwardBias.map { fields.flag($0, default: traits.form == .plain) }
    func part(_ width: Int) -> DenseFeedForward {
      DenseFeedForward(
        width: width, form: traits.form, activation: activation, hasBiases: hasBiases ?? false)
    }
    guard isMixture else {
      let width = fields.required("intermediate_size", what: "the width of the feed-forward part")
      return { _ in .dense(part(width)) }
    }
    let mixture = mixture(&fields, traits, part)
    let isSparse = sparseLayers(&fields, common, traits)
    let dense = denseWidth(&fields, common, traits, isSparse) ?? mixture.expert.width
    return { layer in isSparse(layer) ? .mixture(mixture) : .dense(part(dense)) }
  }

  /// The width of the layers without experts; nil where there is none of them.
  private static func denseWidth(
    _ fields: inout ConfigFields, _ common: CommonKeys, _ traits: DecoderTraits,
    _ isSparse: (Int) -> Bool
  ) -> Int? {
    guard !(0..<common.layers).allSatisfy(isSparse) else { return nil }
    if case .key(let name) = traits.denseWidth {
      return fields.required(name, what: "the width of layers without experts")
    }
    return fields.required(
      "intermediate_size", what: "the width of the feed-forward part of layers without experts")
  }

  /// The experts.
  static func mixture(
    _ fields: inout ConfigFields, _ traits: DecoderTraits, _ part: (Int) -> DenseFeedForward
  ) -> MixtureOfExperts {
    let experts = fields.required(
      "num_local_experts", "num_experts", "n_routed_experts", what: "the number of experts")
    let each = fields.required(
      "num_experts_per_tok", "top_k_experts", "moe_topk", what: "experts chosen for each token")
    if each > experts {
      fields.diagnostics.append(
        .moreExpertsThanThereAre(
          each, of: experts,
          at: fields.place(of: "num_experts_per_tok", "top_k_experts", "moe_topk")))
    }
    let width: Int
    switch traits.expertWidth {
    case .own: width = fields.required("moe_intermediate_size", what: "the width of an expert")
    case .model: width = fields.required("intermediate_size", what: "the width of an expert")
    case .either:
      width =
        fields.count("moe_intermediate_size")
        ?? fields.required(
          "intermediate_size", what: "the width of an expert (or 'moe_intermediate_size')")
    }
    var expert = part(width)
    if traits.expertBiases { expert.hasBiases = true }
    let shared = sharedWidth(&fields, traits, expert: width)
    return MixtureOfExperts(
      experts: experts, expertsPerToken: min(each, experts), expert: expert,
      shared: shared > 0 ? part(shared) : nil, hasSharedGate: shared > 0 && traits.hasSharedGate,
      routerExtras: routerExtras(&fields, traits))
  }

  /// The width of the experts that all tokens pass, together; 0 where there are none.
  private static func sharedWidth(
    _ fields: inout ConfigFields, _ traits: DecoderTraits, expert: Int
  ) -> Int {
    let stated = fields.count(
      "shared_expert_intermediate_size", "moe_shared_expert_intermediate_size",
      "shared_intermediate_size", in: 0...ConfigFields.largest)
    if let stated { return stated }
    switch traits.sharedExperts {
    case .optional: break
    case .width:
      fields.missing(
        ["shared_expert_intermediate_size"], what: "the width of the expert that all tokens pass")
    case .count:
      if !fields.states("n_shared_experts") {
        fields.missing(["n_shared_experts"], what: "the experts that all tokens pass, or null")
      }
    }
    return (fields.count("n_shared_experts", in: 0...256) ?? 0) * expert
  }

  private static func routerExtras(_ fields: inout ConfigFields, _ traits: DecoderTraits)
    -> MixtureOfExperts.RouterExtras
  {
    fields.word("topk_method") == "noaux_tc" ? .perExpert : traits.routerExtras
  }

  /// Which layers have experts.
  static func sparseLayers(
    _ fields: inout ConfigFields, _ common: CommonKeys, _ traits: DecoderTraits
  ) -> (Int) -> Bool {
    if traits.firstDense == .stated, !fields.states("first_k_dense_replace") {
      fields.missing(
        ["first_k_dense_replace"], what: "how many of the first layers have no experts")
    }
    let firstDense = fields.count("first_k_dense_replace", in: 0...CommonKeys.mostLayers) ?? 0
    let frequency = fields.count("moe_layer_freq", in: 1...CommonKeys.mostLayers) ?? 1
    let step =
      fields.count("decoder_sparse_step", "interleave_moe_layer_step", in: 1...4096) ?? 1
    let dense = Set(fields.counts("mlp_only_layers") ?? [])
    return { layer in
      layer >= firstDense && layer % frequency == 0 && (layer + 1) % step == 0
        && !dense.contains(layer)
    }
  }

  /// The function between the products, or nil where no key says.
  static func activation(_ fields: inout ConfigFields) -> ActivationFunction? {
    let names = [
      "hidden_act", "hidden_activation", "activation_function", "activation", "mlp_hidden_act",
    ]
    guard let entry = fields.wordEntry(names) else { return nil }
    let word = entry.text
    switch word {
    case "silu", "swish", "swiglu": return .silu
    case "relu": return .relu
    case "relu2", "relu_squared": return .reluSquared
    case _ where word.contains("gelu"): return .gelu
    default:
      fields.diagnostics.append(
        .configValue(
          entry.key, "'\(word)'", expected: "silu, gelu, relu or relu2", at: entry.place))
      return nil
    }
  }
}

/// Reads how far back each layer looks.
enum Reach {
  static func read(
    _ fields: inout ConfigFields, _ common: CommonKeys, _ rule: DecoderTraits.ReachRule
  ) -> [AttentionReach] {
    // Some files say 0 where others say null.
    let window = fields.count("sliding_window", in: 0...ConfigFields.largest).flatMap {
      $0 > 0 ? AttentionReach.window($0) : nil
    }
    if let kinds = fields.words("layer_types") {
      return listed(&fields, kinds.map { ($0.scalar ?? "", $0.location) }, common, window)
    }
    let full = [AttentionReach](repeating: .full, count: common.layers)
    switch rule {
    case .full: return full
    case .windowEverywhere: return full.map { window ?? $0 }
    case .fullEvery(let usual):
      guard let window else { return full }
      let pattern = fields.count("sliding_window_pattern", "_sliding_window_pattern") ?? usual
      return full.indices.map { ($0 + 1) % pattern == 0 ? .full : window }
    case .qwen:
      guard fields.flag("use_sliding_window", default: false) else { return full }
      guard let window else {
        if !fields.states("sliding_window") {
          fields.missing(["sliding_window"], what: "the tokens that sliding layers look back")
        }
        return full
      }
      let first = fields.count("max_window_layers", in: 0...CommonKeys.mostLayers) ?? 0
      return full.indices.map { $0 < first ? .full : window }
    }
  }

  private static func listed(
    _ fields: inout ConfigFields, _ kinds: [(word: String, place: SourceLocation)],
    _ common: CommonKeys, _ window: AttentionReach?
  ) -> [AttentionReach] {
    let place = fields.place(of: "layer_types")
    guard kinds.count >= common.layers else {
      fields.diagnostics.append(
        .listLength("layer_types", kinds.count, layers: common.layers, at: place))
      return Array(repeating: .full, count: common.layers)
    }
    return kinds.prefix(common.layers).map { kind in
      switch kind.word {
      case "full_attention", "attention", "global": return .full
      case "sliding_attention", "local":
        if let window { return window }
        if fields.entry(["sliding_window"]) == nil {
          fields.missing(["sliding_window"], what: "the tokens that sliding layers look back")
        }
        return .full
      case "chunked_attention":
        return .chunk(
          fields.required("attention_chunk_size", what: "the tokens of a chunk of attention"))
      default:
        fields.approximate(
          "the layer type '\(kind.word)'",
          as: "layers of type '\(kind.word)' are counted as full attention", at: kind.place)
        return .full
      }
    }
  }
}
