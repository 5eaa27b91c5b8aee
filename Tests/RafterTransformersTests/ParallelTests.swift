// SPDX-License-Identifier: Apache-2.0
import RafterDiagnostics
import RafterQuantities
import RafterTransformers
import RafterWorkload
import Testing

@Suite struct ParallelTests {
  private func work(
    _ text: String, _ plan: ParallelPlan, batch: Int = 8, tokens: PassOptions.Tokens? = nil
  ) throws -> Workload {
    let model = try Models.read(text)
    return try PassBuilder.workload(
      model,
      PassOptions(
        tokens: tokens ?? .decode(context: 512), batch: batch,
        formats: PassFormats(weights: model.weights)), over: plan)
  }

  private func ids(_ text: String, _ plan: ParallelPlan, batch: Int = 8) throws -> [String] {
    let model = try Models.read(text)
    do throws(DiagnosticList) {
      try plan.check(model, batch: batch)
    } catch {
      return error.diagnostics.map(\.id)
    }
    return []
  }

  /// 4 blocks of two all-reduces of 8 tokens x 512 x 2 bytes; logits of 8 x 1000 x 4 bytes.
  @Test func `tensor parallel halves the products and sums up twice a block`() throws {
    let one = try work(Models.small, ParallelPlan())
    let two = try work(Models.small, ParallelPlan(tensor: 2))
    #expect(one.totals.macs == 2 * two.totals.macs)
    let pass = try #require(two.pass)
    #expect(pass.devices == 2)
    let sums = pass.collectives.filter { $0.kind == .allReduce }
    #expect(sums.map(\.count) == [4, 4])
    #expect(sums.allSatisfy { $0.bytes == 8 * 512 * 2 })
    #expect(pass.collectives.last?.bytes == 8 * 1000 * 4)
    // 2 KV heads on 2 devices: half of the cache each; on 4 devices it is replicated.
    #expect(one.pass?.cacheBytes == 2 * pass.cacheBytes)
    let four = try work(Models.small, ParallelPlan(tensor: 4))
    #expect(four.pass?.cacheBytes == pass.cacheBytes)
  }

  /// Checking 3 guesses makes logits for 4 tokens of each of 8 sequences: 8*4*1000*4 bytes.
  @Test func `logits of all tokens that are checked are gathered`() throws {
    let two = try work(
      Models.small, ParallelPlan(tensor: 2),
      tokens: .speculative(context: 512, draft: 3, gained: 2))
    #expect(two.pass?.collectives.last?.bytes == 8 * 4 * 1000 * 4)
  }

