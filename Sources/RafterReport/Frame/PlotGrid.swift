// SPDX-License-Identifier: Apache-2.0

/// The grid, ticks and titles of a panel.
enum PlotGrid {
  /// Grid, ticks and frame; the titles of the axes beside them.
  ///
  /// - Parameter titleDrop: how far the title of the x axis stands below the panel; nil for room for its ticks.
  static func draw(
    _ x: PlotAxis, _ y: PlotAxis, in plot: Rect, titleDrop: Double? = nil, into scene: inout Scene
  ) {
    drawTicks(x, y, in: plot, into: &scene)
    let titleDrop = titleDrop ?? (x.ticks.isEmpty ? 46.0 : 36)
    scene.add(
      TextItem(
        text: x.title, at: Point(x: (plot.minX + plot.maxX) / 2, y: plot.maxY + titleDrop),
        anchor: .middle, size: 13, role: .axis))
    let widest = y.ticks.map { FontMetrics.width($0.label, size: 11.5) }.max() ?? 0
    scene.add(
      TextItem(
        text: y.title, at: Point(x: plot.minX - 16 - widest, y: (plot.minY + plot.maxY) / 2),
        anchor: .middle, size: 13, rotation: -90, role: .axis))
  }

  /// Grid, ticks and frame.
  static func drawTicks(_ x: PlotAxis, _ y: PlotAxis, in plot: Rect, into scene: inout Scene) {
    var lastEnd = -Double.infinity
    for tick in x.ticks where x.contains(tick.value) {
      let at = x.position(tick.value)
      scene.add(.line(Point(x: at, y: plot.minY), Point(x: at, y: plot.maxY), .grid))
      let half = FontMetrics.width(tick.label, size: 11.5) / 2
      guard at - half > lastEnd + 6 || x.start > x.end else { continue }
      lastEnd = at + half
      scene.add(
        TextItem(
          text: tick.label, at: Point(x: at, y: plot.maxY + 16), anchor: .middle, size: 11.5,
          paint: .muted, role: .axis))
    }
    for tick in y.ticks where y.contains(tick.value) {
      let at = y.position(tick.value)
      scene.add(.line(Point(x: plot.minX, y: at), Point(x: plot.maxX, y: at), .grid))
      scene.add(
        TextItem(
          text: tick.label, at: Point(x: plot.minX - 7, y: at + 4), anchor: .end, size: 11.5,
          paint: .muted, role: .axis))
    }
    scene.add(.rectangle(plot, fill: nil, stroke: .frame))
  }
}
