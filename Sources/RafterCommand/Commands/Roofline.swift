// SPDX-License-Identifier: Apache-2.0
public import ArgumentParser
public import Rafter

/// `rafter roofline`: what machines can do at best.
struct RooflineCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "roofline",
    abstract: "The roofs and ridge points of a machine per format and memory level, or of several.")

  @Argument(
    help: ArgumentHelp(
      "Paths to accelerator files, or built-in names (rafter list accelerators).",
      valueName: "accelerator"))
  var accelerators: [String]
  @Option(
    name: .long,
    help: ArgumentHelp("Draw the roofs as .svg, .png or .pdf (repeatable).", valueName: "file"))
  var plot: [String] = []
  @Option(name: .long, help: ArgumentHelp("Only the roofs at this memory.", valueName: "memory"))
  var level: String?
  @Option(
    name: .long,
    help: ArgumentHelp("Draw only formats that begin so: int8, fp16.", valueName: "format"))
  var operands: String?
  @Option(name: .long, help: "What the plot divides throughput by: chip (nothing), area.")
  var per: MachineRoofsChart.Per = .chip
  @Option(name: .long, help: "Colours of the plot: light, dark.")
  var theme: ChartTheme = .light
  @OptionGroup var technology: TechnologyOptions
  @OptionGroup var output: OutputOptions

  func validate() throws {
    if accelerators.isEmpty {
      throw ValidationError("Name a machine: edge-npu (rafter list accelerators)")
    }
  }

  func run() async throws {
    try await output.reporting {
      var machines: [MachineRoofsChart.Machine] = []
      var reports: [RooflineReport] = []
      let choice = try technology.choice()
      for name in accelerators {
        let (machine, notes) = try Loading.accelerator(name, technology: choice)
        output.mention(notes)
        let roofs = MachineRoofs.all(of: machine)
        machines.append(.init(machine, roofs: roofs))
        reports.append(
          RooflineReport(
            roofs: level.map { level in roofs.filter { $0.level == level } } ?? roofs,
            accelerator: machine))
      }
      let chart = MachineRoofsChart(machines, level: level, operands: operands, per: per)
      for path in plot { try PictureConverter.write(try chart.svg(theme: theme), to: path) }
      try output.deliver(RooflineReport.text(reports, output.format))
    }
  }
}

extension MachineRoofsChart.Per: ExpressibleByArgument {}
