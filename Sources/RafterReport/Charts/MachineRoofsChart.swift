// SPDX-License-Identifier: Apache-2.0
public import RafterDiagnostics
public import RafterHardware
import RafterQuantities
public import RafterRoofline

/// The roofs of one machine at every level, or of several at one level: throughput above, efficiency below.
public struct MachineRoofsChart {
  /// A machine and its roofs.
  public struct Machine: Sendable {
    var accelerator: Accelerator
    var roofs: [MachineRoof]

    /// Creates one.
    public init(_ accelerator: Accelerator, roofs: [MachineRoof]) {
      self.accelerator = accelerator
      self.roofs = roofs
    }
  }

  /// What throughput is divided by.
  public enum Per: String, Sendable, CaseIterable {
    /// Nothing: that of the chip.
    case chip
    /// The area of the chip.
    case area
  }

  /// A roof as it is drawn.
  struct Line {
    var name: String
    /// What the legend adds.
    var words: String
    var roof: MachineRoof
    var paint: Paint
    var dash: PathItem.Dash
    /// Square millimetres, where throughput is per area; 1 otherwise.
    var area: Double

    /// Whether the power cap holds it anywhere.
    var isCapped: Bool { roof.isHeldByCap }
  }

  let machines: [Machine]
  let level: String?
  let operands: String?
  let per: Per

  /// Creates a chart.
  ///
  /// - Parameters:
  ///   - machines: One, or several to lay over one another.
  ///   - level: The memory whose intensity is the axis; nil for all of one machine, or the outermost of each.
  ///   - operands: Formats whose name begins so, such as `int8`; nil for all of one machine, or the fastest of each.
  ///   - per: What throughput is divided by.
  public init(
    _ machines: [Machine], level: String? = nil, operands: String? = nil, per: Per = .chip
  ) {
    self.machines = machines
    self.level = level
    self.operands = operands
    self.per = per
  }

  /// The chart as SVG.
  ///
  /// - Throws: a diagnostic if no machine has the level or the format, or none has an area where one is needed.
  public func svg(theme: ChartTheme = .light) throws(DiagnosticList) -> String {
    SVGWriter.text(try scene(), theme: theme)
  }

  func scene() throws(DiagnosticList) -> Scene {
    let lines = try lines()
    let energy = lines.filter { $0.roof.efficiency(at: $0.roof.ridge) != nil }
    let title = "Roofs of " + machines.map(\.accelerator.name).joined(separator: ", ")
    var facts = [
      "Above: min(peak, sustained bandwidth x intensity). Below: 1 / (E_op + e_byte / x + P_static / throughput)"
    ]
    if let silent = withoutEnergy(lines) { facts.append(silent) }
    var frame = PlotFrame(title: title, fairness: [], facts: facts, height: 820)
    let x = intensities(lines, in: frame.plot)
    let panels = MachineRoofsPanels(frame.plot, hasEnergy: !energy.isEmpty)
    let y = PlotAxis.decades(
      lines.flatMap { line in
        // Room for words above the highest.
        [
          line.roof.peak.value * 1.3,
          line.roof.attainable(at: OperationalIntensity(x.low * 4)).value,
        ].map {
          $0 / line.area
        }
      }, title: per == .area ? "throughput of a square millimetre" : "throughput", unit: "op/s",
      from: panels.upper.maxY, to: panels.upper.minY)
    frame.draw(x.axis, y, in: panels.upper, xTitle: energy.isEmpty)
    for line in lines {
      panels.draw(line, in: panels.upper, x.axis, y, &frame.scene) {
        line.roof.attainable(at: $0).value / line.area
      }
      if line.isCapped {
        panels.draw(line, in: panels.upper, x.axis, y, &frame.scene, isCap: true) {
          line.roof.attainableUnderCap(at: $0).value / line.area
        }
      }
    }
    if machines.count == 1 {
      panels.label(lines, in: panels.upper, y, &frame.scene, per == .area ? "op/s/mm2" : "op/s") {
        $0.roof.peak.value / $0.area
      }
    }
    if !energy.isEmpty {
      let y = PlotAxis.decades(
        energy.flatMap { line in
          [x.low * 4, x.high].compactMap {
            line.roof.efficiency(at: OperationalIntensity($0)).map { $0.value * 1.3 }
          }
        }, title: "efficiency", unit: "op/J", from: panels.lower.maxY, to: panels.lower.minY)
      frame.draw(x.axis, y, in: panels.lower, xTitle: true)
      for line in energy {
        panels.draw(line, in: panels.lower, x.axis, y, &frame.scene) {
          line.roof.efficiency(at: $0)?.value
        }
      }
      if machines.count == 1 {
        panels.label(energy, in: panels.lower, y, &frame.scene, "op/J") {
          $0.roof.efficiency(at: OperationalIntensity(x.high))?.value ?? 0
        }
      }
    }
    frame.scene.plots = energy.isEmpty ? [panels.upper] : [panels.upper, panels.lower]
    frame.drawLegend(keys(lines))
    return frame.scene
  }

  /// How many roofs of one machine, or which of several machines, have no energy roof.
  private func withoutEnergy(_ lines: [Line]) -> String? {
    let silent = lines.filter { $0.roof.efficiency(at: $0.roof.ridge) == nil }
    guard !silent.isEmpty else { return nil }
    let who =
      machines.count == 1
      ? "\(silent.count) of \(lines.count) roofs have"
      : silent.map(\.name).joined(separator: ", ") + (silent.count == 1 ? " has" : " have")
    return "\(who) no energy roof: an energy is unknown"
  }

  private func intensities(_ lines: [Line], in plot: Rect) -> (
    axis: PlotAxis, low: Double, high: Double
  ) {
    let ridges = lines.map { $0.roof.ridge.value }.filter { $0 > 0 && $0.isFinite }
    let low = max(1.0 / 64, (ridges.min() ?? 1) / 32)
    let high = (ridges.max() ?? 1000) * 16
    let title =
      machines.count == 1 && level == nil
      ? "operational intensity at the level of each roof, op/byte"
      : "operational intensity at \(level ?? "the outermost memory"), op/byte"
    let axis = PlotAxis.decades(
      [low, high], title: title, from: plot.minX, to: plot.maxX, margin: 0)
    return (axis, low, high)
  }

  private func keys(_ lines: [Line]) -> [PlotFrame.Key] {
    var keys: [PlotFrame.Key] = []
    var named: [String] = []
    for line in lines where !named.contains(line.name) {
      named.append(line.name)
      guard named.count <= 16 else { continue }
      keys.append(.line(line.paint, line.dash, 2, line.name))
      keys.append(.note(line.words))
    }
    if named.count > 16 { keys.append(.note("and \(named.count - 16) more")) }
    if lines.contains(where: \.isCapped) {
      keys.append(.line(.ink, .dashed, 1.2, "held by the power cap"))
    }
    if machines.count == 1, lines.contains(where: { $0.dash == .dotted }) {
      keys.append(.line(.ink, .dotted, 1.8, "the vector unit"))
    }
    return keys
  }
}
