// SPDX-License-Identifier: Apache-2.0
import RafterDiagnostics
import RafterQuantities
import RafterTestSupport
import RafterTransformers
import Testing

/// What a configuration leaves out or misspells is never replaced in silence.
@Suite struct ConfigStrictnessTests {
  private func found(_ text: String) -> [Diagnostic] { Models.diagnostics(text) }

  private func with(_ entry: String, in text: String = Models.small) -> String {
    text.replacing("\"vocab_size\"", with: entry + ", \"vocab_size\"")
  }

  /// DeepSeek-V3 in small: two layers of which the first is dense.
  private static let latent = """
    {
      "model_type": "deepseek_v3", "hidden_size": 512, "intermediate_size": 1024,
      "num_attention_heads": 8, "num_hidden_layers": 2, "num_key_value_heads": 8, "vocab_size": 1000,
      "kv_lora_rank": 64, "q_lora_rank": 96, "qk_nope_head_dim": 32, "qk_rope_head_dim": 16,
      "v_head_dim": 32, "n_routed_experts": 16, "num_experts_per_tok": 4,
      "moe_intermediate_size": 256,
      "n_shared_experts": 1,
      "first_k_dense_replace": 1
    }
    """

  @Test(arguments: [
    ("\"quantisation_config\": {\"quant_method\": \"fp8\"}", "quantization_config"),
    ("\"quantization_config\": {\"quant_metod\": \"fp8\"}", "quant_method"),
    (
      "\"quantization_config\": {\"quant_method\": \"fp8\", \"modules_to_not_covert\": []}",
      "modules_to_not_convert"
    ),
    (
      "\"quantization_config\": {\"quant_method\": \"fp8\", \"weights_block_size\": [128, 128]}",
      "weight_block_size"
    ),
    ("\"quantization_config\": {\"quant_method\": \"awq\", \"group_sze\": 64}", "group_size"),
    ("\"slidng_window\": 64", nil), ("\"atention_bias\": true", "attention_bias"),
    ("\"head_dims\": 64", "head_dim"),
  ])
  func `a misspelt key of any kind is named with what was meant`(entry: String, meant: String?) {
    let reports = found(with(entry)).filter {
      ["config.misspelt-key", "config.unusual-key"].contains($0.id)
    }
    #expect(reports.count == 1, "\(reports)")
    #expect(reports.first?.suggestion?.contains("'\(meant ?? "sliding_window")'") == true)
    guard case .text(let line, _, _)? = reports.first?.location?.position else {
      Issue.record("no place")
      return
    }
    #expect(line == 12)
  }

  @Test func `a key near one that changes nothing is a warning only`() {
    let reports = found(with("\"rope_teta\": 500000"))
    #expect(reports.map(\.id) == ["config.unusual-key"])
    #expect(reports.first?.severity == .warning)
  }

  @Test(arguments: [
    "\"quantization_config\": \"fp8\"", "\"quantization_config\": [1]",
    "\"quantization_config\": {\"quant_method\": 8}",
    "\"quantization_config\": {\"quant_method\": \"fp8\", \"weight_block_size\": 128}",
    "\"quantization_config\": {\"quant_method\": \"fp8\", \"weight_block_size\": [128]}",
    "\"quantization_config\": {\"quant_method\": \"fp8\", \"modules_to_not_convert\": \"lm_head\"}",
    "\"quantization_config\": {\"quant_method\": \"awq\", \"bits\": \"4\", \"group_size\": 128}",
    "\"quantization_config\": {\"quant_method\": \"bitsandbytes\", \"load_in_4bit\": \"true\"}",
    "\"text_config\": 3", "\"head_dim\": \"64\"", "\"attention_bias\": 1", "\"hidden_act\": 5",
    "\"hidden_act\": [\"silu\"]", "\"layer_types\": \"full_attention\"",
    "\"partial_rotary_factor\": \"0.5\"",
  ])
  func `a value of a wrong type is an error`(entry: String) {
    #expect(found(with(entry)).map(\.id) == ["config.wrong-value"])
  }

  @Test func `what DeepSeek always states is required`() throws {
    #expect(found(Self.latent).isEmpty)
    for key in [
      "moe_intermediate_size", "q_lora_rank", "first_k_dense_replace", "n_shared_experts",
    ] {
      let text = Self.latent.replacing("\"\(key)\"", with: "\"other_\(key)\"")
      let reports = found(text)
      #expect(reports.map(\.id) == ["config.missing-key"])
      #expect(reports.first?.message.contains("'\(key)'") == true)
    }
    // V2-Lite has queries of full rank, and says so.
    let full = Self.latent.replacing("\"q_lora_rank\": 96", with: "\"q_lora_rank\": null")
    #expect(found(full).isEmpty)
    guard case .latent(let attention)? = try Models.read(full).blocks.first?.mixer else {
      Issue.record("no latent attention")
      return
    }
    #expect(attention.queryRank == nil)
  }

