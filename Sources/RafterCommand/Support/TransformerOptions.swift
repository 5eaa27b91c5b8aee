// SPDX-License-Identifier: Apache-2.0
public import ArgumentParser
public import Rafter

/// Which pass of a language model is run, and how; they mean nothing for other workloads.
struct TransformerOptions: ParsableArguments {
  /// The part of inference to run.
  enum Phase: String, ExpressibleByArgument, CaseIterable {
    case prefill, decode, speculative
  }

  @Option(
    name: .long,
    help:
      "Language models: prefill, decode or speculative (default: decode; prefill with --prompt).")
  var phase: Phase?

  @Option(
    name: .long,
    help: ArgumentHelp("New tokens of each sequence in prefill (default: 2048).", valueName: "n"))
  var prompt: Int?

  @Option(
    name: .long,
    help: ArgumentHelp(
      "Tokens of each sequence, the new ones included (default: 2048, or the prompt).",
      valueName: "n"))
  var context: Int?

  @Option(
    name: .long,
    help: ArgumentHelp("Cut the prompt into chunks of so many tokens.", valueName: "n"))
  var chunk: Int?

  @Option(
    name: .long,
    help: ArgumentHelp("Tokens guessed for each pass of speculative (default: 4).", valueName: "n"))
  var draft: Int?

  @Option(
    name: .long,
    help: ArgumentHelp(
      "Tokens gained by each pass of speculative, on average (default: half the guesses, and one).",
      valueName: "x"))
  var gained: Double?

  @Option(
    name: .long,
    help: ArgumentHelp("Format of keys and values: bf16, fp8e4m3, int8 ...", valueName: "format"))
  var kv: NumberFormat?

  @Option(name: .long, help: "Whether scores stay on the chip: fused, unfused.")
  var attention: AttentionKernel = .fused

  @Option(name: .long, help: "What a fused kernel does with masked pairs: skipped, dense.")
  var causal: CausalWork = .skipped

  @Option(name: .long, help: "Sums, rotation and activations in their neighbours: fused, separate.")
  var elementwise: ElementwiseWork = .fused

  @Option(
    name: .long,
    help: ArgumentHelp(
      "How unevenly tokens choose experts: exponent of a Zipf law (default: 0).", valueName: "s"))
  var expertSkew: Double = 0

  @Option(
    name: .long, help: ArgumentHelp("Devices that share each product.", valueName: "n"))
  var tensorParallel = 1

  @Option(
    name: .long, help: ArgumentHelp("Stages of layers, one after another.", valueName: "n"))
  var pipelineParallel = 1

  @Option(
    name: .long,
    help: ArgumentHelp(
      "Devices that share the experts, each with its own sequences in attention.", valueName: "n"))
  var expertParallel = 1

  @Option(
    name: .long,
    help: ArgumentHelp("Devices that share the tokens of a prompt.", valueName: "n"))
  var contextParallel = 1

  @Flag(
    name: .long, help: "Read models with layers that are not modelled exactly, and mark results.")
  var approximate = false

  /// Whether a pass was asked for, of a file that is also a list of weights.
  var isAsked: Bool {
    phase != nil || prompt != nil || context != nil || chunk != nil || draft != nil
      || gained != nil || kv != nil
  }

  /// The pass of a model, all that is wrong with the numbers reported at once.
  func pass(
    of model: TransformerArchitecture, batch: Int?, precision: String?
  ) throws(DiagnosticList) -> PassOptions {
    var wrong: [Diagnostic] = []
    for (name, value) in [
      ("--prompt", prompt), ("--context", context), ("--chunk", chunk), ("--draft", draft),
      ("--batch", batch),
    ] {
      guard let value, !(1...(1 << 24)).contains(value) else { continue }
      wrong.append(.optionCount(name, value, upTo: 1 << 24))
    }
    for (name, value) in [
      ("--tensor-parallel", tensorParallel), ("--pipeline-parallel", pipelineParallel),
      ("--expert-parallel", expertParallel), ("--context-parallel", contextParallel),
    ] where !(1...4096).contains(value) {
      wrong.append(.optionCount(name, value, upTo: 4096))
    }
    if !expertSkew.isFinite || expertSkew < 0 || expertSkew > 10 {
      wrong.append(.optionNumber("--expert-skew", expertSkew, "from 0 to 10"))
    }
    if let gained, !gained.isFinite {
      wrong.append(.optionNumber("--gained", gained, "at least 1"))
    }
    guard wrong.isEmpty else { throw DiagnosticList(wrong) }
    return PassOptions(
      tokens: tokens(of: model), batch: batch ?? 1,
      formats: try PassPrecision.formats(of: model, text: precision, cache: kv),
      attention: attention, causal: causal, elementwise: elementwise, expertSkew: expertSkew)
  }

  /// How the model is spread over devices.
  var plan: ParallelPlan {
    ParallelPlan(
      tensor: tensorParallel, pipeline: pipelineParallel, expert: expertParallel,
      context: contextParallel)
  }

  private func tokens(of model: TransformerArchitecture) -> PassOptions.Tokens {
    let usual = min(2048, model.maximumContext ?? 2048)
    let phase = phase ?? (model.isEncoder || prompt != nil ? .prefill : .decode)
    switch phase {
    case .prefill:
      let new = prompt ?? (model.isEncoder ? min(128, usual) : context ?? usual)
      return .prefill(prompt: new, cached: max(0, (context ?? new) - new), chunk: chunk)
    case .decode: return .decode(context: context ?? usual)
    case .speculative:
      let guesses = draft ?? 4
      return .speculative(
        context: context ?? usual, draft: guesses, gained: gained ?? 1 + Double(guesses) / 2)
    }
  }
}

extension NumberFormat: ExpressibleByArgument {}
extension AttentionKernel: ExpressibleByArgument {}
extension CausalWork: ExpressibleByArgument {}
extension ElementwiseWork: ExpressibleByArgument {}
