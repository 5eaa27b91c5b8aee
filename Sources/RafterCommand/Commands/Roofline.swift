// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import Rafter

/// `rafter roofline`: what a machine can do at best.
struct RooflineCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "roofline",
    abstract: "The machine's roofs and ridge points per format and memory level.")

  @Argument(
    help: ArgumentHelp(
      "A path to an accelerator file, or a built-in name (rafter list accelerators).",
      valueName: "accelerator"))
  var accelerator: String
  @OptionGroup var output: OutputOptions

  func run() async throws {
    try await output.reporting {
      let (machine, notes) = try Loading.accelerator(accelerator)
      output.mention(notes)
      let roofs = MachineRoofs.all(of: machine)
      try output.deliver(RooflineReport(roofs: roofs, accelerator: machine).text(output.format))
    }
  }
}
