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
  @Option(
    name: .long,
    help: ArgumentHelp(
      "Look at this lever only (repeatable): \(Lever.allCases.map(\.rawValue).joined(separator: ", ")).",
      valueName: "lever"))
  var lever: [Lever] = []
  @Option(
    name: .long,
    help: ArgumentHelp(
      "Write the machine of every row that saves something as a file.", valueName: "folder"))
  var emit: String?
  @OptionGroup var mapping: MappingOptions
  @OptionGroup var output: OutputOptions

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
      let advice = try await Advisor.advise(
        design, levers: lever.isEmpty ? Lever.allCases : lever,
        parallelism: max(1, mapping.jobs ?? ProcessInfo.processInfo.activeProcessorCount),
        progress: { _ in progress.count("designs mapped:") })
      output.mention(warnings + advice.base.diagnostics)
      try output.deliver(AdviceReport(advice, batch: family.batch).text(output.format))
      if let emit { try write(advice, to: emit) }
      if advice.outcome.isInfeasible { throw Exit.infeasible }
    }
  }

  /// Writes the machines of the rows that save something.
  private func write(_ advice: Advice, to folder: String) throws(DiagnosticList) {
    try Output.makeFolder(folder)
    for effect in advice.ranking {
      guard let machine = effect.intervention.machine, machine != advice.base.accelerator else {
        continue
      }
      var file = machine
      file.source.confidence = .assumed
      let heading = [
        "\(advice.base.accelerator.name) with \(effect.intervention.name) (\(effect.intervention.lever.rawValue)).",
        "Written by rafter advise \(workload.workload) --on \(place.on); rafter analyze on this file gives the same numbers.",
      ]
      try Output.write(
        AcceleratorWriter.text(file, heading: heading), to: "\(folder)/\(machine.name).yaml")
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
      @Sendable (variant: Variant, precision: String?, batch: Int) throws(DiagnosticList)
        -> Member in
      var other = request
      switch variant {
      case .cache(let format): other.pass.kv = format
      case .tensorParallel(let devices): other.pass.tensorParallel = devices
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

extension Lever: ExpressibleByArgument {}
