// SPDX-License-Identifier: Apache-2.0
import RafterDiagnostics
import RafterQuantities
import RafterTestSupport
import RafterTransformers
import RafterWorkload
import Testing

/// Whatever the split, devices together do the work and hold the weights of the model, but for what is replicated.
@Suite struct ParallelPropertyTests {
  private struct Case {
    var model: TransformerArchitecture
    var plan: ParallelPlan
    var batch: Int
    var keyValueHeads: Int
  }

  private func random(_ generator: inout SeededGenerator) -> Case {
    func pick(_ list: [Int]) -> Int { list.randomElement(using: &generator) ?? 1 }
    let plan = ParallelPlan(
      tensor: pick([1, 2, 4]), pipeline: pick([1, 2, 3]), expert: pick([1, 2, 4]),
      data: pick([1, 2]))
    let kept = pick([1, 2, 4, 8])
    let hidden = 32 * pick([1, 2, 3])
    let attention = GroupedAttention(heads: 8, keyValueHeads: kept, headDimension: pick([8, 16]))
    let dense = DenseFeedForward(width: 16 * pick([1, 2, 5]))
    let mixture = MixtureOfExperts(
      experts: 8, expertsPerToken: pick([1, 2, 3]), expert: DenseFeedForward(width: 16),
      shared: DenseFeedForward(width: 32))
    let blocks = (0..<6).map { index in
      TransformerBlock(
        mixer: .grouped(attention),
        feedForward: index == 0 ? .dense(dense) : .mixture(mixture))
    }
    let model = TransformerArchitecture(
      name: "m", source: "random", family: "test", hidden: hidden,
      embedding: .tokens(TokenEmbedding(vocabulary: 120)), blocks: blocks, finalNorm: .rms,
      head: .languageModel(LanguageModelHead(vocabulary: 120, weights: .own)))
    return Case(
      model: model, plan: plan, batch: plan.replicas * pick([1, 2, 3]), keyValueHeads: kept)
  }

  private func work(_ each: Case, _ plan: ParallelPlan) throws -> Workload {
    try PassBuilder.workload(
      each.model,
      PassOptions(
        tokens: .decode(context: 77), batch: each.batch,
        formats: PassFormats(weights: each.model.weights)), over: plan)
  }

  /// The router is run by all t devices of a group, K and V by t/K devices each where t is more than K.
  @Test(arguments: 0..<40)
  func `devices together do the MACs of the model and of what is replicated`(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    let each = random(&generator)
    let plan = each.plan
    let one = try work(each, ParallelPlan())
    let many = try work(each, plan)
    let lanes = try #require(many.pass).lanes
    #expect(lanes == plan.tensor * plan.expert * plan.data)
    let copies = max(1, plan.tensor / each.keyValueHeads)
    let expected = one.layers.reduce(0) { sum, layer in
      let replicas =
        switch layer.name.split(separator: " ").first {
        case "router": plan.tensor
        case "k_proj", "v_proj": copies
        default: 1
        }
      return sum + layer.macs * layer.repeats * replicas
    }
    #expect(many.totals.macs * lanes == expected, "\(plan)")
  }

  /// Experts are on one device each; all else is on every group with sequences of its own; norms and the router on all
  /// devices of a group.
  @Test(arguments: 0..<40)
  func `devices together hold the weights of the model and of what is replicated`(seed: UInt64)
    throws
  {
    var generator = SeededGenerator(seed: seed)
    let each = random(&generator)
    let plan = each.plan
    let many = try work(each, plan)
    let lanes = try #require(many.pass).lanes
    let copies = max(1, plan.tensor / each.keyValueHeads)
    let expected = each.model.weightTensors.reduce(0) { sum, entry in
      let replicas =
        switch (entry.tensor.role, entry.tensor.name) {
        case (.routedExperts, _): plan.data
        case (.router, _), (.small, _): plan.tensor * plan.replicas
        case (_, "k_proj"), (_, "v_proj"): copies * plan.replicas
        default: plan.replicas
        }
      return sum + entry.tensor.elements * entry.count * replicas
    }
    #expect(many.totals.parameters * lanes == expected, "\(plan)")
    // The stages part the lane.
    if plan.pipeline > 1 {
      let stages = try #require(many.pass?.stages)
      #expect(stages.reduce(0) { $0 + $1.parameters } == many.totals.parameters)
      #expect(stages.reduce(0) { $0 + $1.parameterBytes } == many.totals.parameterBytes)
      for layer in many.layers {
        let parts = stages.flatMap(\.parts).filter { $0.layer == layer.id }
        #expect(parts.reduce(0) { $0 + $1.repeats } == layer.repeats)
      }
    } else {
      #expect(many.parameters == many.totals.parameters)
    }
  }

  /// A copy of everything does what one does: nothing of a device changes.
  @Test(arguments: 0..<10)
  func `a second copy changes nothing on the devices of the first`(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    var each = random(&generator)
    each.plan.data = 1
    each.batch = each.plan.replicas
    let one = try work(each, each.plan)
    var more = each
    more.plan.data = 3
    more.batch *= 3
    let three = try work(more, more.plan)
    #expect(one.layers == three.layers)
    #expect(one.pass?.cacheBytes == three.pass?.cacheBytes)
    #expect(one.pass?.collectives == three.pass?.collectives)
    let (a, b) = (try #require(one.pass), try #require(three.pass))
    #expect(b.tokens == 3 * a.tokens)
    #expect(b.devices == 3 * a.devices)
  }

  @Test(arguments: 0..<10)
  func `one device is the plain pass`(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    let each = random(&generator)
    let plain = try PassBuilder.workload(
      each.model,
      PassOptions(
        tokens: .decode(context: 77), batch: each.batch,
        formats: PassFormats(weights: each.model.weights)))
    #expect(try work(each, ParallelPlan()) == plain)
  }
}