  /// The defaults are those of the classes of the transformers library, 5.24.
  @Test(arguments: [
    ("qwen3", 128), ("gemma", 256), ("gemma2", 256), ("gpt_oss", 64), ("glm4", 128),
    ("minimax_m2", 128), ("llama", nil), ("qwen2", nil), ("mistral", nil), ("phi3", nil),
  ])
  func `a head size that is not stated is that of the class`(family: String, size: Int?) throws {
    let text = with(
      "\"sliding_window\": 64, \"num_local_experts\": 4, \"num_experts_per_tok\": 2",
      in: Models.small.replacing("\"llama\"", with: "\"\(family)\""))
    let read = try TransformerConfig.read(text: text, file: "c", name: "m")
    guard case .grouped(let attention)? = read.architecture.blocks.first?.mixer else {
      Issue.record("no attention")
      return
    }
    // 512 / 8 where the class derives it.
    #expect(attention.headDimension == size ?? 64)
    #expect(read.diagnostics.map(\.id) == (size == nil ? [] : ["config.class-default"]))
    #expect(read.diagnostics.allSatisfy { $0.message.contains("head_dim") })
  }

  @Test(arguments: ["qwen3_moe", "glm4_moe", "mimo"])
  func `a head size that all published models state is required`(family: String) {
    let text = with(
      "\"num_experts\": 4, \"num_experts_per_tok\": 2, \"moe_intermediate_size\": 64, \"n_shared_experts\": 1, \"first_k_dense_replace\": 1",
      in: Models.small.replacing("\"llama\"", with: "\"\(family)\""))
    #expect(found(text).map(\.id) == ["config.missing-key"])
    #expect(found(text).first?.message.contains("'head_dim'") == true)
  }

  @Test func `as many KV heads as heads are said to be the class's choice`() throws {
    let text = Models.small.replacing("\"num_key_value_heads\": 2,", with: "")
    #expect(found(text).map(\.id) == ["config.class-default"])
    #expect(found(text).first?.message.contains("'num_key_value_heads' is not stated: 8") == true)
  }

  @Test func `a nested Gemma 3 leaves out what is as in its class`() throws {
    // The language part of gemma-3-4b-it, as published.
    let text = """
      {"architectures": ["Gemma3ForConditionalGeneration"], "model_type": "gemma3",
       "text_config": {"hidden_size": 2560, "intermediate_size": 10240, "model_type": "gemma3_text",
         "num_hidden_layers": 34, "sliding_window": 1024}, "torch_dtype": "bfloat16"}
      """
    let model = try Models.read(text)
    // Embedding 262208*2560 = 671,252,480; a layer q 2560*2048, k and v 2560*1024, o 2048*2560, three of 2560*10240,
    // four norms of 2560 and two of 256: 94,382,592. 34 of them, and the last norm.
    #expect(ParameterCount(model).total == 671_252_480 + 34 * 94_382_592 + 2560)
  }

  @Test(arguments: [2, 3, 4, 5, 6, 7, 8]) func `packed weights have their exact width`(bits: Int)
    throws
  {
    for method in ["gptq", "awq"] {
      let model = try Models.read(
        with(
          "\"quantization_config\": {\"quant_method\": \"\(method)\", \"bits\": \(bits), \"group_size\": 128}"
        ))
      // 1024 weights of so many bits, and 8 scales of 16 bits with zero points as wide as a weight.
      #expect(
        model.weights[.feedForward].bytes(of: 1024, inputs: 512)
          == 1024 * bits / 8 + 8 * (16 + bits) / 8)
    }
  }

  @Test(arguments: [-4, 0, 1, 9, 16, 99]) func `other widths are refused`(bits: Int) {
    let reports = found(
      with(
        "\"quantization_config\": {\"quant_method\": \"gptq\", \"bits\": \(bits), \"group_size\": 128}"
      ))
    #expect(reports.map(\.id) == ["config.quantization-bits"])
  }

  @Test func `an algorithm of modelopt that is not known is refused`() {
    let reports = found(
      with(
        "\"quantization_config\": {\"quant_method\": \"modelopt\", \"quant_algo\": \"MIXED_PRECISION\"}"
      ))
    #expect(reports.map(\.id) == ["config.unknown-quantization"])
  }
}
