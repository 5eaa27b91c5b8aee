// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import Rafter

/// `rafter map`: mappings in full.
struct MapCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "map",
    abstract: "Mappings in full: loop nest, traffic per memory and operand, time and energy items.")

  @OptionGroup var workload: WorkloadOptions
  @Option(
    name: .long,
    help: ArgumentHelp(
      "A path to an accelerator file, or a built-in name.", valueName: "accelerator"))
  var on: String
  @Option(
    name: .long,
    help: ArgumentHelp("The layer (id or name) to show; all without it.", valueName: "name"))
  var layer: String?
  @Option(
    name: .long,
    help: ArgumentHelp(
      "What the counts are made into: itemised, bound (the roofline), zigzag (its rules, searched in them).",
      valueName: "model"))
  var costModel: CostModel = .itemised
  @OptionGroup var mapping: MappingOptions
  @OptionGroup var output: OutputOptions

  func run() async throws {
    try await output.reporting {
      let analyses = try await Run.analyses(
        try workload.load(precision: mapping.precision), on: [on],
        options: try mapping.options(for: workload), jobs: mapping.jobs,
        quiet: output.quiet)
      guard let analysis = analyses.first else { return }
      let layers = try layer.map { [try analysis.layer(named: $0)] } ?? analysis.layers
      guard costModel == .itemised else {
        let entries = CostViews.entries(
          layers, on: analysis.accelerator, model: costModel, objective: mapping.objective)
        let report = CostViewReport(entries, model: costModel, on: analysis.accelerator)
        try output.deliver(report.text(output.format))
        if entries.contains(where: { $0.view == nil }) { throw Exit.infeasible }
        return
      }
      try output.deliver(MappingReport(layers, of: analysis).text(output.format))
      if layers.contains(where: { $0.infeasibility != nil }) { throw Exit.infeasible }
    }
  }
}
