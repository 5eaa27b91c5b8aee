// SPDX-License-Identifier: Apache-2.0
import RafterQuantities
import RafterRoofline
import RafterSurvey

/// Every chip with enough data as a roofline: throughput above, energy below, where the memory is known.
struct SurveyRoofsPlot {
  private struct Line {
    var entry: SurveyEntry
    var roof: MachineRoof
    var isDesign: Bool
  }

  private let data: SurveyPlotData

  init(_ data: SurveyPlotData) { self.data = data }

  var scene: Scene? {
    func lines(_ entries: [SurveyEntry], isDesign: Bool) -> [Line] {
      entries.compactMap { entry in
        entry.roof.map { Line(entry: entry, roof: $0, isDesign: isDesign) }
      }
    }
    let all = lines(data.subset.entries, isDesign: false) + lines(data.designs, isDesign: true)
    guard !all.isEmpty else { return nil }
    let published = all.filter { !$0.isDesign }
    let withEnergy = all.filter {
      $0.roof.energyPerByte != nil && $0.roof.energyPerOperation != nil
    }
    var frame = PlotFrame(
      title: "Rooflines of published accelerators at their off-chip memory",
      fairness: data.subset.fairness,
      facts: data.facts(
        n: published.count,
        "Above: min(peak, bandwidth x intensity). Below (n = \(withEnergy.count)): 1/(E_op + e_byte/x), e_byte "
          + "by the kind of memory, E_op out of published TOPS/W, which hold static power and some memory: the "
          + "roof is at least this high and its ridge a lower bound",
        "Median time ridge \(Format.significant(Quantiles(published.map { $0.roof.ridge.value }).median ?? 0)) "
          + "op/byte; \(Quantiles.rule)"), height: 860)
    let ridges = all.map { $0.roof.ridge.value }
    let low = max(0.1, (ridges.min() ?? 1) / 64)
    let high = (ridges.max() ?? 1000) * 16
    let whole = frame.plot
    let upper = Rect(
      minX: whole.minX, minY: whole.minY, maxX: whole.maxX,
      maxY: whole.minY + (whole.height - 40) * (withEnergy.isEmpty ? 1 : 0.55))
    let lower = Rect(
      minX: whole.minX, minY: upper.maxY + 40, maxX: whole.maxX, maxY: whole.maxY)
    let x = PlotAxis.decades(
      [low, high], title: "operational intensity at the off-chip memory, op/byte",
      from: whole.minX, to: whole.maxX, margin: 0)
    let y = PlotAxis.decades(
      all.flatMap {
        [$0.roof.peak.value, $0.roof.attainable(at: OperationalIntensity(low * 4)).value]
      },
      title: "throughput", unit: "op/s", from: upper.maxY, to: upper.minY)
    frame.draw(x, y, in: upper, xTitle: withEnergy.isEmpty)
    for line in all {
      draw(line, in: upper, &frame, x, y) { line.roof.attainable(at: $0).value }
    }
    if !withEnergy.isEmpty {
      let efficiencies = withEnergy.flatMap { line in
        [low * 4, high].compactMap { line.roof.efficiency(at: OperationalIntensity($0))?.value }
      }
      let y = PlotAxis.decades(
        efficiencies, title: "efficiency", unit: "op/J", from: lower.maxY, to: lower.minY)
      frame.draw(x, y, in: lower, xTitle: true)
      for line in withEnergy {
        draw(line, in: lower, &frame, x, y) { line.roof.efficiency(at: $0)?.value }
      }
    }
    frame.scene.plots = withEnergy.isEmpty ? [upper] : [upper, lower]
    frame.drawLegend(keys(all))
    return frame.scene
  }

  private func draw(
    _ line: Line, in plot: Rect, _ frame: inout PlotFrame, _ x: PlotAxis, _ y: PlotAxis,
    value: (OperationalIntensity) -> Double?
  ) {
    guard case .logarithmic(let axis) = x.scale else { return }
    var at = stride(from: plot.minX, through: plot.maxX, by: 12).map { axis.value(at: $0) }
    at += [line.roof.ridge.value, axis.value(at: plot.maxX)].filter(x.contains)
    let points = at.sorted().compactMap { intensity -> Point? in
      value(OperationalIntensity(intensity)).map {
        Point(x: x.position(intensity), y: y.position($0))
      }
    }
    var path: [Point] = []
    for (a, b) in zip(points, points.dropFirst()) {
      guard let cut = plot.clip(a, b) else { continue }
      if path.isEmpty { path.append(cut.0) }
      // Points on a straight line are not needed.
      if path.count > 1 {
        let (p, q) = (path[path.count - 2], path[path.count - 1])
        let cross = (q.x - p.x) * (cut.1.y - p.y) - (q.y - p.y) * (cut.1.x - p.x)
        if cross.magnitude < 0.5 { path.removeLast() }
      }
      path.append(cut.1)
    }
    guard path.count > 1 else { return }
    let look = Self.look(line.entry, isDesign: line.isDesign)
    frame.scene.add(
      PathItem(
        points: path, stroke: look.paint, width: line.isDesign ? 3 : 1.2, dash: look.dash,
        opacity: line.isDesign ? 1 : 0.65,
        hover: "\(line.entry.name)\n\(line.roof.format)\nridge "
          + "\(line.roof.ridge.formatted()), peak \(line.roof.peak.formatted())"))
  }

  /// Colour by year, dashes by class.
  private static func look(_ entry: SurveyEntry, isDesign: Bool) -> (
    paint: Paint, dash: PathItem.Dash, words: String
  ) {
    if isDesign { return (.ink, .solid, "the design") }
    let dash: PathItem.Dash =
      switch entry.surveyClass {
      case .product: .solid
      case .library: .dashed
      default: .dotted
      }
    guard let year = entry.number(.year) else { return (.grey, dash, "no year") }
    switch year {
    case ..<2018: return (.purple, dash, "to 2017")
    case ..<2021: return (.skyBlue, dash, "2018 to 2020")
    case ..<2024: return (.green, dash, "2021 to 2023")
    default: return (.vermillion, dash, "from 2024")
    }
  }

  private func keys(_ lines: [Line]) -> [PlotFrame.Key] {
    var keys: [PlotFrame.Key] = [.heading("colour: year")]
    for words in ["to 2017", "2018 to 2020", "2021 to 2023", "from 2024", "no year", "the design"] {
      let own = lines.filter { Self.look($0.entry, isDesign: $0.isDesign).words == words }
      guard let first = own.first else { continue }
      let paint = Self.look(first.entry, isDesign: first.isDesign).paint
      keys.append(.line(paint, .solid, first.isDesign ? 3 : 2, "\(words), n = \(own.count)"))
    }
    keys.append(.heading("line: class"))
    for (dash, words, fits) in [
      (PathItem.Dash.solid, "product", { (c: SurveyClass) in c == .product }),
      (.dashed, "built-in description", { $0 == .library }),
      (.dotted, "research silicon", { $0 != .product && $0 != .library }),
    ] {
      let count = lines.count { !$0.isDesign && fits($0.entry.surveyClass) }
      if count > 0 { keys.append(.line(.ink, dash, 1.4, "\(words), n = \(count)")) }
    }
    return keys
  }
}
