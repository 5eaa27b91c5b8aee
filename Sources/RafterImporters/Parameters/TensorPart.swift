// SPDX-License-Identifier: Apache-2.0

/// The part of a network that a tensor of weights belongs to, told by its name.
///
/// The names are those of GGUF (`blk.0.attn_q.weight`) and of the checkpoints of the transformers library
/// (`model.layers.0.self_attn.q_proj.weight`); what fits neither is ``other``.
public enum TensorPart: String, Sendable, Hashable, CaseIterable {
  case embedding, attention
  case feedForward = "feed-forward"
  case experts, router, normalization
  case output = "lm-head"
  case other

  /// The part of a name.
  public static func of(_ name: String) -> TensorPart {
    let words = Words(name)
    // Norms of heads lie within the attention, routers within the feed-forward part: the narrower word first.
    if words.hasAny(Self.normWords)
      || words.any({ $0.hasSuffix("norm") || $0.hasPrefix("layernorm") })
    {
      return .normalization
    }
    if words.hasAny(["lm_head", "embed_out"]) || words.first == "output" { return .output }
    if words.hasAny(Self.embeddingWords) { return .embedding }
    if words.any({ $0.hasSuffix("_exps") || $0.hasSuffix("_shexp") })
      || words.hasAny(Self.expertWords)
    {
      return .experts
    }
    if words.hasAny(Self.routerWords) || words.isMixtureGate { return .router }
    if words.hasAny(Self.attentionWords) || words.any({ $0.hasPrefix("attn_") }) {
      return .attention
    }
    if words.hasAny(Self.feedForwardWords) || words.any({ $0.hasPrefix("ffn_") }) {
      return .feedForward
    }
    return .other
  }

  /// The layer that a name counts, or nil: `blk.3.attn_q.weight` and `model.layers.3.mlp.up_proj.weight` are of layer 3.
  public static func layer(of name: String) -> Int? {
    let words = name.split(separator: ".")
    for (word, number) in zip(words, words.dropFirst()) where Self.stacks.contains(String(word)) {
      if let layer = Int(number), layer >= 0 { return layer }
    }
    return nil
  }

  private static let stacks: Set<String> = ["blk", "layers", "layer", "h", "blocks", "block"]
  private static let normWords: Set<String> = [
    "ln_f", "ln_1", "ln_2", "norm", "norm1", "norm2", "norm3", "LayerNorm", "ln_post", "ln_pre",
  ]
  private static let embeddingWords: Set<String> = [
    "token_embd", "position_embd", "token_types", "per_layer_token_embd", "embed_tokens",
    "embeddings",
    "wte", "wpe", "word_embeddings", "embed_positions", "tok_embeddings", "embed_in",
  ]
  private static let expertWords: Set<String> = ["experts", "shared_expert", "shared_experts"]
  private static let routerWords: Set<String> = ["ffn_gate_inp", "router", "ffn_gate_inp_shexp"]
  private static let attentionWords: Set<String> = [
    "self_attn", "attn", "attention", "self_attention", "q_proj", "k_proj", "v_proj", "o_proj",
    "c_attn",
    "qkv", "qkv_proj", "query_key_value", "linear_attn", "encoder_attn",
  ]
  private static let feedForwardWords: Set<String> = [
    "mlp", "ffn", "feed_forward", "gate_proj", "up_proj", "down_proj", "fc1", "fc2", "fc_in",
    "fc_out", "intermediate", "block_sparse_moe",
  ]

  /// A name in the words between its dots.
  private struct Words {
    private let words: [String]

    init(_ name: String) { words = name.split(separator: ".").map(String.init) }

    var first: String? { words.first }

    func hasAny(_ set: Set<String>) -> Bool { words.contains { set.contains($0) } }

    func any(_ condition: (String) -> Bool) -> Bool { words.contains(where: condition) }

    /// `mlp.gate.weight` of Qwen and DeepSeek, `block_sparse_moe.gate.weight` of Mixtral: the scores of the experts.
    var isMixtureGate: Bool {
      zip(words, words.dropFirst()).contains {
        ["mlp", "block_sparse_moe", "moe", "feed_forward"].contains($0) && $1 == "gate"
      } || words.contains("shared_expert_gate")
    }
  }
}
