// SPDX-License-Identifier: Apache-2.0
import RafterDiagnostics
import RafterQuantities
import RafterSurvey

extension SurveyPlotData {
  /// A quantity against year, node or bit product, with its trend.
  func trendPlot(_ quantity: SurveyColumn, along axis: TrendAxis) -> Scene? {
    let style = self.style
    let points = Trend.points(of: quantity, along: axis, in: subset.entries)
    guard !points.isEmpty else { return nil }
    let trend = fit(quantity, axis)
    let finding = trend.map(SurveyWords.summary) ?? "too few points for a trend"
    let name = Self.name(quantity)
    var frame = PlotFrame(
      title: "\(name.capitalizedFirst) against \(Self.axisWords(axis))", fairness: subset.fairness,
      facts: facts(
        n: points.count,
        "Trend: \(finding); least squares of log2, interval by Student-t"
          + (SurveyWords.mixture(points.map(\.entry)).map { "; \($0)" } ?? "")))
    let ours = designs.compactMap { entry -> Trend.Point? in
      guard let y = entry.number(quantity) else { return nil }
      // A description carries no year: it stands at the right.
      let x = entry.number(axis.column) ?? points.map(\.x).max() ?? 1
      return Trend.Point(entry: entry, x: x, y: y)
    }
    let xs = (points + ours).map(\.x)
    let plot = frame.plot
    let x: PlotAxis =
      switch axis {
      case .year: .years(xs, from: plot.minX, to: plot.maxX)
      case .node: .nodes(xs, from: plot.minX, to: plot.maxX)
      case .precision:
        .decades(
          xs, title: "bit product, act_bits x weight_bits", from: plot.minX, to: plot.maxX)
      }
    let y = PlotAxis.decades(
      (points + ours).map(\.y), title: Self.words(quantity), from: plot.maxY, to: plot.minY)
    frame.draw(x, y)
    var keys: [PlotFrame.Key] = []
    if let trend { frame.draw(trend, x, y, keys: &keys) }
    let published = points.map {
      SurveySpot(entry: $0.entry, x: $0.x, y: $0.y, style: style($0.entry))
    }
    .spread(over: axis == .year ? min(40, x.room(for: 0.7)) : 14).named(most: 9)
    let stars = ours.map {
      SurveySpot(
        entry: $0.entry, x: $0.x, y: $0.y, style: style($0.entry), isNamed: true, isDesign: true)
    }
    let line = trend.flatMap { frame.ends(of: $0, x, y) }.map { [$0] } ?? []
    frame.draw(published + stars, x, y, unit: quantity.unit, avoiding: line)
    let note = "marks of one \(axis == .year ? "year" : axis.rawValue) are spread sideways"
    frame.drawLegend(PlotFrame.keys(published + stars) + keys + [.note(note)])
    return frame.scene
  }

  private func fit(_ quantity: SurveyColumn, _ axis: TrendAxis) -> Trend? {
    do throws(DiagnosticList) {
      return try Trend(of: quantity, along: axis, in: subset.entries)
    } catch {
      // Too few points: the plot says so.
      return nil
    }
  }

  static func axisWords(_ axis: TrendAxis) -> String {
    switch axis {
    case .year: "year"
    case .node: "process node"
    case .precision: "precision"
    }
  }

  /// Time ridges as filled marks, energy ridges as hollow ones.
  func ridgesAgainstYear() -> Scene? {
    ridges(title: "Ridge points of the off-chip memory against year") {
      $0.number(.year)
    } axis: {
      .years($0, from: $1.minX, to: $1.maxX)
    }
  }

  /// The same by number format, widest first, with the quartiles of each.
  func ridgesAgainstFormat() -> Scene? {
    let drawn = (subset.entries + designs).filter { $0.ridge != nil }
    let words = Set(drawn.compactMap { $0.text(.format) }).sorted { a, b in
      (-width(a, drawn), a) < (-width(b, drawn), b)
    }
    let numbers = Dictionary(uniqueKeysWithValues: words.enumerated().map { ($1, Double($0)) })
    return ridges(title: "Ridge points of the off-chip memory by number format") { entry in
      entry.text(.format).flatMap { numbers[$0] }
    } axis: { _, plot in
      .categories(words, title: "number format", from: plot.minX, to: plot.maxX)
    }
  }

  private func width(_ format: String, _ entries: [SurveyEntry]) -> Double {
    entries.filter { $0.text(.format) == format }.compactMap { $0.number(.activationBits) }.max()
      ?? 0
  }

