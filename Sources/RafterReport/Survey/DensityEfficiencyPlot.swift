// SPDX-License-Identifier: Apache-2.0
import RafterQuantities
import RafterSurvey

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// op/s/mm2 against op/J: the two goals of the paper.
///
/// In this plane a rate fixes area by height and power by abscissa, and a power density is a diagonal.
struct DensityEfficiencyPlot {
  private let data: SurveyPlotData

  /// The rate that the lines of area and power are for.
  private static let rate = Throughput(100e12)

  init(_ data: SurveyPlotData) { self.data = data }

  var scene: Scene? {
    let style = data.style
    func spots(_ entries: [SurveyEntry], isDesign: Bool) -> [SurveySpot] {
      entries.compactMap { entry in
        guard let x = entry.number(.efficiency), let y = entry.number(.density) else { return nil }
        return SurveySpot(
          entry: entry, x: x, y: y, style: style(entry), isNamed: isDesign, isDesign: isDesign)
      }
    }
    var published = spots(data.subset.entries, isDesign: false)
    let ours = spots(data.designs, isDesign: true)
    guard !published.isEmpty else { return nil }
    let front = ParetoFront(
      of: published.enumerated().map { ParetoFront.Point(x: $1.x, y: $1.y, index: $0) })
    for point in front.points.suffix(12) { published[point.index].isNamed = true }
    // And the best of each style in either goal.
    for own in Dictionary(grouping: published.indices, by: { published[$0].style }).values {
      for best in [
        own.max { published[$0].x < published[$1].x },
        own.max { published[$0].y < published[$1].y },
      ].compactMap({ $0 }) { published[best].isNamed = true }
    }
    var frame = PlotFrame(
      title: "Density against efficiency of published accelerators", fairness: data.subset.fairness,
      facts: data.facts(
        n: published.count,
        "Front: no other row is better in both. Dotted: area (scale at the right) and power (at the top) of "
          + "\(Self.rate.formatted()) at that density and efficiency; dashed: watts per mm2"))
    // Room for the scale of areas.
    frame.plot.maxX -= 52
    frame.scene.plots = [frame.plot]
    let all = published + ours
    // Names of the best stand above and beside the front.
    let x = PlotAxis.decades(
      all.map(\.x), title: "efficiency, TOPS/W (Top/J)", from: frame.plot.minX,
      to: frame.plot.maxX, margin: 1.2)
    let y = PlotAxis.decades(
      all.map(\.y), title: "density, TOPS/mm2", from: frame.plot.maxY, to: frame.plot.minY,
      margin: 1.6)
    frame.draw(x, y)
    let names = drawIsoLines(&frame, x, y)
    let path = drawFront(front, &frame, x, y)
    frame.draw(
      all, x, y, unit: "TOPS/mm2", avoiding: Array(zip(path, path.dropFirst())), then: names)
    frame.drawLegend(
      PlotFrame.keys(all) + [
        .line(.ink, .solid, 1.6, "front"), .line(.muted, .dotted, 1, "equal area, equal power"),
        .line(.muted, .dashed, 1, "equal power density"),
      ])
    return frame.scene
  }

  /// Draws the lines and the scales of area and power at the right and at the top.
  ///
  /// - Returns: the names of the diagonals, each with the places it may have.
  private func drawIsoLines(_ frame: inout PlotFrame, _ x: PlotAxis, _ y: PlotAxis)
    -> [[TextItem]]
  {
    let plot = frame.plot
    let rate = Self.rate.value / 1e12
    func scale(_ text: String, _ at: Point, _ anchor: TextItem.Anchor) -> TextItem {
      TextItem(text: text, at: at, anchor: anchor, size: 10.5, paint: .muted, role: .axis)
    }
    for exponent in -6...9 {
      let value = pow(10, Double(exponent))
      if y.contains(rate / value) {
        let at = y.position(rate / value)
        frame.scene.add(
          .line(Point(x: plot.minX, y: at), Point(x: plot.maxX, y: at), .muted, dash: .dotted))
        frame.scene.add(
          scale("\(PlotAxis.plain(value)) mm2", Point(x: plot.maxX + 5, y: at + 4), .start))
      }
      if x.contains(rate / value) {
        let at = x.position(rate / value)
        frame.scene.add(
          .line(Point(x: at, y: plot.minY), Point(x: at, y: plot.maxY), .muted, dash: .dotted))
        frame.scene.add(
          scale(Power(value).formatted(digits: 1), Point(x: at, y: plot.minY - 6), .middle))
      }
    }
    // y = p x with p in W/mm2: TOPS/mm2 over TOPS/W.
    guard case .logarithmic(let axis) = x.scale else { return [] }
    let (left, right) = (exp2(axis.low), exp2(axis.high))
    var names: [[TextItem]] = []
    for exponent in stride(from: -6, through: 4, by: 1) {
      let power = pow(10, Double(exponent))
      let a = Point(x: x.position(left), y: y.position(left * power))
      let b = Point(x: x.position(right), y: y.position(right * power))
      guard let cut = plot.clip(a, b), cut.1.x - cut.0.x > 60 else { continue }
      frame.scene.add(.line(cut.0, cut.1, .muted, dash: .dashed, opacity: 0.7))
      let turn = atan2(b.y - a.y, b.x - a.x) * 180 / .pi
      names.append(
        stride(from: 74.0, through: 400, by: 22).map { back in
          TextItem(
            text: "\(PlotAxis.plain(power)) W/mm2",
            at: cut.1.moved(by: -back, degrees: turn).moved(by: 4, degrees: turn - 90),
            size: 10.5, paint: .muted, rotation: turn, role: .roof, hasRim: true)
        })
    }
    return names
  }

  /// Steps: between two designs of the front, what the worse one has is still reached.
  private func drawFront(
    _ front: ParetoFront, _ frame: inout PlotFrame, _ x: PlotAxis, _ y: PlotAxis
  ) -> [Point] {
    let at = front.points.map { Point(x: x.position($0.x), y: y.position($0.y)) }
    guard let first = at.first, let last = at.last else { return [] }
    var path = [Point(x: frame.plot.minX, y: first.y)]
    for (a, b) in zip(at, at.dropFirst()) { path += [a, Point(x: a.x, y: b.y)] }
    path += [last, Point(x: last.x, y: frame.plot.maxY)]
    frame.scene.add(PathItem(points: path, stroke: .ink, width: 1.6))
    return path
  }
}
