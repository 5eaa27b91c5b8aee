// SPDX-License-Identifier: Apache-2.0
#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A place in a chart, in pixels from its upper left corner.
struct Point: Hashable {
  var x: Double
  var y: Double

  static func + (a: Self, b: Self) -> Self { Point(x: a.x + b.x, y: a.y + b.y) }
  static func - (a: Self, b: Self) -> Self { Point(x: a.x - b.x, y: a.y - b.y) }

  /// The point turned clockwise (as y points down) about another.
  func rotated(degrees: Double, about centre: Point) -> Point {
    let angle = degrees * .pi / 180
    let d = self - centre
    return Point(
      x: centre.x + d.x * cos(angle) - d.y * sin(angle),
      y: centre.y + d.x * sin(angle) + d.y * cos(angle))
  }

  /// At a distance in a direction, 0 degrees to the right, 90 down.
  func moved(by distance: Double, degrees: Double) -> Point {
    let angle = degrees * .pi / 180
    return Point(x: x + distance * cos(angle), y: y + distance * sin(angle))
  }
}

/// An upright rectangle.
struct Rect: Hashable {
  var minX: Double
  var minY: Double
  var maxX: Double
  var maxY: Double

  var width: Double { maxX - minX }
  var height: Double { maxY - minY }

  func contains(_ p: Point) -> Bool {
    p.x >= minX && p.x <= maxX && p.y >= minY && p.y <= maxY
  }

  func insetBy(_ d: Double) -> Rect {
    Rect(minX: minX + d, minY: minY + d, maxX: maxX - d, maxY: maxY - d)
  }

  var corners: [Point] {
    [
      Point(x: minX, y: minY), Point(x: maxX, y: minY), Point(x: maxX, y: maxY),
      Point(x: minX, y: maxY),
    ]
  }

  /// The part of a segment inside, by Liang and Barsky; nil if there is none.
  func clip(_ a: Point, _ b: Point) -> (Point, Point)? {
    var from = 0.0
    var to = 1.0
    let d = b - a
    for (p, q) in [
      (-d.x, a.x - minX), (d.x, maxX - a.x), (-d.y, a.y - minY), (d.y, maxY - a.y),
    ] {
      if p == 0 {
        if q < 0 { return nil }
        continue
      }
      let r = q / p
      if p < 0 { from = max(from, r) } else { to = min(to, r) }
    }
    guard from < to else { return nil }
    return (
      Point(x: a.x + from * d.x, y: a.y + from * d.y), Point(x: a.x + to * d.x, y: a.y + to * d.y)
    )
  }
}

/// A convex shape, by its corners in order: the box of a turned text, the hull of a marker.
struct Outline: Hashable {
  let corners: [Point]
  /// The upright box around it.
  let bounds: Rect

  init(_ corners: [Point]) {
    self.corners = corners
    var box = Rect(minX: .infinity, minY: .infinity, maxX: -.infinity, maxY: -.infinity)
    for corner in corners {
      box.minX = min(box.minX, corner.x)
      box.minY = min(box.minY, corner.y)
      box.maxX = max(box.maxX, corner.x)
      box.maxY = max(box.maxY, corner.y)
    }
    bounds = box
  }

  init(_ rect: Rect) { self.init(rect.corners) }

  /// Whether two convex shapes share some area, by separating axes.
  func overlaps(_ other: Outline) -> Bool {
    // Most pairs are far apart: their boxes tell.
    guard bounds.minX < other.bounds.maxX + 1e-9, other.bounds.minX < bounds.maxX + 1e-9,
      bounds.minY < other.bounds.maxY + 1e-9, other.bounds.minY < bounds.maxY + 1e-9
    else { return false }
    return !hasSeparatingAxis(from: other) && !other.hasSeparatingAxis(from: self)
  }

  /// Whether a segment passes through.
  func meets(_ a: Point, _ b: Point) -> Bool { overlaps(Outline([a, b])) }

  private func hasSeparatingAxis(from other: Outline) -> Bool {
    for i in corners.indices {
      let edge = corners[(i + 1) % corners.count] - corners[i]
      let axis = Point(x: -edge.y, y: edge.x)
      let own = extent(along: axis)
      let theirs = other.extent(along: axis)
      if own.high <= theirs.low + 1e-9 || theirs.high <= own.low + 1e-9 { return true }
    }
    return false
  }

  private func extent(along axis: Point) -> (low: Double, high: Double) {
    var low = Double.infinity
    var high = -Double.infinity
    for corner in corners {
      let t = corner.x * axis.x + corner.y * axis.y
      low = min(low, t)
      high = max(high, t)
    }
    return (low, high)
  }
}