  private func ridges(
    title words: String, at place: (SurveyEntry) -> Double?,
    axis: ([Double], Rect) -> PlotAxis
  ) -> Scene? {
    let style = self.style
    func spots(_ column: SurveyColumn, _ fill: MarkerItem.Style, _ entries: [SurveyEntry])
      -> [SurveySpot]
    {
      entries.compactMap { entry in
        guard let x = place(entry), let y = entry.number(column) else { return nil }
        return SurveySpot(entry: entry, x: x, y: y, style: style(entry), fill: fill)
      }
    }
    let times = spots(.ridge, .filled, subset.entries)
    let energies = spots(.energyRidge, .hollow, subset.entries)
    guard !times.isEmpty else { return nil }
    var frame = PlotFrame(
      title: words, fairness: subset.fairness,
      facts: facts(
        n: times.count,
        "Time ridge: peak / bandwidth. Energy ridge (n = \(energies.count)): pJ/byte of the memory kind / "
          + "pJ per operation out of published TOPS/W, which hold static power and some memory, so a lower "
          + "bound. Bars: medians of the time ridge; \(Quantiles.rule)"))
    let all = times + energies
    let x = axis(all.map(\.x), frame.plot)
    let y = PlotAxis.decades(
      all.map(\.y), title: "ridge, op/byte", from: frame.plot.maxY, to: frame.plot.minY)
    frame.draw(x, y)
    let room = min(60, x.room(for: 0.8))
    frame.drawMedians(times, x, y, width: room)
    let drawn = times.spread(over: room).named(most: 6) + energies.spread(over: room)
    // The name stands at the time ridge of the design.
    func stars(_ column: SurveyColumn, _ fill: MarkerItem.Style) -> [SurveySpot] {
      spots(column, fill, designs).map { spot in
        var spot = spot
        spot.isDesign = true
        spot.isNamed = fill == .filled
        return spot
      }
    }
    let ours = stars(.ridge, .filled) + stars(.energyRidge, .hollow)
    frame.draw(drawn + ours, x, y, unit: "op/byte")
    frame.drawLegend(
      PlotFrame.keys(times + ours) + [
        .mark(
          SurveyStyle(paint: .muted, shape: .circle, words: "energy ridge"), .hollow,
          count: energies.count), .line(.ink, .solid, 2.5, "median of time ridges"),
        .note(
          "Energy ridges are lower bounds. Marks of one place on the axis are spread sideways."),
      ])
    return frame.scene
  }
}

extension PlotFrame {
  /// The line of a trend; dotted where it is not significant.
  mutating func draw(_ trend: Trend, _ x: PlotAxis, _ y: PlotAxis, keys: inout [Key]) {
    guard let cut = ends(of: trend, x, y) else { return }
    let dash: PathItem.Dash = trend.isSignificant ? .dashed : .dotted
    scene.add(.line(cut.0, cut.1, .ink, width: 1.8, dash: dash))
    keys.append(
      .line(.ink, dash, 1.8, trend.isSignificant ? "trend" : "fit, not significant"))
  }

  /// The ends of the line of a trend inside the plot, from left to right.
  func ends(of trend: Trend, _ x: PlotAxis, _ y: PlotAxis) -> (Point, Point)? {
    guard let low = trend.points.map(\.x).min(), let high = trend.points.map(\.x).max(), low < high
    else { return nil }
    let a = Point(x: x.position(low), y: y.position(trend.value(at: low)))
    let b = Point(x: x.position(high), y: y.position(trend.value(at: high)))
    return a.x < b.x ? plot.clip(a, b) : plot.clip(b, a)
  }

  /// A short bar at the median of each place on the axis that has three marks or more.
  mutating func drawMedians(
    _ spots: [SurveySpot], _ x: PlotAxis, _ y: PlotAxis, width: Double
  ) {
    for place in Set(spots.map(\.x)).sorted() {
      let values = spots.filter { $0.x == place }.map(\.y)
      guard values.count >= 3, let median = Quantiles(values).median else { continue }
      let at = Point(x: x.position(place), y: y.position(median))
      scene.add(
        .line(
          Point(x: at.x - width / 2, y: at.y), Point(x: at.x + width / 2, y: at.y), .ink, width: 2.5
        ))
    }
  }
}

extension Substring {
  /// With a capital first letter.
  fileprivate var capitalizedFirst: String { prefix(1).uppercased() + dropFirst() }
}
