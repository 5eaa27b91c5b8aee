// SPDX-License-Identifier: Apache-2.0
import RafterAnalysis
import RafterLevers
import RafterQuantities

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The front of bundles: energy against time of a sample, area by the size of the mark.
struct BundleChart {
  private let front: BundleFront

  init(_ front: BundleFront) { self.front = front }

  var scene: Scene? {
    // Numbered as in the table.
    let numbered = front.front.enumerated().map { (number: $0.offset + 1, bundle: $0.element) }
      .filter { $0.bundle.outcome.energy != nil }
    let drawn = numbered.map(\.bundle)
    guard !drawn.isEmpty else { return nil }
    let key = numbered.filter { !$0.bundle.steps.isEmpty }.map { "\($0.number) \($0.bundle.name)" }
    let counts = front.counts
    var frame = PlotFrame(
      title: "Bundles of up to three steps: \(ChartHeading.title(front.base))", fairness: [],
      facts: [
        "\(counts.combinations) combinations: \(counts.analysed) mapped, \(counts.excludedByBound) excluded by bound, "
          + "\(counts.excludedAsTooLarge + counts.excludedAsImpossible) that cannot be, \(counts.leftOpen) left open",
        "Each mark is a bundle that no other beats in time, energy and area at once:",
      ] + key, height: 620 + 15 * Double(key.count))
    let times = drawn.map(\.outcome.latency.value) + [front.outcome.latency.value]
    let energies =
      drawn.compactMap(\.outcome.energy?.value)
      + (front.outcome.energy.map { [$0.value] } ?? [])
    let x = PlotAxis.decades(
      times, title: "time of a sample", unit: "s", from: frame.plot.minX, to: frame.plot.maxX,
      margin: 0.4)
    let y = PlotAxis.decades(
      energies, title: "energy of a sample", unit: "J", from: frame.plot.maxY, to: frame.plot.minY,
      margin: 0.4)
    frame.draw(x, y)
    var placer = LabelPlacer(area: frame.plot.insetBy(2))
    let largest = max(drawn.map(\.area.known.value).max() ?? 0, .leastNonzeroMagnitude)
    func centre(_ outcome: Outcome) -> Point {
      Point(
        x: x.position(outcome.latency.value), y: y.position(outcome.energy?.value ?? energies[0]))
    }
    var names: [(String, Point, Double)] = []
    for (number, bundle) in numbered.sorted(by: { $0.bundle.area.known > $1.bundle.area.known })
    where !bundle.steps.isEmpty {
      let radius = 4 + 10 * (bundle.area.known.value / largest).squareRoot()
      let at = centre(bundle.outcome)
      let isOpen = !bundle.area.unknown.isEmpty
      let isFree = bundle.area.known <= .zero && !isOpen
      let marker = MarkerItem(
        centre: at, radius: radius, shape: .circle, style: isOpen ? .hollow : .filled,
        paint: isFree ? .green : .blue, hover: hover(bundle))
      frame.scene.add(marker)
      placer.marks.append(Outline(MarkerShape.circle.corners(at, radius: radius)))
      names.append(("\(number)", at, radius))
    }
    if front.outcome.energy != nil {
      let at = centre(front.outcome)
      frame.scene.add(
        MarkerItem(centre: at, radius: 8, shape: .star, paint: .ink, hover: "as it is"))
      placer.marks.append(Outline(MarkerShape.star.corners(at, radius: 8)))
      names.insert(("as it is", at, 8), at: 0)
    }
    for (name, at, radius) in names {
      let short = FontMetrics.fit(PlainText.oneLine(name), width: 250, size: 10.5)
      guard
        let placed = placer.placeName(
          short, near: at, radius: radius, size: 10.5, limit: name == "as it is" ? .infinity : 70)
      else { continue }
      if let leader = placed.leader {
        frame.scene.add(.line(leader.0, leader.1, .muted, width: 0.8))
      }
      frame.scene.add(placed.text)
    }
    func style(_ paint: Paint, _ shape: MarkerShape, _ words: String) -> SurveyStyle {
      SurveyStyle(paint: paint, shape: shape, words: words)
    }
    var keys: [PlotFrame.Key] = [
      .mark(style(.ink, .star, "as it is"), .filled, count: nil),
      .mark(style(.green, .circle, "no area added"), .filled, count: nil),
    ]
    if drawn.contains(where: { $0.area.known > .zero }) {
      keys.append(.mark(style(.blue, .circle, "area by size"), .filled, count: nil))
      keys.append(.note("largest mark: +\(Area(largest).formatted())"))
    }
    if drawn.contains(where: { !$0.area.unknown.isEmpty }) {
      keys.append(.mark(style(.blue, .circle, "area not all known"), .hollow, count: nil))
    }
    frame.drawLegend(keys)
    return frame.scene
  }

  private func hover(_ bundle: Bundle) -> String {
    [
      bundle.name, bundle.outcome.latency.formatted(), bundle.outcome.energy?.formatted() ?? "",
      "+" + bundle.area.known.formatted() + (bundle.area.unknown.isEmpty ? "" : " and more"),
    ].joined(separator: "\n")
  }
}
