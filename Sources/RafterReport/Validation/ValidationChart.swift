// SPDX-License-Identifier: Apache-2.0
import RafterPeers
import RafterQuantities

/// A set at a glance: predicted against published numbers, and the error of every case.
///
/// Above, one panel for each unit, both axes logarithmic and alike, so that a right prediction lies on the diagonal;
/// below, the relative errors in the order of the rows, with the tolerance of each.
struct ValidationChart {
  private let outcome: ValidationOutcome
  /// Rows with both numbers above nothing.
  private let pairs: [(row: ValidationRow, predicted: Double)]

  init(_ outcome: ValidationOutcome) {
    self.outcome = outcome
    pairs = outcome.rows.compactMap { row in
      guard let predicted = row.predicted, predicted > 0, row.published > 0 else { return nil }
      return (row, predicted)
    }
  }

  /// The picture; nil where no row can be drawn.
  var scene: Scene? {
    guard !pairs.isEmpty else { return nil }
    var scene = Scene(
      width: 980, height: 760, title: "\(outcome.set.name): predicted against published")
    let top = ChartHeading.draw(scene.title, subtitle, in: &scene) + 40
    let units = units
    let gap = 104.0
    let width = (980 - 96 - 24 - gap * Double(units.count - 1)) / Double(units.count)
    for (place, unit) in units.enumerated() {
      let left = 96 + Double(place) * (width + gap)
      draw(
        unit, in: Rect(minX: left, minY: top, maxX: left + width, maxY: 430), into: &scene)
    }
    drawLegend(y: top - 16, in: &scene)
    drawErrors(Rect(minX: 96, minY: 500, maxX: 956, maxY: 666), in: &scene)
    return scene
  }

  private var subtitle: String {
    var facts = ["\(outcome.set.source) (\(outcome.set.kindOfTruth)), \(outcome.rows.count) rows"]
    if let mean = outcome.meanAbsoluteError, let signed = outcome.signedMean {
      facts.append("mean error \(Format.percent(mean)), signed \(Format.percent(signed))")
    }
    return facts.joined(separator: "; ")
  }

  /// The units, the most frequent first; three at most have room.
  private var units: [String] {
    var order: [String] = []
    for pair in pairs where !order.contains(pair.row.unit) { order.append(pair.row.unit) }
    let counts = order.map { unit in pairs.count { $0.row.unit == unit } }
    return order.indices.sorted { (counts[$0], $1) > (counts[$1], $0) }.prefix(3)
      .map { order[$0] }
  }

  /// The quantities in the order of the rows.
  private var quantities: [String] {
    var order: [String] = []
    for pair in pairs where !order.contains(pair.row.quantity) { order.append(pair.row.quantity) }
    return order
  }

  private static let styles: [(Paint, MarkerShape)] = [
    (.blue, .circle), (.vermillion, .diamond), (.green, .square), (.purple, .triangleUp),
    (.orange, .triangleDown), (.skyBlue, .hexagon),
  ]

  /// The mark of a quantity; those beyond the sixth share one.
  private func style(_ quantity: String) -> (Paint, MarkerShape) {
    let place = quantities.firstIndex(of: quantity) ?? 0
    return place < Self.styles.count ? Self.styles[place] : (.grey, .plus)
  }

  private func draw(_ unit: String, in plot: Rect, into scene: inout Scene) {
    scene.plots.append(plot)
    let own = pairs.filter { $0.row.unit == unit }
    let all = own.flatMap { [$0.row.published, $0.predicted] }
    let word = unit == "1" ? "" : unit
    let x = PlotAxis.decades(
      all, title: "published", unit: word, from: plot.minX, to: plot.maxX)
    let y = PlotAxis.decades(
      all, title: "predicted", unit: word, from: plot.maxY, to: plot.minY)
    PlotGrid.draw(x, y, in: plot, into: &scene)
    scene.add(
      .line(
        Point(x: plot.minX, y: plot.maxY), Point(x: plot.maxX, y: plot.minY), .ink, width: 1.2))
    for factor in [2.0, 0.5] {
      guard let low = all.min(), let high = all.max() else { continue }
      let a = Point(x: x.position(low / 8), y: y.position(low / 8 * factor))
      let b = Point(x: x.position(high * 8), y: y.position(high * 8 * factor))
      if let (from, to) = plot.clip(a, b) {
        scene.add(.line(from, to, .muted, width: 1, dash: .dotted))
      }
    }
    for pair in own {
      let (paint, shape) = style(pair.row.quantity)
      scene.add(
        MarkerItem(
          centre: Point(x: x.position(pair.row.published), y: y.position(pair.predicted)),
          radius: 4, shape: shape, style: pair.row.isRight ? .filled : .hollow, paint: paint,
          hover: Self.hover(pair.row)))
    }
  }

