// SPDX-License-Identifier: Apache-2.0
public import ArgumentParser
public import Rafter

/// `rafter explain`: takes a number back to its equation, inputs and sources.
struct ExplainCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain",
    abstract: "Where a number comes from: equation, inputs, file and line or source of each.")

  @OptionGroup var workload: WorkloadOptions
  @Argument(
    help: ArgumentHelp(
      "What to explain (default: all): \(ExplainedQuantity.allCases.map(\.rawValue).joined(separator: ", ")).",
      valueName: "quantity"))
  var quantity: ExplainedQuantity?
  @Option(
    name: .long,
    help: ArgumentHelp(
      "A path to an accelerator file, or a built-in name.", valueName: "accelerator"))
  var on: String
  @Option(
    name: .long,
    help: ArgumentHelp("The layer (id or name); the whole network without it.", valueName: "name"))
  var layer: String?
  @OptionGroup var mapping: MappingOptions
  @OptionGroup var output: OutputOptions

  func run() async throws {
    try await output.reporting {
      let analyses = try await Run.analyses(
        try workload.load(precision: mapping.precision), on: [on],
        options: try mapping.options(for: workload), jobs: mapping.jobs,
        quiet: output.quiet)
      guard let analysis = analyses.first else { return }
      let explanation = try Explainer.explain(quantity, layer: layer, of: analysis)
      try output.deliver(TreeText.render(explanation, as: output.format))
    }
  }
}

extension ExplainedQuantity: ExpressibleByArgument {}
