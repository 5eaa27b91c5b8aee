// SPDX-License-Identifier: Apache-2.0

/// The parts that plots of many machines share: heading, axes, legend, and what every figure says about
/// what it draws.
struct PlotFrame {
  static let width = 980.0
  /// Left edge of the legend.
  static let legendLeft = 790.0

  var scene: Scene
  var plot: Rect

  /// Begins a plot: the title names what was done to the figures.
  init(title: String, fairness: [String], facts: [String], height: Double = 620) {
    let whole = ([title] + fairness).joined(separator: ", ")
    scene = Scene(width: Self.width, height: height, title: whole)
    // The heading takes two lines of facts at most; the others stand below the plot.
    var taken = ChartHeading.draw(title, facts.first ?? "", in: &scene)
    // What was done to the figures is part of the title, and may be long.
    for line in fairness {
      taken += 17
      scene.add(
        TextItem(
          text: FontMetrics.fit(
            line, width: Self.width - 2 * ChartHeading.left, size: 13, weight: .bold),
          at: Point(x: ChartHeading.left, y: taken), size: 13, weight: .bold, role: .heading))
    }
    let lines = facts.dropFirst().flatMap { fact in
      FontMetrics.wrap(fact, width: Self.width - 2 * ChartHeading.left, size: 11.5, lines: 3)
    }
    plot = Rect(
      minX: 92, minY: taken + 24, maxX: Self.legendLeft - 24,
      maxY: height - 58 - 15 * Double(lines.count))
    var y = height - 15 * Double(lines.count) + 2
    for line in lines {
      scene.add(
        TextItem(
          text: line, at: Point(x: ChartHeading.left, y: y), size: 11.5, paint: .muted, role: .note)
      )
      y += 15
    }
    scene.plots = [plot]
  }

  mutating func draw(_ x: PlotAxis, _ y: PlotAxis) {
    draw(x, y, in: plot, xTitle: true)
  }

  mutating func draw(_ x: PlotAxis, _ y: PlotAxis, in plot: Rect, xTitle: Bool) {
    PlotGrid.drawTicks(x, y, in: plot, into: &scene)
    if xTitle {
      scene.add(
        TextItem(
          text: x.title, at: Point(x: (plot.minX + plot.maxX) / 2, y: plot.maxY + 36),
          anchor: .middle, size: 13, role: .axis))
    }
    scene.add(
      TextItem(
        text: y.title, at: Point(x: 16, y: (plot.minY + plot.maxY) / 2), anchor: .middle, size: 13,
        rotation: -90, role: .axis))
  }

  /// A line of the legend.
  enum Key {
    case mark(SurveyStyle, MarkerItem.Style, count: Int?)
    case line(Paint, PathItem.Dash, Double, String)
    case heading(String)
    case note(String)
    /// A further line of the words of a line.
    case more(String)
  }

  mutating func drawLegend(_ keys: [Key]) {
    let left = Self.legendLeft
    let width = Self.width - left - 10
    var y = plot.minY + 10
    func text(_ words: String, x: Double, _ weight: TextItem.Weight, _ paint: Paint) -> TextItem {
      TextItem(
        text: FontMetrics.fit(
          PlainText.oneLine(words), width: left + width - x, size: 11.5, weight: weight),
        at: Point(x: x, y: y), size: 11.5, weight: weight, paint: paint, role: .legend)
    }
    for key in keys {
      switch key {
      case .heading(let words):
        y += 6
        scene.add(text(words, x: left, .bold, .ink))
      case .note(let words):
        let lines = FontMetrics.wrap(words, width: width, size: 11.5, lines: 4)
        for line in lines {
          scene.add(text(line, x: left, .regular, .muted))
          y += 15
        }
        y -= 12
      case .more(let words):
        y -= 3
        scene.add(text(words, x: left + 26, .regular, .ink))
      case .mark(let style, let fill, let count):
        scene.add(
          MarkerItem(
            centre: Point(x: left + 10, y: y - 4), radius: 5.5, shape: style.shape, style: fill,
            paint: style.paint, isData: false))
        let number = count.map { ", n = \($0)" } ?? ""
        scene.add(text(style.words + number, x: left + 26, .regular, .ink))
      case .line(let paint, let dash, let width, let words):
        scene.add(
          .line(
            Point(x: left, y: y - 4), Point(x: left + 20, y: y - 4), paint, width: width,
            dash: dash))
        scene.add(text(words, x: left + 26, .regular, .ink))
      }
      y += 18
    }
  }
}
