// SPDX-License-Identifier: Apache-2.0
import RafterPeers
import RafterQuantities

/// Measured points of a set under the roofs of their machine, and what we say they attain.
struct MeasuredRooflineChart {
  private let roofline: MeasuredRoofline
  private let title: String

  init(_ roofline: MeasuredRoofline, set: String) {
    self.init(
      roofline, title: "\(set): measured points under the roofs of \(roofline.machine)")
  }

  init(_ roofline: MeasuredRoofline, title: String) {
    self.roofline = roofline
    self.title = title
  }

  var scene: Scene? {
    // One point says nothing that a row does not.
    guard roofline.points.count > 1, let slope = roofline.slopes.first else { return nil }
    var scene = Scene(width: 980, height: 620, title: title)
    let above = roofline.pointsAboveRoofs
    let lifted = roofline.pointsLiftedByCache
    let sentence =
      above.isEmpty
      ? "\(roofline.points.count) points, none above the roofs"
        + (lifted.isEmpty
          ? "" : "; \(lifted.count) above the slope by what a cache kept from run to run")
      : "\(above.count) of \(roofline.points.count) points lie above a roof, which no machine can: "
        + above.prefix(3).map(\.name).joined(separator: ", ")
    let top = ChartHeading.draw(title, sentence, in: &scene) + 44
    let plot = Rect(minX: 96, minY: top, maxX: 950, maxY: 560)
    scene.plots = [plot]
    let intensities = roofline.points.map(\.intensity.value)
    let ridges = roofline.ceilings.map { $0.peak.value / slope.bandwidth.value }
    let x = PlotAxis.decades(
      intensities + ridges, title: "operational intensity, op/byte of \(slope.name)",
      from: plot.minX, to: plot.maxX, margin: 0.8)
    let rates =
      roofline.points.flatMap { [$0.measured.value, $0.predicted?.value ?? $0.measured.value] }
      + roofline.ceilings.map(\.peak.value)
    let y = PlotAxis.decades(
      rates, title: "throughput, op/s", unit: "op/s", from: plot.maxY, to: plot.minY, margin: 0.8)
    PlotGrid.draw(x, y, in: plot, into: &scene)
    drawRoofs(plot, x, y, in: &scene)
    drawPoints(x, y, in: &scene)
    drawLegend(plot, in: &scene)
    return scene
  }

  private func drawRoofs(_ plot: Rect, _ x: PlotAxis, _ y: PlotAxis, in scene: inout Scene) {
    guard case .logarithmic(let axis) = x.scale, let peak = roofline.ceilings.map(\.peak).max()
    else { return }
    let left = axis.value(at: plot.minX)
    let right = axis.value(at: plot.maxX)
    for slope in roofline.slopes {
      let ridge = peak.value / slope.bandwidth.value
      let from = Point(x: plot.minX, y: y.position(left * slope.bandwidth.value))
      let to = Point(x: x.position(ridge), y: y.position(peak.value))
      guard let (a, b) = plot.clip(from, to) else { continue }
      scene.add(.line(a, b, .ink, width: 1.8))
      scene.add(
        TextItem(
          text: "\(slope.name) \(slope.bandwidth.formatted())",
          at: Point(x: a.x + (b.x - a.x) * 0.1 + 8, y: a.y + (b.y - a.y) * 0.1 + 14), size: 11.5,
          role: .roof, hasRim: true))
    }
    let widest = roofline.slopes.map(\.bandwidth.value).max() ?? 1
    for ceiling in roofline.ceilings {
      let start = max(plot.minX, x.position(ceiling.peak.value / widest))
      let height = y.position(ceiling.peak.value)
      scene.add(
        .line(
          Point(x: start, y: height), Point(x: x.position(right), y: height), .ink,
          width: ceiling.peak == peak ? 1.8 : 1.2, dash: ceiling.peak == peak ? .solid : .dashed))
      scene.add(
        TextItem(
          text: "\(ceiling.name) \(ceiling.peak.formatted())",
          at: Point(x: plot.maxX - 6, y: height - 5), anchor: .end, size: 11.5, role: .roof,
          hasRim: true))
    }
  }

  private func drawPoints(_ x: PlotAxis, _ y: PlotAxis, in scene: inout Scene) {
    let above = Set(roofline.pointsAboveRoofs.map(\.name))
    for point in roofline.points {
      let at = Point(x: x.position(point.intensity.value), y: y.position(point.measured.value))
      if let predicted = point.predicted {
        let end = Point(x: at.x, y: y.position(predicted.value))
        scene.add(.line(at, end, .muted, width: 1))
        scene.add(
          MarkerItem(
            centre: end, radius: 3.5, shape: .circle, style: .hollow, paint: .blue,
            hover: "\(point.name), predicted\n\(predicted.formatted())"))
      }
      scene.add(
        MarkerItem(
          centre: at, radius: 4, shape: .diamond,
          paint: above.contains(point.name) ? .vermillion : .green,
          hover: "\(point.name), measured\n\(point.measured.formatted())\n"
            + point.intensity.formatted()))
    }
    guard roofline.points.count <= 12 else { return }
    var placer = LabelPlacer(
      area: (scene.plots.first ?? Rect(minX: 0, minY: 0, maxX: 1, maxY: 1)).insetBy(2))
    placer.marks = roofline.points.map {
      let at = Point(x: x.position($0.intensity.value), y: y.position($0.measured.value))
      return Outline(MarkerShape.diamond.corners(at, radius: 4))
    }
    for point in roofline.points {
      let at = Point(x: x.position(point.intensity.value), y: y.position(point.measured.value))
      let name = FontMetrics.fit(PlainText.oneLine(point.name), width: 160, size: 11)
      guard let placed = placer.placeName(name, near: at, radius: 4, weight: .regular, limit: 80)
      else { continue }
      if let leader = placed.leader { scene.add(.line(leader.0, leader.1, .muted, width: 0.8)) }
      scene.add(placed.text)
    }
  }

  private func drawLegend(_ plot: Rect, in scene: inout Scene) {
    let y = plot.minY - 14
    var left = plot.minX
    var entries = [("measured", MarkerShape.diamond, MarkerItem.Style.filled, Paint.green)]
    if roofline.points.contains(where: { $0.predicted != nil }) {
      entries.append(("predicted", .circle, .hollow, .blue))
    }
    for (words, shape, style, paint) in entries {
      scene.add(
        MarkerItem(
          centre: Point(x: left + 8, y: y - 4), radius: 4.5, shape: shape, style: style,
          paint: paint, isData: false))
      scene.add(
        TextItem(text: words, at: Point(x: left + 20, y: y), size: 11.5, role: .legend))
      left += 20 + FontMetrics.width(words, size: 11.5) + 22
    }
  }
}
