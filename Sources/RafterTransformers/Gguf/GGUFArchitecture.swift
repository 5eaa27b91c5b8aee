// SPDX-License-Identifier: Apache-2.0
public import RafterDiagnostics
public import RafterImporters

/// Finds out which transformer the weights of a GGUF file are.
///
/// Its keys are spelt as those of a configuration and read by the reader of configurations, so that every family is
/// described once. How weights are stored is taken from the tensors, not from the keys.
public enum GGUFArchitecture {
  /// The architecture of a file, and what is to be said about it.
  ///
  /// - Throws: `gguf.unknown-architecture`, `gguf.uneven-layers`, and what the reader of configurations finds.
  public static func read(_ list: ParameterList, fidelity: ConfigFidelity = .exact)
    throws(DiagnosticList) -> (architecture: TransformerArchitecture, diagnostics: [Diagnostic])
  {
    let name = list.architecture ?? ""
    let sizes = GGUFSizes(list, architecture: name)
    guard let type = GGUFFamily.modelType(of: name, sizes) else {
      throw DiagnosticList(.unknownGGUFArchitecture(list.source, name, known: GGUFFamily.names))
    }
    let uneven = sizes.uneven
    if let first = uneven.first, fidelity == .exact {
      throw DiagnosticList(.unevenGGUFLayers(list.source, first))
    }
    let whole = SourceLocation(file: list.source)
    var read: (architecture: TransformerArchitecture, diagnostics: [Diagnostic])
    do throws(DiagnosticList) {
      read = try TransformerConfig.read(
        text: configuration(type, sizes), file: list.source, name: list.name, fidelity: fidelity)
    } catch {
      // Lines of a text that nobody wrote are no place.
      throw DiagnosticList(error.diagnostics.map { relocated($0, whole) })
    }
    read.diagnostics = read.diagnostics.map { relocated($0, whole) }
    read.architecture.weights = StoredWeights.formats(of: list)
    if !uneven.isEmpty {
      read.architecture.approximations.append(
        "layers of unlike sizes are all counted with the largest: \(uneven.joined(separator: ", "))"
      )
    }
    read.diagnostics += StoredWeights.check(read.architecture, against: list)
    return (read.architecture, list.diagnostics + read.diagnostics)
  }

  private static func relocated(_ diagnostic: Diagnostic, _ place: SourceLocation) -> Diagnostic {
    var moved = diagnostic
    moved.location = place
    return moved
  }

  /// The keys as a configuration has them.
  private static func configuration(_ type: String, _ sizes: GGUFSizes) -> String {
    var entries: [(String, String)] = [("model_type", "\"\(type)\"")]
    func add(_ key: String, _ value: Int?) {
      if let value { entries.append((key, "\(value)")) }
    }
    // Null is said where a configuration would leave the number to the class, and a GGUF file means none.
    func addOrNull(_ key: String, _ value: Int?) {
      entries.append((key, value.flatMap { $0 > 0 ? "\($0)" : nil } ?? "null"))
    }
    let prediction = sizes["nextn_predict_layers"] ?? 0
    let heads = sizes["attention.head_count"]
    let keyValueHeads = sizes["attention.head_count_kv"] ?? heads
    add("hidden_size", sizes["embedding_length"])
    add("num_hidden_layers", sizes["block_count"].map { $0 - prediction })
    add("num_nextn_predict_layers", prediction > 0 ? prediction : nil)
    add("num_attention_heads", heads)
    add("max_position_embeddings", sizes["context_length"])
    add("vocab_size", sizes.rows("token_embd.weight") ?? sizes["vocab_size"])
    add("intermediate_size", sizes["feed_forward_length"] ?? sizes["expert_feed_forward_length"])
    add("n_inner", sizes["feed_forward_length"])
    addOrNull("sliding_window", sizes["attention.sliding_window"])
    entries.append(
      ("tie_word_embeddings", sizes.hasTensor("output.weight") && hasHead(sizes) ? "false" : "true")
    )
    entries.append(("attention_bias", sizes.hasTensor(".attn_q.bias") ? "true" : "false"))
    entries.append(("mlp_bias", sizes.hasTensor(".ffn_up.bias") ? "true" : "false"))
    if type.hasPrefix("deepseek") {
      latent(sizes, add)
      addOrNull("q_lora_rank", sizes["attention.q_lora_rank"])
    } else {
      add("num_key_value_heads", keyValueHeads)
      addOrNull("head_dim", sizes["attention.key_length"])
      add("rotary_dim", sizes["rope.dimension_count"])
    }
    if type == "falcon" {
      let isNew = keyValueHeads ?? 1 > 1
      entries.append(("new_decoder_architecture", "\(isNew)"))
      add("num_kv_heads", keyValueHeads)
    }
    add("n_routed_experts", sizes["expert_count"].flatMap { $0 > 0 ? $0 : nil })
    add("num_experts_per_tok", sizes["expert_used_count"].flatMap { $0 > 0 ? $0 : nil })
    add("moe_intermediate_size", sizes["expert_feed_forward_length"])
    addOrNull("n_shared_experts", sizes["expert_shared_count"])
    add(
      "shared_expert_intermediate_size",
      sizes["expert_shared_feed_forward_length"] ?? sizes.rows("blk.0.ffn_up_shexp.weight"))
    add("first_k_dense_replace", sizes["leading_dense_block_count"] ?? 0)
    return "{" + entries.map { "\"\($0.0)\": \($0.1)" }.joined(separator: ", ") + "}"
  }

  /// Whether there is a head of its own, and not only the output of attention.
  private static func hasHead(_ sizes: GGUFSizes) -> Bool { sizes.rows("output.weight") != nil }

  /// Newer files state the absorbed sizes as `key_length` and those of the model as `key_length_mla`.
  private static func latent(_ sizes: GGUFSizes, _ add: (String, Int?) -> Void) {
    let rotated = sizes["rope.dimension_count"]
    let key = sizes["attention.key_length_mla"] ?? sizes["attention.key_length"]
    add("kv_lora_rank", sizes["attention.kv_lora_rank"])
    add("qk_rope_head_dim", rotated)
    if let key, let rotated, key > rotated { add("qk_nope_head_dim", key - rotated) }
    add("v_head_dim", sizes["attention.value_length_mla"] ?? sizes["attention.value_length"])
  }
}
