// SPDX-License-Identifier: Apache-2.0
import RafterAnalysis
import RafterHardware
public import RafterLevers
import RafterQuantities

/// How far a report of levers goes.
public enum AdviceDetail: String, Sendable, CaseIterable {
  /// What each step saves of the whole network.
  case network
  /// What saves most of each layer, too.
  case layers
}

/// The report of `rafter advise`: the answer first, then what each step saves.
public struct AdviceReport {
  let advice: Advice
  let batch: Int
  let detail: AdviceDetail
  /// Rows of the table at most; JSON and CSV have all.
  private static let rows = 24

  /// Creates a report.
  public init(_ advice: Advice, batch: Int, detail: AdviceDetail = .network) {
    self.advice = advice
    self.batch = batch
    self.detail = detail
  }

  /// The report in a format.
  public func text(_ format: ReportFormat) -> String {
    format.text(json: AdviceJSON.value(self), csv: csv, document: document)
  }

  /// The answer in sentences.
  var headline: [String] {
    AdviceWords.sentences(advice)
  }

  private var document: Document {
    var document = Document()
    for sentence in headline { document.paragraph(sentence) }
    let ranking = advice.ranking
    if !ranking.isEmpty {
      document.heading("What saves time and energy, most time first, and the area it adds")
      document.table(table(ranking.prefix(Self.rows)))
      if ranking.count > Self.rows {
        document.paragraph(
          "\(ranking.count - Self.rows) steps that save less are in --format json and csv.")
      }
    }
    if detail == .layers {
      document.heading("What saves most of each layer's time")
      document.table(layers)
    }
    let ends = advice.ladders.compactMap(AdviceWords.end)
    if !ends.isEmpty {
      document.heading("Where more of it stops paying")
      document.items(ends)
    }
    let useless = UselessLevers.reasons(advice)
    if !useless.isEmpty {
      document.heading("What saves nothing")
      document.items(useless)
    }
    document.heading("What this rests on")
    document.items(AdviceWords.basis(advice))
    return document
  }

  private func table(_ effects: ArraySlice<Effect>) -> TextTable {
    var table = TextTable([
      .init("lever"), .init("change", overflow: .cutMiddle(minimum: 20)),
      .init("time", alignment: .right),
      .init("energy", alignment: .right), .init("area", "mm2", alignment: .right),
      knowsChip
        ? .init("time", "/% area", alignment: .right) : .init("time", "/mm2", alignment: .right),
      .init("then bound by"),
    ])
    for effect in effects {
      table.append([
        effect.intervention.lever.rawValue, effect.intervention.name,
        AdviceWords.saved(effect.timeSaved), effect.energySaved.map(AdviceWords.saved) ?? "-",
        effect.intervention.area.map {
          $0 == .zero ? "none" : ($0 > .zero ? "+" : "") + Format.significant($0.value)
        } ?? "unknown",
        gain(effect),
        "\(effect.outcome.binding) (\(Format.percent(effect.outcome.shareBound)))"
          + (advice.outcome.isInfeasible && !effect.outcome.isInfeasible ? ", fits" : ""),
      ])
    }
    return table
  }

  /// Whether gains are told for each per cent of the chip.
  private var knowsChip: Bool { advice.base.accelerator.technology.area != nil }

  private func gain(_ effect: Effect) -> String {
    let gain = knowsChip ? effect.timeSavedPerGrowth.map { $0 / 100 } : effect.timeSavedPerArea
    return gain.map(AdviceWords.saved) ?? "-"
  }

  /// The layers, the longest first, each with the step that saves most of its time.
  private var layers: TextTable {
    var table = TextTable([
      .init("layer"), .init("name", overflow: .cutMiddle(minimum: 12)),
      .init("share", alignment: .right), .init("bound by"),
      .init("saves most", overflow: .cutMiddle(minimum: 20)),
      .init("time", alignment: .right), .init("energy", alignment: .right), .init("then bound by"),
    ])
    for gain in advice.gainsByLayer {
      table.append([
        gain.before.id, gain.before.name, Format.percent(gain.share), gain.before.binding,
        gain.effect.map(\.intervention.name) ?? "nothing",
        gain.effect == nil ? "-" : AdviceWords.saved(gain.timeSaved),
        gain.energySaved.map(AdviceWords.saved) ?? "-", gain.after?.binding ?? "",
      ])
    }
    return table
  }

  private var csv: String {
    var csv = CSVText(head: [
      "lever", "target", "step", "latency_s", "energy_J", "time_saved", "energy_saved", "area_mm2",
      "area_share_of_chip", "bound_by", "feasible",
    ])
    for effect in advice.ladders.flatMap(\.effects) {
      csv.append([
        effect.intervention.lever.rawValue, effect.intervention.target, effect.intervention.step,
        CSVText.number(effect.outcome.latency.value),
        effect.outcome.energy.map { CSVText.number($0.value) } ?? "",
        CSVText.number(effect.timeSaved), effect.energySaved.map { CSVText.number($0) } ?? "",
        effect.intervention.area.map { CSVText.number($0.value) } ?? "",
        effect.areaShare.map { CSVText.number($0) } ?? "", effect.outcome.binding,
        effect.outcome.isInfeasible ? "false" : "true",
      ])
    }
    return csv.text
  }
}
