// SPDX-License-Identifier: Apache-2.0
import RafterAnalysis
import RafterDiagnostics
import RafterHardware
import RafterMapping
import RafterQuantities
import RafterRoofline
import RafterWorkload

/// What the report of one analysis says, in the order in which it matters.
enum AnalysisDocument {
  static func make(_ analysis: Analysis) -> Document {
    var document = Document()
    analysis.headline.forEach { document.paragraph($0) }
    if let uncounted = analysis.workload.uncounted {
      document.paragraph(
        UncountedWords.sentence(uncounted, total: MACs(analysis.totals.macs).formatted()))
    }
    document.heading("Does it fit")
    document.items(fit(analysis))
    document.heading("Totals of \(analysis.workload.name) on \(analysis.accelerator.name)")
    document.facts(totals(analysis))
    document.table(LayerTable.make(analysis))
    if analysis.layers.contains(where: { !$0.hasMACs }) {
      document.items(["v: operations of the vector unit, under its own roof"])
    }
    let words = meanings(analysis)
    if !words.isEmpty {
      document.heading("Bound by")
      document.items(words)
    }
    FusionTable.append(analysis, to: &document)
    append("Zeros", ZeroWords.items(analysis), to: &document)
    append("Cannot run", infeasible(analysis), to: &document)
    append("Rests on estimates", estimates(analysis), to: &document)
    append("Unknown energies", unknown(analysis), to: &document)
    append("Cautions", cautions(analysis), to: &document)
    return document
  }

  private static func append(_ heading: String, _ items: [String], to document: inout Document) {
    guard !items.isEmpty else { return }
    document.heading(heading)
    document.items(items)
  }

  /// One sentence for each memory that has to hold something between layers; then, for each one outside
  /// all arrays, what it can keep whole.
  static func fit(_ analysis: Analysis) -> [String] {
    let checks = analysis.fit.filter { $0.isHome || $0.instances == 1 }
    guard !checks.isEmpty else { return ["nothing has to be held"] }
    return checks.flatMap { check -> [String] in
      [sentence(check)] + ServingWords.room(check, analysis.workload.pass)
    }
  }

  private static func sentence(_ check: CapacityCheck) -> String {
    let needed = check.needed.formattedCapacity()
    guard let available = check.available else {
      return "\(check.memory): \(check.content) take \(needed); no capacity is stated"
    }
    let there = available.formattedCapacity()
    guard check.isHome else {
      return check.fits
        ? "\(check.memory): \(check.content) (\(needed)) can stay whole in its \(there)"
        : "\(check.memory): \(check.content) (\(needed)) pass through its \(there) in tiles"
    }
    return check.fits
      ? "\(check.memory): yes, \(check.content) take \(needed) of \(there) "
        + "(\(Format.percent(check.needed.ratio(to: available))))"
      : "\(check.memory): NO, \(check.content) take \(needed) and there are \(there): "
        + "\((check.needed - available).formattedCapacity()) are missing"
  }

  private static func totals(_ analysis: Analysis) -> [(label: String, text: String)] {
    let totals = analysis.totals
    let macs = MACs(totals.macs)
    var facts: [(label: String, text: String)] = [
      (
        "work",
        UncountedWords.bound(analysis.workload.uncounted)
          + "\(macs.formatted()) = \(totals.operations.formatted()), and "
          + "\(totals.vectorOperations.formatted()) of the vector unit"
      ),
      ("time", totals.latency.formatted() + band(analysis.uncertainty?.latency, "s")),
    ]
    if let move = analysis.accelerator.operatingMove {
      facts.insert(("operation", PowerWords.operation(move)), at: 0)
    }
    let energy = totals.energy.map { $0.formatted() + band(analysis.uncertainty?.energy, "J") }
    // What people ask first about a language model.
    facts += ServingWords.facts(analysis)
    let power = totals.averagePower.map { ", \($0.formatted()) on average" } ?? ""
    facts.append(("energy", (energy ?? "unknown: see below") + power))
    if let cap = PowerWords.cap(analysis) { facts.append(("power cap", cap)) }
    facts.append(
      (
        "throughput",
        "\(totals.throughput.formatted()), "
          + "\(Format.percent(totals.shareOfThroughputRoof)) of the layers' own roofs"
      ))
    if let efficiency = totals.efficiency {
      let share = totals.shareOfEnergyRoof.map {
        ", \(Format.percent($0)) of the layers' own energy roofs"
      }
      facts.append(
        (
          "efficiency",
          "\(EfficiencyWords.topsPerWatt(efficiency)) "
            + "(\(efficiency.reciprocal().formatted()))\(share ?? "")"
        ))
    }
    return facts
  }

