// SPDX-License-Identifier: Apache-2.0

/// A picture as values: what is drawn where, apart from how a file format writes it.
struct Scene {
  var width: Double
  var height: Double
  /// What the picture shows, for readers that cannot see it.
  var title: String
  /// In the order of drawing.
  var items: [SceneItem] = []
  /// Where data are drawn.
  var plots: [Rect] = []

  mutating func add(_ path: PathItem) { items.append(.path(path)) }
  mutating func add(_ marker: MarkerItem) { items.append(.marker(marker)) }
  mutating func add(_ text: TextItem) { items.append(.text(text)) }

  var texts: [TextItem] {
    items.compactMap { if case .text(let text) = $0 { text } else { nil } }
  }

  var markers: [MarkerItem] {
    items.compactMap { if case .marker(let marker) = $0 { marker } else { nil } }
  }
}

/// A thing drawn.
enum SceneItem {
  case path(PathItem)
  case marker(MarkerItem)
  case text(TextItem)
}

/// A line through points, or the area it encloses.
struct PathItem {
  enum Ends {
    case open, closed
  }
  enum Dash {
    case solid, dashed, dotted
  }

  var points: [Point]
  var ends = Ends.open
  var stroke: Paint?
  var width = 1.0
  var dash = Dash.solid
  var fill: Paint?
  var opacity = 1.0
  /// Shown when the pointer rests on it.
  var hover: String?

  static func line(
    _ a: Point, _ b: Point, _ stroke: Paint, width: Double = 1, dash: Dash = .solid,
    opacity: Double = 1
  ) -> PathItem {
    PathItem(points: [a, b], stroke: stroke, width: width, dash: dash, opacity: opacity)
  }

  static func rectangle(_ rect: Rect, fill: Paint?, stroke: Paint? = nil, hover: String? = nil)
    -> PathItem
  {
    PathItem(points: rect.corners, ends: .closed, stroke: stroke, fill: fill, hover: hover)
  }
}

/// A mark for one thing of the data.
struct MarkerItem {
  /// How the mark is filled.
  enum Style {
    case filled
    /// Only its outline, for what is counted in another unit than the filled ones.
    case hollow
    /// A circle around what is not a point like the others.
    case ring
  }

  var centre: Point
  /// Of the circle of the same area.
  var radius: Double
  var shape: MarkerShape
  var style = Style.filled
  var paint: Paint
  /// Shown when the pointer rests on it.
  var hover: String?
  /// Whether it stands for data; those of a legend do not.
  var isData = true
}

/// A line of text.
struct TextItem {
  enum Anchor: String {
    case start, middle, end
  }
  enum Weight {
    case regular, bold
  }
  /// What a text is for.
  enum Role {
    case heading, axis, roof, tick, layer, legend, note
  }

  var text: String
  /// On the baseline, at the side that `anchor` names.
  var at: Point
  var anchor = Anchor.start
  var size = 11.0
  var weight = Weight.regular
  var paint = Paint.ink
  /// Clockwise, in degrees, about `at`.
  var rotation = 0.0
  var role: Role
  /// Whether a rim of the background keeps it legible above lines.
  var hasRim = false

  /// The box it takes.
  var outline: Outline {
    let width = FontMetrics.width(text, size: size, weight: weight)
    let left: Double =
      switch anchor {
      case .start: at.x
      case .middle: at.x - width / 2
      case .end: at.x - width
      }
    let box = Rect(
      minX: left, minY: at.y - FontMetrics.ascent * size, maxX: left + width,
      maxY: at.y + FontMetrics.descent * size)
    return Outline(box.corners.map { $0.rotated(degrees: rotation, about: at) })
  }
}
