// SPDX-License-Identifier: Apache-2.0
import RafterDiagnostics
import RafterQuantities
import RafterTransformers
import RafterWorkload
import Testing

@Suite struct PassTests {
  private func formats(_ model: TransformerArchitecture) -> PassFormats {
    PassFormats(weights: model.weights)
  }

  private func pass(
    _ model: TransformerArchitecture, _ tokens: PassOptions.Tokens, batch: Int = 1,
    skew: Double = 0
  ) throws(DiagnosticList) -> Workload {
    try PassBuilder.workload(
      model,
      PassOptions(tokens: tokens, batch: batch, formats: formats(model), expertSkew: skew))
  }

  @Test(.enabled(if: !Models.shared.isEmpty), arguments: Models.shared.map(\.name))
  func `the layers of every model own all of its parameters`(name: String) throws {
    let text = try #require(Models.shared.first { $0.name == name }?.text)
    let model = try Models.read(text, .approximate)
    let count = ParameterCount(model)
    let decode: PassOptions.Tokens =
      model.isEncoder ? .prefill(prompt: 128, cached: 0, chunk: nil) : .decode(context: 1024)
    for tokens in [decode, .prefill(prompt: 64, cached: 0, chunk: nil)] {
      let workload = try pass(model, tokens, batch: 2)
      #expect(workload.parameters == count.total)
      #expect(workload.layers.reduce(0) { $0 + $1.parameters * $1.repeats } == count.total)
      #expect(workload.layers.reduce(0) { $0 + $1.parameterBytes * $1.repeats } == count.bytes)
      #expect(Set(workload.layers.map(\.name)).count == workload.layers.count)
      #expect(Set(workload.layers.map(\.id)).count == workload.layers.count)
    }
  }

  /// 512 tokens in chunks of 128: the work is that of the whole prompt, weights are read four times, keys
  /// 128 + 256 + 384 + 512 = 1280 times a head of 64 elements.
  @Test func `chunks do the same work and read weights and keys again`() throws {
    let model = try Models.read(Models.small)
    let whole = try pass(model, .prefill(prompt: 512, cached: 0, chunk: nil))
    let cut = try pass(model, .prefill(prompt: 512, cached: 0, chunk: 128))
    #expect(whole.totals.macs == cut.totals.macs)
    #expect(whole.totals.vectorOperations == cut.totals.vectorOperations)
    let query = try #require(cut.layers.first { $0.name == "q_proj" })
    #expect(query.repeats == 4 * 4)
    let attention = try #require(cut.layers.first { $0.name == "attention" })
    #expect(attention.repeats == 4)
    let keys = attention.tensors.filter { $0.name == "k_cache" }.reduce(0) { $0 + $1.elements }
    #expect(keys == 1280 * 2 * 64)
  }

  /// 300 = 2 * 128 + 44.
  @Test func `a last chunk that is shorter is a layer of its own`() throws {
    let model = try Models.read(Models.small)
    let cut = try pass(model, .prefill(prompt: 300, cached: 0, chunk: 128))
    let whole = try pass(model, .prefill(prompt: 300, cached: 0, chunk: nil))
    #expect(cut.totals.macs == whole.totals.macs)
    let last = try #require(cut.layers.first { $0.name == "q_proj (last chunk)" })
    #expect(last.macs == 44 * 512 * 512)
    #expect(last.repeats == 4)
  }

  /// A window of 128: decode reads 128 tokens however long the context is; prefill of 256 computes
  /// 128*129/2 + 128*128 = 24640 pairs.
  @Test func `a window bounds pairs, keys and cache`() throws {
    let text = Models.small.replacing(
      "\"vocab_size\"", with: "\"sliding_window\": 128, \"vocab_size\""
    )
    .replacing("\"llama\"", with: "\"mistral\"")
    let model = try Models.read(text)
    let decode = try pass(model, .decode(context: 2000))
    let attention = try #require(decode.layers.first { $0.name == "attention (window 128)" })
    #expect(attention.macs == 8 * 128 * 2 * 64)
    #expect(decode.pass?.cacheBytes == 4 * 128 * 2 * 128 * 2)
    let prefill = try pass(model, .prefill(prompt: 256, cached: 0, chunk: nil))
    let wide = try #require(prefill.layers.first { $0.name == "attention (window 128)" })
    #expect(wide.macs == 8 * 24640 * 2 * 64)
  }

