// SPDX-License-Identifier: Apache-2.0
import RafterAnalysis
import RafterHardware
import RafterQuantities
import RafterRoofline
import RafterWorkload

/// Title and subtitle, alike on all charts.
enum ChartHeading {
  static let left = 20.0

  /// Draws them.
  ///
  /// - Returns: the height that they take.
  static func draw(_ title: String, _ subtitle: String, in scene: inout Scene) -> Double {
    let width = scene.width - 2 * left
    let line = PlainText.oneLine(title)
    scene.add(
      TextItem(
        text: FontMetrics.fit(line, width: width, size: 18, weight: .bold),
        at: Point(x: left, y: 30), size: 18, weight: .bold, role: .heading))
    var y = 50.0
    for line in FontMetrics.wrap(subtitle, width: width, size: 12.5, lines: 2) {
      scene.add(
        TextItem(
          text: line, at: Point(x: left, y: y), size: 12.5, paint: .muted, role: .heading))
      y += 16
    }
    return y - 4
  }

  static func title(_ analysis: Analysis) -> String {
    "\(analysis.workload.name) on \(analysis.accelerator.name)"
  }
}

/// The words under the pointer.
enum HoverText {
  /// Name, numbers, the chain of factors and the shares of energy, a line each.
  static func layer(_ layer: LayerAnalysis) -> String {
    var lines = ["\(layer.layer.id) \(PlainText.oneLine(layer.layer.name))"]
    let shape = LayerFacts.shape(layer.layer)
    lines.append(PlainText.oneLine(layer.layer.operators) + (shape.isEmpty ? "" : ", \(shape)"))
    lines.append(
      "\(layer.latency.formatted()), \(Format.percent(layer.shareOfTime)) of the time, "
        + "\(layer.throughput.formatted()), \(Format.percent(layer.shareOfThroughputRoof)) of its roof"
    )
    lines.append("bound by " + RegimeWords.bound(layer.timeRegime, layer.timeSublabel))
    for entry in layer.timeChain where entry.factor < 0.9995 {
      lines.append("  × \(Format.significant(entry.factor)) \(entry.step.words)")
    }
    if let energy = layer.energy {
      lines.append("\(energy.formatted()): where it goes")
      for item in layer.energyItems where item.energy > .zero {
        let share = item.energy.ratio(to: energy)
        if share >= 0.005 { lines.append("  \(Format.percent(share)) \(item.kind.words)") }
      }
    } else {
      lines.append("energy unknown: \(layer.unknownEnergies.joined(separator: ", "))")
    }
    return lines.joined(separator: "\n")
  }
}
