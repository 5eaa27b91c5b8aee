// SPDX-License-Identifier: Apache-2.0
import RafterAnalysis
import RafterLevers
import RafterQuantities
import RafterRoofline

/// Arrows on both rooflines, from where the network stands to where each change takes it and its roof.
///
/// Both panels share the axis of intensities at one memory [rooflines 4]. Points are of whole networks: sums of
/// operations over sums of bytes, times and energies.
struct MoveChart {
  /// A change, and where the network stands after it.
  struct Move {
    var name: String
    var saved: String
    var position: Position
  }

  private let title: String
  private let subtitle: String
  private let base: Position
  private let moves: [Move]

  /// Colours of the moves, in their order.
  private static let paints: [Paint] = [.blue, .vermillion, .green, .orange, .purple, .skyBlue]
  /// How many moves can be told apart.
  static let most = paints.count

  init(title: String, subtitle: String, base: Position, moves: [Move]) {
    self.title = title
    self.subtitle = subtitle
    self.base = base
    self.moves = Array(moves.prefix(Self.most))
  }

  var scene: Scene {
    var frame = PlotFrame(
      title: title, fairness: [],
      facts: [
        subtitle,
        "Thick: the roofs of the machine as it is. Thin: those of a changed machine. A point is the whole network: it "
          + "may lie under the roof of every layer; arrows lead from now to then",
      ], height: 900)
    let whole = frame.plot
    let gap = 26.0
    let middle = (whole.minY + whole.maxY) / 2
    var upper = whole
    upper.maxY = middle - gap / 2
    var lower = whole
    lower.minY = middle + gap / 2
    frame.scene.plots = [upper, lower]
    let positions = [base] + moves.map(\.position)
    let x = intensities(positions, whole)
    let title = "operational intensity at \(PlainText.oneLine(base.level)), op/byte"
    draw(
      Panel(
        plot: upper, x: axis(x, title), unit: ScaledUnit.throughput([base.roof.peak.value]),
        title: "throughput", roof: { $0.attainable(at: OperationalIntensity($1)).value },
        value: { $0.throughput.value }), last: false, in: &frame)
    draw(
      Panel(
        plot: lower, x: axis(x, title), unit: ScaledUnit(symbol: "TOPS/W", size: 1e12),
        title: "energy efficiency",
        roof: { $0.efficiency(at: OperationalIntensity($1))?.value },
        value: { $0.efficiency?.value }), last: true, in: &frame)
    frame.plot = upper
    frame.drawLegend(legend)
    return frame.scene
  }

  private struct Panel {
    var plot: Rect
    var x: PlotAxis
    var unit: ScaledUnit
    var title: String
    var roof: (MachineRoof, Double) -> Double?
    var value: (Position) -> Double?
  }

  private func intensities(_ positions: [Position], _ plot: Rect) -> LogAxis {
    LogAxis.around(
      positions.map(\.intensity.value) + positions.map { ($0.sparseRoof ?? $0.roof).ridge.value },
      margin: 1.2,
      from: plot.minX, to: plot.maxX)
  }

  private func axis(_ x: LogAxis, _ title: String) -> PlotAxis {
    PlotAxis(
      scale: .logarithmic(x), title: title,
      ticks: x.ticks(spacing: 42).map { ($0, LogAxis.label($0)) }, start: x.start, end: x.end)
  }

  private func draw(_ panel: Panel, last: Bool, in frame: inout PlotFrame) {
    guard case .logarithmic(let x) = panel.x.scale else { return }
    let positions = [base] + moves.map(\.position)
    let tops = positions.compactMap { panel.roof($0.sparseRoof ?? $0.roof, x.value(at: x.end)) }
    let values = positions.compactMap(panel.value)
    guard !values.isEmpty else {
      frame.scene.add(
        TextItem(
          text: "The energy is not known: no energy roof is drawn.",
          at: Point(x: panel.plot.minX + 12, y: panel.plot.minY + 24), size: 12, paint: .muted,
          role: .note))
      frame.scene.add(.rectangle(panel.plot, fill: nil, stroke: .frame))
      return
    }
    let scale = LogAxis.around(
      (tops + values).map { $0 / panel.unit.size }, margin: 1, from: panel.plot.maxY,
      to: panel.plot.minY)
    let y = PlotAxis(
      scale: .logarithmic(scale), title: "\(panel.title) [\(panel.unit.symbol)]",
      ticks: scale.ticks(spacing: 30).map { ($0, LogAxis.label($0)) }, start: scale.start,
      end: scale.end)
    frame.draw(panel.x, y, in: panel.plot, xTitle: last)
    var placer = LabelPlacer(area: panel.plot.insetBy(2))
    // Changed roofs below the one there is.
    for (index, move) in moves.enumerated() where move.position.roof != base.roof {
      let (own, paint) = (move.position, Self.paints[index])
      roof(own.roof, panel, x, y, paint, width: 1.3, .solid, &frame, &placer)
    }
    // What zeros lift: in nominal operations a point may lie above the dense roof.
    for (index, move) in moves.enumerated() {
      guard let lifted = move.position.sparseRoof else { continue }
      roof(lifted, panel, x, y, Self.paints[index], width: 1.3, .dashed, &frame, &placer)
    }
    if let lifted = base.sparseRoof {
      roof(lifted, panel, x, y, .ink, width: 1.3, .dashed, &frame, &placer)
    }
    roof(base.roof, panel, x, y, .ink, width: 2.6, .solid, &frame, &placer)
    let start = panel.value(base).map { point(base, $0, panel, y) }
    for (index, move) in moves.enumerated() {
      guard let value = panel.value(move.position), let start else { continue }
      let end = point(move.position, value, panel, y)
      arrow(start, end, Self.paints[index], &frame)
      let marker = MarkerItem(
        centre: end, radius: 5.5, shape: .circle, paint: Self.paints[index],
        hover: "\(move.name)\n\(move.saved)")
      frame.scene.add(marker)
      placer.marks.append(Outline(marker.shape.corners(end, radius: 5.5)))
      placer.lines.append((start, end))
    }
    if let start {
      frame.scene.add(MarkerItem(centre: start, radius: 8, shape: .star, paint: .ink, hover: "now"))
      placer.marks.append(Outline(MarkerShape.star.corners(start, radius: 8)))
      name("now", start, .bold, &frame, &placer)
    }
    for (index, move) in moves.enumerated() {
      guard let value = panel.value(move.position) else { continue }
      name("\(index + 1)", point(move.position, value, panel, y), .bold, &frame, &placer)
    }
  }

