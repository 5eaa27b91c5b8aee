// SPDX-License-Identifier: Apache-2.0
import RafterQuantities
import RafterSurvey

/// A mark of a plot of the survey.
struct SurveySpot {
  var entry: SurveyEntry
  var x: Double
  var y: Double
  var style: SurveyStyle
  var fill = MarkerItem.Style.filled
  /// Spread sideways, in pixels, where many share a place on the axis.
  var shift = 0.0
  /// Names are given to some only.
  var isNamed = false
  /// A design of ours.
  var isDesign = false
}

extension PlotFrame {
  /// Draws marks, names and the numbers under the pointer.
  ///
  /// - Parameter optional: texts set last, each at the first of its places that covers nothing, or not at
  ///   all.
  mutating func draw(
    _ spots: [SurveySpot], _ x: PlotAxis, _ y: PlotAxis, unit: String,
    avoiding lines: [(Point, Point)] = [], then optional: [[TextItem]] = []
  ) {
    var placer = LabelPlacer(area: plot.insetBy(2))
    placer.lines = lines
    func centre(_ spot: SurveySpot) -> Point {
      let at = x.position(spot.x) + spot.shift
      return Point(
        x: min(max(at, plot.minX + 5), plot.maxX - 5),
        y: min(max(y.position(spot.y), plot.minY + 5), plot.maxY - 5))
    }
    for spot in spots.filter({ !$0.isDesign }) + spots.filter(\.isDesign) {
      let radius = spot.isDesign ? 7.0 : 4.5
      let at = centre(spot)
      let marker = MarkerItem(
        centre: at, radius: radius, shape: spot.isDesign ? .star : spot.style.shape,
        style: spot.fill, paint: spot.isDesign ? .ink : spot.style.paint,
        hover: Self.hover(spot, unit: unit))
      scene.add(marker)
      placer.marks.append(Outline(marker.shape.corners(at, radius: radius)))
    }
    for spot in spots.filter({ $0.isDesign && $0.isNamed })
      + spots.filter({ !$0.isDesign && $0.isNamed })
    {
      let words =
        spot.isDesign
        ? "\(spot.entry.name) \(Self.format(spot.entry))" : spot.entry.name
      let name = FontMetrics.fit(PlainText.oneLine(words), width: 260, size: 11)
      guard
        let placed = placer.placeName(
          name, near: centre(spot), radius: spot.isDesign ? 7 : 4.5,
          weight: spot.isDesign ? .bold : .regular,
          // A published name that would hide a mark, or lie far off, is left to the pointer.
          limit: spot.isDesign ? .infinity : 60)
      else { continue }
      if let leader = placed.leader { scene.add(.line(leader.0, leader.1, .muted, width: 0.8)) }
      scene.add(placed.text)
    }
    for wishes in optional {
      let free = wishes.filter { wish in
        !placer.marks.contains { $0.overlaps(wish.outline) }
          && !lines.contains { wish.outline.meets($0.0, $0.1) }
      }
      if let placed = placer.place(free) { scene.add(placed) }
    }
  }

  /// The format of a design, with the widths of operands where they differ.
  private static func format(_ entry: SurveyEntry) -> String {
    let format = entry.text(.format) ?? ""
    guard let inputs = entry.text(.activationBits), let weights = entry.text(.weightBits),
      inputs != weights
    else { return format }
    return "\(format) (\(inputs) x \(weights) bit)"
  }

  private static func hover(_ spot: SurveySpot, unit: String) -> String {
    let entry = spot.entry
    var lines = [entry.name]
    if let title = entry.text(.title) { lines.append(title) }
    let year = entry.number(.year).map { "\(Int($0)), " } ?? ""
    lines.append("\(year)\(entry.surveyClass.rawValue), \(entry.text(.format) ?? "")")
    lines.append("\(Format.significant(spot.y)) \(unit)")
    if let condition = entry.text(.condition) { lines.append(condition) }
    return lines.joined(separator: "\n")
  }

  /// The key of the styles that occur, the most frequent first.
  static func keys(_ spots: [SurveySpot]) -> [Key] {
    var counts: [(style: SurveyStyle, count: Int)] = []
    for spot in spots where !spot.isDesign && spot.fill == .filled {
      if let i = counts.firstIndex(where: { $0.style == spot.style }) {
        counts[i].count += 1
      } else {
        counts.append((spot.style, 1))
      }
    }
    let inOrder = counts.enumerated().sorted {
      ($0.element.count, $1.offset) > ($1.element.count, $0.offset)
    }.map(\.element)
    var keys = inOrder.map { Key.mark($0.style, .filled, count: $0.count) }
    if spots.contains(where: \.isDesign) {
      keys.append(
        .mark(SurveyStyle(paint: .ink, shape: .star, words: "the design"), .filled, count: nil))
    }
    return keys
  }
}

extension Array where Element == SurveySpot {
  /// Marks that share a place on the axis spread over so many pixels, in the order of the table.
  func spread(over pixels: Double) -> [SurveySpot] {
    let counts = Dictionary(grouping: indices, by: { self[$0].x }).mapValues(\.count)
    var seen: [Double: Int] = [:]
    return map { spot in
      var spot = spot
      let count = counts[spot.x] ?? 1
      let rank = seen[spot.x, default: 0]
      seen[spot.x] = rank + 1
      // A stride coprime to the count keeps neighbours of the table apart.
      let stride = count % 7 == 0 ? 5 : 7
      let place = count > 1 ? Double((rank * stride) % count) / Double(count - 1) - 0.5 : 0
      spot.shift = place * pixels * Swift.min(1, Double(count) / 6)
      return spot
    }
  }

  /// Names for those that no other beats: best y so far along x, and the best of all.
  func named(most: Int) -> [SurveySpot] {
    var result = self
    var best = -Double.infinity
    var chosen: [Int] = []
    for i in indices.sorted(by: { (self[$0].x, -self[$0].y) < (self[$1].x, -self[$1].y) })
    where self[i].y > best && self[i].fill == .filled {
      best = self[i].y
      chosen.append(i)
    }
    for i in chosen.suffix(most) { result[i].isNamed = true }
    return result
  }
}
