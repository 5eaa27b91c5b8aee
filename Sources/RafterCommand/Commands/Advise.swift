// SPDX-License-Identifier: Apache-2.0
public import ArgumentParser
import Foundation
public import Rafter

/// `rafter advise`: what to change, ranked by what it saves after mapping anew.
struct AdviseCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "advise",
    abstract: "What to change: every lever applied in steps, mapped anew, ranked by what it saves.")

  @OptionGroup var workload: WorkloadOptions
  @OptionGroup var place: PlaceOptions
  @Flag(exclusivity: .exclusive) var question: AdviceQuestion = .ranking
  @Option(
    name: .long,
    help: ArgumentHelp(
      "Look at this lever only (repeatable): \(Lever.allCases.map(\.rawValue).joined(separator: ", ")).",
      valueName: "lever"))
  var lever: [Lever] = []
  @Option(
    name: .long,
    help: "How far the ranking goes: network, layers (what saves most of each layer, too).")
  var detail: AdviceDetail = .network
  @Option(
    name: .long,
    help: ArgumentHelp("Combinations to map at most with --bundles.", valueName: "n"))
  var bundleLimit = BundleStudy.usualLimit
  @Option(
    name: .long,
    help: ArgumentHelp(
      "Write the machine of every row that saves something, or of every bundle, as a file, and the command lines that repeat all rows.",
      valueName: "folder"))
  var emit: String?
  @Option(
    name: .long,
    help: ArgumentHelp(
      "Draw the answer as .svg, .png or .pdf (repeatable): arrows on both rooflines, the front of bundles, bars of sensitivities.",
      valueName: "file"))
  var plot: [String] = []
  @Option(name: .long, help: "Colours of the plot: light, dark.")
  var theme: ChartTheme = .light
  @OptionGroup var mapping: MappingOptions
  @OptionGroup var output: OutputOptions

  func validate() throws {
    if emit != nil, question == .sensitivities {
      throw ValidationError("--emit writes the rows of the ranking, of --bundles and of --iso-area")
    }
    if !lever.isEmpty, question == .isoArea || question == .sensitivities {
      throw ValidationError("--lever chooses among the steps of the ranking and of --bundles")
    }
    if detail == .layers, question != .ranking {
      throw ValidationError("--detail layers belongs to the ranking")
    }
    if bundleLimit < 0 { throw ValidationError("--bundle-limit must not be negative") }
  }

  func run() async throws {
    try await output.reporting {
      let (machine, warnings) = try Loading.accelerator(
        place.on, technology: try mapping.technology.choice(),
        operation: try mapping.operation.request())
      let model = try workload.request.load(precision: mapping.precision)
      let family = WorkloadFamily(
        workload.request, read: model.workload, precision: mapping.precision, layer: place.layer)
      let design = Design(
        workload: family, accelerator: machine, options: try mapping.options(for: model))
      let progress = Progress(quiet: output.quiet)
      defer { progress.finish() }
      let answer = try await answer(on: design, progress)
      progress.finish()
      output.mention(warnings + answer.base.diagnostics)
      try output.deliver(answer.text)
      for path in plot { try PictureConverter.write(try answer.picture(theme), to: path) }
      if let emit {
        try Emission(
          folder: emit, place: place.on, workload: workload.workload,
          command: ReproducingCommand(arguments: Array(CommandLine.arguments.dropFirst()))
        ).write(answer.rows, of: answer.base)
      }
      if answer.isInfeasible { throw Exit.infeasible }
    }
  }

  /// What was found, as the command shows it.
  private struct Answer {
    var base: Analysis
    var text: String
    var picture: (ChartTheme) throws(DiagnosticList) -> String
    var rows: [Emission.Row]
    var isInfeasible: Bool
  }

  private func answer(on design: Design, _ progress: Progress) async throws(DiagnosticList)
    -> Answer
  {
    let levers = lever.isEmpty ? Lever.allCases : lever
    let cores = max(1, mapping.jobs ?? ProcessInfo.processInfo.activeProcessorCount)
    let batch = design.workload.batch
    let mapped: @Sendable (Int) -> Void = { _ in progress.count("designs mapped:") }
    switch question {
    case .ranking:
      let advice = try await Advisor.advise(
        design, levers: levers, steps: .unproven, parallelism: cores, progress: mapped)
      return Answer(
        base: advice.base,
        text: AdviceReport(advice, batch: batch, detail: detail).text(output.format),
        picture: { theme throws(DiagnosticList) in try AdviceCharts.svg(advice, theme: theme) },
        rows: advice.ranking.map { Emission.Row($0) }, isInfeasible: advice.outcome.isInfeasible)
    case .bundles:
      let front = try await BundleStudy.run(
        design, levers: levers, limit: bundleLimit, parallelism: cores,
        report: { progress.show($0.words) })
      return Answer(
        base: front.base, text: BundleReport(front, batch: batch).text(output.format),
        picture: { theme throws(DiagnosticList) in try AdviceCharts.svg(front, theme: theme) },
        rows: front.front.enumerated().map { Emission.Row($1, number: $0 + 1) },
        isInfeasible: front.outcome.isInfeasible)
    case .isoArea:
      let trades = try await TradeStudy.run(design, parallelism: cores, progress: mapped)
      return Answer(
        base: trades.base, text: TradeReport(trades, batch: batch).text(output.format),
        picture: { theme throws(DiagnosticList) in try AdviceCharts.svg(trades, theme: theme) },
        rows: trades.paying.map { Emission.Row($0) }, isInfeasible: trades.outcome.isInfeasible)
    case .sensitivities:
      let table = try await SensitivityStudy.run(design, parallelism: cores, progress: mapped)
      return Answer(
        base: table.base, text: SensitivityReport(table, batch: batch).text(output.format),
        picture: { theme throws(DiagnosticList) in try AdviceCharts.svg(table, theme: theme) },
        rows: [], isInfeasible: table.outcome.isInfeasible)
    }
  }
}

