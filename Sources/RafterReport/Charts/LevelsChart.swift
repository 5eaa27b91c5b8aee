// SPDX-License-Identifier: Apache-2.0
import RafterAnalysis
import RafterHardware
import RafterQuantities
import RafterRoofline
import RafterWorkload

/// Every layer at every level on one axis with one ridge at 1: `x_l = AI_l / R_l`, which is the time of the
/// arithmetic over the time at the level [rooflines 3.2].
struct LevelsChart {
  /// A layer's place at a level.
  struct Spot {
    var level: String
    var x: Double
  }

  /// A layer, a row of the chart.
  struct Row {
    var layer: LayerAnalysis
    var spots: [Spot]
  }

  /// With more rows than this, only some have a name.
  static let namedAll = 44

  private let analysis: Analysis
  private let levels: [String]
  private let rows: [Row]

  init(_ analysis: Analysis) {
    self.analysis = analysis
    levels = analysis.accelerator.memories.map(\.name)
    rows = analysis.layers.filter(\.canBeDrawn).map { layer in
      Row(
        layer: layer,
        spots: layer.levels.compactMap { level in
          guard level.time > .zero, let arithmetic = layer.arithmeticTime else { return nil }
          return Spot(level: level.name, x: arithmetic.ratio(to: level.time))
        })
    }
  }

  private var isDense: Bool { rows.count > Self.namedAll }

  var scene: Scene {
    let title = ChartHeading.title(analysis)
    var scene = Scene(width: 960, height: 0, title: "All levels of \(title)")
    let rowHeight =
      isDense ? max(3.2, 780 / Double(rows.count)) : max(16, min(30, 640 / Double(rows.count)))
    let top =
      ChartHeading.draw(
        title + ": every level on one axis", analysis.headline.first ?? "", in: &scene) + 62
    let plot = Rect(
      minX: isDense ? 90 : 220, minY: top, maxX: 790,
      maxY: top + rowHeight * Double(rows.count) + 12)
    scene.height = plot.maxY + 58
    scene.plots = [plot]
    let values: [Double] = rows.flatMap { row in row.spots.map { spot in spot.x } } + [0.5, 2]
    let x = LogAxis.around(values, margin: 0.7, from: plot.minX, to: plot.maxX)
    drawFrame(plot, x, in: &scene)
    drawLegend(plot, in: &scene)
    drawRows(plot, x, rowHeight, in: &scene)
    drawNames(plot, rowHeight, in: &scene)
    return scene
  }

  private func y(_ row: Int, _ plot: Rect, _ height: Double) -> Double {
    plot.minY + 6 + height * (Double(row) + 0.5)
  }

  private func drawFrame(_ plot: Rect, _ x: LogAxis, in scene: inout Scene) {
    for value in x.ticks(spacing: 44) {
      let at = x.position(value)
      scene.add(.line(Point(x: at, y: plot.minY), Point(x: at, y: plot.maxY), .grid))
      scene.add(
        TextItem(
          text: LogAxis.label(value), at: Point(x: at, y: plot.maxY + 16), anchor: .middle,
          size: 11.5, paint: .muted, role: .axis))
    }
    scene.add(.rectangle(plot, fill: nil, stroke: .frame))
    let ridge = x.position(1)
    scene.add(
      .line(
        Point(x: ridge, y: plot.minY - 18), Point(x: ridge, y: plot.maxY), .vermillion, width: 1.6))
    let left = "← the level takes longer: it binds"
    let right = "the arithmetic takes longer →"
    scene.add(
      TextItem(
        text: left, at: Point(x: ridge - 8, y: plot.minY - 8), anchor: .end, size: 11.5,
        role: .tick))
    scene.add(
      TextItem(
        text: right, at: Point(x: ridge + 8, y: plot.minY - 8), anchor: .start, size: 11.5,
        role: .tick))
    scene.add(
      TextItem(
        text: "intensity / ridge = time of the arithmetic / time at the level",
        at: Point(x: (plot.minX + plot.maxX) / 2, y: plot.maxY + 40), anchor: .middle, size: 13,
        role: .axis))
  }

