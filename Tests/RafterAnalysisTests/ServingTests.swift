// SPDX-License-Identifier: Apache-2.0
import Rafter
import Testing

/// Tokens a second, times and energies of passes on several devices.
@Suite struct ServingTests {
  /// The machine of these tests multiplies bf16 and has links of 1 GB/s that start in 1 us and step in 2.
  private func machine(_ energy: String?, bandwidth: String) throws -> Accelerator {
    let text = TestMachine.text(register: "4 B").replacing(
      "int8 x int8, accumulate: int32", with: "bf16 x bf16, accumulate: fp32")
    let links = energy.map {
      """

      links: {bandwidth: \(bandwidth), start: 1 us, step: 2 us, ramp: 1 kB, topology: switch, energy: \($0)}
      """
    }
    return try TestMachine.machine(text + (links ?? ""))
  }

  private func analyze(
    _ plan: ParallelPlan, batch: Int = 4, tokens: PassOptions.Tokens = .decode(context: 32),
    model text: String = StoredSizesTests.model, energy: String? = "2 pJ/bit",
    bandwidth: String = "1 GB/s"
  ) async throws -> Analysis {
    let model = try TransformerConfig.read(
      text: text, file: "config.json", name: "m", fidelity: .exact
    ).architecture
    return try await Analyzer.analyze(
      try PassBuilder.workload(
        model,
        PassOptions(tokens: tokens, batch: batch, formats: PassFormats(weights: model.weights)),
        over: plan), on: machine(energy, bandwidth: bandwidth),
      options: AnalysisOptions(limit: SearchLimit(mappings: 50)), parallelism: 2)
  }

  private func sum(_ analysis: Analysis) -> Double {
    analysis.layers.reduce(0) { $0 + $1.latency.value * Double($1.layer.repeats) }
  }

  /// All links of a pass over two devices.
  ///
  /// Two blocks of two all-reduces of n = 4*64*2 = 512 B over 2: 1 + 2*2 us + 512 ns * (1 + 1000/1512) = 5.850624 us;
  /// logits of n = 4*100*4 = 1600 B: 1 + 2 us + 800 ns * (1 + 1000/2600) = 4.107692 us. In all 27.510189 us.
  ///
  /// Sent are 4*512 + 800 = 2848 B: 45.568 nJ; 1 mW meanwhile is 27.510 nJ: 73.078 nJ.
  @Test func `links are in the totals, and stated apart`() async throws {
    let analysis = try await analyze(ParallelPlan(tensor: 2))
    let totals = analysis.totals
    #expect(abs(totals.links.value - 27.510189e-6) < 1e-11)
    #expect(abs(totals.latency.value - sum(analysis) - 27.510189e-6) < 1e-11)
    #expect(abs((analysis.communication?.energy?.value ?? 0) - 45.568e-9) < 1e-15)
    #expect(abs((totals.linkEnergy?.value ?? 0) - 73.078189e-9) < 1e-14)
    let energy = try #require(totals.energy)
    let layers = analysis.layers.reduce(0) {
      $0 + ($1.energy?.value ?? 0) * Double($1.layer.repeats)
    }
    #expect(abs(energy.value - layers - 73.078189e-9) < 1e-14)
    let communication = try #require(analysis.communication)
    #expect(communication.sum == totals.latency)
    #expect(communication.maximum == max(totals.work, communication.time))
    let shares = analysis.layers.reduce(0) { $0 + $1.shareOfTime }
    #expect(abs(shares + totals.links.ratio(to: totals.latency) - 1) < 1e-12)
    // Both devices spend the energy.
    let serving = try #require(analysis.serving)
    #expect(serving.timePerToken == totals.latency)
    #expect(abs(serving.tokensPerSecond - 4 / totals.latency.value) < 1e-9)
    #expect(abs((serving.energyPerToken?.value ?? 0) - energy.value * 2 / 4) < 1e-18)
    let text = analysis.headline.joined(separator: " ")
    #expect(text.contains("2 x test-machine"))
    #expect(text.contains("Links between devices take 49 %"))
    #expect(text.contains("full overlap"))
  }

  @Test func `an unknown energy of links leaves the whole unknown, and says so`() async throws {
    let analysis = try await analyze(ParallelPlan(tensor: 2), energy: "unknown")
    #expect(analysis.totals.energy == nil)
    #expect(analysis.serving?.energyPerToken == nil)
    #expect(analysis.headline.contains { $0.contains("the links between devices") })
  }

  @Test func `a machine without links is warned of`() async throws {
    let analysis = try await analyze(ParallelPlan(tensor: 2), energy: nil)
    #expect(analysis.diagnostics.contains { $0.id == "analysis.no-links" })
    #expect(analysis.totals.links == .zero)
    let one = try await analyze(ParallelPlan(), energy: nil)
    #expect(!one.diagnostics.contains { $0.id == "analysis.no-links" })
  }

