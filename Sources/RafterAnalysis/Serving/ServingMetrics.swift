// SPDX-License-Identifier: Apache-2.0
public import RafterQuantities
public import RafterWorkload

/// What a user of a language model feels: tokens a second, time to the first token, time and energy of a token.
public struct ServingMetrics: Sendable, Hashable {
  /// The part of inference that was analysed.
  public var phase: InferencePass.Phase
  /// Tokens of all sequences that the pass takes in (prefill) or yields (decode) in a second.
  public var tokensPerSecond: Double
  /// Until the first token of a sequence is there: the time of a prefill pass; nil in decode.
  public var timeToFirstToken: Seconds?
  /// Between two tokens of a sequence: the time of a decode pass over the tokens it yields; nil in prefill.
  public var timePerToken: Seconds?
  /// Energy of the pass over its tokens; nil where a part is unknown.
  public var energyPerToken: Energy?
  /// What the numbers include and leave out, in a sentence.
  public var includes: String

  /// The metrics of a pass; nil where the workload is none, or an encoder's.
  ///
  /// Of several devices the time is that of the busiest one and its links, without any overlap; the energy is that of all
  /// devices, each taken to spend as much as the busiest one, without their links.
  public init?(
    _ workload: Workload, _ totals: NetworkTotals, _ communication: Communication? = nil
  ) {
    guard let pass = workload.pass, pass.phase != .encode, totals.latency > .zero else {
      return nil
    }
    phase = pass.phase
    let latency = communication?.sum ?? totals.latency
    let links =
      pass.devices == 1
      ? ""
      : communication == nil
        ? "; nothing of the links of \(pass.devices) devices"
        : "; links of \(pass.devices) devices without overlap, pipeline bubbles not"
    let machine =
      "one pass of all layers on this machine, its launches and the writing of K and V; no "
      + "scheduling, no sampling, no network, no host" + links
    let tokens: Double
    switch pass.phase {
    case .prefill, .encode:
      tokens = Double(pass.sequences) * Double(pass.newTokens)
      timeToFirstToken = latency
      includes =
        "prefill of \(pass.newTokens) tokens for \(pass.sequences) sequence(s) up to the first logits: "
        + machine
    case .decode:
      tokens = Double(pass.sequences)
      timePerToken = latency
      includes =
        "one token for each of \(pass.sequences) sequence(s) at a context of \(pass.context): "
        + machine
    case .speculative:
      tokens = Double(pass.sequences) * pass.gainedTokens
      timePerToken = latency / pass.gainedTokens
      includes =
        "a check of \(pass.newTokens) tokens of which \(Format.significant(pass.gainedTokens)) are gained, "
        + "for each of \(pass.sequences) sequence(s); the draft model's own time is not in it: "
        + machine
    }
    tokensPerSecond = tokens / latency.value
    energyPerToken = totals.energy.map { $0 * (Double(pass.devices) / tokens) }
  }
}
