// SPDX-License-Identifier: Apache-2.0
#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// One of the two panels: axes, roofs, marks and names.
struct RooflinePanel {
  /// A layer's mark.
  struct Spot {
    var id: String
    /// op/byte, and op/s or op/J.
    var x: Double
    var y: Double
    var share: Double
    /// Attainable and compulsory intensity.
    var whisker: (attainable: Double, compulsory: Double)?
    var style: RegimeStyle
    var isVector: Bool
    var hover: String
  }

  var plot: Rect
  var x: LogAxis
  var y: LogAxis
  var unit: ScaledUnit
  var title: String
  var lines: [RooflineLine] = []
  /// Vertical ticks with their words.
  var ticks: [(label: String, x: Double)] = []
  var points: [Spot] = []
  var network: (x: Double, y: Double)?
  /// Said inside the panel.
  var message: String?
  /// Said below the legend.
  var notes: [String] = []

  /// Names are given to all layers up to so many, else to the largest and the outermost.
  static let namedAll = 40
  static let namedLargest = 10

  /// The looks that occur, those of the largest share first.
  var styles: [RegimeStyle] {
    var shares: [(style: RegimeStyle, share: Double)] = []
    for spot in points {
      if let i = shares.firstIndex(where: { $0.style == spot.style }) {
        shares[i].share += spot.share
      } else {
        shares.append((spot.style, spot.share))
      }
    }
    return shares.enumerated().sorted {
      ($0.element.share, $1.offset) > ($1.element.share, $0.offset)
    }.map(\.element.style)
  }

  mutating func draw(in scene: inout Scene) {
    drawAxes(in: &scene)
    var placer = LabelPlacer(area: plot.insetBy(2))
    let drawnLines = drawLines(in: &scene)
    drawTicks(in: &scene)
    drawWhiskers(in: &scene)
    let marks = drawMarks(in: &scene)
    placer.marks = marks
    for item in drawnLines {
      let segments = Array(zip(item.points, item.points.dropFirst()))
      // A thick line strikes a word through: twice the price.
      placer.lines += item.line.weight == .layer ? segments + segments : segments
    }
    if let message { drawMessage(message, &placer, in: &scene) }
    labelLines(drawnLines, &placer, in: &scene)
    nameMarks(&placer, in: &scene)
  }

  func position(_ x: Double, _ y: Double) -> Point {
    Point(x: self.x.position(x), y: self.y.position(y))
  }

  private func drawAxes(in scene: inout Scene) {
    for value in x.ticks(spacing: 42) {
      let at = x.position(value)
      scene.add(.line(Point(x: at, y: plot.minY), Point(x: at, y: plot.maxY), .grid))
    }
    // Powers of two of the unit, so that ticks have round names.
    let offset = log2(unit.size)
    let scaled = LogAxis(low: y.low - offset, high: y.high - offset, start: y.start, end: y.end)
    for value in scaled.ticks(spacing: 26) {
      let at = scaled.position(value)
      scene.add(.line(Point(x: plot.minX, y: at), Point(x: plot.maxX, y: at), .grid))
      scene.add(
        TextItem(
          text: LogAxis.label(value), at: Point(x: plot.minX - 7, y: at + 4), anchor: .end,
          size: 11.5, paint: .muted, role: .axis))
    }
    scene.add(.rectangle(plot, fill: nil, stroke: .frame))
    scene.add(
      TextItem(
        text: title, at: Point(x: 18, y: (plot.minY + plot.maxY) / 2), anchor: .middle, size: 13,
        rotation: -90, role: .axis))
  }

  /// A line cut to the plot, and how it was drawn.
  struct Drawn {
    var line: RooflineLine
    var points: [Point]
  }

  private func drawLines(in scene: inout Scene) -> [Drawn] {
    var drawn: [Drawn] = []
    for line in lines {
      let points = sample(line)
      guard points.count > 1 else { continue }
      let item =
        switch line.weight {
        case .machine: PathItem(points: points, stroke: .ink, width: 1.3)
        case .otherLevel: PathItem(points: points, stroke: .muted, width: 0.9, opacity: 0.8)
        case .layer: PathItem(points: points, stroke: .ink, width: 3.2)
        case .ceiling: PathItem(points: points, stroke: .ink, width: 1.3, dash: .dashed)
        case .sparse: PathItem(points: points, stroke: .green, width: 1.7, dash: .dashed)
        case .vector: PathItem(points: points, stroke: .muted, width: 1.4, dash: .dotted)
        }
      scene.add(item)
      drawn.append(Drawn(line: line, points: points))
    }
    return drawn
  }

  /// Points along a line every few pixels and at its ridge, cut to the plot.
  private func sample(_ line: RooflineLine) -> [Point] {
    var xs = stride(from: plot.minX, through: plot.maxX, by: 6).map { x.value(at: $0) }
    let edge = x.value(at: plot.maxX)
    xs.append(edge)
    if x.contains(line.ridge) { xs.append(line.ridge) }
    xs.sort()
    let whole = xs.compactMap { at in
      line.value(at).flatMap { $0 > 0 ? position(at, $0) : nil }
    }
    var points: [Point] = []
    for (a, b) in zip(whole, whole.dropFirst()) {
      guard let cut = plot.clip(a, b) else { continue }
      if points.last != cut.0 { points.append(cut.0) }
      points.append(cut.1)
    }
    return Self.simplified(points)
  }

