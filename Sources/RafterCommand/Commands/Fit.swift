// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import Rafter

/// `rafter fit`: constants of the energy roof from measurements.
struct FitCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "fit",
    abstract: "Energies of operations and bytes from measured rows.",
    discussion: """
      A row is one run; the head names quantities with units: name, format, operations_op or macs_MAC, vector_op, \
      MEMORY_B (dram_MB, l2_KiB), time_us, energy_J or power_W, cap_W. Rows at their power cap are left out.
      """)

  @Argument(help: ArgumentHelp("A table, or - for standard input.", valueName: "file.csv"))
  var measurements: String
  @Option(
    name: .long,
    help: ArgumentHelp("What static power is at least: the power at rest.", valueName: "power"))
  var idle: String?
  @OptionGroup var output: OutputOptions

  func run() async throws {
    try await output.reporting {
      let least = try idle.map { try Self.power($0) } ?? .zero
      let text = try Loading.text(of: measurements)
      let source = measurements == "-" ? "standard input" : measurements
      let table = try MeasurementTable(text: text, file: source, purpose: .fit)
      let fit = try EnergyFit(table, idle: least)
      output.mention(table.diagnostics + fit.diagnostics)
      try output.deliver(FitReport(fit, source: source).text(output.format))
    }
  }

  private static func power(_ text: String) throws(DiagnosticList) -> Power {
    do throws(QuantityTextError) {
      let power = try Power(text: text)
      if power >= .zero { return power }
    } catch {}
    throw DiagnosticList(.notAPower(text))
  }
}
