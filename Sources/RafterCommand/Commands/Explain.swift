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
  @OptionGroup var place: PlaceOptions
  @OptionGroup var mapping: MappingOptions
  @OptionGroup var output: OutputOptions

  func run() async throws {
    try await output.reporting {
      let model = try workload.request.load(precision: mapping.precision)
      let analyses = try await Run.analyses(
        model.workload, on: [place.on], technology: try mapping.technology.choice(),
        options: try mapping.options(for: model),
        jobs: mapping.jobs,
        quiet: output.quiet)
      guard let analysis = analyses.first else { return }
      let explanation = try Explainer.explain(quantity, layer: place.layer, of: analysis)
      try output.deliver(TreeText.render(explanation, as: output.format))
    }
  }
}

extension ExplainedQuantity: ExpressibleByArgument {}
