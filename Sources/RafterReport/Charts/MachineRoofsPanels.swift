// SPDX-License-Identifier: Apache-2.0
import RafterQuantities
import RafterRoofline

/// The two panels of roofs of machines, and how a roof is drawn in one.
struct MachineRoofsPanels {
  let upper: Rect
  let lower: Rect

  init(_ whole: Rect, hasEnergy: Bool) {
    upper = Rect(
      minX: whole.minX, minY: whole.minY, maxX: whole.maxX,
      maxY: hasEnergy ? whole.minY + (whole.height - 40) * 0.55 : whole.maxY)
    lower = Rect(minX: whole.minX, minY: upper.maxY + 40, maxX: whole.maxX, maxY: whole.maxY)
  }

  /// Draws a roof cut to its panel; a cap only where it holds.
  func draw(
    _ line: MachineRoofsChart.Line, in plot: Rect, _ x: PlotAxis, _ y: PlotAxis,
    _ scene: inout Scene, isCap: Bool = false, value: (OperationalIntensity) -> Double?
  ) {
    guard case .logarithmic(let axis) = x.scale else { return }
    var at = stride(from: plot.minX, through: plot.maxX, by: 4).map { axis.value(at: $0) }
    at += [line.roof.ridge.value, axis.value(at: plot.maxX)].filter(x.contains)
    var path: [Point] = []
    var before: Point?
    for intensity in at.sorted() {
      let here = value(OperationalIntensity(intensity)).flatMap { found -> Point? in
        let isHeld =
          found < line.roof.attainable(at: OperationalIntensity(intensity)).value / line.area
          * 0.999
        guard found > 0, !isCap || isHeld else { return nil }
        return Point(x: x.position(intensity), y: y.position(found))
      }
      if let a = before, let b = here, let cut = plot.clip(a, b) {
        if path.isEmpty { path.append(cut.0) }
        path.append(cut.1)
      }
      before = here
    }
    guard path.count > 1 else { return }
    scene.add(
      PathItem(
        points: Self.straightened(path), stroke: line.paint, width: isCap ? 1.2 : 1.8,
        dash: isCap ? .dashed : line.dash, opacity: 0.9,
        hover: "\(line.name)\n\(line.roof.format)\npeak \(line.roof.peak.formatted()), "
          + "bandwidth \(line.roof.bandwidth.formatted())\nridge \(line.roof.ridge.formatted())"
          + (isCap ? "\nheld by the power cap" : "")))
  }

  /// Without points on a straight line between their neighbours.
  private static func straightened(_ path: [Point]) -> [Point] {
    var kept: [Point] = []
    for point in path {
      if kept.count > 1 {
        let (p, q) = (kept[kept.count - 2], kept[kept.count - 1])
        let cross = (q.x - p.x) * (point.y - p.y) - (q.y - p.y) * (point.x - p.x)
        if cross.magnitude < 0.2 { kept.removeLast() }
      }
      kept.append(point)
    }
    return kept
  }
}
