// SPDX-License-Identifier: Apache-2.0
import RafterAnalysis
import RafterHardware
import RafterQuantities
import RafterRoofline
import RafterWorkload

/// The throughput and the energy roofline, one above the other on one axis of intensities [rooflines 4].
struct RooflineChart {
  private let analysis: Analysis
  private let level: String
  private let data: RooflineData
  private let levels: [String]

  init(_ analysis: Analysis, level: String, layer: LayerAnalysis?) {
    self.analysis = analysis
    self.level = level
    data = RooflineData(analysis, level: level, layer: layer)
    levels = analysis.accelerator.memories.map(\.name)
  }

  var scene: Scene {
    let title = ChartHeading.title(analysis)
    var scene = Scene(width: 960, height: 920, title: "Rooflines of \(title)")
    let top = ChartHeading.draw(title, analysis.headline.first ?? "", in: &scene) + 34
    let bottom = scene.height - 56
    let gap = 46.0
    let height = (bottom - top - gap) / 2
    let plots = [
      Rect(minX: 70, minY: top, maxX: 700, maxY: top + height),
      Rect(minX: 70, minY: bottom - height, maxX: 700, maxY: bottom),
    ]
    scene.plots = plots
    let x = LogAxis(
      low: data.intensities.lowerBound, high: data.intensities.upperBound, start: 70, end: 700)
    let legendLeft = 720.0

    var upper = throughputPanel(plots[0], x)
    var lower = energyPanel(plots[1], x)
    upper.draw(in: &scene)
    RooflineLegend(left: legendLeft, width: scene.width - legendLeft - 12)
      .draw(
        "Bound by", upper.styles, area: "share of time", notes: upper.notes, in: plots[0],
        scene: &scene, lines: upper.lines + lower.lines,
        hasVector: data.points.contains { !$0.layer.hasMACs })

    lower.draw(in: &scene)
    RooflineLegend(left: legendLeft, width: scene.width - legendLeft - 12)
      .draw(
        "Energy goes mostly to", lower.styles, area: "share of energy", notes: lower.notes,
        in: plots[1], scene: &scene, lines: [], hasVector: false)

    drawLargest(plots[1], left: legendLeft, in: &scene)
    drawIntensities(x, plots, in: &scene)
    return scene
  }

  private func throughputPanel(_ plot: Rect, _ x: LogAxis) -> RooflinePanel {
    let range = data.throughputs
    let unit = ScaledUnit.throughput(data.roofs.map(\.peak.value))
    var panel = RooflinePanel(
      plot: plot, x: x,
      y: LogAxis(
        low: range.lowerBound, high: range.upperBound, start: plot.maxY, end: plot.minY),
      unit: unit, title: "throughput [\(unit.symbol)]")
    panel.lines = RooflineLines.throughput(data, level: level, analysis: analysis)
    if let ridge = data.mainRoof?.ridge {
      panel.ticks = [("ridge \(Self.number(ridge)) op/byte", ridge.value)]
    }
    panel.points = data.points.map { point in
      RooflinePanel.Spot(
        id: point.layer.layer.id, x: point.mapped, y: point.throughput, share: point.shareOfTime,
        whisker: (point.attainable, point.compulsory),
        style: .time(point.layer.timeRegime, point.layer.timeSublabel, levels: levels),
        isVector: !point.layer.hasMACs, hover: HoverText.layer(point.layer))
    }
    panel.network = data.network.map { ($0.intensity, $0.throughput) }
    for roof in data.roofs
    where roof.format == data.mainRoof?.format && !x.contains(roof.ridge.value) {
      panel.notes.append(
        "\(PlainText.oneLine(roof.level)): \(roof.bandwidth.formatted()), its ridge "
          + "\(Self.number(roof.ridge)) op/byte lies outside")
    }
    if !data.absent.isEmpty {
      panel.notes.append(
        "\(data.absent.count) \(data.absent.count == 1 ? "layer moves" : "layers move") nothing "
          + "at \(level) and \(data.absent.count == 1 ? "is" : "are") not drawn")
    }
    return panel
  }

