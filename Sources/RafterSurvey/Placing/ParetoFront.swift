// SPDX-License-Identifier: Apache-2.0

/// The designs that no other beats in both goals, each the more the better.
public struct ParetoFront: Sendable, Hashable {
  /// A design in the plane of the two goals.
  public struct Point: Sendable, Hashable {
    /// The first goal.
    public var x: Double
    /// The second goal.
    public var y: Double
    /// Which design, by its place in the list it came from.
    public var index: Int

    /// Creates a point.
    public init(x: Double, y: Double, index: Int) {
      self.x = x
      self.y = y
      self.index = index
    }

    /// Whether this is no worse in both and better in one.
    public func dominates(_ other: Point) -> Bool {
      x >= other.x && y >= other.y && (x > other.x || y > other.y)
    }
  }

  /// The front, x ascending.
  public let points: [Point]

  /// Finds the front; of equal points the first is kept.
  public init(of all: [Point]) {
    var front: [Point] = []
    let inOrder = all.sorted { ($0.x, $0.y, -$0.index) > ($1.x, $1.y, -$1.index) }
    for point in inOrder where point.y > front.last?.y ?? -.infinity { front.append(point) }
    points = front.reversed()
  }

  /// The factor by which both goals of a point have to grow for it to reach the front.
  ///
  ///     k = max over the front of min(fx / x, fy / y)
  ///
  /// At most 1 for a point on or beyond the front.
  public func distance(x: Double, y: Double) -> Double {
    points.map { min($0.x / x, $0.y / y) }.max() ?? 1
  }

  /// The points that dominate another.
  public func dominating(x: Double, y: Double) -> [Point] {
    points.filter { $0.dominates(Point(x: x, y: y, index: -1)) }
  }
}