extension WorkloadFamily {
  /// The workload of the command line in other formats and at other batch sizes.
  ///
  /// - Parameter base: It as it is asked for.
  init(_ request: WorkloadRequest, read base: Workload, precision: String?, layer: String?) {
    var isBatched = false
    var batch = request.batch ?? 1
    if let pass = base.pass {
      isBatched = true
      batch = pass.sequences
    } else if request.bind.isEmpty {
      // Of a graph whose batch is open, or is one: asking for one sample changes nothing.
      var single = request
      single.batch = batch
      if let same = try? single.load(precision: precision) {
        isBatched = same.workload.totals.macs == base.totals.macs
      }
    }
    let own = batch
    let read = {
      @Sendable (request: WorkloadRequest, precision: String?, batch: Int) throws(DiagnosticList)
        -> Member in
      var asked = request
      if batch != own { asked.batch = batch }
      var loaded = try asked.load(precision: precision)
      if let layer { loaded.workload = try loaded.workload.keeping(layer: layer) }
      let formats: Precision? =
        if let precision, loaded.precision == .ofMachine {
          try Precision(text: precision)
        } else {
          nil
        }
      return Member(workload: loaded.workload, precision: formats)
    }
    let vary = {
      @Sendable (variants: [Variant], precision: String?, batch: Int) throws(DiagnosticList)
        -> Member in
      var other = request
      for variant in variants {
        switch variant {
        case .cache(let format): other.pass.kv = format
        case .tensorParallel(let devices): other.pass.tensorParallel = devices
        }
      }
      return try read(other, precision, batch)
    }
    // Where a model runs on several devices already, nothing is dealt out anew.
    let isAlone = base.pass.map { $0.devices == 1 } ?? false
    self.init(
      precision: precision, batch: batch, isBatched: isBatched,
      load: { (precision, batch) throws(DiagnosticList) in try read(request, precision, batch) },
      vary: isAlone ? vary : nil)
  }
}

extension BundleStage {
  /// How far it has come, for the line of progress.
  fileprivate var words: String {
    switch self {
    case .steps(let count): "steps mapped: \(count)"
    case .bounded(let count, let all): "combinations bounded: \(count) of \(all)"
    case .mapped(let count, let most): "combinations mapped: \(count) of \(most) at most"
    }
  }
}

extension Lever: ExpressibleByArgument {}
extension AdviceDetail: ExpressibleByArgument {}