  private func energyPanel(_ plot: Rect, _ x: LogAxis) -> RooflinePanel {
    let range = data.efficiencies ?? 0...4
    var panel = RooflinePanel(
      plot: plot, x: x,
      y: LogAxis(
        low: range.lowerBound, high: range.upperBound, start: plot.maxY, end: plot.minY),
      unit: ScaledUnit(symbol: "TOPS/W", size: 1e12),
      title: "energy efficiency [TOPS/W = op/pJ]")
    panel.lines = RooflineLines.energy(data, level: level)
    let ridge = data.mainRoof?.energyRidge
    let half = data.mainRoof?.halfEfficiency
    // Without static power they are one.
    let isOne = ridge.flatMap { own in half.map { abs($0.ratio(to: own) - 1) < 0.01 } } ?? false
    if let ridge {
      let words = isOne ? "energy ridge, half of best efficiency" : "energy ridge"
      panel.ticks.append(("\(words) \(Self.number(ridge)) op/byte", ridge.value))
    }
    if let half, !isOne {
      panel.ticks.append(("half of best efficiency \(Self.number(half)) op/byte", half.value))
    }
    panel.points = data.points.compactMap { point in
      guard let efficiency = point.efficiency, let regime = point.layer.energyRegime else {
        return nil
      }
      return RooflinePanel.Spot(
        id: point.layer.layer.id, x: point.mapped, y: efficiency, share: point.shareOfEnergy ?? 0,
        whisker: nil, style: .energy(regime, levels: levels), isVector: !point.layer.hasMACs,
        hover: HoverText.layer(point.layer))
    }
    if let network = data.network, let efficiency = network.efficiency {
      panel.network = (network.intensity, efficiency)
    }
    var unknown: [String] = []
    for roof in data.roofs where roof.energyPerByte == nil && !unknown.contains(roof.level) {
      unknown.append(roof.level)
    }
    if !unknown.isEmpty {
      panel.message =
        "The energy of \(unknown.joined(separator: ", ")) is unknown: no energy roof is drawn "
        + "through it."
    } else if data.roofs.allSatisfy({ $0.energyPerOperation == nil }) {
      panel.message = "The energy of the arithmetic is unknown: no energy roof is drawn."
    }
    return panel
  }

  /// The names behind the ids, for the layers that take longest.
  private func drawLargest(_ plot: Rect, left: Double, in scene: inout Scene) {
    let order = data.points.indices.sorted {
      (data.points[$0].shareOfTime, $1) > (data.points[$1].shareOfTime, $0)
    }
    let shown = order.prefix(9).map { data.points[$0] }
    var y = plot.maxY - 15 * Double(shown.count)
    func text(_ words: String, _ x: Double, _ weight: TextItem.Weight, _ anchor: TextItem.Anchor) {
      scene.add(
        TextItem(
          text: words, at: Point(x: x, y: y), anchor: anchor, size: 11,
          weight: weight, role: .legend))
    }
    text("Largest shares of time", left, .bold, .start)
    for point in shown {
      y += 15
      let layer = point.layer.layer
      let id = FontMetrics.fit(PlainText.oneLine(layer.id), width: 60, size: 11)
      let from = left + max(30, FontMetrics.width(id, size: 11) + 8)
      text(id, left, .regular, .start)
      let name = PlainText.oneLine(layer.name)
      text(FontMetrics.fit(name, width: scene.width - 60 - from, size: 11), from, .regular, .start)
      text(Format.percent(point.shareOfTime), scene.width - 12, .regular, .end)
    }
  }

  /// The axis that both panels share.
  private func drawIntensities(_ x: LogAxis, _ plots: [Rect], in scene: inout Scene) {
    for value in x.ticks(spacing: 42) {
      scene.add(
        TextItem(
          text: LogAxis.label(value), at: Point(x: x.position(value), y: plots[1].maxY + 17),
          anchor: .middle, size: 11.5, paint: .muted, role: .axis))
    }
    scene.add(
      TextItem(
        text: FontMetrics.fit(
          "operational intensity at \(PlainText.oneLine(level)) [op/byte]", width: plots[1].width,
          size: 13),
        at: Point(x: (plots[1].minX + plots[1].maxX) / 2, y: plots[1].maxY + 40), anchor: .middle,
        size: 13, role: .axis))
  }

  private static func number(_ ridge: OperationalIntensity) -> String {
    Format.significant(ridge.value)
  }
}
