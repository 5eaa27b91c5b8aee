// SPDX-License-Identifier: Apache-2.0
import RafterDiagnostics
import RafterDocuments

/// Finds keys that were probably meant to be others.
///
/// A configuration is full of keys that do not matter here, so an unknown one is no error by itself. It is one
/// when it nearly spells a key that matters and is absent.
enum ConfigSpelling {
  /// The entry that nearly spells a key: no known key itself, at most two letters away.
  static func nearMiss(of name: String, in scopes: [DocumentNode]) -> DocumentEntry? {
    guard name.count >= 4 else { return nil }
    let limit = name.count >= 8 ? 2 : 1
    for scope in scopes {
      for entry in scope.entries ?? [] where !known.contains(entry.key) {
        guard abs(entry.key.count - name.count) <= limit else { continue }
        if Suggestion.editDistance(entry.key.lowercased(), name) <= limit { return entry }
      }
    }
    return nil
  }

  /// Reports the entries that nearly spell one of the absent keys.
  static func check(_ fields: inout ConfigFields) {
    for name in fields.absent {
      guard let entry = nearMiss(of: name, in: fields.scopes) else { continue }
      let report = Diagnostic.misspeltConfigKey(
        entry.key, meant: name, at: entry.keyLocation)
      let isNew = !fields.diagnostics.contains { $0.location == report.location }
      if isNew { fields.diagnostics.append(report) }
    }
  }

  /// Keys that occur in configurations and are spelt right, whether or not they are read here.
  static let known: Set<String> = Set(
    """
    model_type architectures text_config vision_config llm_config language_config audio_config dtype torch_dtype
    hidden_size n_embd d_model intermediate_size intermediate_size_mlp n_inner ffn_dim ffn_hidden_size d_ff
    num_hidden_layers n_layer n_layers num_layers num_attention_heads n_head n_heads num_heads num_key_value_heads
    num_kv_heads n_head_kv multi_query new_decoder_architecture parallel_attn head_dim v_head_dim qk_head_dim
    qk_nope_head_dim qk_rope_head_dim q_lora_rank kv_lora_rank o_lora_rank o_groups n_group n_groups topk_group
    vocab_size type_vocab_size max_position_embeddings n_positions n_ctx max_sequence_length seq_length
    tie_word_embeddings attention_bias qkv_bias use_qkv_bias use_bias bias mlp_bias attention_out_bias
    hidden_act hidden_activation activation_function activation mlp_hidden_act rms_norm_eps norm_eps layer_norm_eps
    layer_norm_epsilon layernorm_epsilon rope_theta rope_scaling rope_parameters rope_interleave rotary_dim
    rotary_pct partial_rotary_factor sliding_window sliding_window_pattern use_sliding_window max_window_layers
    layer_types attention_chunk_size no_rope_layers no_rope_layer_interval num_experts num_local_experts
    n_routed_experts num_experts_per_tok top_k_experts moe_topk moe_intermediate_size n_shared_experts
    shared_expert_intermediate_size shared_intermediate_size moe_shared_expert_intermediate_size first_k_dense_replace
    mlp_only_layers decoder_sparse_step interleave_moe_layer_step moe_layer_freq moe_layers scoring_func
    topk_method norm_topk_prob routed_scaling_factor quantization_config use_cache pad_token_id bos_token_id
    eos_token_id initializer_range transformers_version attention_dropout hidden_dropout resid_pdrop embd_pdrop
    attn_pdrop pretraining_tp auto_map router_aux_loss_coef output_router_logits aux_loss_alpha seq_aux ep_size
    use_qk_norm qk_norm qk_layernorm qk_norm_type swiglu_limit index_head_dim index_n_heads index_topk
    linear_conv_kernel_dim linear_key_head_dim linear_num_key_heads linear_num_value_heads linear_value_head_dim
    full_attention_interval mtp_num_hidden_layers num_nextn_predict_layers num_mtp_modules mtp_transformer_layers
    use_mtp hybrid_override_pattern mamba_head_dim mamba_num_heads mamba_n_heads mamba_d_head mamba_d_state
    mamba_n_groups mamba_d_conv ssm_state_size conv_kernel chunk_size expand enable_moe_block global_head_dim
    num_global_key_value_heads attention_k_eq_v num_kv_shared_layers hidden_size_per_layer_input
    vocab_size_per_layer_input use_double_wide_mlp final_logit_softcapping attn_logit_softcapping
    query_pre_attn_scalar image_size patch_size num_channels num_labels id2label label2id compress_ratios
    expert_dtype num_hash_layers hc_mult attn_type_list word_embed_proj_dim do_layer_norm_before
    alibi add_cross_attention is_decoder is_encoder_decoder classifier_dropout position_embedding_type
    """.split(whereSeparator: { $0 == " " || $0 == "\n" }).map(String.init))
}
