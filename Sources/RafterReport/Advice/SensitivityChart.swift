// SPDX-License-Identifier: Apache-2.0
import RafterLevers
import RafterQuantities

/// Bars of elasticities, time above energy for each parameter, the strongest on top: the shadow price of each component.
struct SensitivityChart {
  private let title: String
  private let subtitle: String
  private let rows: [Sensitivity]
  /// Bars at most.
  private static let most = 16

  init(title: String, subtitle: String, rows: [Sensitivity]) {
    self.title = title
    self.subtitle = subtitle
    self.rows = Array(rows.prefix(Self.most))
  }

  var scene: Scene {
    let row = 34.0
    var scene = Scene(width: 960, height: 0, title: PlainText.oneLine(title))
    let top = ChartHeading.draw(title, subtitle, in: &scene) + 44
    let plot = Rect(minX: 330, minY: top, maxX: 900, maxY: top + row * Double(rows.count) + 12)
    scene.plots = [plot]
    let reach = reach
    func x(_ value: Double) -> Double {
      plot.minX + (value + reach) / (2 * reach) * plot.width
    }
    legend(plot, in: &scene)
    for tick in stride(from: -4, through: 4, by: 1).map({ Double($0) / 4 * reach }) {
      scene.add(.line(Point(x: x(tick), y: plot.minY), Point(x: x(tick), y: plot.maxY), .grid))
      scene.add(
        TextItem(
          text: tick == 0 ? "0" : Format.fixed(tick, decimals: 1),
          at: Point(x: x(tick), y: plot.maxY + 17), anchor: .middle, size: 11.5, paint: .muted,
          role: .axis))
    }
    for (index, own) in rows.enumerated() {
      let y = plot.minY + 6 + row * Double(index)
      scene.add(
        TextItem(
          text: FontMetrics.fit(
            PlainText.oneLine("\(own.name), \(own.value)"), width: plot.minX - 30, size: 12),
          at: Point(x: plot.minX - 10, y: y + 18), anchor: .end, size: 12, role: .layer))
      bar(own.time, y + 4, .blue, own, "time", x, in: &scene)
      if let energy = own.energy { bar(energy, y + 17, .orange, own, "energy", x, in: &scene) }
    }
    scene.add(.line(Point(x: x(0), y: plot.minY), Point(x: x(0), y: plot.maxY), .ink))
    scene.add(.rectangle(plot, fill: nil, stroke: .frame))
    scene.add(
      TextItem(
        text:
          "elasticity d ln T / d ln p: change of time or energy for a change of the parameter, in percent each",
        at: Point(x: (plot.minX + plot.maxX) / 2 - 60, y: plot.maxY + 40), anchor: .middle,
        size: 13,
        role: .axis))
    var y = plot.maxY + 64
    for line in FontMetrics.wrap(
      "Solid: towards more of the parameter; a ring: towards less, where it differs. Capacities and sides of arrays are "
        + "doubled and mapped anew, other parameters moved by 1 % under the mappings there are.",
      width: scene.width - 40, size: 11.5, lines: 3)
    {
      scene.add(
        TextItem(
          text: line, at: Point(x: ChartHeading.left, y: y), size: 11.5, paint: .muted, role: .note)
      )
      y += 15
    }
    scene.height = y + 4
    return scene
  }

  /// The end of the axis, so that its quarters are whole tenths.
  private var reach: Double {
    let largest = rows.map(\.magnitude).max() ?? 1
    return max(1, (largest / 0.4).rounded(.up)) * 0.4
  }

  private func bar(
    _ elasticity: Elasticity, _ y: Double, _ paint: Paint, _ row: Sensitivity, _ what: String,
    _ x: (Double) -> Double, in scene: inout Scene
  ) {
    let height = 10.0
    let ends = [x(0), x(elasticity.more)].sorted()
    scene.add(
      .rectangle(
        Rect(minX: ends[0], minY: y, maxX: ends[1], maxY: y + height), fill: paint,
        hover: "\(row.name): \(what) \(Format.fixed(elasticity.more, decimals: 3))"))
    if let less = elasticity.less, (less - elasticity.more).magnitude > 0.01 {
      scene.add(
        MarkerItem(
          centre: Point(x: x(less), y: y + height / 2), radius: 4, shape: .circle, style: .ring,
          paint: paint, hover: "\(row.name), less of it: \(what) \(Format.fixed(less, decimals: 3))"
        ))
    }
  }

  private func legend(_ plot: Rect, in scene: inout Scene) {
    for (index, (paint, words)) in [(Paint.blue, "time"), (.orange, "energy")].enumerated() {
      let left = plot.minX + 90 * Double(index)
      scene.add(
        .rectangle(
          Rect(minX: left, minY: plot.minY - 22, maxX: left + 18, maxY: plot.minY - 12), fill: paint
        ))
      scene.add(
        TextItem(
          text: words, at: Point(x: left + 24, y: plot.minY - 13), size: 12, role: .legend))
    }
  }
}
