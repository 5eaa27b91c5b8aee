// SPDX-License-Identifier: Apache-2.0
#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

// The words inside a panel: along its lines, and beside its marks.
extension RooflinePanel {
  func drawMessage(_ text: String, _ placer: inout LabelPlacer, in scene: inout Scene) {
    var y = plot.minY + 20
    for line in FontMetrics.wrap(text, width: plot.width - 24, size: 12, lines: 3) {
      let item = TextItem(
        text: line, at: Point(x: plot.minX + 12, y: y), size: 12, weight: .regular,
        paint: .vermillion, role: .note, hasRim: true)
      placer.reserve(item)
      scene.add(item)
      y += 16
    }
  }

  /// Names along the lines: sloped parts from the left, flat parts from the right.
  func labelLines(_ drawn: [Drawn], _ placer: inout LabelPlacer, in scene: inout Scene) {
    for item in drawn {
      let bold = item.line.weight == .layer
      func text(_ words: String, _ at: Point, _ anchor: TextItem.Anchor, _ turn: Double) -> TextItem
      {
        TextItem(
          text: words, at: at, anchor: anchor, size: 11, weight: bold ? .bold : .regular,
          paint: item.line.weight == .otherLevel || item.line.weight == .vector ? .muted : .ink,
          rotation: turn, role: .roof, hasRim: true)
      }
      if let last = item.points.last {
        let ridge = x.position(item.line.ridge)
        let places = stride(from: last.x - 6, to: max(plot.minX + 60, ridge), by: -24)
        let wishes = places.flatMap { at -> [TextItem] in
          guard let on = Self.height(item.points, at: at) else { return [] }
          return item.line.flatLabels.flatMap { words in
            [-4.0, 13].map { dy in
              text(
                FontMetrics.fit(words, width: 300, size: 11), Point(x: at, y: on + dy), .end, 0)
            }
          }
        }
        // A ceiling between other lines has room before it begins.
        let before = item.line.flatLabels.suffix(item.line.weight == .ceiling ? 1 : 0).compactMap {
          words -> TextItem? in
          guard let first = item.points.first, first.x > plot.minX + 60 else { return nil }
          return text(words, Point(x: first.x - 6, y: first.y + 1), .end, 0)
        }
        let label = placer.place(wishes + before) {
          $0 < wishes.count ? Double($0) * 3 : 25
        }
        if let label { scene.add(label) }
      }
      if let words = item.line.slopeLabel {
        let words = FontMetrics.fit(words, width: 220, size: 11)
        let width = FontMetrics.width(words, size: 11)
        let wishes = stride(from: plot.minX + 4, to: plot.maxX - width / 2, by: 10).compactMap {
          at -> TextItem? in
          guard let a = Self.height(item.points, at: at),
            let b = Self.height(item.points, at: at + width * 0.7)
          else { return nil }
          let turn = atan2(b - a, width * 0.7) * 180 / .pi
          // Only where the line rises.
          guard turn < -8 else { return nil }
          let origin = Point(x: at, y: a).moved(by: 5, degrees: turn - 90)
          return text(words, origin, .start, turn)
        }
        if let label = placer.place(wishes, price: { Double($0) * 3 }) { scene.add(label) }
      }
    }
  }

  private static func height(_ points: [Point], at x: Double) -> Double? {
    for (a, b) in zip(points, points.dropFirst()) where a.x <= x && x <= b.x && b.x > a.x {
      return a.y + (x - a.x) / (b.x - a.x) * (b.y - a.y)
    }
    return nil
  }

  /// The marks that get a name, those of the largest share first.
  var chosen: [Int] {
    let order = points.indices.sorted { (points[$0].share, $1) > (points[$1].share, $0) }
    guard points.count > Self.namedAll else { return order }
    var named = Array(order.prefix(Self.namedLargest))
    let extremes = [
      points.indices.min { points[$0].x < points[$1].x },
      points.indices.max { points[$0].x < points[$1].x },
      points.indices.min { points[$0].y < points[$1].y },
      points.indices.max { points[$0].y < points[$1].y },
    ]
    for case .some(let i) in extremes where !named.contains(i) { named.append(i) }
    return named
  }

  func nameMarks(_ placer: inout LabelPlacer, in scene: inout Scene) {
    func add(_ name: String, _ centre: Point, _ radius: Double, _ weight: TextItem.Weight) {
      let short = FontMetrics.fit(PlainText.oneLine(name), width: 120, size: 11)
      guard let placed = placer.placeName(short, near: centre, radius: radius, weight: weight)
      else { return }
      if let leader = placed.leader { scene.add(.line(leader.0, leader.1, .muted, width: 0.8)) }
      scene.add(placed.text)
    }
    if let network { add("network", inside(position(network.x, network.y), by: 11), 13, .bold) }
    for i in chosen {
      let spot = points[i]
      let radius = Self.radius(spot.share)
      add(spot.id, inside(position(spot.x, spot.y), by: radius), radius, .regular)
    }
  }
}