  private func drawLegend(_ plot: Rect, in scene: inout Scene) {
    var x = ChartHeading.left + 6
    let y = plot.minY - 34
    for level in levels {
      let words = FontMetrics.fit(PlainText.oneLine(level), width: 130, size: 11.5)
      scene.add(
        MarkerItem(
          centre: Point(x: x, y: y - 4), radius: 5.5,
          shape: RegimeStyle.shape(level, levels), paint: RegimeStyle.level(level, levels),
          isData: false))
      scene.add(TextItem(text: words, at: Point(x: x + 12, y: y), size: 11.5, role: .legend))
      x += 12 + FontMetrics.width(words, size: 11.5) + 26
      if x > 560 { break }
    }
    if rows.contains(where: { !$0.layer.hasMACs }) {
      scene.add(
        MarkerItem(
          centre: Point(x: x, y: y - 4), radius: 5.5, shape: .circle, style: .hollow, paint: .muted,
          isData: false))
      scene.add(
        TextItem(
          text: "hollow: vector operations", at: Point(x: x + 12, y: y), size: 11.5, role: .legend))
    }
    scene.add(
      TextItem(
        text: "share of time", at: Point(x: plot.maxX + 12, y: plot.minY - 8), size: 11.5,
        weight: .bold, role: .legend))
  }

  private func drawRows(_ plot: Rect, _ x: LogAxis, _ height: Double, in scene: inout Scene) {
    let radius = isDense ? 2.6 : 5.5
    for (i, row) in rows.enumerated() {
      let y = y(i, plot, height)
      let style: MarkerItem.Style = row.layer.hasMACs ? .filled : .hollow
      let places = row.spots.map { spot in
        Point(
          x: min(max(x.position(spot.x), plot.minX + radius), plot.maxX - radius), y: y)
      }
      if let left = places.map(\.x).min(), let right = places.map(\.x).max(), left < right {
        scene.add(
          .line(
            Point(x: left, y: y), Point(x: right, y: y), .frame, width: isDense ? 0.6 : 1,
            opacity: isDense ? 0.5 : 1))
      }
      for (spot, place) in zip(row.spots, places) {
        scene.add(
          MarkerItem(
            centre: place, radius: radius, shape: RegimeStyle.shape(spot.level, levels),
            style: style, paint: RegimeStyle.level(spot.level, levels),
            hover: HoverText.layer(row.layer)))
      }
      scene.add(.rectangle(bar(i, plot, height), fill: .grey, hover: HoverText.layer(row.layer)))
    }
  }

  /// The bar of a row's share of time.
  private func bar(_ i: Int, _ plot: Rect, _ height: Double) -> Rect {
    let longest = max(rows.map(\.layer.shareOfTime).max() ?? 1, 1e-12)
    let length = max(0.5, 96 * rows[i].layer.shareOfTime / longest)
    let y = y(i, plot, height)
    return Rect(
      minX: plot.maxX + 12, minY: y - height * 0.32, maxX: plot.maxX + 12 + length,
      maxY: y + height * 0.32)
  }

  /// Names on the left and shares on the right: of all rows, or of the longest that have room.
  private func drawNames(_ plot: Rect, _ height: Double, in scene: inout Scene) {
    var free = LabelPlacer(
      area: Rect(minX: 0, minY: plot.minY - 10, maxX: scene.width, maxY: plot.maxY + 10))
    let order = rows.indices.sorted {
      (rows[$0].layer.shareOfTime, $1) > (rows[$1].layer.shareOfTime, $0)
    }
    for i in rows.indices { free.reserve(Outline(bar(i, plot, height))) }
    for i in order {
      let layer = rows[i].layer
      let id = PlainText.oneLine(layer.layer.id)
      let words = isDense ? id : "\(id)  \(PlainText.oneLine(layer.layer.name))"
      let name = TextItem(
        text: FontMetrics.fit(words, width: plot.minX - 30, size: 11),
        at: Point(x: plot.minX - 8, y: y(i, plot, height) + 4), anchor: .end, size: 11,
        role: .layer)
      guard let placed = free.place([name]) else { continue }
      scene.add(placed)
      if isDense, layer.shareOfTime < 0.005 { continue }
      let share = TextItem(
        text: Format.percent(layer.shareOfTime),
        at: Point(x: bar(i, plot, height).maxX + 5, y: y(i, plot, height) + 4), size: 11,
        paint: .muted,
        role: .layer)
      if let placed = free.place([share]) { scene.add(placed) }
    }
  }
}

extension LayerAnalysis {
  /// The time of the arithmetic alone: the last link of the chain before bytes come in.
  var arithmeticTime: Seconds? {
    timeChain.last { $0.step.isArithmetic }?.seconds
  }
}

extension ChainStep {
  /// Whether the link is about arithmetic, the vector unit's included, and not about bytes.
  var isArithmetic: Bool {
    switch self {
    case .peak, .format, .sustained, .spatial, .vector: true
    default: false
    }
  }
}
