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
      "A path to an .onnx file or a config.json, - for standard input, or a built-in name (rafter list models).",
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

  @OptionGroup(title: "Language models") var transformer: TransformerOptions

  /// The graph with every shape resolved.
  func graph() throws(DiagnosticList) -> ResolvedGraph {
    let file = try Loading.model(workload)
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

  /// The built-in name, or that of the file without folder and ending: exporters call every graph alike.
  private var name: String {
    let file = workload.split(separator: "/").last.map(String.init) ?? workload
    return file.hasSuffix(".onnx") ? String(file.dropLast(5)) : file == "-" ? "stdin" : file
  }

  /// A built-in model in its usual size.
  static func builtIn(_ name: String) throws(DiagnosticList) -> Workload {
    var options = WorkloadOptions()
    options.workload = name
    options.bind = []
    options.batch = nil
    return try options.load()
  }

  /// Whether the workload is a configuration, so that `--precision` is part of what is run.
  var isTransformer: Bool { TransformerLoading.isConfiguration(workload) }

  /// The workload in layers.
  ///
  /// - Parameter precision: the formats of a language model; those of other models are chosen with the machine.
  func load(precision: String? = nil) throws(DiagnosticList) -> Workload {
    if isTransformer { return try pass(precision: precision) }
    var model = LayerGrouping.workload(from: try graph())
    model.name = name
    return model
  }
}

extension WorkloadOptions {
  /// The pass of a language model.
  private func pass(precision: String?) throws(DiagnosticList) -> Workload {
    guard bind.isEmpty else { throw DiagnosticList(.bindOfTransformer(workload)) }
    let read = try TransformerLoading.architecture(
      workload, fidelity: transformer.approximate ? .approximate : .exact)
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

extension Objective: ExpressibleByArgument {}
extension ReportFormat: ExpressibleByArgument {}
extension ChartKind: ExpressibleByArgument {}
extension ChartTheme: ExpressibleByArgument {}
