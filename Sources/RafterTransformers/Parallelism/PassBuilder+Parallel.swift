// SPDX-License-Identifier: Apache-2.0
public import RafterDiagnostics
public import RafterWorkload

extension PassBuilder {
  /// The part of a pass that the busiest of several devices runs, and what they do together.
  ///
  /// The workload's layers, parameters and cache are those of one device; `InferencePass`
  /// keeps the sequences and tokens of all.
  /// - Throws: what the plain pass throws, and counts of devices that do not divide.
  public static func workload(
    _ model: TransformerArchitecture, _ options: PassOptions, over plan: ParallelPlan
  ) throws(DiagnosticList) -> Workload {
    guard plan.devices > 1 else { return try workload(model, options) }
    try plan.check(model, batch: options.batch)
    var own = options
    own.batch = options.batch / plan.expert
    if plan.context > 1 {
      guard case .prefill(let prompt, let cached, let chunk) = options.tokens,
        prompt % plan.context == 0
      else { throw DiagnosticList(.contextParallelNeedsPrompt(plan.context)) }
      // Each device has its part of the queries and sees the keys of all: on average half of them.
      own.tokens = .prefill(
        prompt: prompt / plan.context,
        cached: cached + (prompt - prompt / plan.context) / 2, chunk: chunk)
    }
    var result = try workload(model.shard(plan), own)
    result.bindings.append(contentsOf: plan.bindings)
    result.pass?.devices = plan.devices
    result.pass?.collectives = plan.collectives(model, options)
    return result
  }
}

extension ParallelPlan {
  /// `tensor-parallel=8`, for reports.
  var bindings: [String] {
    [
      ("tensor-parallel", tensor), ("pipeline-parallel", pipeline), ("expert-parallel", expert),
      ("context-parallel", context),
    ].filter { $0.1 > 1 }.map { "\($0.0)=\($0.1)" }
  }
}
