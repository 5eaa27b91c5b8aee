// SPDX-License-Identifier: Apache-2.0
import Rafter

/// Which pass of a language model is asked for: what the command line said, and nothing where it said nothing.
struct PassRequest {
  /// The part of inference to run.
  enum Phase: String, CaseIterable {
    case prefill, decode, speculative
  }

  var phase: Phase?
  var prompt: Int?
  var context: Int?
  var chunk: Int?
  var draft: Int?
  var gained: Double?
  var kv: NumberFormat?
  var attention: AttentionKernel?
  var causal: CausalWork?
  var elementwise: ElementwiseWork?
  var expertSkew: Double?
  var tensorParallel: Int?
  var pipelineParallel: Int?
  var expertParallel: Int?
  var contextParallel: Int?
  var dataParallel: Int?
  var approximate = false

  /// Tokens and sequences that can be meant.
  static let tokenLimit = 1 << 24
  /// Devices of a kind that can be meant.
  static let deviceLimit = 4096

  /// The options that were given, as they are typed.
  var given: [String] {
    let all: [(String, Bool)] = [
      ("--phase", phase != nil), ("--prompt", prompt != nil), ("--context", context != nil),
      ("--chunk", chunk != nil), ("--draft", draft != nil), ("--gained", gained != nil),
      ("--kv", kv != nil), ("--attention", attention != nil), ("--causal", causal != nil),
      ("--elementwise", elementwise != nil), ("--expert-skew", expertSkew != nil),
      ("--tensor-parallel", tensorParallel != nil),
      ("--pipeline-parallel", pipelineParallel != nil),
      ("--expert-parallel", expertParallel != nil), ("--context-parallel", contextParallel != nil),
      ("--data-parallel", dataParallel != nil), ("--approximate", approximate),
    ]
    return all.filter(\.1).map(\.0)
  }

  /// How the model is spread over devices.
  var plan: ParallelPlan {
    ParallelPlan(
      tensor: tensorParallel ?? 1, pipeline: pipelineParallel ?? 1, expert: expertParallel ?? 1,
      context: contextParallel ?? 1, data: dataParallel ?? 1)
  }

  /// The same request for another phase: what only the first phase has is left out, and a prompt becomes the context.
  func with(phase other: Phase) -> PassRequest {
    var request = self
    request.phase = other
    if other != .prefill {
      request.context = context ?? prompt
      request.prompt = nil
      request.chunk = nil
    }
    if other != .speculative {
      request.draft = nil
      request.gained = nil
    }
    return request
  }

  /// The phase of a model where none was asked for.
  func phase(of model: TransformerArchitecture) -> Phase {
    phase
      ?? (model.isEncoder || prompt != nil || chunk != nil
        ? .prefill
        : draft != nil || gained != nil ? .speculative : .decode)
  }

  /// The pass of a model, all that is wrong with the request reported at once.
  func pass(
    of model: TransformerArchitecture, batch: Int?, precision: String?
  ) throws(DiagnosticList) -> PassOptions {
    let wrong = numbers(batch: batch) + meaningless(for: model)
    guard wrong.isEmpty else { throw DiagnosticList(wrong) }
    return PassOptions(
      tokens: tokens(of: model), batch: batch ?? 1,
      formats: try PassPrecision.formats(of: model, text: precision, cache: kv),
      attention: attention ?? .fused, causal: causal ?? .skipped,
      elementwise: elementwise ?? .fused, expertSkew: expertSkew ?? 0)
  }

  /// Numbers outside of what can be meant.
  private func numbers(batch: Int?) -> [Diagnostic] {
    var wrong: [Diagnostic] = []
    for (name, value) in [
      ("--prompt", prompt), ("--context", context), ("--chunk", chunk), ("--draft", draft),
      ("--batch", batch),
    ] {
      guard let value, !(1...Self.tokenLimit).contains(value) else { continue }
      wrong.append(.optionCount(name, value, upTo: Self.tokenLimit))
    }
    for (name, value) in [
      ("--tensor-parallel", tensorParallel), ("--pipeline-parallel", pipelineParallel),
      ("--expert-parallel", expertParallel), ("--context-parallel", contextParallel),
      ("--data-parallel", dataParallel),
    ] {
      guard let value, !(1...Self.deviceLimit).contains(value) else { continue }
      wrong.append(.optionCount(name, value, upTo: Self.deviceLimit))
    }
    if let expertSkew, !expertSkew.isFinite || expertSkew < 0 || expertSkew > 10 {
      wrong.append(.optionNumber("--expert-skew", expertSkew, "from 0 to 10"))
    }
    if let gained, !gained.isFinite {
      wrong.append(.optionNumber("--gained", gained, "at least 1"))
    }
    if let prompt, let context, context < prompt {
      wrong.append(.contextBelowPrompt(context, prompt: prompt))
    }
    return wrong
  }

  /// Options that belong to another phase or another kind of model.
  private func meaningless(for model: TransformerArchitecture) -> [Diagnostic] {
    var wrong: [Diagnostic] = []
    func refuse(_ options: [(String, Bool)], _ why: String) {
      for (name, isGiven) in options where isGiven {
        wrong.append(.optionWithoutMeaning(name, why))
      }
    }
    if model.isEncoder {
      refuse(
        [
          ("--context", context != nil), ("--chunk", chunk != nil), ("--draft", draft != nil),
          ("--gained", gained != nil), ("--kv", kv != nil),
        ], "'\(model.name)' is an encoder: it reads a whole sequence at once and keeps no cache")
      if case .patches = model.embedding {
        refuse(
          [("--prompt", prompt != nil)],
          "'\(model.name)' reads images: the size in its file says how many tokens there are")
      }
      return wrong
    }
    let phase = phase(of: model)
    if phase != .prefill {
      refuse(
        [("--prompt", prompt != nil), ("--chunk", chunk != nil)],
        "\(phase.rawValue) has no prompt: say how far the sequences are with --context")
    }
    if phase != .speculative {
      refuse(
        [("--draft", draft != nil), ("--gained", gained != nil)],
        "\(phase.rawValue) guesses no tokens: that is --phase speculative")
    }
    return wrong
  }

  private func tokens(of model: TransformerArchitecture) -> PassOptions.Tokens {
    let usual = min(2048, model.maximumContext ?? 2048)
    switch phase(of: model) {
    case .prefill:
      let new = prompt ?? (model.isEncoder ? min(128, usual) : context ?? usual)
      return .prefill(prompt: new, cached: (context ?? new) - new, chunk: chunk)
    case .decode: return .decode(context: context ?? usual)
    case .speculative:
      let guesses = draft ?? 4
      return .speculative(
        context: context ?? usual, draft: guesses, gained: gained ?? 1 + Double(guesses) / 2)
    }
  }
}
