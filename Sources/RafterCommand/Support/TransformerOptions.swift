// SPDX-License-Identifier: Apache-2.0
public import ArgumentParser
public import Rafter

/// Which pass of a language model is run, and how; they mean nothing for other workloads.
struct TransformerOptions: ParsableArguments {
  @Option(
    name: .long,
    help:
      "Language models: prefill, decode or speculative (default: decode; prefill with --prompt).")
  var phase: PassRequest.Phase?

  @Option(
    name: .long, parsing: .unconditional,
    help: ArgumentHelp("New tokens of each sequence in prefill (default: 2048).", valueName: "n"),
    transform: wholeNumber(upTo: PassRequest.tokenLimit))
  var prompt: Int?

  @Option(
    name: .long, parsing: .unconditional,
    help: ArgumentHelp(
      "Tokens of each sequence, the new ones included (default: 2048, or the prompt).",
      valueName: "n"),
    transform: wholeNumber(upTo: PassRequest.tokenLimit))
  var context: Int?

  @Option(
    name: .long, parsing: .unconditional,
    help: ArgumentHelp("Cut the prompt into chunks of so many tokens.", valueName: "n"),
    transform: wholeNumber(upTo: PassRequest.tokenLimit))
  var chunk: Int?

  @Option(
    name: .long, parsing: .unconditional,
    help: ArgumentHelp("Tokens guessed for each pass of speculative (default: 4).", valueName: "n"),
    transform: wholeNumber(upTo: PassRequest.tokenLimit))
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

  @Option(name: .long, help: "Whether scores stay on the chip: fused, unfused (default: fused).")
  var attention: AttentionKernel?

  @Option(
    name: .long,
    help: "What a fused kernel does with masked pairs: skipped, dense (default: skipped).")
  var causal: CausalWork?

  @Option(
    name: .long,
    help: "Sums, rotation and activations in their neighbours: fused, separate (default: fused).")
  var elementwise: ElementwiseWork?

  @Option(
    name: .long,
    help: ArgumentHelp(
      "How unevenly tokens choose experts: exponent of a Zipf law (default: 0).", valueName: "s"))
  var expertSkew: Double?

  @Option(
    name: .long, parsing: .unconditional,
    help: ArgumentHelp("Devices that share each product.", valueName: "n"),
    transform: wholeNumber(upTo: PassRequest.deviceLimit))
  var tensorParallel: Int?

  @Option(
    name: .long, parsing: .unconditional,
    help: ArgumentHelp("Stages of layers, one after another.", valueName: "n"),
    transform: wholeNumber(upTo: PassRequest.deviceLimit))
  var pipelineParallel: Int?

  @Option(
    name: .long, parsing: .unconditional,
    help: ArgumentHelp(
      "Devices that share the experts, each with its own sequences in attention.", valueName: "n"),
    transform: wholeNumber(upTo: PassRequest.deviceLimit))
  var expertParallel: Int?

  @Option(
    name: .long, parsing: .unconditional,
    help: ArgumentHelp("Devices that share the tokens of a prompt.", valueName: "n"),
    transform: wholeNumber(upTo: PassRequest.deviceLimit))
  var contextParallel: Int?

  @Option(
    name: .long, parsing: .unconditional,
    help: ArgumentHelp(
      "Copies of all of that, each with its part of --batch; tokens/s are those of all.",
      valueName: "n"),
    transform: wholeNumber(upTo: PassRequest.deviceLimit))
  var dataParallel: Int?

  @Flag(
    name: .long, help: "Read models with layers that are not modelled exactly, and mark results.")
  var approximate = false

  /// What was asked for.
  var request: PassRequest {
    PassRequest(
      phase: phase, prompt: prompt, context: context, chunk: chunk, draft: draft, gained: gained,
      kv: kv, attention: attention, causal: causal, elementwise: elementwise,
      expertSkew: expertSkew, tensorParallel: tensorParallel, pipelineParallel: pipelineParallel,
      expertParallel: expertParallel, contextParallel: contextParallel,
      dataParallel: dataParallel, approximate: approximate)
  }
}

/// Reads a whole number that may be negative, so that what checks the request can name option and range; a text that is
/// no whole number, or too large for one, is refused with the range.
func wholeNumber(upTo limit: Int) -> @Sendable (String) throws -> Int {
  { text in
    guard let number = Int(text) else {
      throw ValidationError("write a whole number from 1 to \(limit)")
    }
    return number
  }
}

extension PassRequest.Phase: ExpressibleByArgument {}
extension NumberFormat: ExpressibleByArgument {}
extension AttentionKernel: ExpressibleByArgument {}
extension CausalWork: ExpressibleByArgument {}
extension ElementwiseWork: ExpressibleByArgument {}
