// SPDX-License-Identifier: Apache-2.0
import RafterQuantities
import RafterSurvey

/// How much of a part's efficiency is left in the system around it, pair by pair.
struct SystemLossPlot {
  private let data: SurveyPlotData

  init(_ data: SurveyPlotData) { self.data = data }

  var scene: Scene? {
    let pairs = SurveyTable(data.subset.entries).systemPairs
      .compactMap { pair in pair.loss.map { (pair: pair, loss: $0) } }
      .enumerated().sorted { ($0.element.loss, $1.offset) > ($1.element.loss, $0.offset) }
      .map(\.element)
    guard !pairs.isEmpty else { return nil }
    let losses = Quantiles(pairs.map(\.loss))
    var frame = PlotFrame(
      title: "From the peak of a part to the system around it", fairness: data.subset.fairness,
      facts: [
        "n = \(pairs.count) pairs, each inside one publication; median loss "
          + "x\(Format.significant(losses.median ?? 1)); \(data.subset.predicate)",
        "Both ends at the precision of each publication; \(Quantiles.rule)",
      ] + data.facts(n: pairs.count).dropFirst(),
      height: 190 + 46 * Double(pairs.count))
    let values = pairs.flatMap { item in
      [item.pair.peak, item.pair.system].compactMap(SurveyTable.SystemPair.efficiency)
    }
    frame.plot.minX = 300
    frame.scene.plots = [frame.plot]
    let x = PlotAxis.decades(
      values, title: "efficiency, TOPS/W", from: frame.plot.minX, to: frame.plot.maxX, margin: 0.8)
    let y = PlotAxis(
      scale: .categories(count: pairs.count), title: "", ticks: [], start: frame.plot.minY,
      end: frame.plot.maxY)
    frame.draw(x, y)
    for (row, item) in pairs.enumerated() { draw(item.pair, item.loss, row, &frame, x, y) }
    frame.drawLegend([
      .mark(
        SurveyStyle(paint: .vermillion, shape: .triangleUp, words: "peak of the part"), .filled,
        count: nil),
      .mark(SurveyStyle(paint: .blue, shape: .circle, words: "system"), .filled, count: nil),
    ])
    return frame.scene
  }

  private func draw(
    _ pair: SurveyTable.SystemPair, _ loss: Double, _ row: Int, _ frame: inout PlotFrame,
    _ x: PlotAxis, _ y: PlotAxis
  ) {
    guard let part = SurveyTable.SystemPair.efficiency(pair.peak),
      let whole = SurveyTable.SystemPair.efficiency(pair.system)
    else { return }
    let height = y.position(Double(row))
    let a = Point(x: x.position(part), y: height)
    let b = Point(x: x.position(whole), y: height)
    frame.scene.add(.line(a, b, .ink, width: 2))
    func mark(
      _ at: Point, _ shape: MarkerShape, _ paint: Paint, _ value: Double, _ entry: SurveyEntry
    ) {
      frame.scene.add(
        MarkerItem(
          centre: at, radius: 6, shape: shape, paint: paint,
          hover: "\(entry.name)\n\(Format.significant(value)) TOPS/W"))
    }
    mark(a, .triangleUp, .vermillion, part, pair.peak)
    mark(b, .circle, .blue, whole, pair.system)
    frame.scene.add(
      TextItem(
        text: "x\(Format.significant(loss))", at: Point(x: (a.x + b.x) / 2, y: height - 12),
        anchor: .middle, size: 12, weight: .bold, role: .layer, hasRim: true))
    for (line, text) in [pair.peak.name, "to " + pair.system.name].enumerated() {
      frame.scene.add(
        TextItem(
          text: FontMetrics.fit(PlainText.oneLine(text), width: 250, size: 11.5),
          at: Point(x: frame.plot.minX - 10, y: height - 2 + 14 * Double(line)), anchor: .end,
          size: 11.5, paint: line == 0 ? .ink : .muted, role: .layer))
    }
  }
}
