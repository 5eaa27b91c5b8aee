// SPDX-License-Identifier: Apache-2.0
public import RafterQuantities
public import RafterWorkload

/// What a user of a language model feels: tokens a second, time to the first token, time and energy of a token.
public struct ServingMetrics: Sendable, Hashable {
  /// The part of inference that was analysed.
  public var phase: InferencePass.Phase
  /// Tokens of all sequences that the pass takes in (prefill) or yields (decode) in a second; of a pipeline with as
  /// many passes in flight as there are stages, so that its slowest one is the bound.
  public var tokensPerSecond: Double
  /// The same of a pipeline with one pass at a time; nil where there is one stage.
  public var tokensPerSecondAlone: Double?
  /// Until the first token of a sequence is there: the time of a prefill pass; nil in decode.
  public var timeToFirstToken: Seconds?
  /// Between two tokens of a sequence: the time of a decode pass, all stages one after another, over the tokens it
  /// yields; nil in prefill.
  public var timePerToken: Seconds?
  /// Energy of the pass on all devices over its tokens; nil where a part is unknown.
  public var energyPerToken: Energy?
  /// What the numbers include and leave out, in a sentence.
  public var includes: String

  /// The metrics of a pass; nil where the workload is none, or an encoder's.
  ///
  /// The time is that of all stages and of their links, without any overlap; the energy is that of a device of each
  /// stage and its links, times the devices that do the same side by side.
  public init?(
    _ workload: Workload, _ totals: NetworkTotals, _ communication: Communication? = nil,
    pipeline: PipelineTiming? = nil
  ) {
    guard let pass = workload.pass, pass.phase != .encode, totals.latency > .zero else {
      return nil
    }
    phase = pass.phase
    let tokens = pass.tokens
    let latency = totals.latency
    switch pass.phase {
    case .prefill, .encode: timeToFirstToken = latency
    case .decode, .speculative: timePerToken = latency / pass.gainedTokens
    }
    if let pipeline, pipeline.slowest > .zero {
      tokensPerSecond = tokens / pipeline.slowest.value
      tokensPerSecondAlone = tokens / latency.value
    } else {
      tokensPerSecond = tokens / latency.value
    }
    energyPerToken = totals.energy.map { $0 * (Double(pass.lanes) / tokens) }
    includes =
      Self.work(pass)
      + "one pass of all layers on this machine, its launches and the writing of K and V; no "
      + "scheduling, no sampling, no network, no host"
      + Self.links(pass, communication) + Self.stages(pass, pipeline)
  }

  private static func work(_ pass: InferencePass) -> String {
    switch pass.phase {
    case .prefill, .encode:
      "prefill of \(pass.newTokens) tokens for \(pass.sequences) sequence(s) up to the first logits: "
    case .decode:
      "one token for each of \(pass.sequences) sequence(s) at a context of \(pass.context): "
    case .speculative:
      "a check of \(pass.newTokens) tokens of which \(Format.significant(pass.gainedTokens)) are gained, "
        + "for each of \(pass.sequences) sequence(s); the draft model's own time is not in it: "
    }
  }

  private static func links(_ pass: InferencePass, _ communication: Communication?) -> String {
    guard pass.devices > 1 else { return "" }
    guard !pass.collectives.isEmpty else {
      return "; \(pass.devices) devices that exchange nothing"
    }
    return communication == nil
      ? "; nothing of the links of \(pass.devices) devices"
      : "; links of \(pass.devices) devices without overlap"
  }

  private static func stages(_ pass: InferencePass, _ pipeline: PipelineTiming?) -> String {
    guard let pipeline else { return "" }
    let count = pipeline.stages.count
    return
      "; \(count) stages one after another; tokens/s with \(count) such passes in flight, each with a KV "
      + "cache of its own, bound by the slowest stage (\(pipeline.slowest.formatted())), stages idle for "
      + "\(Format.percent(pipeline.idle)) and their static energy then not in it"
  }
}
