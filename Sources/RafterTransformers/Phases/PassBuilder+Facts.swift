// SPDX-License-Identifier: Apache-2.0
import RafterQuantities
import RafterWorkload

extension PassBuilder {
  /// What the pass is for, on all devices together.
  static func pass(_ model: TransformerArchitecture, _ options: PassOptions)
    -> InferencePass
  {
    let new = ChunkPlan(options.tokens).total
    func make(_ phase: InferencePass.Phase, _ context: Int, gained: Double = 1) -> InferencePass {
      InferencePass(
        phase: phase, sequences: options.batch, newTokens: new, context: context,
        gainedTokens: gained, maximumContext: model.maximumContext,
        approximations: model.approximations)
    }
    switch options.tokens {
    case .prefill(let prompt, let cached, _):
      return make(model.isEncoder ? .encode : .prefill, cached + prompt)
    case .decode(let context): return make(.decode, context)
    case .speculative(let context, _, let gained):
      return make(.speculative, context, gained: gained)
    }
  }

  /// What of it the devices share, and what of the model a token meets.
  static func describe(
    _ pass: inout InferencePass, _ model: TransformerArchitecture, _ options: PassOptions,
    _ plan: ParallelPlan
  ) {
    let whole = ParameterCount(model)
    if whole.active < whole.total { pass.activeParameters = whole.active }
    pass.predictionParameters = whole.prediction
    guard plan.devices > 1 else { return }
    pass.devices = plan.devices
    pass.deviceSequences = options.batch / plan.replicas
    pass.contextParts = plan.context
    pass.collectives = plan.collectives(model, options)
  }

  /// The stages of a pipeline.
  static func stages(
    _ fold: LayerFold, _ layers: [Layer], _ part: TransformerArchitecture, _ options: PassOptions,
    _ plan: ParallelPlan, of model: TransformerArchitecture
  ) -> [PipelineStage] {
    plan.stages(of: part).enumerated().map { index, range in
      var own = part
      own.blocks = Array(part.blocks[range])
      let parts = fold.parts(of: layers, stage: index)
      let stored = zip(layers, parts)
      return PipelineStage(
        parts: parts.filter { $0.repeats > 0 },
        parameters: stored.reduce(0) { $0 + $1.0.parameters * $1.1.weightCopies },
        parameterBytes: stored.reduce(0) { $0 + $1.0.parameterBytes * $1.1.weightCopies },
        cache: own.cacheGrowth(in: options.formats),
        collectives: plan.collectives(model, options, stage: index))
    }
  }

  static func bindings(_ options: PassOptions, _ pass: InferencePass) -> [String] {
    let formats = options.formats
    var list = [
      "phase=\(pass.phase.rawValue)", "batch=\(pass.sequences)", "new tokens=\(pass.newTokens)",
      "context=\(pass.context)", "weights=\(formats.weights.base.name)",
      "activations=\(formats.activations.rawValue)",
    ]
    if pass.phase != .encode { list.append("kv=\(formats.cache.rawValue)") }
    list.append("attention=\(options.attention.rawValue)")
    if options.causal == .dense { list.append("causal=dense") }
    if options.elementwise == .separate { list.append("elementwise=separate") }
    if options.expertSkew > 0 { list.append("expert skew=\(options.expertSkew)") }
    if case .prefill(_, _, let chunk?) = options.tokens { list.append("chunk=\(chunk)") }
    return list
  }

  /// Tokens that logits are made for: the last one of each sequence, or all that are checked.
  static func outputTokens(_ model: TransformerArchitecture, _ options: PassOptions) -> Int {
    if case .speculative(_, let draft, _) = options.tokens { return options.batch * (draft + 1) }
    // A masked model says something about every token.
    if case .prefill(let prompt, _, _) = options.tokens, model.isEncoder {
      return options.batch * prompt
    }
    return options.batch
  }
}