  /// 6 query heads on 3 KV heads: 3 devices have one each, 6 two copies each; 2 devices would have one and a half.
  @Test func `KV heads are split or replicated, never both`() throws {
    let text = Models.small.replacing(
      "\"num_attention_heads\": 8", with: "\"num_attention_heads\": 6"
    )
    .replacing("\"num_key_value_heads\": 2", with: "\"num_key_value_heads\": 3")
    .replacing("\"hidden_size\": 512", with: "\"hidden_size\": 576")
    .replacing("\"intermediate_size\": 1024", with: "\"intermediate_size\": 1152")
    #expect(try ids(text, ParallelPlan(tensor: 2)) == ["pass.kv-heads-do-not-divide"])
    for fitting in [1, 3, 6] { #expect(try ids(text, ParallelPlan(tensor: fitting)).isEmpty) }
    let (three, six) = (
      try work(text, ParallelPlan(tensor: 3)), try work(text, ParallelPlan(tensor: 6))
    )
    #expect(three.pass?.cacheBytes == six.pass?.cacheBytes)
  }

  /// A block has 2*512*512 + 2*512*128 + 3*512*1024 + 2*512 = 2229248 parameters, embedding and head 512000 each, the
  /// last norm 512: the last of four stages is the fullest with 2741760.
  @Test func `a pipeline runs all blocks, embedding first and head last`() throws {
    let work = try work(Models.small, ParallelPlan(pipeline: 4))
    let pass = try #require(work.pass)
    #expect(work.layers.first { $0.name == "q_proj" }?.repeats == 4)
    #expect(pass.stages.count == 4)
    func stages(_ name: String) -> [Int] {
      let id = work.layers.first { $0.name == name }?.id
      return pass.stages.map { stage in
        stage.parts.first { $0.layer == id }.map { $0.repeats } ?? 0
      }
    }
    #expect(stages("q_proj") == [1, 1, 1, 1])
    #expect(stages("embedding") == [1, 0, 0, 0])
    #expect(stages("lm_head") == [0, 0, 0, 1])
    #expect(stages("final_norm") == [0, 0, 0, 1])
    #expect(pass.stages.map(\.parameters) == [2_741_248, 2_229_248, 2_229_248, 2_741_760])
    #expect(work.parameters == 2_741_760)
    // Three sendings of 8 x 512 x 2 bytes, of which the last stage has none.
    #expect(pass.collectives.map(\.kind) == [.pointToPoint])
    #expect(pass.collectives.map(\.count) == [3])
    #expect(pass.stages.map { $0.collectives.count } == [1, 1, 1, 0])
    #expect(pass.collectives.first?.bytes == 8 * 512 * 2)
    // Each stage keeps K and V of its own block: 2 heads * 128 elements * 512 tokens * 8 * 2 bytes.
    #expect(pass.cacheBytes == 2 * 128 * 512 * 8 * 2)
    #expect(pass.allCacheBytes == 4 * pass.cacheBytes)
  }

  @Test func `a tied head at the end of a pipeline has a table of its own`() throws {
    let text = Models.small.replacing("embeddings\": false", with: "embeddings\": true")
    let one = try work(text, ParallelPlan())
    let two = try work(text, ParallelPlan(pipeline: 2))
    let stages = try #require(two.pass?.stages)
    #expect(stages.reduce(0) { $0 + $1.parameters } == one.parameters + 512_000)
    #expect(one.totals.macs == two.totals.macs)
  }

  /// d 64, 8 experts of width 32, 2 a token, on 4 devices with 2 of 8 sequences each.
  static let experts = """
    {"architectures": ["MixtralForCausalLM"], "model_type": "mixtral", "hidden_size": 64,
     "intermediate_size": 32, "num_attention_heads": 4, "num_key_value_heads": 4, "num_hidden_layers": 2,
     "num_local_experts": 8, "num_experts_per_tok": 2, "max_position_embeddings": 2048,
     "tie_word_embeddings": false, "torch_dtype": "bfloat16", "vocab_size": 100}
    """

  /// Rows 2*2 = 4 of 16 over 4 devices; woken up 8*(1 - (1 - 2/8)^8)/4 = 1.8, so 2 of the 2 that are there; the
  /// router scores all 8 experts for 2 tokens.
  @Test func `each device has its experts, the rows that come to it and the whole router`() throws {
    let four = try work(Self.experts, ParallelPlan(expert: 4))
    let down = try #require(four.layers.first { $0.name == "experts.down_proj" })
    #expect(down.macs == 4 * 32 * 64)
    #expect(down.parameters == 2 * 32 * 64)
    let read = down.tensors.filter { $0.role == .weights }.reduce(0) { $0 + $1.elements }
    #expect(read == 2 * 32 * 64)
    let router = try #require(four.layers.first { $0.name == "router" })
    #expect(router.macs == 2 * 64 * 8)
    #expect(router.parameters == 64 * 8)
    let pass = try #require(four.pass)
    #expect(pass.sequences == 8 && pass.deviceSequences == 2 && pass.tokens == 8)
    // 2 blocks * 4 heads * 32 elements * 512 tokens * 2 sequences * 2 bytes.
    #expect(pass.cacheBytes == 2 * 4 * 32 * 512 * 2 * 2)
    #expect(pass.allCacheBytes == 4 * pass.cacheBytes)
  }

  /// One token a device on 8 devices with one expert each: 8*(1 - (1 - 2/8)^8)/8 = 0.9, not the 2 that it chooses.
  @Test func `a device with fewer experts than a token chooses still does its share of rows`()
    throws
  {
    let eight = try work(Self.experts, ParallelPlan(expert: 8))
    let down = try #require(eight.layers.first { $0.name == "experts.down_proj" })
    #expect(down.macs == 2 * 32 * 64)
    #expect(down.parameters == 32 * 64)
  }

  /// DeepSeek-V3, 8 devices, 64 sequences: each has 8 of them and 32 experts; dispatch is 8*8*7168 elements of 2 bytes.
  @Test(.enabled(if: !Models.shared.isEmpty))
  func `expert parallel keeps experts apart and sequences too`() throws {
    let text = try #require(
      Models.shared.first { $0.name == "deepseek-ai__DeepSeek-V3.json" }?.text)
    let one = try work(text, ParallelPlan(), batch: 64)
    let eight = try work(text, ParallelPlan(expert: 8), batch: 64)
    let rows = { (work: Workload) in
      work.layers.first { $0.name == "experts.down_proj" }.map { $0.macs } ?? 0
    }
    #expect(rows(one) == 8 * rows(eight))
    #expect(one.pass?.cacheBytes == (eight.pass?.cacheBytes ?? 0) * 8)
    let dispatch = try #require(eight.pass?.collectives.first { $0.kind == .allToAll })
    #expect(dispatch.bytes == 8 * 8 * 7168 * 2)
    #expect(dispatch.count == 58)
    // 256*(1 - (1 - 8/256)^64)/8 = 27.8 of 32 experts are read; 37 G of 671 G parameters are met by a token.
    let down = try #require(eight.layers.first { $0.name == "experts.down_proj" })
    let read = down.tensors.filter { $0.role == .weights && $0.isMappedByNest }
    #expect(read.reduce(0) { $0 + $1.elements } == 28 * 2048 * 7168)
    #expect(abs(Double(eight.pass?.activeParameters ?? 0) / 37e9 - 1) < 0.02)
  }

