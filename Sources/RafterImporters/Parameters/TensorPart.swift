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
  ///
  /// Norms of heads lie within the attention, routers within the feed-forward part: of all words that say something the
  /// narrowest counts.
  public static func of(_ name: String) -> TensorPart {
    var best: TensorPart?
    var before: Substring = ""
    // Bytes are split much faster than characters, and a large model has a hundred thousand names.
    for part in name.utf8.split(separator: UInt8(ascii: ".")) {
      let word = Substring(part)
      if let found = self.part(of: word, after: before), best.map({ found.rank < $0.rank }) ?? true
      {
        best = found
      }
      before = word
    }
    return best ?? .other
  }

  private static func part(of word: Substring, after before: Substring) -> TensorPart? {
    // `mlp.gate.weight` of Qwen and DeepSeek, `block_sparse_moe.gate.weight` of Mixtral: the scores of the experts.
    if word == "gate" {
      return words[String(before)] == .feedForward || before == "moe" ? .router : nil
    }
    // `output.weight` is the head, `attention.output` is not.
    if word == "output" { return before.isEmpty ? .output : nil }
    if let first = word.utf8.first, first <= UInt8(ascii: "9") { return nil }
    if let known = words[String(word)] { return known }
    if word.hasSuffix("norm") || word.hasPrefix("layernorm") { return .normalization }
    if word.hasSuffix("_exps") || word.hasSuffix("_shexp") { return .experts }
    if word.hasPrefix("attn_") { return .attention }
    if word.hasPrefix("ffn_") { return .feedForward }
    return nil
  }

  /// The narrower the lower.
  private var rank: Int {
    switch self {
    case .normalization: 0
    case .output: 1
    case .embedding: 2
    case .experts: 3
    case .router: 4
    case .attention: 5
    case .feedForward: 6
    case .other: 7
    }
  }

  /// The layer that a name counts, or nil: `blk.3.attn_q.weight` and `model.layers.3.mlp.up_proj.weight` are of layer 3.
  public static func layer(of name: String) -> Int? {
    var isBehindStack = false
    for part in name.utf8.split(separator: UInt8(ascii: ".")) {
      let word = Substring(part)
      if isBehindStack, let layer = Int(word), layer >= 0 { return layer }
      isBehindStack = stacks.contains(word)
    }
    return nil
  }

  private static let stacks: Set<Substring> = ["blk", "layers", "layer", "h", "blocks", "block"]
  private static let words: [String: TensorPart] = {
    var table: [String: TensorPart] = [:]
    let lists: [(TensorPart, [String])] = [
      // They say nothing, and stand in every name: found here, they need not be looked at further.
      (.other, ["model", "layers", "weight", "bias", "blk", "transformer", "h", "language_model"]),
      (
        .normalization,
        [
          "ln_f", "ln_1", "ln_2", "norm", "norm1", "norm2", "norm3", "LayerNorm", "ln_post",
          "ln_pre",
        ]
      ),
      (.output, ["lm_head", "embed_out"]),
      (
        .embedding,
        [
          "token_embd", "position_embd", "token_types", "per_layer_token_embd", "embed_tokens",
          "embeddings", "wte", "wpe", "word_embeddings", "embed_positions", "tok_embeddings",
          "embed_in",
        ]
      ),
      (.experts, ["experts", "shared_expert", "shared_experts"]),
      (.router, ["ffn_gate_inp", "router", "ffn_gate_inp_shexp", "shared_expert_gate"]),
      (
        .attention,
        [
          "self_attn", "attn", "attention", "self_attention", "q_proj", "k_proj", "v_proj",
          "o_proj",
          "c_attn", "qkv", "qkv_proj", "query_key_value", "linear_attn", "encoder_attn",
        ]
      ),
      (
        .feedForward,
        [
          "mlp", "ffn", "feed_forward", "gate_proj", "up_proj", "down_proj", "fc1", "fc2", "fc_in",
          "fc_out", "intermediate", "block_sparse_moe",
        ]
      ),
    ]
    for (part, names) in lists { for name in names { table[name] = part } }
    return table
  }()
}
