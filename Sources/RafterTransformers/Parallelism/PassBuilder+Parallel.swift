// SPDX-License-Identifier: Apache-2.0
public import RafterDiagnostics
public import RafterWorkload

extension PassBuilder {
  /// A pass over several devices: what one device of each stage runs, and what they do together.
  ///
  /// Layers are those of a lane, a device of each stage, one stage after another; parameters and cache those of the
  /// fullest device; `InferencePass` has the sequences and tokens of all devices. `options.batch` is that
  /// of all replicas together, and what passes through a pipeline at once.
  /// - Throws: what the plain pass throws, and counts of devices that do not divide.
  public static func workload(
    _ model: TransformerArchitecture, _ options: PassOptions, over plan: ParallelPlan
  ) throws(DiagnosticList) -> Workload {
    guard plan.devices > 1 else { return try workload(model, options) }
    try plan.check(model, batch: options.batch)
    if plan.context > 1 {
      guard case .prefill(let prompt, _, _) = options.tokens, prompt % plan.context == 0
      else { throw DiagnosticList(.contextParallelNeedsPrompt(plan.context)) }
    }
    return try build(model, options, plan)
  }
}

extension ParallelPlan {
  /// The part of a pass that one device runs: its sequences, and its part of the tokens of a prompt.
  ///
  /// Of a causal prompt each device has P/c queries, early and late ones alike, and sees on average half of the keys
  /// of the others; of a bidirectional one, all of them.
  func own(_ options: PassOptions, of model: TransformerArchitecture) -> PassOptions {
    var own = options
    own.batch = max(1, options.batch / replicas)
    if context > 1, case .prefill(let prompt, let cached, let chunk) = options.tokens {
      let others = prompt - prompt / context
      own.tokens = .prefill(
        prompt: prompt / context, cached: cached + (model.isEncoder ? others : others / 2),
        chunk: chunk.map { ($0 + context - 1) / context })
    }
    return own
  }

  /// `tensor-parallel=8`, for reports.
  var bindings: [String] {
    [
      ("tensor-parallel", tensor), ("pipeline-parallel", pipeline), ("expert-parallel", expert),
      ("context-parallel", context), ("data-parallel", data),
    ].filter { $0.1 > 1 }.map { "\($0.0)=\($0.1)" }
  }
}