  /// ` (1.2 to 1.5 ms)` where a number carries a band.
  static func band(_ band: Band?, _ unit: String) -> String {
    guard let band, band.low < band.high else { return "" }
    func text(_ value: Double) -> String {
      let parts = Format.prefixed(value)
      return "\(parts.number) \(parts.prefix)\(unit)"
    }
    return " (between \(text(band.low)) and \(text(band.high)))"
  }

  /// The words of the table, each once, with what would help.
  private static func meanings(_ analysis: Analysis) -> [String] {
    var seen: [String] = []
    func add(_ text: String) { if !seen.contains(text) { seen.append(text) } }
    analysis.layers.forEach { add(RegimeWords.meaning($0.timeRegime)) }
    for layer in analysis.layers {
      if let sublabel = layer.timeSublabel { add(RegimeWords.meaning(sublabel)) }
    }
    return seen
  }

  private static func infeasible(_ analysis: Analysis) -> [String] {
    analysis.layers.compactMap { layer in
      layer.infeasibility.map { "\(layer.layer.id) \(layer.layer.name): \($0.description)" }
    }
  }

  private static func estimates(_ analysis: Analysis) -> [String] {
    var lines: [String] = []
    if let parts = analysis.energyByConfidence, parts.shareOnEstimates > 0 {
      let kinds = parts.parts.filter { parts.share($0.confidence) > 0 }.map {
        "\(Format.percent(parts.share($0.confidence))) \($0.confidence.rawValue)"
      }
      lines.append(
        "\(Format.percent(parts.shareOnEstimates)) of the energy of the network (\(kinds.joined(separator: ", ")))"
      )
    }
    if let uncertainty = analysis.uncertainty {
      let time = band(uncertainty.latency, "s")
      let energy = band(uncertainty.energy, "J")
      if !time.isEmpty { lines.append("time of the network" + time) }
      if !energy.isEmpty { lines.append("energy of the network" + energy) }
      lines += uncertainty.flips
    }
    // The layers that take longest say most.
    let open = analysis.layers.filter { $0.uncertainty?.flips.isEmpty == false }
    let shown = open.sorted { $0.shareOfTime > $1.shareOfTime }.prefix(3)
    lines += shown.flatMap { layer in
      (layer.uncertainty?.flips ?? []).map { "\(layer.layer.id): \($0)" }
    }
    if open.count > shown.count {
      lines.append(
        "labels of \(open.count - shown.count) more layers would flip too; --format json has them all"
      )
    }
    return lines
  }

  private static func unknown(_ analysis: Analysis) -> [String] {
    var levels: [String] = []
    for layer in analysis.layers {
      for level in layer.unknownEnergies where !levels.contains(level) { levels.append(level) }
    }
    let links =
      analysis.communication != nil && analysis.totals.linkEnergy == nil
      ? ["links: the energy of sending is not known, so that of the whole stays unknown"] : []
    return links
      + levels.map {
        "\($0): its energy is not known, so no energy roof is drawn through it, and the energy of "
          + "layers that use it stays unknown"
      }
  }

  private static func cautions(_ analysis: Analysis) -> [String] {
    analysis.accelerator.cautions
      + analysis.diagnostics.map { diagnostic in
        (diagnostic.location.map { "\($0.text): " } ?? "")
          + "\(diagnostic.severity.rawValue): \(diagnostic.message)"
          + (diagnostic.suggestion.map { " (\($0))" } ?? "")
      }
  }
}

/// Efficiencies as the field says them.
enum EfficiencyWords {
  /// `1.72 TOPS/W`; the same number as op/pJ.
  static func topsPerWatt(_ efficiency: EnergyEfficiency) -> String {
    "\(Format.significant(efficiency.value / 1e12)) TOPS/W"
  }
}
