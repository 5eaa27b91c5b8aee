// SPDX-License-Identifier: Apache-2.0
public import RafterQuantities

/// What a search costs against the size of its problem: a line for each number of memories.
public struct SearchCostChart {
  /// One search.
  public struct Point {
    /// Iterations of each loop.
    public var size: Int
    /// Memories on the path.
    public var memories: Int
    /// What it took.
    public var time: Seconds
    /// How far the result may be above the least one, as a share of it.
    public var gap: Double

    /// Creates a point.
    public init(size: Int, memories: Int, time: Seconds, gap: Double) {
      self.size = size
      self.memories = memories
      self.time = time
      self.gap = gap
    }
  }

  /// One colour for each line.
  private static let paints: [Paint] = [.blue, .green, .orange, .vermillion, .purple, .grey]

  private let points: [Point]

  /// Creates a chart of some searches.
  public init(_ points: [Point]) { self.points = points }

  /// The chart as SVG.
  public func svg(theme: ChartTheme = .light) -> String { SVGWriter.text(scene, theme: theme) }

  var scene: Scene {
    let gaps = points.map(\.gap).filter(\.isFinite)
    var frame = PlotFrame(
      title: "What a search costs: a product of N x N x N",
      fairness: [],
      facts: [
        "Energy, at the default limit of mappings; gaps of \(Format.percent(gaps.min() ?? 0)) to "
          + "\(Format.percent(gaps.max() ?? 0)). A filled mark is proven within 1 %."
      ], height: 480)
    let plot = frame.plot
    let x = PlotAxis.decades(
      points.map { Double($0.size) }, title: "N, iterations of each loop", from: plot.minX,
      to: plot.maxX)
    let y = PlotAxis.decades(
      points.map(\.time.value), title: "time on one core", unit: "s", from: plot.maxY,
      to: plot.minY)
    frame.draw(x, y)
    var keys: [PlotFrame.Key] = [.heading("memories")]
    for (index, memories) in Set(points.map(\.memories)).sorted().enumerated() {
      let paint = Self.paints[index % Self.paints.count]
      let line = points.filter { $0.memories == memories }
      let places = line.map {
        RafterReport.Point(x: x.position(Double($0.size)), y: y.position($0.time.value))
      }
      if places.count > 1 {
        frame.scene.add(PathItem(points: places, stroke: paint, width: 1.8))
      }
      for (point, place) in zip(line, places) {
        frame.scene.add(
          MarkerItem(
            centre: place, radius: 4.5, shape: .circle,
            style: point.gap <= 0.011 ? .filled : .hollow, paint: paint,
            hover: "N = \(point.size), \(memories) memories\n\(point.time.formatted()), gap "
              + Format.percent(point.gap)))
      }
      keys.append(.line(paint, .solid, 1.8, "\(memories)"))
    }
    frame.drawLegend(keys)
    return frame.scene
  }
}
