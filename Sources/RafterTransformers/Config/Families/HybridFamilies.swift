// SPDX-License-Identifier: Apache-2.0
import RafterDiagnostics
import RafterDocuments

/// Models of which some layers are not modelled: they are read as something near, where that is allowed.
enum HybridFamilies {
  /// Gated delta networks in three layers of four (Qwen3-Next, Qwen3.5).
  static func qwenLinear(_ fields: inout ConfigFields, _ family: String)
    -> TransformerArchitecture
  {
    var traits = DecoderTraits(expertWidth: .own, sharedExperts: .width)
    traits.classDefaults = ["head_dim": 256]
    fields.take(traits)
    let common = CommonKeys(&fields, tied: false)
    traits.queryKeyNorm = .always(.perHead)
    traits.rotaryShare = 0.25
    traits.hasSharedGate = true
    var attention = DecoderReader.attention(&fields, common, traits)
    attention.hasOutputGate = true
    let delta = deltaNetwork(&fields)
    let feedForward = FeedForwardReader.read(&fields, common, traits, isMixture: true)
    let interval = fields.count("full_attention_interval") ?? 4
    let kinds = fields.words("layer_types")?.map { $0.scalar ?? "" }
    let blocks = (0..<common.layers).map { layer in
      let kind = kinds.flatMap { layer < $0.count ? $0[layer] : nil }
      let isFull = kind.map { $0 == "full_attention" } ?? ((layer + 1) % interval == 0)
      return TransformerBlock(
        mixer: isFull ? .grouped(attention) : .recurrent(delta), feedForward: feedForward(layer))
    }
    let extra = CommonKeys.predictionLayers(&fields)
    fields.approximate(
      "linear attention ('linear_attention' in 'layer_types')",
      as: "linear attention: its products are exact, the update of its state is an estimate",
      at: fields.entry(["layer_types"])?.value.location ?? fields.place)
    var architecture = common.architecture(family, blocks: blocks, norm: .rms)
    if extra > 0 {
      let block = TransformerBlock(
        mixer: .grouped(attention), feedForward: feedForward(common.layers - 1))
      architecture.predict(block, count: extra)
    }
    return architecture
  }

  private static func deltaNetwork(_ fields: inout ConfigFields) -> RecurrentMixer {
    let keyHeads = fields.required(
      "linear_num_key_heads", what: "key heads of linear attention", upTo: ConfigFields.mostHeads)
    let valueHeads = fields.required(
      "linear_num_value_heads", what: "value heads of linear attention",
      upTo: ConfigFields.mostHeads)
    let keySize = fields.required(
      "linear_key_head_dim", what: "elements of such a key", upTo: ConfigFields.mostHeads)
    let valueSize = fields.required(
      "linear_value_head_dim", what: "elements of such a value", upTo: ConfigFields.mostHeads)
    let kernel = fields.count("linear_conv_kernel_dim", in: 1...64) ?? 4
    let (keys, values) = (keyHeads * keySize, valueHeads * valueSize)
    return RecurrentMixer(
      // Q, K, V, the output gate, and two numbers for each value head.
      name: "linear_attention", projected: 2 * keys + 2 * values + 2 * valueHeads,
      gathered: values, stateElements: valueHeads * keySize * valueSize,
      // The short convolution over Q, K and V; decay and its bias; the norm of a head.
      extraParameters: (2 * keys + values) * kernel + 2 * valueHeads + valueSize)
  }