  /// Two stages of a block each, one sending of n = 512 B: 1 + 2 us + 512 ns * (1 + 1000/1512) = 3.850624 us.
  @Test func `a token passes all stages, and the slowest bounds the throughput`() async throws {
    let one = try await analyze(ParallelPlan())
    let two = try await analyze(ParallelPlan(pipeline: 2))
    let pipeline = try #require(two.pipeline)
    let send = 3.850624e-6
    #expect(abs(two.totals.links.value - send) < 1e-11)
    // The same layers in sum.
    #expect(abs(two.totals.work.value - one.totals.latency.value) < 1e-12)
    let stages = pipeline.stages.map(\.time.value)
    #expect(abs(stages.reduce(0, +) - two.totals.latency.value) < 1e-12)
    #expect(pipeline.stages.map(\.links.value).last == 0)
    let serving = try #require(two.serving)
    #expect(serving.timePerToken == two.totals.latency)
    let slowest = try #require(stages.max())
    #expect(abs(serving.tokensPerSecond - 4 / slowest) < 1e-6)
    #expect(abs((serving.tokensPerSecondAlone ?? 0) - 4 / two.totals.latency.value) < 1e-6)
    #expect(abs(pipeline.idle - (1 - stages.reduce(0, +) / (2 * slowest))) < 1e-12)
    // Energy is that of both stages, the sending, 512 B * 8 * 2 pJ = 8.192 nJ, and 1 mW meanwhile, 3.851 nJ: 12.043 nJ
    // more than one device; not twice that of all layers.
    let energies = (try #require(one.totals.energy).value, try #require(two.totals.energy).value)
    #expect(abs(energies.1 - energies.0 - 12.042624e-9) < 1e-14)
    #expect(abs((serving.energyPerToken?.value ?? 0) - energies.1 / 4) < 1e-18)
  }

  @Test(arguments: [2, 3, 8])
  func `copies of the whole yield as many times the tokens for the same energy`(copies: Int)
    async throws
  {
    for plan in [ParallelPlan(), ParallelPlan(tensor: 2), ParallelPlan(pipeline: 2)] {
      var many = plan
      many.data = copies
      let (one, all) = (
        try #require(try await analyze(plan).serving),
        try #require(try await analyze(many, batch: 4 * copies).serving)
      )
      #expect(abs(all.tokensPerSecond / one.tokensPerSecond - Double(copies)) < 1e-9)
      let energies = (one.energyPerToken?.value ?? 0, all.energyPerToken?.value ?? 1)
      #expect(abs(energies.1 / energies.0 - 1) < 1e-9)
      #expect(all.timePerToken == one.timePerToken)
    }
  }

  /// All 8 sequences yield a token in the time of the busiest device, not only the 2 that it has itself.
  @Test func `tokens of all devices count where experts are shared`() async throws {
    let model = """
      {"architectures": ["MixtralForCausalLM"], "model_type": "mixtral", "hidden_size": 64,
       "intermediate_size": 32, "num_attention_heads": 4, "num_key_value_heads": 4,
       "num_hidden_layers": 2, "num_local_experts": 8, "num_experts_per_tok": 2,
       "max_position_embeddings": 2048, "tie_word_embeddings": false, "torch_dtype": "bfloat16",
       "vocab_size": 100}
      """
    let four = try await analyze(ParallelPlan(expert: 4), batch: 8, model: model)
    let serving = try #require(four.serving)
    #expect(abs(serving.tokensPerSecond - 8 / four.totals.latency.value) < 1e-6)
    let energy = try #require(four.totals.energy)
    #expect(abs((serving.energyPerToken?.value ?? 0) - energy.value * 4 / 8) < 1e-18)
  }

  @Test func `tokens of the whole prompt count where devices share it`() async throws {
    let tokens = PassOptions.Tokens.prefill(prompt: 64, cached: 0, chunk: nil)
    let two = try await analyze(ParallelPlan(context: 2), batch: 1, tokens: tokens)
    let serving = try #require(two.serving)
    #expect(abs(serving.tokensPerSecond - 64 / two.totals.latency.value) < 1e-6)
    #expect(serving.timeToFirstToken == two.totals.latency)
  }

  @Test func `each collective is explained down to the constants of the links`() async throws {
    let analysis = try await analyze(ParallelPlan(tensor: 2, pipeline: 2))
    let tree = try Explainer.explain(.latency, layer: nil, of: analysis)
    let latency = try #require(tree.children.first)
    let links = try #require(latency.children.first { $0.label == "links" })
    #expect(links.children.contains { $0.label == "attention output: all-reduce over 2 * 2" })
    let bandwidth = try #require(links.children.first { $0.label == "bandwidth beta" })
    #expect(bandwidth.origin?.contains("test-machine.yaml") == true)
    #expect(latency.children.contains { $0.label == "slowest stage" })
    let energy = try Explainer.explain(.energy, layer: nil, of: analysis)
    #expect(energy.children.first?.children.contains { $0.label == "links" } == true)
    let one = try Explainer.explain(.latency, layer: nil, of: try await analyze(ParallelPlan()))
    #expect(one.children.first?.children.contains { $0.label == "links" } == false)
  }

  /// At 2 GB/s the links of two devices take 4 * 5.425312 + 3.553846 = 25.255094 us, at 0.5 GB/s 4 * 6.701248 +
  /// 5.215384 = 32.020376 us; nothing else is uncertain.
  @Test func `bands of the network include those of the links`() async throws {
    let analysis = try await analyze(
      ParallelPlan(tensor: 2), bandwidth: "{value: 1 GB/s, range: 0.5..2 GB/s}")
    let band = try #require(analysis.uncertainty).latency
    let layers = analysis.totals.work.value
    #expect(abs(band.value - analysis.totals.latency.value) < 1e-11)
    #expect(abs(band.low - layers - 25.255094e-6) < 1e-11)
    #expect(abs(band.high - layers - 32.020376e-6) < 1e-11)
    #expect(try await analyze(ParallelPlan(tensor: 2)).uncertainty == nil)
  }
}
