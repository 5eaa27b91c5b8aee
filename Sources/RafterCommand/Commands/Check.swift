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
  @OptionGroup var output: OutputOptions

  func validate() throws {
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
      let result = try RoofPlacing.check(
        reading.rows, on: machine, format: arithmetic, tolerance: tolerance, notes: reading.notes)
      try output.deliver(CheckReport(result, source: source).text(output.format))
      if result.aboveCount > 0 { throw Exit.checkFailed }
    }
  }
}
