// SPDX-License-Identifier: Apache-2.0
public import RafterAnalysis
public import RafterDiagnostics
import RafterHardware
import RafterQuantities
import RafterWorkload

/// What a chart shows.
public enum ChartKind: String, Sendable, CaseIterable {
  /// Both rooflines, one above the other, with every layer.
  case roofline
  /// Every layer at every level, on one axis with one ridge.
  case levels
  /// From the peak down to what is attained, loss by loss.
  case waterfall
}

/// Charts of an analysis.
public enum Charts {
  /// A chart as SVG.
  ///
  /// - Parameters:
  ///   - kind: what is drawn.
  ///   - analysis: where every number comes from.
  ///   - layer: the id or name of the layer whose roof is drawn thick, or whose losses are shown; nil for
  ///     the layer with the largest share of time, or the whole network.
  ///   - theme: the colours.
  /// - Throws: a diagnostic if there is no such layer or level, or nothing to draw.
  public static func svg(
    _ kind: ChartKind, of analysis: Analysis, layer: String? = nil, theme: ChartTheme = .light
  ) throws(DiagnosticList) -> String {
    SVGWriter.text(try scene(kind, of: analysis, layer: layer), theme: theme)
  }

  /// The chart before it is written in a format.
  static func scene(_ kind: ChartKind, of analysis: Analysis, layer: String?)
    throws(DiagnosticList) -> Scene
  {
    let chosen = try find(layer, in: analysis)
    guard analysis.layers.contains(where: \.canBeDrawn) else {
      throw DiagnosticList(.nothingToDraw(analysis.workload.name))
    }
    switch kind {
    case .roofline:
      let levels = analysis.accelerator.memories.map(\.name)
      let level = analysis.options.level ?? levels.first ?? ""
      guard levels.contains(level) else {
        throw DiagnosticList(.unknownChartLevel(level, levels: levels))
      }
      return RooflineChart(analysis, level: level, layer: chosen).scene
    case .levels: return LevelsChart(analysis).scene
    case .waterfall: return WaterfallChart(analysis, layer: chosen).scene
    }
  }

  /// A layer by its id or else its name.
  private static func find(_ name: String?, in analysis: Analysis) throws(DiagnosticList)
    -> LayerAnalysis?
  {
    guard let name else { return nil }
    let layers = analysis.layers
    if let found = layers.first(where: { $0.layer.id == name })
      ?? layers.first(where: { $0.layer.name == name })
    {
      return found
    }
    throw DiagnosticList(
      .unknownChartLayer(name, layers: layers.map(\.layer.id) + layers.map(\.layer.name)))
  }
}

extension LayerAnalysis {
  /// Whether it has a mapping, work and a time.
  var canBeDrawn: Bool {
    infeasibility == nil && work > .zero && latency > .zero && latency.isFinite
  }
}
