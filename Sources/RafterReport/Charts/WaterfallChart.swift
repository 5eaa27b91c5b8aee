// SPDX-License-Identifier: Apache-2.0
import RafterAnalysis
import RafterHardware
import RafterQuantities
import RafterRoofline
import RafterWorkload

/// From the peak to what is attained, loss by loss, and where the energy goes.
struct WaterfallChart {
  private let analysis: Analysis
  private let layer: LayerAnalysis?
  private let data: WaterfallData
  private let levels: [String]

  init(_ analysis: Analysis, layer: LayerAnalysis?) {
    self.analysis = analysis
    self.layer = layer
    data = WaterfallData(layer.map { [$0] } ?? analysis.layers.filter(\.canBeDrawn))
    levels = analysis.accelerator.memories.map(\.name)
  }

  /// Losses below this share are named in a line below.
  private static let least = 0.9995

  var scene: Scene {
    let what = layer.map { "\($0.layer.id) \($0.layer.name) of " } ?? ""
    let title = "From peak to attained: \(what)\(ChartHeading.title(analysis))"
    var scene = Scene(width: 960, height: 0, title: PlainText.oneLine(title))
    let subtitle =
      layer.map {
        "\($0.layer.operators) bound by \(RegimeWords.bound($0.timeRegime, $0.timeSublabel)), "
          + "\($0.latency.formatted()), \(Format.percent($0.shareOfTime)) of the network's time"
      } ?? analysis.headline.first ?? ""
    let top = ChartHeading.draw(title, subtitle, in: &scene) + 26
    let shown = data.steps.filter { $0.factor < Self.least }
    let rowHeight = max(22, min(34, 470 / Double(shown.count + 2)))
    let plot = Rect(
      minX: 220, minY: top, maxX: 700, maxY: top + rowHeight * Double(shown.count + 2) + 10)
    scene.plots = [plot]
    drawBars(plot, rowHeight, shown, in: &scene)
    var y = plot.maxY + 58
    let kept = data.steps.filter { $0.factor >= Self.least }
    if !kept.isEmpty {
      let words = "Costs nothing: " + kept.map(\.step.words).joined(separator: "; ")
      for line in FontMetrics.wrap(words, width: scene.width - 40, size: 11.5, lines: 3) {
        scene.add(
          TextItem(
            text: line, at: Point(x: ChartHeading.left, y: y), size: 11.5, paint: .muted,
            role: .note))
        y += 15
      }
    }
    scene.height = drawEnergy(from: y + 18, in: &scene) + 14
    return scene
  }

  /// Linear from zero where the last bar is still seen there, else logarithmic: then equal factors are
  /// equal lengths.
  private enum Scale {
    case linear(Double, Rect)
    case logarithmic(LogAxis)

    func position(_ value: Double) -> Double {
      switch self {
      case .linear(let most, let plot): plot.minX + value / most * plot.width
      case .logarithmic(let axis): axis.position(value)
      }
    }
  }

  private func drawBars(
    _ plot: Rect, _ height: Double, _ shown: [WaterfallData.Step], in scene: inout Scene
  ) {
    let unit = ScaledUnit.throughput([data.peak])
    let isLinear = data.attained > data.peak / 10
    let scale: Scale =
      isLinear
      ? .linear(data.peak * 1.02, plot)
      : .logarithmic(
        .around([data.peak, data.attained], margin: 0.4, from: plot.minX, to: plot.maxX))
    drawAxis(plot, scale, unit, in: &scene)
    var row = 0
    func bar(_ words: String, from low: Double, to high: Double, _ paint: Paint, _ value: String) {
      let y = plot.minY + 5 + height * Double(row)
      let box = Rect(
        minX: min(low, high), minY: y + 3, maxX: max(max(low, high), min(low, high) + 1.5),
        maxY: y + height - 3)
      scene.add(.rectangle(box, fill: paint, stroke: nil, hover: "\(words): \(value)"))
      let middle = y + height / 2 + 4
      scene.add(
        TextItem(
          text: FontMetrics.fit(PlainText.oneLine(words), width: plot.minX - 36, size: 12),
          at: Point(x: plot.minX - 10, y: middle), anchor: .end, size: 12, role: .layer))
      scene.add(
        TextItem(
          text: FontMetrics.fit(value, width: scene.width - plot.maxX - 22, size: 12),
          at: Point(x: plot.maxX + 12, y: middle), size: 12, role: .layer))
      row += 1
    }
    func throughput(_ value: Double) -> String { Throughput(value).formatted() }
    bar(
      "peak", from: plot.minX, to: scale.position(data.peak), .green, throughput(data.peak))
    for step in shown {
      let before = scale.position(step.before)
      let after = scale.position(step.after)
      let y = plot.minY + 5 + height * Double(row)
      scene.add(
        .line(Point(x: before, y: y - 3), Point(x: before, y: y + 3), .frame, width: 1))
      // One of many alike is not worth naming.
      let culprit = step.culprit.flatMap {
        $0.share >= 0.1 ? ", \(Format.percent($0.share)) of it by \($0.id)" : nil
      }
      bar(
        step.step.words, from: after, to: before, paint(step.step),
        "× \(Format.significant(step.factor))" + (culprit ?? ""))
    }
    let share = data.peak > 0 ? data.attained / data.peak : 0
    bar(
      "attained", from: plot.minX, to: scale.position(data.attained), .green,
      "\(throughput(data.attained)), \(Format.percent(share)) of peak")
  }

