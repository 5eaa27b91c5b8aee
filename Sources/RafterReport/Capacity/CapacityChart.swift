// SPDX-License-Identifier: Apache-2.0
import RafterMapping
import RafterQuantities

/// The ski slope: bytes that cross a border against the capacity behind it, both axes to base two
/// [rooflines 2.3].
struct CapacityChart {
  private let report: CapacityReport
  private var curve: CapacityCurve { report.curve }

  init(_ report: CapacityReport) { self.report = report }

  var scene: Scene {
    var scene = Scene(width: 960, height: 600, title: report.title)
    let top = ChartHeading.draw(report.title, report.sentence, in: &scene) + 54
    let plot = Rect(minX: 86, minY: top, maxX: 930, maxY: 540)
    scene.plots = [plot]
    let capacities = curve.points.map(\.capacity.value) + (curve.own.map { [$0.value] } ?? [])
    let x = LogAxis.around(capacities, margin: 0.6, from: plot.minX, to: plot.maxX)
    let traffic = curve.points.flatMap { [$0.moved.bytes.value, $0.least.bytes.value] }
    let y = LogAxis.around(
      traffic + [curve.compulsory.bytes.value], margin: 0.8, from: plot.maxY, to: plot.minY)
    drawFrame(plot, x, y, in: &scene)
    drawBounds(plot, x, y, in: &scene)
    drawPoints(plot, x, y, in: &scene)
    drawLegend(plot, in: &scene)
    return scene
  }

  private func drawFrame(_ plot: Rect, _ x: LogAxis, _ y: LogAxis, in scene: inout Scene) {
    for value in x.ticks(spacing: 58) {
      let at = x.position(value)
      scene.add(.line(Point(x: at, y: plot.minY), Point(x: at, y: plot.maxY), .grid))
      scene.add(
        TextItem(
          text: LogAxis.label(value), at: Point(x: at, y: plot.maxY + 16), anchor: .middle,
          size: 11.5, paint: .muted, role: .axis))
    }
    for value in y.ticks(spacing: 34) {
      let at = y.position(value)
      scene.add(.line(Point(x: plot.minX, y: at), Point(x: plot.maxX, y: at), .grid))
      scene.add(
        TextItem(
          text: LogAxis.label(value), at: Point(x: plot.minX - 7, y: at + 4), anchor: .end,
          size: 11.5, paint: .muted, role: .axis))
    }
    scene.add(.rectangle(plot, fill: nil, stroke: .frame))
    let names = [curve.memory, curve.outer].map {
      FontMetrics.fit(PlainText.oneLine($0), width: 160, size: 13)
    }
    scene.add(
      TextItem(
        text: "capacity of \(names[0]), bytes",
        at: Point(x: (plot.minX + plot.maxX) / 2, y: plot.maxY + 38), anchor: .middle, size: 13,
        role: .axis))
    scene.add(
      TextItem(
        text: "bytes to and from \(names[1])",
        at: Point(x: 22, y: (plot.minY + plot.maxY) / 2), anchor: .middle, size: 13,
        rotation: -90, role: .axis))
  }

  private func drawBounds(_ plot: Rect, _ x: LogAxis, _ y: LogAxis, in scene: inout Scene) {
    let once = y.position(curve.compulsory.bytes.value)
    scene.add(
      .line(
        Point(x: plot.minX, y: once), Point(x: plot.maxX, y: once), .green, width: 1.6,
        dash: .dashed))
    let form = curve.points.map {
      Point(x: x.position($0.capacity.value), y: y.position($0.closedForm.bytes.value))
    }
    for (a, b) in zip(form, form.dropFirst()) {
      guard let (from, to) = plot.clip(a, b) else { continue }
      scene.add(.line(from, to, .muted, width: 1))
    }
    guard let own = curve.own else { return }
    let at = x.position(own.value)
    scene.add(
      .line(Point(x: at, y: plot.minY), Point(x: at, y: plot.maxY), .vermillion, width: 1.6))
    let words = "\(report.subject.accelerator): \(own.formatted())"
    let isLeft = at > (plot.minX + plot.maxX) / 2
    scene.add(
      TextItem(
        text: FontMetrics.fit(PlainText.oneLine(words), width: 300, size: 11.5),
        at: Point(x: at + (isLeft ? -7 : 7), y: plot.minY + 18),
        anchor: isLeft ? .end : .start, size: 11.5, paint: .vermillion, role: .tick, hasRim: true))
  }

  private func drawPoints(_ plot: Rect, _ x: LogAxis, _ y: LogAxis, in scene: inout Scene) {
    let places = curve.points.map {
      Point(x: x.position($0.capacity.value), y: y.position($0.moved.bytes.value))
    }
    if places.count > 1 {
      scene.add(PathItem(points: places, stroke: .blue, width: 2))
    }
    for (point, place) in zip(curve.points, places) {
      if !point.isOptimal {
        // Down to what is proven.
        scene.add(
          .line(
            place, Point(x: place.x, y: y.position(point.least.bytes.value)), .blue, width: 1.2))
      }
      scene.add(
        MarkerItem(
          centre: place, radius: point.isOwn ? 6 : 4.5, shape: point.isOwn ? .diamond : .circle,
          style: point.isOptimal ? .filled : .hollow, paint: point.isOwn ? .vermillion : .blue,
          hover: "\(point.capacity.formatted())\n\(point.moved.bytes.formatted()) moved\n"
            + "\(curve.intensity(point.moved).formatted())\n"
            + (point.isOptimal
              ? "optimal" : "at most \(Format.percent(point.gap)) above the least")))
    }
  }

  private func drawLegend(_ plot: Rect, in scene: inout Scene) {
    var left = plot.minX
    let y = plot.minY - 18
    func add(_ words: String) {
      scene.add(TextItem(text: words, at: Point(x: left + 26, y: y), size: 11.5, role: .legend))
      left += 26 + FontMetrics.width(words, size: 11.5) + 22
    }
    func mark(_ style: MarkerItem.Style) {
      scene.add(
        MarkerItem(
          centre: Point(x: left + 10, y: y - 4), radius: 4.5, shape: .circle, style: style,
          paint: .blue, isData: false))
    }
    func line(_ paint: Paint, _ width: Double, _ dash: PathItem.Dash) {
      scene.add(
        .line(
          Point(x: left, y: y - 4), Point(x: left + 20, y: y - 4), paint, width: width, dash: dash))
    }
    mark(.filled)
    add("least, proven")
    mark(.hollow)
    add("least found, line to the proven bound")
    line(.green, 1.6, .dashed)
    add("each operand once")
    line(.muted, 1, .solid)
    add("closed form")
  }
}