  private func point(_ position: Position, _ value: Double, _ panel: Panel, _ y: PlotAxis) -> Point
  {
    Point(
      x: panel.x.position(position.intensity.value), y: y.position(value / panel.unit.size))
  }

  private func roof(
    _ roof: MachineRoof, _ panel: Panel, _ x: LogAxis, _ y: PlotAxis, _ paint: Paint,
    width: Double, _ dash: PathItem.Dash, _ frame: inout PlotFrame, _ placer: inout LabelPlacer
  ) {
    let count = 96
    let even = (0...count).map { step in
      x.value(at: x.start + (x.end - x.start) * Double(step) / Double(count))
    }
    // The corner has a point of its own.
    let points = (even + [roof.ridge.value]).sorted().compactMap { intensity -> Point? in
      guard let value = panel.roof(roof, intensity) else { return nil }
      return Point(x: x.position(intensity), y: y.position(value / panel.unit.size))
    }
    var path: [Point] = []
    for (a, b) in zip(points, points.dropFirst()) {
      guard let cut = panel.plot.clip(a, b) else { continue }
      if path.isEmpty { path.append(cut.0) }
      // What runs on in one direction is one line.
      if path.count > 1, Self.isStraight(path[path.count - 2], path[path.count - 1], cut.1) {
        path.removeLast()
      }
      path.append(cut.1)
    }
    guard path.count > 1 else { return }
    frame.scene.add(PathItem(points: path, stroke: paint, width: width, dash: dash))
    for pair in zip(path, path.dropFirst()) { placer.lines.append(pair) }
  }

  private static func isStraight(_ a: Point, _ b: Point, _ c: Point) -> Bool {
    let (along, on) = (b - a, c - b)
    return abs(along.x * on.y - along.y * on.x) < 0.02
  }

  /// A line with a head that ends at the rim of the mark.
  private func arrow(_ start: Point, _ end: Point, _ paint: Paint, _ frame: inout PlotFrame) {
    let d = end - start
    let length = (d.x * d.x + d.y * d.y).squareRoot()
    guard length > 24 else { return }
    let along = Point(x: d.x / length, y: d.y / length)
    let tip = Point(x: end.x - along.x * 7, y: end.y - along.y * 7)
    let foot = Point(x: tip.x - along.x * 11, y: tip.y - along.y * 11)
    let from = Point(x: start.x + along.x * 9, y: start.y + along.y * 9)
    frame.scene.add(.line(from, foot, paint, width: 1.8))
    frame.scene.add(
      PathItem(
        points: [
          tip, Point(x: foot.x - along.y * 4.5, y: foot.y + along.x * 4.5),
          Point(x: foot.x + along.y * 4.5, y: foot.y - along.x * 4.5),
        ], ends: .closed, fill: paint))
  }

  private func name(
    _ text: String, _ at: Point, _ weight: TextItem.Weight, _ frame: inout PlotFrame,
    _ placer: inout LabelPlacer
  ) {
    guard let placed = placer.placeName(text, near: at, radius: 7, weight: weight) else { return }
    if let leader = placed.leader { frame.scene.add(.line(leader.0, leader.1, .muted, width: 0.8)) }
    frame.scene.add(placed.text)
  }

  private var legend: [PlotFrame.Key] {
    var keys: [PlotFrame.Key] = [
      .line(.ink, .solid, 2.6, "as it is"), .heading("Changes"),
    ]
    for (index, move) in moves.enumerated() {
      let name = FontMetrics.wrap("\(index + 1)  \(move.name)", width: 150, size: 11.5, lines: 3)
      keys.append(.line(Self.paints[index], .solid, 1.8, name.first ?? ""))
      keys += name.dropFirst().map { .more($0) }
      keys.append(.note(move.saved))
    }
    if ([base] + moves.map(\.position)).contains(where: { $0.sparseRoof != nil }) {
      keys.append(.line(.muted, .dashed, 1.3, "lifted by zeros"))
    }
    return keys
  }
}