  /// Checking 4 tokens at a context of 1000: pairs 4*996 + 10, weights read once, logits for all.
  @Test func `speculation checks several tokens with one reading of the weights`() throws {
    let model = try Models.read(Models.small)
    let work = try pass(model, .speculative(context: 1000, draft: 3, gained: 2.5), batch: 2)
    let attention = try #require(work.layers.first { $0.name == "attention" })
    #expect(attention.macs == 2 * 8 * (4 * 996 + 10) * 2 * 64)
    let head = try #require(work.layers.first { $0.name == "lm_head" })
    #expect(head.macs == 2 * 4 * 512 * 1000)
    #expect(work.pass?.gainedTokens == 2.5)
    #expect(throws: DiagnosticList.self) {
      try pass(model, .speculative(context: 1000, draft: 3, gained: 5))
    }
  }

  /// [workloads 5.3]: DeepSeek V3 keeps 576 elements a token and layer: 1152 bytes in bf16, 70 kB over 61 layers;
  /// a decode step does 2*H*(2*rkv+dr)*C operations on them, about 242 a byte.
  @Test(.enabled(if: !Models.shared.isEmpty))
  func `latent attention reads one small key for all heads`() throws {
    let text = try #require(
      Models.shared.first { $0.name == "deepseek-ai__DeepSeek-V3.json" }?.text)
    let model = try Models.read(text)
    let work = try pass(model, .decode(context: 4096))
    #expect(work.pass?.cacheBytes == 61 * 1152 * 4096)
    let attention = try #require(work.layers.first { $0.name == "attention" })
    #expect(attention.macs == 128 * (2 * 512 + 64) * 4096)
    let cache = attention.tensors.filter { $0.name.hasSuffix("cache") }.reduce(0) { $0 + $1.bytes }
    #expect(cache == 4096 * 576 * 2)
    let intensity = Double(2 * attention.macs) / Double(cache)
    #expect(abs(intensity - 242) < 1)
  }

  /// [workloads 5.5], DeepSeek V3: T=1 wakes 8 experts, T=8 57.4, T=64 222.
  @Test func `as many experts are woken up as the formula says`() {
    func distinct(_ tokens: Int, skew: Double = 0) -> Double {
      ExpertRouting.expectedDistinct(experts: 256, perToken: 8, tokens: tokens, skew: skew)
    }
    #expect(abs(distinct(1) - 8) < 1e-9)
    #expect(abs(distinct(8) - 57.4) < 0.1)
    #expect(abs(distinct(64) - 222.4) < 0.5)
    #expect(distinct(64, skew: 1.01) < distinct(64))
    #expect(abs(distinct(1, skew: 1.01) - 8) < 1e-9)
    #expect(distinct(100_000, skew: 0.5) <= 256)
  }

  @Test(.enabled(if: !Models.shared.isEmpty))
  func `experts read the weights of those that are woken up, and no row is lost`() throws {
    let text = try #require(
      Models.shared.first { $0.name == "mistralai__Mixtral-8x7B-v0.1.json" }?.text)
    let model = try Models.read(text)
    // 8 * (1 - (6/8)^8) = 7.2: seven experts for 16 rows.
    let work = try pass(model, .decode(context: 100), batch: 8)
    let down = try #require(work.layers.first { $0.name == "experts.down_proj" })
    #expect(down.macs == 16 * 14336 * 4096)
    let weights = down.tensors.filter { $0.role == .weights }.reduce(0) { $0 + $1.elements }
    #expect(weights == 7 * 14336 * 4096)
  }

  @Test func `a context beyond the model's is a warning, an encoder does not decode`() throws {
    let model = try Models.read(Models.small)
    let long = try pass(model, .decode(context: 4096))
    #expect(long.diagnostics.map(\.id) == ["pass.context-beyond-maximum"])
    let bert = """
      {"model_type": "bert", "architectures": ["BertModel"], "hidden_size": 768, "intermediate_size": 3072,
       "num_attention_heads": 12, "num_hidden_layers": 12, "vocab_size": 30522}
      """
    let encoder = try Models.read(bert)
    #expect(throws: DiagnosticList.self) { try pass(encoder, .decode(context: 10)) }
    // [workloads 6]: BERT-base at 128 tokens is 11.174 GMAC without a pooler, which adds 768^2.
    let work = try pass(encoder, .prefill(prompt: 128, cached: 0, chunk: nil))
    #expect(abs(Double(work.totals.macs - 768 * 768) / 1e9 - 11.174) < 0.001)
    #expect(work.pass?.cacheBytes == 0)
  }

  @Test func `a pass too large to count is refused`() throws {
    let model = try Models.read(Models.small)
    #expect(throws: DiagnosticList.self) {
      try pass(model, .prefill(prompt: 1 << 30, cached: 0, chunk: nil), batch: 1 << 20)
    }
  }
}