  /// Without points that lie within a tenth of a pixel of the line through those kept
  /// (Ramer, Douglas and Peucker).
  private static func simplified(_ points: [Point]) -> [Point] {
    guard points.count > 2, let a = points.first, let b = points.last else { return points }
    let d = b - a
    let length = max((d.x * d.x + d.y * d.y).squareRoot(), 1e-9)
    let distances = points.map { ((d.x * ($0.y - a.y) - d.y * ($0.x - a.x)) / length).magnitude }
    guard let far = distances.indices.max(by: { distances[$0] < distances[$1] }),
      distances[far] > 0.1
    else { return [a, b] }
    return simplified(Array(points[...far])).dropLast() + simplified(Array(points[far...]))
  }

  private func drawTicks(in scene: inout Scene) {
    var placer = LabelPlacer(
      area: Rect(
        minX: plot.minX - 40, minY: plot.minY - 32, maxX: plot.maxX + 200, maxY: plot.minY - 1))
    for tick in ticks where x.contains(tick.x) {
      let at = x.position(tick.x)
      scene.add(
        .line(
          Point(x: at, y: plot.minY - 4), Point(x: at, y: plot.maxY), .vermillion, dash: .dotted))
      // Neighbours lean away from each other.
      let isLast = ticks.allSatisfy { $0.x <= tick.x }
      let first: TextItem.Anchor = ticks.count == 1 ? .middle : isLast ? .start : .end
      let wishes = [
        (0.0, 7.0, first), (0, 7, .middle), (0, 7, .start), (0, 7, .end), (0, 19, first),
        (0, 19, .middle), (0, 19, .start), (0, 19, .end),
      ].map { dx, dy, anchor in
        TextItem(
          text: tick.label, at: Point(x: at + dx, y: plot.minY - dy), anchor: anchor, size: 11.5,
          paint: .ink, role: .tick)
      }
      if let text = placer.place(wishes) { scene.add(text) }
    }
  }

  private func drawWhiskers(in scene: inout Scene) {
    let named = Set(chosen)
    for i in points.indices {
      let spot = points[i]
      // With many layers only the named ones, and only where the way is long.
      guard let whisker = spot.whisker,
        points.count <= Self.namedAll
          || (named.contains(i) && whisker.compulsory > spot.x * 1.3)
      else { continue }
      let from = position(spot.x, spot.y)
      guard plot.contains(from) else { continue }
      let middle = Point(x: min(x.position(whisker.attainable), plot.maxX), y: from.y)
      let end = Point(x: min(x.position(whisker.compulsory), plot.maxX), y: from.y)
      func stop(_ p: Point, _ half: Double) {
        scene.add(
          .line(Point(x: p.x, y: p.y - half), Point(x: p.x, y: p.y + half), .ink, width: 1.2))
      }
      if middle.x - from.x > 1 {
        scene.add(.line(from, middle, .ink, width: 1.2))
        stop(middle, 3)
      }
      if end.x - middle.x > 1 {
        scene.add(.line(middle, end, .ink, width: 1, dash: .dotted))
        stop(end, 5)
      }
    }
  }

  /// Largest first, so that small marks lie on large ones.
  private func drawMarks(in scene: inout Scene) -> [Outline] {
    let order = points.indices.sorted {
      (points[$0].share, $1) > (points[$1].share, $0)
    }
    var outlines: [Outline] = []
    for i in order {
      let spot = points[i]
      let radius = Self.radius(spot.share)
      let centre = inside(position(spot.x, spot.y), by: radius)
      scene.add(
        MarkerItem(
          centre: centre, radius: radius, shape: spot.style.shape,
          style: spot.isVector ? .hollow : .filled, paint: spot.style.paint, hover: spot.hover))
      outlines.append(Outline(spot.style.shape.corners(centre, radius: radius)))
    }
    if let network {
      let centre = inside(position(network.x, network.y), by: 11)
      scene.add(
        MarkerItem(
          centre: centre, radius: 10, shape: .circle, style: .ring, paint: .ink,
          hover: "the whole network"))
      outlines.append(Outline(MarkerShape.circle.corners(centre, radius: 12)))
    }
    return outlines
  }

  /// Area by share: a layer with all of it has a radius of 30 pixels.
  static func radius(_ share: Double) -> Double { max(3.2, 30 * max(0, share).squareRoot()) }

  /// The nearest place at which a mark lies inside the plot.
  func inside(_ p: Point, by radius: Double) -> Point {
    Point(
      x: min(max(p.x, plot.minX + radius), plot.maxX - radius),
      y: min(max(p.y, plot.minY + radius), plot.maxY - radius))
  }
}
