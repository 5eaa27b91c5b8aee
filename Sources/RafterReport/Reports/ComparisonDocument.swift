// SPDX-License-Identifier: Apache-2.0
import RafterAnalysis
import RafterHardware
import RafterMapping
import RafterQuantities
import RafterRoofline
import RafterWorkload

/// One workload on several accelerators, side by side.
enum ComparisonDocument {
  /// More than this and layers are shown with their time alone.
  private static let wide = 3

  static func make(_ analyses: [Analysis]) -> Document {
    var document = Document()
    document.facts(
      analyses.map { ($0.accelerator.name, $0.headline.first ?? "nothing to say") })
    document.heading("Does it fit")
    document.facts(
      analyses.map {
        ($0.accelerator.name, AnalysisDocument.fit($0).joined(separator: "; "))
      })
    document.table(totals(analyses))
    document.table(layers(analyses))
    let cautions = analyses.flatMap { analysis in
      analysis.accelerator.cautions.map { "\(analysis.accelerator.name): \($0)" }
    }
    if !cautions.isEmpty {
      document.heading("Cautions")
      document.items(cautions)
    }
    return document
  }

  private static func totals(_ analyses: [Analysis]) -> TextTable {
    let time = ScaledUnit.time(analyses.map { $0.totals.latency.value })
    let rate = ScaledUnit.throughput(analyses.map { $0.totals.throughput.value })
    let energy = ScaledUnit.choose(
      [
        ScaledUnit(symbol: "J", size: 1), ScaledUnit(symbol: "mJ", size: 1e-3),
        ScaledUnit(symbol: "uJ", size: 1e-6), ScaledUnit(symbol: "nJ", size: 1e-9),
      ], for: analyses.compactMap { $0.totals.energy?.value })
    let one = ScaledUnit(symbol: "", size: 1)
    var table = TextTable([
      .init("accelerator", overflow: .cutMiddle(minimum: 12)),
      .init("time", time.symbol, alignment: .right),
      .init("energy", energy.symbol, alignment: .right),
      .init("power", "W", alignment: .right),
      .init("attained", rate.symbol, alignment: .right),
      .init("share", "of roofs", alignment: .right),
      .init("efficiency", "TOPS/W", alignment: .right),
      .init("share of", "energy roofs", alignment: .right),
      .init("most time", "bound by", overflow: .cutEnd(minimum: 10)),
    ])
    for analysis in analyses {
      let totals = analysis.totals
      table.append([
        analysis.accelerator.name, time.cell(totals.latency.value),
        energy.cell(totals.energy?.value), one.cell(totals.averagePower?.value),
        rate.cell(totals.throughput.value), Format.percent(totals.shareOfThroughputRoof),
        one.cell(totals.efficiency.map { $0.value / 1e12 }),
        totals.shareOfEnergyRoof.map { Format.percent($0) } ?? "-", binding(analysis),
      ])
    }
    return table
  }

  /// The label under which most of the time is spent, and its share.
  private static func binding(_ analysis: Analysis) -> String {
    var shares: [(words: String, share: Double)] = []
    for layer in analysis.layers {
      let words = RegimeWords.resource(layer.timeRegime)
      if let i = shares.firstIndex(where: { $0.words == words }) {
        shares[i].share += layer.shareOfTime
      } else {
        shares.append((words, layer.shareOfTime))
      }
    }
    let most = shares.max { $0.share < $1.share }
    return most.map { "\($0.words) (\(Format.percent($0.share)))" } ?? ""
  }

  private static func layers(_ analyses: [Analysis]) -> TextTable {
    let time = ScaledUnit.time(analyses.flatMap { $0.layers.map { LayerTable.seconds($0).value } })
    let isWide = analyses.count > wide
    var columns: [TextTable.Column] = [
      .init("id"), .init("layer", overflow: .cutMiddle(minimum: 10)),
    ]
    for analysis in analyses {
      let name = PlainText.middleEllipsis(
        PlainText.oneLine(analysis.accelerator.name), columns: isWide ? 8 : 16)
      columns.append(.init(name, time.symbol, alignment: .right, overflow: .cutEnd(minimum: 6)))
      if !isWide { columns.append(.init("bound by", overflow: .cutEnd(minimum: 10))) }
    }
    var table = TextTable(columns)
    guard let first = analyses.first else { return table }
    for i in LayerTable.selection(first.layers) {
      let layer = first.layers[i].layer
      var cells = [layer.id, layer.name]
      for analysis in analyses {
        let match = analysis.layers.first { $0.layer.id == layer.id }
        cells.append(time.cell(match.map { LayerTable.seconds($0).value }))
        guard !isWide else { continue }
        let sublabel = analyses.count > 2 ? nil : match?.timeSublabel
        cells.append(match.map { RegimeWords.bound($0.timeRegime, sublabel) } ?? "-")
      }
      table.append(cells)
    }
    return table
  }
}
