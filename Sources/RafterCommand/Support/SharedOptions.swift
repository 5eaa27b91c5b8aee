// SPDX-License-Identifier: Apache-2.0
public import ArgumentParser
public import Rafter

/// Options that read alike in every command that prints a result.
struct OutputOptions: ParsableArguments {
  @Option(name: .long, help: "How to print the result: table, json, csv, markdown.")
  var format: ReportFormat = .table

  @Option(name: .long, help: ArgumentHelp("Write the result to a file.", valueName: "file"))
  var output: String?

  @Flag(name: .long, help: "No progress and no notes on standard error.")
  var quiet = false

  @Option(name: .long, help: "How to print diagnostics: text, json.")
  var diagnostics: DiagnosticStyle = .text

  /// Prints the result, or writes it to the file asked for.
  func deliver(_ text: String) throws(DiagnosticList) {
    if let output {
      try Output.write(text.hasSuffix("\n") ? text : text + "\n", to: output)
    } else {
      Console.print(text)
    }
  }

  /// Runs a command's work; on bad input prints every diagnostic and ends with exit code 2.
  func reporting(_ work: () async throws -> Void) async throws {
    do {
      try await work()
    } catch let list as DiagnosticList {
      Failure.show(list.diagnostics, style: diagnostics, sources: SourceTexts.of(list.diagnostics))
      throw Exit.badInput
    }
  }

  /// Prints notes and warnings of a run that went through.
  func mention(_ list: [Diagnostic]) {
    guard !quiet else { return }
    Failure.show(list, style: diagnostics, sources: SourceTexts.of(list))
  }
}

/// Options of commands that print a file as it is, so that there is no format to choose.
struct FileOutputOptions: ParsableArguments {
  @Option(name: .long, help: ArgumentHelp("Write it to a file.", valueName: "file"))
  var output: String?
  @Flag(name: .long, help: "No notes on standard error.")
  var quiet = false
  @Option(name: .long, help: "How to print diagnostics: text, json.")
  var diagnostics: DiagnosticStyle = .text

  /// The same among the options of commands that print a result.
  var common: OutputOptions {
    var common = OutputOptions()
    common.format = .table
    common.output = output
    common.quiet = quiet
    common.diagnostics = diagnostics
    return common
  }
}

/// How to find and bind a workload.
struct WorkloadOptions: ParsableArguments {
  @Argument(
    help: ArgumentHelp(
      "A path (.onnx, config.json, .gguf, .safetensors, .yaml, .csv), - for standard input, or a built-in name (rafter list models).",
      valueName: "workload"))
  var workload: String

  @Option(
    name: .long,
    help: ArgumentHelp(
      "Fix an input: NAME=1x3x224x224, NAME[AXIS]=N, SYMBOL=N, NAME=value:16000 (repeatable).",
      valueName: "what=size"))
  var bind: [String] = []

  @Option(
    name: .long, parsing: .unconditional,
    help: ArgumentHelp("The size of the batch axis.", valueName: "n"),
    transform: wholeNumber(upTo: PassRequest.tokenLimit))
  var batch: Int?

  @Option(
    name: .long,
    help:
      "Long runs of equal blocks, as in transformers: folded into one with a repeat count, listed.")
  var repeated: RepeatedLayers = .folded

  @Flag(
    name: .long,
    help:
      "Count the zeros in the weights of the ONNX file; their densities are used like stated ones."
  )
  var measureDensity = false

  @OptionGroup(title: "Language models") var transformer: TransformerOptions

  /// What was asked for.
  var request: WorkloadRequest {
    WorkloadRequest(
      name: workload, bind: bind, batch: batch, repeated: repeated, pass: transformer.request,
      densities: measureDensity ? .measured : .stated)
  }
}

/// Options of commands that map a workload onto a machine.
struct MappingOptions: ParsableArguments {
  @Option(
    name: .long,
    help: ArgumentHelp(
      "Formats to run in: w4a16, w8a8, int8, fp8, bf16 ... (default: the model's own).",
      valueName: "formats"))
  var precision: String?

  @Option(
    name: .long,
    help:
      "What mappings are searched for: latency, energy, edp; in `rafter map` front for all trade-offs."
  )
  var objective: ObjectiveChoice = .latency

  @Option(
    name: .long,
    help: ArgumentHelp(
      "Mappings considered per product at most (default: 60000, or 100000000 with a --search-gap below 0.01).",
      valueName: "n"))
  var searchLimit: Int?

  @Option(
    name: .long,
    help: ArgumentHelp(
      "End a search when its mapping is at most this share above the best (default: 0.01); 0 goes on to the optimum.",
      valueName: "share"))
  var searchGap: Double?

  @Option(name: .long, help: ArgumentHelp("The memory of the x axis.", valueName: "memory"))
  var level: String?

  @Option(
    name: .long,
    help: ArgumentHelp(
      "How many elements are not zero: weights=0.5,inputs=0.4, or weights=2:4.",
      valueName: "shares"))
  var density: String?

  @Option(name: .long, help: ArgumentHelp("Cores to use.", valueName: "n"))
  var jobs: Int?

  @OptionGroup var technology: TechnologyOptions
  @OptionGroup var operation: OperatingOptions

  func validate() throws {
    guard let searchGap else { return }
    guard (0...1).contains(searchGap) else {
      throw ValidationError("--search-gap is from 0 to 1: 0.01 is one per cent")
    }
  }

  /// The options as the analysis takes them.
  ///
  /// - Parameter workload: what is run; a language model is in its precision already.
  func options(for workload: LoadedWorkload) throws(DiagnosticList) -> AnalysisOptions {
    guard let single = objective.single else { throw DiagnosticList(.frontOfMappings()) }
    return try options(for: workload, objective: single)
  }

  /// The options with an objective of the command's own.
  func options(for workload: LoadedWorkload, objective: Objective) throws(DiagnosticList)
    -> AnalysisOptions
  {
    var options = AnalysisOptions(objective: objective, level: level)
    if let precision, workload.precision == .ofMachine {
      options.precision = try Precision(text: precision)
    }
    if let density { options.densities = try WorkloadDensities(text: density) }
    options.limit = .asked(mappings: searchLimit, gap: searchGap)
    return options
  }
}

/// What fills numbers that an accelerator file leaves open.
struct TechnologyOptions: ParsableArguments {
  @Option(
    name: .customLong("technology"),
    help: ArgumentHelp(
      "Fill all that an accelerator leaves open: standard, rram-22nm ..., a file, or none (default: the energies that roofs need).",
      valueName: "technology"))
  var word: String?

  func choice() throws(DiagnosticList) -> TechnologyChoice { try TechnologyChoice(word) }
}

/// The layer and the machine that a command is about.
struct PlaceOptions: ParsableArguments {
  @Option(
    name: .long,
    help: ArgumentHelp(
      "A path to an accelerator file, or a built-in name.", valueName: "accelerator"))
  var on: String
  @Option(
    name: .long,
    help: ArgumentHelp("The layer (id or name); the whole network without it.", valueName: "name"))
  var layer: String?
}

extension RepeatedLayers: ExpressibleByArgument {}
extension ReportFormat: ExpressibleByArgument {}
extension ChartKind: ExpressibleByArgument {}
extension ChartTheme: ExpressibleByArgument {}
