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

  @Option(name: .long, help: ArgumentHelp("The size of the batch axis.", valueName: "n"))
  var batch: Int?

  @Option(
    name: .long,
    help:
      "Long runs of equal blocks, as in transformers: folded into one with a repeat count, listed.")
  var repeated: RepeatedLayers = .folded

  @OptionGroup(title: "Language models") var transformer: TransformerOptions

  /// What the name leads to.
  func open() throws(DiagnosticList) -> ModelFile {
    let file = try ModelFile.open(workload)
    switch file {
    case .resolved, .layers: try refuseBindings()
    case .graph, .configuration, .parameters: break
    }
    return file
  }

  /// The graph of a file with every shape resolved.
  func graph(of file: Loading.Model) throws(DiagnosticList) -> ResolvedGraph {
    var bindings: [InputBinding] = []
    var wrong: [Diagnostic] = []
    for text in bind {
      do throws(DiagnosticList) {
        bindings.append(try InputBinding(text: text))
      } catch {
        wrong += error.diagnostics
      }
    }
    if let batch { bindings.append(.batch(batch)) }
    // Built-in models have a usual size; what the user binds is never mixed with it.
    if bind.isEmpty, file.isBuiltIn {
      bindings += BuiltIn.defaultBindings(of: workload).filter { batch == nil || $0.axis > 0 }
        .map { .axis(name: $0.input, axis: $0.axis, size: $0.size) }
    }
    guard wrong.isEmpty else { throw DiagnosticList(wrong) }
    return try ONNXImporter.resolve(bytes: file.bytes, source: file.source, bindings: bindings)
  }

  /// Files without open inputs take no sizes.
  private func refuseBindings() throws(DiagnosticList) {
    if let first = bind.first { throw DiagnosticList(.nothingToBind("--bind \(first)", workload)) }
    if let batch { throw DiagnosticList(.nothingToBind("--batch \(batch)", workload)) }
  }

  /// A built-in model in its usual size.
  static func builtIn(_ name: String) throws(DiagnosticList) -> Workload {
    var options = WorkloadOptions()
    options.workload = name
    options.bind = []
    options.batch = nil
    options.repeated = .folded
    return try options.load()
  }

  /// Whether the workload is a language model, so that `--precision` is part of what is run.
  var isTransformer: Bool { TransformerLoading.isTransformer(workload) }

  /// The workload in layers.
  ///
  /// - Parameter precision: the formats of a language model; those of other models are chosen with the machine.
  func load(precision: String? = nil) throws(DiagnosticList) -> Workload {
    try layers(of: try open(), precision: precision)
  }

  /// The workload in layers of a file that is open.
  func layers(of file: ModelFile, precision: String?) throws(DiagnosticList) -> Workload {
    switch file {
    case .graph(let model):
      var workload = LayerGrouping.workload(from: try graph(of: model), repeated: repeated)
      workload.name = ModelFile.title(self.workload)
      return workload
    case .resolved(let graph): return LayerGrouping.workload(from: graph, repeated: repeated)
    case .layers(let workload): return workload
    case .configuration, .parameters: return try pass(of: file, precision: precision)
    }
  }
}

extension WorkloadOptions {
  /// The pass of a language model.
  private func pass(of file: ModelFile, precision: String?) throws(DiagnosticList) -> Workload {
    guard bind.isEmpty else { throw DiagnosticList(.bindOfTransformer(workload)) }
    let read = try TransformerLoading.architecture(
      of: file, name: workload, fidelity: transformer.approximate ? .approximate : .exact)
    var result = try PassBuilder.workload(
      read.architecture,
      try transformer.pass(of: read.architecture, batch: batch, precision: precision),
      over: transformer.plan)
    result.diagnostics = read.diagnostics + result.diagnostics
    return result
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

  @Option(name: .long, help: "What mappings are searched for: latency, energy, edp.")
  var objective: Objective = .latency

  @Option(
    name: .long, help: ArgumentHelp("Mappings considered per product at most.", valueName: "n"))
  var searchLimit: Int?

  @Option(name: .long, help: ArgumentHelp("The memory of the x axis.", valueName: "memory"))
  var level: String?

  @Option(name: .long, help: ArgumentHelp("Cores to use.", valueName: "n"))
  var jobs: Int?

  /// The options as the analysis takes them.
  ///
  /// - Parameter workload: one that is a language model runs in its precision already.
  func options(for workload: WorkloadOptions) throws(DiagnosticList) -> AnalysisOptions {
    var options = try options(precision: workload.isTransformer ? nil : precision)
    options.level = level
    return options
  }

  private func options(precision: String?) throws(DiagnosticList) -> AnalysisOptions {
    var options = AnalysisOptions(objective: objective, level: level)
    if let precision { options.precision = try Precision(text: precision) }
    if let searchLimit { options.limit = SearchLimit(mappings: max(1, searchLimit)) }
    return options
  }
}

extension RepeatedLayers: ExpressibleByArgument {}
extension Objective: ExpressibleByArgument {}
extension ReportFormat: ExpressibleByArgument {}
extension ChartKind: ExpressibleByArgument {}
extension ChartTheme: ExpressibleByArgument {}