  private func drawAxis(_ plot: Rect, _ scale: Scale, _ unit: ScaledUnit, in scene: inout Scene) {
    var ticks: [(Double, String)] = []
    switch scale {
    case .linear:
      let step = Self.roundStep(data.peak / unit.size / 6)
      ticks = stride(from: 0, through: data.peak / unit.size * 1.02, by: step).map {
        ($0 * unit.size, $0 == 0 ? "0" : Format.significant($0, digits: 2))
      }
    case .logarithmic(let axis):
      // Halves of the peak: a tick is a factor.
      var value = data.peak
      var k = 0
      while axis.contains(value), k < 40 {
        ticks.append((value, k == 0 ? "peak" : "1/\(1 << k)"))
        k += max(1, Int((40 / axis.octave.magnitude).rounded(.up)))
        value = data.peak / Double(1 << k)
      }
    }
    for (value, words) in ticks {
      let at = scale.position(value)
      scene.add(.line(Point(x: at, y: plot.minY), Point(x: at, y: plot.maxY), .grid))
      scene.add(
        TextItem(
          text: words, at: Point(x: at, y: plot.maxY + 16), anchor: .middle, size: 11.5,
          paint: .muted, role: .axis))
    }
    scene.add(.rectangle(plot, fill: nil, stroke: .frame))
    let title =
      if case .linear = scale {
        "throughput [\(unit.symbol)]"
      } else {
        "throughput, of the peak; equal lengths are equal factors"
      }
    scene.add(
      TextItem(
        text: title, at: Point(x: (plot.minX + plot.maxX) / 2, y: plot.maxY + 36), anchor: .middle,
        size: 12.5, role: .axis))
  }

  /// 1, 2, 2.5 or 5 times a power of ten, nearest above.
  private static func roundStep(_ least: Double) -> Double {
    guard least > 0, least.isFinite else { return 1 }
    var size = 1.0
    while size > least { size /= 10 }
    while size * 10 <= least { size *= 10 }
    return [1, 2, 2.5, 5, 10].map { $0 * size }.first { $0 >= least * 0.999 } ?? size * 10
  }

  /// Paler for what a larger buffer or a better mapping would save.
  private func opacity(_ kind: EnergyItem.Kind) -> Double {
    switch kind {
    case .capacityExcess: 0.65
    case .mappingExcess: 0.4
    default: 1
    }
  }

  /// Colour by the cause: arithmetic, a level, or waiting.
  private func paint(_ step: ChainStep) -> Paint {
    switch step {
    case .peak: .green
    case .format, .sustained, .spatial: .orange
    case .vector: .yellow
    case .compulsory(let level), .attainable(let level), .mapped(let level):
      RegimeStyle.level(level, levels)
    case .nonOverlap, .powerCap, .fill, .load, .offload, .launch: .vermillion
    }
  }

  private func paint(_ kind: EnergyItem.Kind) -> Paint {
    switch kind {
    case .compute: .green
    case .vector: .yellow
    case .compulsory(let level), .capacityExcess(let level), .mappingExcess(let level):
      RegimeStyle.level(level, levels)
    case .wires: .orange
    case .staticUseful: .grey
    case .staticLost: .vermillion
    }
  }

  /// A bar of all energy in its parts, and a list of them.
  ///
  /// - Returns: the height below it.
  private func drawEnergy(from top: Double, in scene: inout Scene) -> Double {
    let left = ChartHeading.left
    func heading(_ words: String) {
      scene.add(
        TextItem(
          text: words, at: Point(x: left, y: top + 12), size: 13, weight: .bold, role: .legend))
    }
    let total = data.energy.reduce(Energy.zero) { $0 + $1.energy }
    guard total > .zero else {
      heading(
        data.unknown.isEmpty
          ? "Energy is not known"
          : "Energy is not known: that of \(data.unknown.joined(separator: ", ")) is not stated")
      return top + 26
    }
    heading("Where the energy goes: \(total.formatted())")
    var x = left
    let width = scene.width - 2 * left
    let bar = Rect(minX: left, minY: top + 22, maxX: left + width, maxY: top + 50)
    let items = data.energy.filter { $0.energy > .zero }
    for item in items {
      let share = item.energy.ratio(to: total)
      let box = Rect(minX: x, minY: bar.minY, maxX: x + width * share, maxY: bar.maxY)
      var part = PathItem.rectangle(
        box, fill: paint(item.kind), stroke: .background,
        hover: "\(item.kind.words): \(Format.percent(share))")
      part.opacity = opacity(item.kind)
      scene.add(part)
      x += width * share
    }
    let column = width / 3
    let listed = items.filter { $0.energy.ratio(to: total) >= 0.0005 }
    let perColumn = (listed.count + 2) / 3
    for (i, item) in listed.enumerated() {
      let at = Point(
        x: left + column * Double(i / max(1, perColumn)),
        y: bar.maxY + 22 + 17 * Double(i % max(1, perColumn)))
      var swatch = PathItem.rectangle(
        Rect(minX: at.x, minY: at.y - 9, maxX: at.x + 11, maxY: at.y + 2), fill: paint(item.kind))
      swatch.opacity = opacity(item.kind)
      scene.add(swatch)
      let words =
        "\(Format.percent(item.energy.ratio(to: total)))  \(PlainText.oneLine(item.kind.words))"
      scene.add(
        TextItem(
          text: FontMetrics.fit(words, width: column - 24, size: 11.5),
          at: Point(x: at.x + 17, y: at.y), size: 11.5, role: .legend))
    }
    return bar.maxY + 22 + 17 * Double(max(1, perColumn))
  }
}
