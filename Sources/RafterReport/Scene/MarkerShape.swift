// SPDX-License-Identifier: Apache-2.0
#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The form of a mark; all forms of one radius have the same area.
enum MarkerShape: Hashable {
  case circle, square, diamond, triangleUp, triangleDown, hexagon, plus, star, pentagon

  /// Its corners about a centre; a circle is drawn as one.
  func corners(_ centre: Point, radius: Double) -> [Point] {
    let area = Double.pi * radius * radius
    switch self {
    case .circle: return polygon(24, area, centre, first: 0)
    case .square: return polygon(4, area, centre, first: 45)
    case .diamond: return polygon(4, area, centre, first: 0)
    case .triangleUp: return polygon(3, area, centre, first: -90)
    case .triangleDown: return polygon(3, area, centre, first: 90)
    case .hexagon: return polygon(6, area, centre, first: 0)
    case .pentagon: return polygon(5, area, centre, first: -90)
    case .plus:
      // Five squares of side s: area 5 s^2.
      let s = (area / 5).squareRoot() / 2
      let steps: [(Double, Double)] = [
        (-1, -3), (1, -3), (1, -1), (3, -1), (3, 1), (1, 1), (1, 3), (-1, 3), (-1, 1), (-3, 1),
        (-3, -1), (-1, -1),
      ]
      return steps.map { Point(x: centre.x + $0.0 * s, y: centre.y + $0.1 * s) }
    case .star:
      // Ten triangles between an outer radius R and an inner one R/2: area 5 R^2/2 sin 36.
      let outer = (area / (2.5 * sin(.pi / 5))).squareRoot()
      return (0..<10).map { i in
        centre.moved(by: i % 2 == 0 ? outer : outer / 2, degrees: -90 + 36 * Double(i))
      }
    }
  }

  /// A regular polygon of n corners and an area `n/2 R^2 sin(2 pi/n)`.
  private func polygon(_ n: Int, _ area: Double, _ centre: Point, first: Double) -> [Point] {
    let outer = (area / (Double(n) / 2 * sin(2 * .pi / Double(n)))).squareRoot()
    return (0..<n).map { centre.moved(by: outer, degrees: first + 360 * Double($0) / Double(n)) }
  }
}