  /// Pairs of the whole prompt over 4 devices: n = 256 queries on 384 + 1...256 keys, 4*(256*384 + 256*257/2) =
  /// 1024*1025/2 = 524800 pairs.
  @Test func `context parallel shares the pairs of a prompt and keeps its tokens`() throws {
    let tokens = PassOptions.Tokens.prefill(prompt: 1024, cached: 0, chunk: nil)
    let one = try work(Models.small, ParallelPlan(), batch: 1, tokens: tokens)
    let four = try work(Models.small, ParallelPlan(context: 4), batch: 1, tokens: tokens)
    let pairs = { (work: Workload) in work.layers.first { $0.name == "attention" }?.macs ?? 0 }
    #expect(pairs(one) == 4 * pairs(four))
    let pass = try #require(four.pass)
    #expect(pass.newTokens == 1024 && pass.context == 1024 && pass.tokens == 1024)
    #expect(one.pass?.cacheBytes == 4 * pass.cacheBytes)
    // Keys and values of 1024 tokens, 2 heads of 64 + 64 elements, 2 bytes, in each of 4 blocks.
    #expect(pass.collectives.map(\.kind) == [.allGather])
    #expect(pass.collectives.map(\.bytes) == [1024 * 2 * 128 * 2])
    #expect(pass.collectives.map(\.count) == [4])
  }

  /// Two devices share the two KV heads, so a ring passes half of the keys.
  @Test func `a ring passes the keys of the heads that a device has`() throws {
    let tokens = PassOptions.Tokens.prefill(prompt: 1024, cached: 0, chunk: nil)
    let both = try work(Models.small, ParallelPlan(tensor: 2, context: 2), batch: 1, tokens: tokens)
    let keys = try #require(both.pass?.collectives.first { $0.name == "keys and values" })
    #expect(keys.bytes == 1024 * 1 * 128 * 2)
  }

  @Test func `counts of devices that do not divide are all reported`() throws {
    let ids = try ids(Models.small, ParallelPlan(tensor: 3, pipeline: 3, expert: 3))
    #expect(ids.count { $0 == "pass.devices-do-not-divide" } == 4)
    #expect(ids.contains("pass.no-experts"))
    #expect(try self.ids(Models.small, ParallelPlan(data: 3)) == ["pass.devices-do-not-divide"])
  }

  @Test func `each collective tells the format of what it moves`() throws {
    let model = try Models.read(Models.small)
    let options = PassOptions(
      tokens: .prefill(prompt: 64, cached: 0, chunk: nil), batch: 4,
      formats: PassFormats(weights: model.weights, activations: .bf16, cache: .int8))
    for plan in [ParallelPlan(tensor: 2), ParallelPlan(pipeline: 2), ParallelPlan(context: 2)] {
      let list = try PassBuilder.workload(model, options, over: plan).pass?.collectives ?? []
      #expect(!list.isEmpty)
      for one in list {
        #expect(
          one.format
            == (one.name == "keys and values" ? .int8 : one.name == "logits" ? .fp32 : .bf16)
        )
        // 2048 elements of 16 bits are 4096 bytes, of 8 bits half of that.
        let bits = try #require(one.format).bitsPerElement.value
        #expect(one.stored(in: .int4).bytes == Int((Double(one.bytes) * 4 / bits).rounded(.up)))
      }
    }
  }

  @Test func `copies share the sequences and exchange nothing`() throws {
    let one = try work(Models.small, ParallelPlan(), batch: 2)
    let four = try work(Models.small, ParallelPlan(data: 4), batch: 8)
    #expect(four.layers == one.layers)
    #expect(four.parameterBytes == one.parameterBytes)
    #expect(four.pass?.collectives == [])
    // Tokens of a pass are those of all copies; each keeps the cache of its own two sequences.
    #expect(four.pass?.tokens == 8)
    #expect(four.pass?.deviceSequences == 2)
    #expect(four.pass?.devices == 4)
    #expect(try ids(Models.small, ParallelPlan(data: 3)) == ["pass.devices-do-not-divide"])
  }
}
