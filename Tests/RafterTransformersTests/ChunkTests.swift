// SPDX-License-Identifier: Apache-2.0
import RafterDiagnostics
import RafterQuantities
import RafterTransformers
import RafterWorkload
import Testing

/// What a prompt in chunks owns and what it reads.
@Suite struct ChunkTests {
  private func prefill(_ text: String, prompt: Int, chunk: Int?) throws -> Workload {
    let model = try Models.read(text)
    return try PassBuilder.workload(
      model,
      PassOptions(
        tokens: .prefill(prompt: prompt, cached: 0, chunk: chunk),
        formats: PassFormats(weights: model.weights)))
  }

  /// 300 = 2 * 128 + 44: three runs of each of 4 blocks, whose weights are there once.
  @Test(arguments: [nil, 128, 100, 300, 1])
  func `weights are stored once however many chunks read them`(chunk: Int?) throws {
    let work = try prefill(Models.small, prompt: 300, chunk: chunk)
    let count = ParameterCount(try Models.read(Models.small))
    #expect(work.layers.reduce(0) { $0 + $1.storedParameters } == count.total)
    #expect(work.layers.reduce(0) { $0 + $1.storedParameterBytes } == count.bytes)
    #expect(work.totals.parameterBytes == count.bytes)
    let query = try #require(work.layers.first { $0.name == "q_proj" })
    #expect(query.storedCopies == 4)
    // Without chunks nothing is said that repeats do not say.
    #expect((query.weightCopies == nil) == (chunk == nil || chunk == 300))
  }

  /// d 128, 2 heads of 16 + 8 and 16, rkv 32: kv_b is 32 x 2*(16+16) = 2048 weights.
  private static let latent = """
    {
      "architectures": ["DeepseekV3ForCausalLM"], "model_type": "deepseek_v3", "hidden_size": 128,
      "intermediate_size": 256, "moe_intermediate_size": 64, "n_routed_experts": 8,
      "num_experts_per_tok": 2, "n_shared_experts": 1, "first_k_dense_replace": 1,
      "num_attention_heads": 2, "num_key_value_heads": 2, "num_hidden_layers": 2,
      "kv_lora_rank": 32, "q_lora_rank": 48, "qk_nope_head_dim": 16, "qk_rope_head_dim": 8,
      "v_head_dim": 16, "vocab_size": 1000, "torch_dtype": "bfloat16", "tie_word_embeddings": false,
      "num_nextn_predict_layers": 0, "max_position_embeddings": 4096
    }
    """

  /// Chunks of 100: kv_b runs on 100 + 200 + 300 = 600 rows in three runs and reads 3 * 2048 weights of 2 bytes.
  @Test func `keys are expanded anew in each chunk, which reads the weights each time`() throws {
    let cut = try prefill(Self.latent, prompt: 300, chunk: 100)
    let expand = try #require(cut.layers.first { $0.name == "kv_b_proj" })
    #expect(expand.macs == 600 * 2048)
    let read = expand.tensors.filter { $0.name == "kv_b_proj" }.reduce(0) { $0 + $1.bytes }
    #expect(read == 3 * 2048 * 2)
    #expect(expand.nests.reduce(0) { $0 + $1.repeats } == 3)
    #expect(expand.storedParameters == 2 * 2048)
    let whole = try prefill(Self.latent, prompt: 300, chunk: nil)
    let once = try #require(whole.layers.first { $0.name == "kv_b_proj" })
    #expect(once.macs == 300 * 2048)
    #expect(once.nests.map(\.repeats) == [1])
  }

  /// 250 in chunks of 100: 100 + 200 + 250 = 550 rows in three runs, 184 + 183 + 183.
  @Test func `rows that the runs do not divide are spread as evenly as they go`() throws {
    let cut = try prefill(Self.latent, prompt: 250, chunk: 100)
    let expand = try #require(cut.layers.first { $0.name == "kv_b_proj" })
    #expect(expand.macs == 550 * 2048)
    #expect(expand.nests.map(\.repeats) == [1, 2])
  }
}
