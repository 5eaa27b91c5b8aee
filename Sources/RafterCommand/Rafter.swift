// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import Rafter

/// The command line: parses, calls, prints.
@main
struct RafterCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rafter",
    abstract: "Where every layer falls under the throughput and the energy roofline, and why.",
    version: RafterVersion.text,
    subcommands: [
      DemoCommand.self, AnalyzeCommand.self, AdviseCommand.self, ExplainCommand.self,
      MapCommand.self,
      RooflineCommand.self, WorkloadCommand.self, ListCommand.self, ShowCommand.self,
      InitCommand.self, ConvertCommand.self, SurveyCommand.self, ValidateCommand.self,
      CheckCommand.self, FitCommand.self, MeasureCommand.self,
    ])

  func run() async throws {
    Console.print(
      """
      Three things to try:
        rafter demo                                    a model on a chip, with charts
        rafter analyze resnet50 --on edge-npu          where each layer falls, and what binds it
        rafter explain resnet50 --on edge-npu --layer L02   where a number comes from
      rafter --help lists the commands, rafter list accelerators and rafter list models what is built in.
      """)
  }

  static func main() async {
    Console.ignoreBrokenPipes()
    do {
      var command = try parseAsRoot()
      if var asynchronous = command as? any AsyncParsableCommand {
        try await asynchronous.run()
      } else {
        try command.run()
      }
    } catch {
      exit(withError: error)
    }
  }
}
