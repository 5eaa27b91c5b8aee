// SPDX-License-Identifier: Apache-2.0
import Foundation
import RafterDiagnostics
import RafterImporters
import RafterTestSupport
import RafterTransformers
import RafterWorkload
import Testing

/// Mutated configurations of every kind of family, and GGUF files read as architectures: an error with its remedy or a
/// model whose pass can be counted, never a crash, a hang or memory.
@Suite struct FuzzConfigTests {
  /// How many mutations to try; more with `RAFTER_FUZZ_RUNS`.
  private static let runs =
    ProcessInfo.processInfo.environment["RAFTER_FUZZ_RUNS"].flatMap { Int($0) } ?? 10_000

  /// The sizes that all of them share.
  private static let common = """
    "hidden_size": 512, "intermediate_size": 1024, "num_attention_heads": 8, "num_hidden_layers": 4,
    "num_key_value_heads": 2, "vocab_size": 1000, "max_position_embeddings": 2048,
    """
  private static let seeds: [String] = [
    """
    {"model_type": "qwen3_moe", \(common) "head_dim": 64, "num_experts": 16, "num_experts_per_tok": 4,
     "moe_intermediate_size": 128, "quantization_config": {"quant_method": "gptq", "bits": 3, "group_size": 64}}
    """,
    """
    {"model_type": "deepseek_v3", \(common) "kv_lora_rank": 64, "q_lora_rank": null, "qk_nope_head_dim": 32,
     "qk_rope_head_dim": 16, "v_head_dim": 32, "n_routed_experts": 16, "num_experts_per_tok": 4,
     "moe_intermediate_size": 128, "n_shared_experts": 1, "first_k_dense_replace": 1,
     "quantization_config": {"quant_method": "fp8", "weight_block_size": [128, 128],
       "modules_to_not_convert": ["lm_head"]}}
    """,
    """
    {"model_type": "gemma3", "text_config": {"model_type": "gemma3_text", \(common) "sliding_window": 64,
     "layer_types": ["full_attention", "sliding_attention", "full_attention", "sliding_attention"]}}
    """,
    """
    {"model_type": "llama", \(common) "rope_scaling": {"factor": 8.0}, "quantization_config":
      {"quant_method": "compressed-tensors", "config_groups": {"group_0": {"weights":
        {"num_bits": 4, "type": "int", "group_size": 32, "symmetric": false}}}, "ignore": ["lm_head"]}}
    """,
    """
    {"model_type": "nemotron_h", \(common) "hybrid_override_pattern": "M*E-", "mamba_num_heads": 4,
     "mamba_head_dim": 16, "ssm_state_size": 8, "n_routed_experts": 4, "num_experts_per_tok": 2,
     "moe_intermediate_size": 64, "n_shared_experts": 1}
    """,
    """
    {"model_type": "gpt2", "n_embd": 64, "n_layer": 2, "n_head": 4, "vocab_size": 100, "n_positions": 128}
    """,
  ]

  private func check(_ found: [Diagnostic]) {
    for one in found
    where one.message.isEmpty || (one.severity == .error && one.suggestion?.isEmpty != false) {
      Issue.record("\(one.id) has no remedy")
    }
  }

  @Test func `mutations of configurations give an error or a pass`() {
    var random = SeededGenerator(seed: 21)
    var slowest = Duration.zero
    var refused = 0
    for run in 0..<Self.runs {
      var bytes = Array(Self.seeds[run % Self.seeds.count].utf8)
      Mutation.mutate(&bytes, &random)
      let start = ContinuousClock.now
      do throws(DiagnosticList) {
        let read = try TransformerConfig.read(
          text: String(decoding: bytes, as: UTF8.self), file: "c", name: "m",
          fidelity: run % 2 == 0 ? .exact : .approximate)
        check(read.diagnostics)
        let tokens: PassOptions.Tokens =
          read.architecture.isEncoder || run % 3 == 0
          ? .prefill(prompt: 64, cached: 0, chunk: nil) : .decode(context: 128)
        let pass = try PassBuilder.workload(
          read.architecture,
          PassOptions(
            tokens: tokens, formats: try PassPrecision.formats(of: read.architecture, text: nil)))
        check(pass.diagnostics)
      } catch {
        refused += 1
        check(error.diagnostics)
        if !error.hasErrors { Issue.record("refused without an error") }
      }
      slowest = max(slowest, .now - start)
    }
    #expect(refused > Self.runs / 10 && refused < Self.runs, "\(refused) refused")
    #expect(slowest < .seconds(5))
  }

  @Test func `mutations of GGUF files give an error or an architecture`() throws {
    let whole = Corpus.bytes("gguf/tiny-llama.gguf")
    var random = SeededGenerator(seed: 22)
    for _ in 0..<Self.runs / 2 {
      var bytes = Array(whole.prefix(1024))
      Mutation.mutate(&bytes, &random)
      bytes += whole.dropFirst(1024)
      do throws(DiagnosticList) {
        let list = try GGUFImporter.read(bytes: FileBytes(bytes), source: "m.gguf")
        check(list.diagnostics)
        check(try GGUFArchitecture.read(list, fidelity: .approximate).diagnostics)
      } catch {
        check(error.diagnostics)
      }
    }
  }
}
