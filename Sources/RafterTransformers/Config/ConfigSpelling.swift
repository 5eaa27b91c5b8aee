// SPDX-License-Identifier: Apache-2.0
import RafterDiagnostics
import RafterDocuments

/// Finds keys that were probably meant to be others.
///
/// A configuration is full of keys that do not matter here, so an unknown one is no error by itself. It is one when it
/// nearly spells a key that the family reads and that is absent: a default would be taken in its place. Where it nearly
/// spells another key that we know, which changes nothing, it is a warning.
enum ConfigSpelling {
  /// The entry that nearly spells a key: no known key itself, at most two letters away.
  static func nearMiss(of name: String, in scopes: [DocumentNode], known: Set<String>)
    -> DocumentEntry?
  {
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

  /// The entry that nearly spells one of several names of a key, with the name.
  static func nearMiss(
    of names: [String], in scopes: [DocumentNode], known: Set<String>
  ) -> (entry: DocumentEntry, name: String)? {
    for name in names {
      if let entry = nearMiss(of: name, in: scopes, known: known) { return (entry, name) }
    }
    return nil
  }

  /// Reports the entries that nearly spell one of the absent keys, then those that nearly spell another known key.
  static func check(_ fields: inout ConfigFields) {
    let known = fields.known
    for names in fields.absent {
      guard let near = nearMiss(of: names, in: fields.scopes, known: known) else { continue }
      report(.misspeltConfigKey(near.entry.key, meant: near.name, at: near.entry.keyLocation))
    }
    let stated = Set(fields.scopes.flatMap { $0.entries ?? [] }.map(\.key))
    for name in known.subtracting(stated).sorted() {
      guard let entry = nearMiss(of: name, in: fields.scopes, known: known) else { continue }
      report(.unusualConfigKey(entry.key, meant: name, at: entry.keyLocation))
    }
    func report(_ diagnostic: Diagnostic) {
      let isNew = !fields.diagnostics.contains { $0.location == diagnostic.location }
      if isNew { fields.diagnostics.append(diagnostic) }
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
    query_pre_attn_scalar image_size patch_size num_channels num_labels id2label label2id compress_ratios compress_rates _sliding_window_pattern
    expert_dtype num_hash_layers hc_mult attn_type_list word_embed_proj_dim do_layer_norm_before
    alibi add_cross_attention is_decoder is_encoder_decoder classifier_dropout position_embedding_type
    """.split(whereSeparator: { $0 == " " || $0 == "\n" }).map(String.init))

  /// Keys that occur in `quantization_config` and are spelt right, whether or not they are read here.
  static let knownOfQuantization: Set<String> = Set(
    """
    quant_method quant_algo quantization bits w_bit group_size q_group_size weight_block_size modules_to_not_convert
    ignored_layers ignore exclude_modules config_groups load_in_4bit load_in_8bit _load_in_4bit _load_in_8bit
    activation_scheme activation_scale_ub fmt scale_fmt format quantization_status kv_cache_scheme kv_cache_quant_algo
    global_compression_ratio sparsity_config transform_config version zero_point sym desc_act static_groups
    true_sequential damp_percent dataset checkpoint_format model_file_base_name model_name_or_path tokenizer
    batch_size block_name_to_quantize cache_block_outputs module_name_preceding_first_block pad_token_id
    modules_in_block_to_quantize max_input_length model_seqlen use_cuda_fp16 use_exllama exllama_config disable_exllama
    backend do_fuse fuse_max_seq_len modules_to_fuse bnb_4bit_compute_dtype bnb_4bit_quant_type
    bnb_4bit_quant_storage bnb_4bit_use_double_quant llm_int8_enable_fp32_cpu_offload llm_int8_has_fp16_weight
    llm_int8_skip_modules llm_int8_threshold lm_head meta producer quantized_layers has_zero_point amp nsamples
    seqlen iters low_gpu_mem_usage autoround_version enable_quanted_input dequantize num_bits type strategy symmetric
    dynamic actorder block_structure observer observer_kwargs scale_dtype zp_dtype input_activations
    output_activations weights targets hadamard_group_size
    """.split(whereSeparator: { $0 == " " || $0 == "\n" }).map(String.init))
}
