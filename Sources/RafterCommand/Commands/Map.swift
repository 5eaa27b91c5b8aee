// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import Foundation
import Rafter

/// `rafter map`: mappings in full.
struct MapCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "map",
    abstract: "Mappings in full: loop nest, traffic per memory and operand, time and energy items.")

  @OptionGroup var workload: WorkloadOptions
  @OptionGroup var place: PlaceOptions
  @Option(
    name: .customLong("mapping"),
    help: ArgumentHelp(
      "Lay the layer out as a file says instead of searching.", valueName: "file.yaml"))
  var given: String?
  @Option(
    name: .long,
    help: ArgumentHelp("Write the layer's mapping as a file.", valueName: "file.yaml"))
  var saveMapping: String?
  @Option(
    name: .long,
    help: ArgumentHelp(
      "Draw the least traffic against the capacity of --level, as .svg, .png or .pdf, and print its points.",
      valueName: "file"))
  var capacityCurve: String?
  @Option(
    name: .long,
    help: ArgumentHelp(
      "What the counts are made into: itemised, bound (the roofline), zigzag (its rules, searched in them).",
      valueName: "model"))
  var costModel: CostModel = .itemised
  @Option(name: .long, help: "Colours of the curve: light, dark.")
  var theme: ChartTheme = .light
  @OptionGroup var mapping: MappingOptions
  @OptionGroup var constraint: ConstraintOptions
  @OptionGroup var output: OutputOptions

  func validate() throws {
    try refuseCombinations()
    try refuseConstraints()
    guard place.layer == nil else { return }
    for (name, isGiven) in [
      ("--mapping", given != nil), ("--save-mapping", saveMapping != nil),
      ("--capacity-curve", capacityCurve != nil), ("--unroll", !constraint.unroll.isEmpty),
      ("--objective front", mapping.objective == .front),
    ] where isGiven {
      throw ValidationError(
        "\(name) is about one layer: add --layer L02 (rafter workload lists them)")
    }
  }

  /// Constraints, and the front, where nothing would keep to them.
  private func refuseConstraints() throws {
    for name in constraint.given {
      if given != nil {
        throw ValidationError("\(name) guides a search, and --mapping says all of the mapping")
      }
      if capacityCurve != nil || costModel == .zigzag {
        throw ValidationError(
          "\(name) is kept by our own search, not by \(capacityCurve == nil ? "--cost-model zigzag" : "--capacity-curve")"
        )
      }
    }
    guard mapping.objective == .front else { return }
    for (name, isGiven) in [
      ("--mapping", given != nil), ("--save-mapping", saveMapping != nil),
      ("--capacity-curve", capacityCurve != nil), ("--cost-model", costModel != .itemised),
    ] where isGiven {
      throw ValidationError(
        "\(name) is about one mapping, and --objective front has many: choose latency, energy or edp"
      )
    }
  }

  /// Options of which one would be ignored.
  private func refuseCombinations() throws {
    if capacityCurve != nil {
      for (name, isGiven) in [
        ("--mapping", given != nil), ("--save-mapping", saveMapping != nil),
        ("--cost-model", costModel != .itemised),
      ] where isGiven {
        throw ValidationError(
          "\(name) and --capacity-curve are two questions: ask them one after the other")
      }
    }
    if costModel == .zigzag {
      for (name, value) in [("--mapping", given), ("--save-mapping", saveMapping)]
      where value != nil {
        throw ValidationError(
          "\(name) is about our mapping; --cost-model zigzag searches one in its own rules")
      }
    }
  }

  func run() async throws {
    try await output.reporting {
      var model = try workload.request.load(precision: mapping.precision)
      if let layer = place.layer { model.workload = try model.workload.keeping(layer: layer) }
      if let capacityCurve {
        try await draw(model, to: capacityCurve)
        return
      }
      let machine = try Loading.accelerator(
        place.on, technology: try mapping.technology.choice(),
        operation: try mapping.operation.request())
      guard let objective = mapping.objective.single else {
        try await trade(model, on: machine)
        return
      }
      var options = try costModel.options(mapping.options(for: model, objective: objective))
      options.constraints = try constraint.constraints(on: machine.0)
      // Why others lost is told of our own counts only.
      if costModel == .itemised { options.detail = .alternatives }
      if let given {
        options.mapping = try MappingReader.read(text: try Loading.text(of: given), file: given)
      }
      let analyses = try await Run.analyses(
        model.workload, on: [machine], options: options, jobs: mapping.jobs, quiet: output.quiet)
      guard let analysis = analyses.first else { return }
      if let saveMapping { try save(analysis, to: saveMapping) }
      guard costModel == .itemised else {
        let entries = await CostViews.entries(
          of: analysis, model: costModel, objective: objective, jobs: mapping.jobs)
        let report = CostViewReport(entries, model: costModel, on: analysis.accelerator)
        try output.deliver(report.text(output.format))
        if entries.contains(where: { $0.view == nil }) { throw Exit.infeasible }
        return
      }
      try output.deliver(MappingReport(analysis.layers, of: analysis).text(output.format))
      if analysis.isInfeasible { throw Exit.infeasible }
    }
  }

  private func save(_ analysis: Analysis, to path: String) throws(DiagnosticList) {
    guard let layer = analysis.layers.first, layer.infeasibility == nil else { return }
    guard !layer.mappings.isEmpty else {
      throw DiagnosticList(.nothingToSave(layer.layer.name, path))
    }
    try Output.write(
      MappingFile.text(
        layer.mappings, on: analysis.accelerator,
        comments: [
          "\(layer.layer.id) \(layer.layer.name) of \(analysis.workload.name) on "
            + analysis.accelerator.name
        ]), to: path)
  }

  /// All trade-offs between latency and energy.
  private func trade(_ model: LoadedWorkload, on machine: (Accelerator, [Diagnostic])) async throws
  {
    output.mention(machine.1)
    var options = try mapping.options(for: model, objective: .latency)
    options.constraints = try constraint.constraints(on: machine.0)
    let front = try await FrontAnalysis.front(
      of: 0, in: model.workload, on: machine.0, options: options,
      parallelism: max(1, mapping.jobs ?? ProcessInfo.processInfo.activeProcessorCount))
    try output.deliver(
      FrontReport(front, of: model.workload.name, on: machine.0).text(output.format))
    let isInfeasible = front.products.contains {
      if case .failure = $0.outcome { true } else { false }
    }
    if isInfeasible { throw Exit.infeasible }
  }

  private func draw(_ model: LoadedWorkload, to path: String) async throws {
    let (machine, notes) = try Loading.accelerator(
      place.on, technology: try mapping.technology.choice(),
      operation: try mapping.operation.request())
    output.mention(notes)
    let cores = max(1, mapping.jobs ?? ProcessInfo.processInfo.activeProcessorCount)
    let progress = Progress(quiet: output.quiet)
    defer { progress.finish() }
    let curve = try await CapacityAnalysis.curve(
      of: 0, in: model.workload, on: machine, options: try mapping.options(for: model),
      parallelism: cores,
      progress: { progress.advance("capacities for \(machine.name):", of: $0) })
    progress.finish()
    let layer = model.workload.layers[0]
    let report = CapacityReport(
      curve,
      of: CapacityReport.Subject(
        workload: model.workload.name, accelerator: machine.name, layer: "\(layer.id) \(layer.name)"
      ))
    try PictureConverter.write(report.svg(theme: theme), to: path)
    try output.deliver(report.text(output.format))
  }
}
