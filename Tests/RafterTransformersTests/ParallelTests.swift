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

  @Test func `a pipeline stage has its part of the blocks`() throws {
    let stage = try work(Models.small, ParallelPlan(pipeline: 4))
    #expect(stage.layers.first { $0.name == "q_proj" }?.repeats == 1)
    #expect(stage.pass?.collectives.map(\.kind) == [.pointToPoint])
    // [workloads 5.8]: (p-1)/(m+p-1) = 3/11.
    #expect(ParallelPlan(pipeline: 4).pipelineBubble(microbatches: 8) == 3.0 / 11)
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
  }

  /// Pairs of the whole prompt over 4 devices: within the rounding of half a token a query.
  @Test func `context parallel shares the pairs of a prompt`() throws {
    let tokens = PassOptions.Tokens.prefill(prompt: 1024, cached: 0, chunk: nil)
    let one = try work(Models.small, ParallelPlan(), batch: 1, tokens: tokens)
    let four = try work(Models.small, ParallelPlan(context: 4), batch: 1, tokens: tokens)
    let pairs = { (work: Workload) in
      Double(work.layers.first { $0.name == "attention" }?.macs ?? 0)
    }
    #expect(abs(pairs(one) / pairs(four) / 4 - 1) < 1e-2)
    #expect(four.pass?.collectives.map(\.kind) == [.allGather])
  }

  @Test func `counts of devices that do not divide are all reported`() throws {
    let model = try Models.read(Models.small)
    var ids: [String] = []
    do throws(DiagnosticList) {
      try ParallelPlan(tensor: 3, pipeline: 3, expert: 3).check(model, batch: 8)
    } catch {
      ids = error.diagnostics.map(\.id)
    }
    #expect(ids.count { $0 == "pass.devices-do-not-divide" } == 4)
    #expect(ids.contains("pass.no-experts"))
  }
}
