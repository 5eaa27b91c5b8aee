// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import Rafter

/// `rafter analyze`: the main job.
struct AnalyzeCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "analyze",
    abstract: "Maps every layer, places it under both rooflines, says what binds it.")

  @OptionGroup var workload: WorkloadOptions
  @Option(
    name: .long,
    help: ArgumentHelp(
      "A path to an accelerator file, or a built-in name (repeatable: side by side).",
      valueName: "accelerator"))
  var on: [String]
  @OptionGroup var mapping: MappingOptions
  @Flag(
    name: .long,
    help:
      "Keep tensors between layers, and all weights, in a memory where they fit; a row for each.")
  var fusion = false
  @Option(
    name: .long,
    help: ArgumentHelp(
      "Write the two rooflines as .svg, .png or .pdf (repeatable).", valueName: "file"))
  var plot: [String] = []
  @Option(name: .long, help: "What --plot draws: roofline, levels, waterfall.")
  var chart: ChartKind = .roofline
  @Option(name: .long, help: "Colours of the plot: light, dark.")
  var theme: ChartTheme = .light
  @Option(
    name: .long,
    help: ArgumentHelp("The layer (id or name); the whole network without it.", valueName: "name"))
  var layer: String?
  @Option(
    name: .long,
    help: ArgumentHelp(
      "What the counts are made into: itemised, bound (the roofline), zigzag (its rules, searched in them).",
      valueName: "model"))
  var costModel: CostModel = .itemised
  @OptionGroup var output: OutputOptions

  func validate() throws {
    if on.isEmpty {
      throw ValidationError("Name a machine: --on edge-npu (rafter list accelerators)")
    }
    guard costModel != .itemised else { return }
    if !plot.isEmpty {
      throw ValidationError("--plot draws our own counts: leave --cost-model out, or plot apart")
    }
    if on.count > 1 {
      throw ValidationError("--cost-model \(costModel.rawValue) is told for one machine at a time")
    }
  }

  func run() async throws {
    try await output.reporting {
      var model = try workload.request.load(precision: mapping.precision)
      if let layer { model.workload = try model.workload.keeping(layer: layer) }
      var options = try costModel.options(mapping.options(for: model))
      if fusion { options.residency = .kept }
      let analyses = try await Run.analyses(
        model.workload, on: on, technology: try mapping.technology.choice(),
        operation: try mapping.operation.request(),
        options: options, jobs: mapping.jobs,
        quiet: output.quiet)
      for analysis in analyses { output.mention(analysis.diagnostics) }
      if costModel != .itemised, let analysis = analyses.first { return try await show(analysis) }
      try output.deliver(
        AnalysisText.render(analyses, as: output.format, version: RafterVersion.text))
      guard let first = analyses.first else { return }
      for path in plot {
        let svg = try Charts.svg(chart, of: first, layer: layer, theme: theme)
        try PictureConverter.write(svg, to: path)
      }
      if analyses.contains(where: \.isInfeasible) { throw Exit.infeasible }
    }
  }

  /// The products of the network in the terms of another cost model.
  private func show(_ analysis: Analysis) async throws {
    let entries = await CostViews.entries(
      of: analysis, model: costModel, objective: analysis.options.objective, jobs: mapping.jobs)
    let report = CostViewReport(
      entries, model: costModel, on: analysis.accelerator, detail: .network)
    try output.deliver(report.text(output.format))
    if entries.contains(where: { $0.view == nil }) { throw Exit.infeasible }
  }
}