  /// Mamba 2, attention and experts, a letter for each layer (Nemotron-H).
  static func nemotron(_ fields: inout ConfigFields, _ family: String) -> TransformerArchitecture {
    let pattern = fields.word("hybrid_override_pattern") ?? ""
    if pattern.isEmpty {
      fields.missing(["hybrid_override_pattern"], what: "a letter for each layer: M, *, E or -")
    }
    fields.classDefaults = ["head_dim": 128]
    let common = CommonKeys(&fields, tied: false)
    if !pattern.isEmpty, pattern.count != common.layers {
      fields.diagnostics.append(
        .listLength(
          "hybrid_override_pattern", pattern.count, layers: common.layers,
          at: fields.place(of: "hybrid_override_pattern")))
    }
    var traits = DecoderTraits(expertWidth: .own, sharedExperts: .count)
    traits.form = .plain
    traits.activation = .reluSquared
    traits.routerExtras = .perExpert
    let attention = DecoderReader.attention(&fields, common, traits)
    let mamba = mamba2(&fields)
    let width = fields.required("intermediate_size", what: "the width of the feed-forward part")
    let dense = DenseFeedForward(width: width, form: .plain, activation: .reluSquared)
    let experts =
      pattern.contains("E")
      ? FeedForwardReader.mixture(&fields, traits) {
        DenseFeedForward(width: $0, form: .plain, activation: .reluSquared)
      } : nil
    let blocks = pattern.prefix(CommonKeys.mostLayers).map { letter -> TransformerBlock in
      func block(_ mixer: TokenMixer?, _ part: FeedForward?) -> TransformerBlock {
        TransformerBlock(
          mixer: mixer, feedForward: part,
          norms: [mixer == nil ? .beforeFeedForward : .beforeMixer])
      }
      switch letter {
      case "*": return block(.grouped(attention), nil)
      case "E": return block(nil, experts.map { .mixture($0) } ?? .dense(dense))
      case "-": return block(nil, .dense(dense))
      default: return block(.recurrent(mamba), nil)
      }
    }
    fields.approximate(
      "Mamba 2 ('M' in 'hybrid_override_pattern')",
      as: "Mamba 2: its products are exact, the update of its state is an estimate",
      at: fields.entry(["hybrid_override_pattern"])?.value.location)
    return common.architecture(family, blocks: blocks, norm: .rms)
  }

  private static func mamba2(_ fields: inout ConfigFields) -> RecurrentMixer {
    let heads = fields.required(
      "mamba_num_heads", what: "heads of Mamba", upTo: ConfigFields.mostHeads)
    let size = fields.required(
      "mamba_head_dim", what: "elements of such a head", upTo: ConfigFields.mostHeads)
    let state = fields.required(
      "ssm_state_size", what: "states of each element", upTo: ConfigFields.mostHeads)
    let groups = fields.count("n_groups") ?? 1
    let kernel = fields.count("conv_kernel", in: 1...64) ?? 4
    let inner = heads * size
    let convolved = inner + 2 * groups * state
    return RecurrentMixer(
      // The gate, what is convolved, and a time step for each head.
      name: "mamba2", projected: inner + convolved + heads, gathered: inner,
      stateElements: inner * state,
      // The convolution with bias; A, D and the bias of the step; the norm.
      extraParameters: convolved * (kernel + 1) + 3 * heads + inner)
  }

  /// One latent vector for all heads, low-rank queries and outputs, compressed tokens (DeepSeek V4).
  static func deepseek4(_ fields: inout ConfigFields, _ family: String)
    -> TransformerArchitecture
  {
    var traits = DecoderTraits(expertWidth: .own, sharedExperts: .count)
    traits.classDefaults = ["head_dim": 512]
    fields.take(traits)
    let common = CommonKeys(&fields, tied: false)
    traits.routerExtras = .perExpert
    var attention = DecoderReader.attention(&fields, common, traits)
    attention.values = .sharedWithKeys
    attention.rotaryDimension = fields.count("qk_rope_head_dim") ?? 64
    attention.queryRank = fields.required("q_lora_rank", what: "the rank of the queries")
    attention.output = GroupedAttention.LowRankOutput(
      groups: fields.count("o_groups", in: 1...4096) ?? 1,
      rank: fields.required("o_lora_rank", what: "the rank of the output"))
    let feedForward = FeedForwardReader.read(&fields, common, traits, isMixture: true)
    fields.approximate(
      "attention over compressed tokens ('compress_ratios') with hyper-connections ('hc_mult')",
      as: "compressed attention is counted as attention over the whole context; its compressors, "
        + "indexers and hyper-connections are left out",
      at: fields.entry(["compress_ratios"])?.value.location ?? fields.place)
    let blocks = (0..<common.layers).map {
      TransformerBlock(mixer: .grouped(attention), feedForward: feedForward($0))
    }
    var architecture = common.architecture(family, blocks: blocks, norm: .rms)
    architecture.predict(blocks.last, count: CommonKeys.predictionLayers(&fields))
    return architecture
  }
}
