// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import Rafter

/// `rafter check`: measured points above a roof, and why.
struct CheckCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Measured points under a machine's roofs.",
    discussion: """
      Reads a table (name, format, operations_op or macs_MAC, vector_op, bytes or MEMORY_B, time_us), a profile of ONNX \
      Runtime, a trace of the PyTorch profiler (Kineto) or a CSV of Nsight Compute; its form shows in itself.
      """)

  @Argument(help: ArgumentHelp("A table or a profile, or - for standard input.", valueName: "file"))
  var measurements: String
  @Option(
    name: .long,
    help: ArgumentHelp(
      "A path to an accelerator file, or a built-in name.", valueName: "accelerator"))
  var on: String
  @Option(
    name: .long,
    help: ArgumentHelp("The format of rows that name none: int8, bf16.", valueName: "format"))
  var arithmetic: String?
  @Option(
    name: .long,
    help: ArgumentHelp(
      "How far above a roof still counts as on it, as a share.", valueName: "share"))
  var tolerance = RoofPlacing.measuredTolerance
  @Option(
    name: .long,
    help: ArgumentHelp(
      "Put the predicted times of this workload's layers beside rows of the same name.",
      valueName: "workload"))
  var workload: String?
  @Option(
    name: .long, help: ArgumentHelp("The size of the batch axis of --workload.", valueName: "n"))
  var batch: Int?
  @Option(
    name: .long,
    help: ArgumentHelp(
      "Draw the points under the roofs as .svg, .png or .pdf (repeatable).", valueName: "file"))
  var plot: [String] = []
  @Option(name: .long, help: "Colours of the plot: light, dark.")
  var theme: ChartTheme = .light
  @OptionGroup var output: OutputOptions

  func validate() throws {
    if batch != nil, workload == nil { throw ValidationError("--batch is of a --workload") }
    guard tolerance >= 0, tolerance < 1 else {
      throw ValidationError("--tolerance is a share from 0 to below 1, such as 0.02")
    }
  }

  func run() async throws {
    try await output.reporting {
      let (machine, notes) = try Loading.accelerator(on)
      output.mention(notes)
      let text = try Loading.text(of: measurements)
      let source = measurements == "-" ? "standard input" : measurements
      let reading = try MeasurementReader.read(text: text, file: source, for: machine)
      output.mention(reading.diagnostics)
      let result = try RoofPlacing.check(
        reading.rows, on: machine, format: arithmetic, tolerance: tolerance, notes: reading.notes,
        predictions: try await predictions())
      try output.deliver(CheckReport(result, source: source).text(output.format))
      for path in plot {
        guard let svg = CheckChart(result, on: machine, source: source).svg(theme: theme) else {
          throw DiagnosticList(.fewPointsToPlot(source))
        }
        try PictureConverter.write(svg, to: path)
      }
      if result.aboveCount > 0 { throw Exit.checkFailed }
    }
  }

  /// Times of the layers of the workload, by name; empty without one.
  private func predictions() async throws -> [String: Seconds] {
    guard let workload else { return [:] }
    let model = try WorkloadRequest(name: workload, batch: batch).load()
    let analyses = try await Run.analyses(
      model.workload, on: [on], options: AnalysisOptions(), jobs: nil, quiet: output.quiet)
    return Dictionary(
      (analyses.first?.layers ?? []).map { ($0.layer.name, $0.latency) },
      uniquingKeysWith: { first, _ in first })
  }
}
