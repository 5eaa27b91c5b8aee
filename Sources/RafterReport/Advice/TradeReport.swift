// SPDX-License-Identifier: Apache-2.0
import RafterAnalysis
import RafterHardware
public import RafterLevers
import RafterQuantities
import RafterWorkload

/// The report of `rafter advise --iso-area`: what to give up for what, on the same area.
public struct TradeReport {
  let table: TradeTable
  let batch: Int
  /// Rows of the table at most; JSON and CSV have all.
  private static let rows = 24

  /// Creates a report.
  public init(_ table: TradeTable, batch: Int) {
    self.table = table
    self.batch = batch
  }

  /// The report in a format.
  public func text(_ format: ReportFormat) -> String {
    format.text(json: json, csv: csv, document: document)
  }

  /// The answer in sentences.
  var headline: [String] {
    var result = AdviceWords.opening(table.base)
    guard let best = table.paying.first else {
      result.append(
        table.trades.isEmpty
          ? "No two parts can be traded on the same area."
          : "No trade on the same area saves time or energy.")
      return result
    }
    result.append("On the same area, giving \(words(best)).")
    let thrifty = table.paying.enumerated().max {
      ($0.element.energySaved ?? -1, $1.offset) < ($1.element.energySaved ?? -1, $0.offset)
    }?.element
    if let thrifty, thrifty.name != best.name, (thrifty.energySaved ?? 0) > 0.005 {
      result.append(
        "Most energy is saved by giving \(AdviceWords.trade(thrifty)): "
          + "\(AdviceWords.saved(thrifty.energySaved ?? 0)) of it.")
    }
    return result
  }

  private func words(_ trade: Trade) -> String {
    var text = "\(AdviceWords.trade(trade)) \(AdviceWords.change(trade.timeSaved)) of the time"
    if let energy = trade.energySaved { text += " and \(AdviceWords.change(energy)) of the energy" }
    return text
  }

  private var document: Document {
    var document = Document()
    for sentence in headline { document.paragraph(sentence) }
    if !table.trades.isEmpty {
      document.heading("What is given up for what on the same area, most time saved first")
      var text = TextTable([
        .init("given", overflow: .cutMiddle(minimum: 12)),
        .init("gained", overflow: .cutMiddle(minimum: 12)), .init("time", alignment: .right),
        .init("energy", alignment: .right), .init("left over", "mm2", alignment: .right),
        .init("then bound by"),
      ])
      for trade in table.trades.prefix(Self.rows) {
        text.append([
          AdviceWords.short(trade.given), AdviceWords.short(trade.gained),
          AdviceWords.saved(trade.timeSaved),
          trade.energySaved.map(AdviceWords.saved) ?? "-",
          trade.leftOver > .zero ? Format.significant(trade.leftOver.value) : "nothing",
          "\(trade.outcome.binding) (\(Format.percent(trade.outcome.shareBound)))",
        ])
      }
      document.table(text)
      if table.trades.count > Self.rows {
        document.paragraph(
          "\(table.trades.count - Self.rows) trades that save less are in --format json and csv.")
      }
    }
    if !table.unfit.isEmpty {
      document.heading("What cannot be run, since something fits nowhere then")
      document.items([table.unfit.joined(separator: ", ")])
    }
    document.heading("What this rests on")
    var lines = [
      "each row is an analysis of its own: every layer is mapped anew on the changed machine",
      "half of one part is given up; another grows as far as the technology model has area for it, sides of arrays by "
        + "whole parts, sizes (capacities) and ports (bandwidths of memories) by sixteenths",
    ]
    if !table.unpriced.isEmpty {
      lines.append(
        "left out, since nothing tells their area: \(table.unpriced.joined(separator: ", "))")
    }
    document.items(lines)
    return document
  }

  private var csv: String {
    var csv = CSVText(head: [
      "given", "given_factor", "gained", "gained_factor", "latency_s", "energy_J", "time_saved",
      "energy_saved", "left_over_mm2", "bound_by",
    ])
    for trade in table.trades {
      csv.append([
        trade.given.name, CSVText.number(trade.given.factor), trade.gained.name,
        CSVText.number(trade.gained.factor), CSVText.number(trade.outcome.latency.value),
        trade.outcome.energy.map { CSVText.number($0.value) } ?? "",
        CSVText.number(trade.timeSaved), trade.energySaved.map { CSVText.number($0) } ?? "",
        CSVText.number(trade.leftOver.value), trade.outcome.binding,
      ])
    }
    return csv.text
  }

  private var json: JSONValue {
    func share(_ share: Trade.Share) -> JSONValue {
      .object(["name": .string(share.name), "factor": .double(share.factor)])
    }
    return .object([
      "schema": .string("rafter/trades/1"),
      "workload": .string(table.base.workload.name),
      "accelerator": .string(table.base.accelerator.name),
      "batch": .int(batch),
      "headline": .array(headline.map { .string($0) }),
      "base": AdviceJSON.outcome(table.outcome),
      "trades": .array(
        table.trades.map { trade in
          .object([
            "given": share(trade.given), "gained": share(trade.gained),
            "outcome": AdviceJSON.outcome(trade.outcome), "time_saved": .double(trade.timeSaved),
            "energy_saved": JSONValue(trade.energySaved),
            "left_over_mm2": .double(trade.leftOver.value),
          ])
        }),
      "unfit": .array(table.unfit.map { .string($0) }),
      "unpriced": .array(table.unpriced.map { .string($0) }),
    ])
  }
}
