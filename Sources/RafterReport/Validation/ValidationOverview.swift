// SPDX-License-Identifier: Apache-2.0
import RafterPeers
import RafterQuantities

/// All sets at a glance: of each the ratio of predicted to published numbers, its middle, where eight in ten lie, and its ends.
struct ValidationOverview {
  /// The ratios of a set, in order.
  private struct Ratios {
    var name: String
    var truth: String
    var sorted: [Double]

    /// Between neighbours in proportion.
    func at(_ share: Double) -> Double {
      let place = share * Double(sorted.count - 1)
      let lower = Int(place)
      guard lower + 1 < sorted.count else { return sorted[sorted.count - 1] }
      return sorted[lower] + (place - Double(lower)) * (sorted[lower + 1] - sorted[lower])
    }
  }

  private let sets: [Ratios]

  init(_ outcomes: [ValidationOutcome]) {
    sets = outcomes.compactMap { outcome in
      let ratios = outcome.rows.compactMap { row -> Double? in
        guard row.role != .shown, row.published > 0, let predicted = row.predicted, predicted > 0
        else { return nil }
        return predicted / row.published
      }
      guard !ratios.isEmpty else { return nil }
      return Ratios(
        name: outcome.set.name, truth: outcome.set.kindOfTruth, sorted: ratios.sorted())
    }
  }

  private static let rowHeight = 27.0
  /// Sets of so few numbers show each.
  private static let few = 60

  /// The picture; nil where fewer than two sets can be drawn.
  var scene: Scene? {
    guard sets.count > 1, let low = sets.compactMap(\.sorted.first).min(),
      let high = sets.compactMap(\.sorted.last).max()
    else { return nil }
    let count = sets.reduce(0) { $0 + $1.sorted.count }
    var scene = Scene(
      width: 980, height: 150 + Self.rowHeight * Double(sets.count),
      title: "Predicted over published: \(count) numbers of \(sets.count) sets")
    let top =
      ChartHeading.draw(
        scene.title,
        "a bar holds eight in ten of a set's numbers, a thin line all of them, a thick mark is the middle; hollow marks are single numbers",
        in: &scene) + 18
    let plot = Rect(
      minX: 250, minY: top, maxX: 900, maxY: top + Self.rowHeight * Double(sets.count))
    scene.plots = [plot]
    let x = axis(min(low, 0.5), max(high, 2), plot)
    drawScale(x, plot, in: &scene)
    for (place, set) in sets.enumerated() {
      draw(set, y: plot.minY + (Double(place) + 0.5) * Self.rowHeight, x, plot, in: &scene)
    }
    return scene
  }

  private func axis(_ low: Double, _ high: Double, _ plot: Rect) -> LogAxis {
    LogAxis.around([low, high], margin: 0.1, from: plot.minX, to: plot.maxX)
  }

  private func drawScale(_ x: LogAxis, _ plot: Rect, in scene: inout Scene) {
    for value in [0.2, 0.25, 0.33, 0.5, 0.7, 0.8, 0.9, 1, 1.1, 1.25, 1.5, 2, 3, 4, 5]
    where x.contains(value) {
      let at = x.position(value)
      scene.add(
        .line(
          Point(x: at, y: plot.minY), Point(x: at, y: plot.maxY), value == 1 ? .ink : .grid,
          width: value == 1 ? 1.2 : 1))
      scene.add(
        TextItem(
          text: value == 1 ? "1" : "\(value)", at: Point(x: at, y: plot.maxY + 16),
          anchor: .middle, size: 11.5, paint: .muted, role: .axis))
    }
    scene.add(.rectangle(plot, fill: nil, stroke: .frame))
    scene.add(
      TextItem(
        text: "predicted / published", at: Point(x: (plot.minX + plot.maxX) / 2, y: plot.maxY + 38),
        anchor: .middle, size: 13, role: .axis))
  }

  private func draw(_ set: Ratios, y: Double, _ x: LogAxis, _ plot: Rect, in scene: inout Scene) {
    scene.add(
      TextItem(
        text: set.name, at: Point(x: plot.minX - 12, y: y + 1), anchor: .end, size: 12.5,
        role: .axis))
    scene.add(
      TextItem(
        text: set.truth, at: Point(x: plot.minX - 12, y: y + 12), anchor: .end, size: 9,
        paint: .muted, role: .axis))
    scene.add(
      TextItem(
        text: "\(set.sorted.count)", at: Point(x: plot.maxX + 10, y: y + 4), size: 11.5,
        paint: .muted, role: .axis))
    func point(_ value: Double) -> Point { Point(x: x.position(value), y: y) }
    let ends = (set.at(0), set.at(1))
    scene.add(.line(point(ends.0), point(ends.1), .blue, width: 1))
    let left = x.position(set.at(0.1))
    let right = x.position(set.at(0.9))
    scene.add(
      .rectangle(
        Rect(minX: left - 1, minY: y - 5, maxX: right + 1, maxY: y + 5), fill: .skyBlue,
        hover:
          "\(set.name): eight in ten from \(Format.significant(set.at(0.1))) to \(Format.significant(set.at(0.9))), middle \(Format.significant(set.at(0.5)))"
      ))
    if set.sorted.count <= Self.few {
      for value in set.sorted {
        scene.add(
          MarkerItem(
            centre: point(value), radius: 2.6, shape: .circle, style: .hollow, paint: .blue))
      }
    }
    let middle = x.position(set.at(0.5))
    scene.add(
      .line(Point(x: middle, y: y - 8), Point(x: middle, y: y + 8), .vermillion, width: 2.4))
  }
}
