// SPDX-License-Identifier: Apache-2.0
import RafterQuantities

/// What colours, forms and sizes of a panel mean, beside it.
struct RooflineLegend {
  var left: Double
  var width: Double

  func draw(
    _ heading: String, _ styles: [RegimeStyle], area: String, notes: [String], in plot: Rect,
    scene: inout Scene, lines: [RooflineLine], hasVector: Bool
  ) {
    var y = plot.minY + 10
    func text(_ words: String, x: Double, weight: TextItem.Weight = .regular, paint: Paint = .ink) {
      let words = FontMetrics.fit(
        PlainText.oneLine(words), width: left + width - x, size: 11.5, weight: weight)
      scene.add(
        TextItem(
          text: words, at: Point(x: x, y: y), size: 11.5, weight: weight, paint: paint,
          role: .legend))
    }
    func entry(_ words: String, _ marker: MarkerItem? = nil, line: PathItem? = nil) {
      if let marker { scene.add(marker) }
      if let line { scene.add(line) }
      text(words, x: left + 26)
      y += 17
    }
    func mark(_ style: RegimeStyle, _ fill: MarkerItem.Style = .filled) -> MarkerItem {
      MarkerItem(
        centre: Point(x: left + 10, y: y - 4), radius: 5.5, shape: style.shape, style: fill,
        paint: style.paint, isData: false)
    }
    func stroke(_ path: (Point, Point) -> PathItem) -> PathItem {
      path(Point(x: left, y: y - 4), Point(x: left + 20, y: y - 4))
    }

    guard !styles.isEmpty else { return }
    text(heading, x: left, weight: .bold)
    y += 18
    let most = 8
    for style in styles.prefix(styles.count > most ? most - 1 : most) {
      entry(style.words, mark(style))
    }
    if styles.count > most { entry("and \(styles.count - most + 1) more, rarer") }

    y += 8
    text("Marker area: \(area)", x: left, weight: .bold)
    y += 24
    var x = left + 6
    for share in [0.01, 0.1, 0.3] {
      let radius = RooflinePanel.radius(share)
      x += radius
      scene.add(
        MarkerItem(
          centre: Point(x: x, y: y - 4), radius: radius, shape: .circle, style: .hollow,
          paint: .muted, isData: false))
      x += radius + 4
      text(Format.fixed(share * 100, decimals: 0) + " %", x: x, paint: .muted)
      x += 40
    }
    y += 30
    if !lines.isEmpty {
      if hasVector {
        entry(
          "hollow: vector operations",
          mark(RegimeStyle(paint: .muted, shape: .plus, words: ""), .hollow))
      }
      entry(
        "the whole network",
        MarkerItem(
          centre: Point(x: left + 10, y: y - 4), radius: 6, shape: .circle, style: .ring,
          paint: .ink, isData: false))
      entry("the layer's own roof", line: stroke { .line($0, $1, .ink, width: 3.2) })
      entry("roof of the machine", line: stroke { .line($0, $1, .ink, width: 1.3) })
      if lines.contains(where: { $0.weight == .otherLevel }) {
        entry("the same, at another level", line: stroke { .line($0, $1, .muted, width: 0.9) })
      }
      if lines.contains(where: { $0.weight == .ceiling }) {
        entry("ceiling", line: stroke { .line($0, $1, .ink, width: 1.3, dash: .dashed) })
      }
      if lines.contains(where: { $0.weight == .sparse }) {
        entry(
          "with its zeros: nominal op",
          line: stroke { .line($0, $1, .green, width: 1.7, dash: .dashed) })
      }
      entry("to attainable intensity", line: stroke { .line($0, $1, .ink, width: 1.2) })
      entry(
        "to compulsory intensity", line: stroke { .line($0, $1, .ink, width: 1, dash: .dotted) })
    }
    for note in notes {
      for line in FontMetrics.wrap(note, width: width, size: 11.5, lines: 3) {
        text(line, x: left, paint: .muted)
        y += 15
      }
    }
  }
}
