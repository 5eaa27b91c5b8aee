// SPDX-License-Identifier: Apache-2.0

/// Models with latent attention: DeepSeek V2 and V3, and what is built like them.
enum LatentFamilies {
  private static let names = [
    "deepseek_v2", "deepseek_v3", "deepseek_v32", "kimi_k2", "glm_moe_dsa",
  ]

  /// The families.
  static let all: [ModelFamily] = names.map { name in
    ModelFamily(
      name: name,
      required: ModelFamily.decoderKeys + [
        ["kv_lora_rank"], ["qk_nope_head_dim"], ["qk_rope_head_dim"], ["v_head_dim"],
        ["n_routed_experts"], ["num_experts_per_tok"], ["moe_intermediate_size"],
        ["n_shared_experts"], ["first_k_dense_replace"],
      ], read: read)
  }

  private static func read(_ fields: inout ConfigFields, _ family: String)
    -> TransformerArchitecture
  {
    let common = CommonKeys(&fields, tied: false)
    var traits = DecoderTraits(
      expertWidth: .own, sharedExperts: .count, firstDense: .stated)
    if !fields.states("q_lora_rank") {
      fields.missing(["q_lora_rank"], what: "the rank of the queries, or null where they have none")
    }
    if family != "deepseek_v2" { traits.routerExtras = .perExpert }
    let attention = LatentAttention(
      heads: common.heads, queryRank: fields.count("q_lora_rank"),
      keyValueRank: fields.required("kv_lora_rank", what: "the rank of keys and values"),
      nopeDimension: fields.required(
        "qk_nope_head_dim", what: "elements of a key that are not rotated"),
      ropeDimension: fields.required(
        "qk_rope_head_dim", what: "elements of a key that are rotated"),
      valueDimension: fields.required("v_head_dim", what: "elements of a value"),
      indexer: indexer(&fields))
    let feedForward = FeedForwardReader.read(&fields, common, traits, isMixture: true)
    let blocks = (0..<common.layers).map {
      TransformerBlock(mixer: .latent(attention), feedForward: feedForward($0))
    }
    var architecture = common.architecture(family, blocks: blocks, norm: .rms)
    architecture.predict(blocks.last, count: CommonKeys.predictionLayers(&fields))
    return architecture
  }

  private static func indexer(_ fields: inout ConfigFields) -> SparseIndexer? {
    guard let tokens = fields.count("index_topk") else { return nil }
    return SparseIndexer(
      heads: fields.required("index_n_heads", what: "heads of the indexer"),
      headDimension: fields.required("index_head_dim", what: "elements of an indexer's key"),
      tokens: tokens)
  }
}
