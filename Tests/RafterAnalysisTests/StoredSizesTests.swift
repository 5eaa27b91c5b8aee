// SPDX-License-Identifier: Apache-2.0
import Rafter
import Testing

/// What is stored when a machine multiplies in other formats than the model's.
@Suite struct StoredSizesTests {
  /// A Llama of 2 blocks, d 64, 4 heads of 16 on 2 KV heads, f 128, V 100, bf16.
  static let model = """
    {"architectures": ["LlamaForCausalLM"], "model_type": "llama", "hidden_size": 64,
     "intermediate_size": 128, "num_attention_heads": 4, "num_key_value_heads": 2,
     "num_hidden_layers": 2, "max_position_embeddings": 2048, "tie_word_embeddings": false,
     "torch_dtype": "bfloat16", "vocab_size": 100}
    """

  private func analyze(
    _ tokens: PassOptions.Tokens, kv: NumberFormat? = nil, over plan: ParallelPlan = ParallelPlan()
  ) async throws -> (before: Workload, after: Workload) {
    let model = try TransformerConfig.read(
      text: Self.model, file: "config.json", name: "m", fidelity: .exact
    ).architecture
    let work = try PassBuilder.workload(
      model,
      PassOptions(tokens: tokens, formats: PassFormats(weights: model.weights, cache: kv)),
      over: plan)
    let analysis = try await Analyzer.analyze(
      work, on: TestMachine.machine(),
      options: AnalysisOptions(limit: SearchLimit(mappings: 50)), parallelism: 2)
    return (work, analysis.workload)
  }

  /// 2 blocks * 2 heads * (16+16) elements * 100 tokens = 12800 elements: 2 bytes each in bf16, 1 in int8.
  @Test func `the cache follows the formats that the machine multiplies`() async throws {
    let (before, after) = try await analyze(.decode(context: 100))
    #expect(before.pass?.cacheBytes == 25600)
    #expect(after.pass?.cacheBytes == 12800)
    #expect(after.pass?.cache.format == .int8)
  }

  /// One token of 64 elements: 128 bytes in bf16, 64 in int8, after attention and feed-forward part, and between stages.
  @Test func `what devices exchange follows the formats that the machine multiplies`() async throws
  {
    let (before, after) = try await analyze(
      .decode(context: 100), over: ParallelPlan(tensor: 2, pipeline: 2))
    func stream(_ work: Workload) -> [Int] {
      (work.pass?.collectives ?? []).filter { $0.name != "logits" }.map(\.bytes)
    }
    #expect(stream(before) == [128, 128, 128])
    #expect(stream(after) == [64, 64, 64])
    let stages = after.pass?.stages.flatMap(\.collectives).filter { $0.name != "logits" } ?? []
    #expect(!stages.isEmpty && stages.allSatisfy { $0.bytes == 64 && $0.format == .int8 })
  }

  /// Halving bf16 weights in a prompt of three chunks halves what is stored once: 2 * n bytes become n.
  @Test func `weights that chunks share are rescaled once`() async throws {
    let (before, after) = try await analyze(.prefill(prompt: 12, cached: 0, chunk: 4))
    #expect(before.parameterBytes == 2 * before.parameters)
    // Norms stand beside no product and move too.
    #expect(after.parameterBytes == after.parameters)
    #expect(after.layers.reduce(0) { $0 + $1.storedParameterBytes } == after.parameterBytes)
  }

  @Test func `a cache of unknown format keeps its size, and states keep theirs`() {
    let unknown = CacheGrowth(bytesPerToken: 64, fixedBytes: 8)
    #expect(unknown.stored(in: .int8) == unknown)
    let known = CacheGrowth(
      bytesPerToken: 64, windows: [.init(bytesPerToken: 32, tokens: 9)], fixedBytes: 8,
      format: .bf16)
    // 32 + 16 elements: 4 bits each are 16 and 8 bytes.
    #expect(
      known.stored(in: .int4)
        == CacheGrowth(
          bytesPerToken: 16, windows: [.init(bytesPerToken: 8, tokens: 9)], fixedBytes: 8,
          format: .int4))
  }
}
