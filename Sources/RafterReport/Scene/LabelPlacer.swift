// SPDX-License-Identifier: Apache-2.0

/// Finds room for texts, one after the other: the first wish that is free wins.
struct LabelPlacer {
  /// Where texts may lie.
  var area: Rect
  /// Texts already there: never covered.
  private(set) var taken: [Outline] = []
  /// Marks: covered only at a price.
  var marks: [Outline] = []
  /// Lines: crossed at a small price.
  var lines: [(Point, Point)] = []

  init(area: Rect) { self.area = area }

  /// Takes room without asking.
  mutating func reserve(_ text: TextItem) { taken.append(text.outline) }
  mutating func reserve(_ outline: Outline) { taken.append(outline) }

  /// The wish of least price that covers no text; the room is taken then.
  ///
  /// - Parameter price: of the wish itself, such as its distance from what it names.
  mutating func place(_ wishes: [TextItem], price: (Int) -> Double = { Double($0) }) -> TextItem? {
    var best: (text: TextItem, price: Double)?
    for (i, wish) in wishes.enumerated() {
      let own = price(i)
      if let best, best.price <= own { continue }
      guard let total = cost(wish.outline, own, limit: best?.price ?? .infinity) else { continue }
      best = (wish, total)
    }
    if let best { taken.append(best.text.outline) }
    return best?.text
  }

  /// Room for a name near a mark, and the line that leads to it where it lies apart.
  mutating func placeName(
    _ name: String, near centre: Point, radius: Double, size: Double = 11,
    weight: TextItem.Weight = .regular
  ) -> (text: TextItem, leader: (Point, Point)?)? {
    let width = FontMetrics.width(name, size: size, weight: weight)
    let height = size
    var best: (text: TextItem, leader: (Point, Point)?, price: Double)?
    for distance in [3.0, 9, 18, 30, 45, 62, 82, 105, 130, 160] {
      for step in 0..<16 {
        let degrees = -45.0 + 22.5 * Double(step)
        // The box's centre lies so far out that its nearest edge keeps the distance.
        let direction = Point(x: 0, y: 0).moved(by: 1, degrees: degrees)
        let reach = radius + distance
        let middle = Point(
          x: centre.x + direction.x * (reach + width / 2),
          y: centre.y + direction.y * (reach + height / 2))
        let text = TextItem(
          text: name, at: Point(x: middle.x, y: middle.y + 0.28 * size * 1.3), anchor: .middle,
          size: size, weight: weight, role: .layer, hasRim: true)
        let leader =
          distance > 9
          ? (
            centre.moved(by: radius, degrees: degrees),
            Point(
              x: middle.x - direction.x * width / 2, y: middle.y - direction.y * height / 2)
          ) : nil
        if let leader, taken.contains(where: { $0.meets(leader.0, leader.1) }) { continue }
        let own = distance + Double(step) * 0.1
        guard let total = cost(text.outline, own, limit: best?.price ?? .infinity) else { continue }
        best = (text, leader, total)
      }
    }
    guard let best else { return nil }
    taken.append(best.text.outline)
    if let leader = best.leader { lines.append(leader) }
    return (best.text, best.leader)
  }

  /// The price of lying somewhere; nil where that is forbidden or dearer than the limit.
  private func cost(_ outline: Outline, _ own: Double, limit: Double) -> Double? {
    guard outline.corners.allSatisfy(area.contains) else { return nil }
    if taken.contains(where: { $0.overlaps(outline) }) { return nil }
    var total = own
    for mark in marks where mark.overlaps(outline) {
      total += 60
      if total >= limit { return nil }
    }
    for line in lines where outline.meets(line.0, line.1) { total += 30 }
    return total < limit ? total : nil
  }
}