  private static func hover(_ row: ValidationRow) -> String {
    let predicted = row.predicted.map { Format.significant($0, digits: 4) } ?? "-"
    return "\(row.fullName), \(row.quantity)\n"
      + "published \(Format.significant(row.published, digits: 4)) \(row.unit), "
      + "predicted \(predicted)"
      + (row.error.map { "\n\(Format.percent($0)) off" } ?? "")
      + (row.role == .judged ? ", \(Format.percent(row.tolerance)) allowed" : "")
  }

  private func drawLegend(y: Double, in scene: inout Scene) {
    var left = 96.0
    func add(_ words: String, _ mark: (Double) -> SceneItem) {
      let text = FontMetrics.fit(PlainText.oneLine(words), width: 190, size: 11.5)
      let width = FontMetrics.width(text, size: 11.5)
      guard left + 20 + width < 960 else { return }
      scene.items.append(mark(left + 7))
      scene.add(
        TextItem(text: text, at: Point(x: left + 18, y: y), size: 11.5, role: .legend))
      left += 18 + width + 18
    }
    for quantity in quantities.prefix(Self.styles.count) {
      let (paint, shape) = style(quantity)
      add(quantity) {
        .marker(
          MarkerItem(
            centre: Point(x: $0, y: y - 4), radius: 4.5, shape: shape, paint: paint, isData: false))
      }
    }
    if outcome.rows.contains(where: { !$0.isRight }) {
      add("hollow: beyond its tolerance") {
        .marker(
          MarkerItem(
            centre: Point(x: $0, y: y - 4), radius: 4.5, shape: .circle, style: .hollow,
            paint: .ink, isData: false))
      }
    }
    add("dotted: a factor of two") {
      .path(
        .line(
          Point(x: $0 - 7, y: y - 4), Point(x: $0 + 7, y: y - 4), .muted, width: 1, dash: .dotted))
    }
  }

  private func drawErrors(_ plot: Rect, in scene: inout Scene) {
    scene.plots.append(plot)
    let rows = outcome.rows.filter { $0.error != nil }
    // Far ones are cut, with an arrow's mark, so that the others can be read.
    let sizes = rows.compactMap { $0.error?.magnitude }.sorted()
    let typical = sizes[min(sizes.count - 1, sizes.count * 95 / 100)]
    let limit = max(0.01, min(sizes.last ?? 1, max(typical * 2, 0.05)) * 1.15)
    let y = PlotAxis(
      scale: .linear(low: -limit, high: limit), title: "error", ticks: Self.ticks(limit),
      start: plot.maxY, end: plot.minY)
    let x = PlotAxis(
      scale: .categories(count: rows.count), title: "rows, in their order", ticks: [],
      start: plot.minX, end: plot.maxX)
    let step = x.room(for: 1)
    let isNamed = step >= Self.roomForName
    // Names of rows stand aslant below the panel, and the title below them.
    PlotGrid.draw(x, y, in: plot, titleDrop: isNamed ? 86 : 26, into: &scene)
    let zero = y.position(0)
    scene.add(.line(Point(x: plot.minX, y: zero), Point(x: plot.maxX, y: zero), .ink))
    for (place, row) in rows.enumerated() {
      guard let error = row.error else { continue }
      let at = x.position(Double(place))
      let height = y.position(min(limit, max(-limit, error)))
      let (paint, shape) = style(row.quantity)
      scene.add(
        .line(
          Point(x: at, y: zero), Point(x: at, y: height), paint,
          width: max(0.6, min(5, step * 0.5))))
      if error.magnitude > limit {
        scene.add(
          MarkerItem(
            centre: Point(x: at, y: height), radius: 4,
            shape: error > 0 ? .triangleUp : .triangleDown, style: .hollow, paint: .ink,
            hover: Self.hover(row)))
      } else if step > 6 {
        scene.add(
          MarkerItem(
            centre: Point(x: at, y: height), radius: 3, shape: shape,
            style: row.isRight ? .filled : .hollow, paint: paint, hover: Self.hover(row)))
      }
      for sign in [1.0, -1] where row.tolerance <= limit && step > 3 {
        let level = y.position(sign * row.tolerance)
        scene.add(
          .line(
            Point(x: at - step * 0.4, y: level), Point(x: at + step * 0.4, y: level), .muted,
            width: 1))
      }
      if isNamed {
        scene.add(
          TextItem(
            text: FontMetrics.fit(PlainText.oneLine(row.name), width: 72, size: 9.5),
            at: Point(x: at + 3, y: plot.maxY + 8), anchor: .end, size: 9.5, paint: .muted,
            rotation: -60, role: .axis))
      }
    }
  }

  /// From this width of a row on it is named.
  private static let roomForName = 13.0

  private static func ticks(_ limit: Double) -> [(value: Double, label: String)] {
    let steps = [0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10]
    let step = steps.first { limit / $0 <= 3.2 } ?? 10
    let count = Int(limit / step)
    return (-count...count).map { (Double($0) * step, Format.percent(Double($0) * step)) }
  }
}
