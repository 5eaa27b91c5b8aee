// SPDX-License-Identifier: Apache-2.0
public import RafterDiagnostics
import RafterQuantities
public import RafterSurvey

/// Plots of the survey.
public enum SurveyCharts {
  /// A plot as SVG.
  ///
  /// - Parameters:
  ///   - kind: what is drawn against what.
  ///   - subset: the rows drawn; the figure says which they are.
  ///   - placements: points of a design, drawn as stars.
  ///   - theme: the colours.
  /// - Throws: a diagnostic if no row has what the plot needs.
  public static func svg(
    _ kind: SurveyChartKind, of subset: SurveySubset, placements: [DesignPlacement] = [],
    theme: ChartTheme = .light
  ) throws(DiagnosticList) -> String {
    SVGWriter.text(try scene(kind, of: subset, placements: placements), theme: theme)
  }

  /// The plot before it is written in a format.
  static func scene(
    _ kind: SurveyChartKind, of subset: SurveySubset, placements: [DesignPlacement] = []
  ) throws(DiagnosticList) -> Scene {
    let data = SurveyPlotData(subset: subset, designs: placements.map(named))
    let scene: Scene? =
      switch kind {
      case .densityEfficiency: DensityEfficiencyPlot(data).scene
      case .efficiencyYear: data.trendPlot(.efficiency, along: .year)
      case .efficiencyNode: data.trendPlot(.efficiency, along: .node)
      case .efficiencyPrecision: data.trendPlot(.efficiency, along: .precision)
      case .densityYear: data.trendPlot(.density, along: .year)
      case .densityNode: data.trendPlot(.density, along: .node)
      case .densityPrecision: data.trendPlot(.density, along: .precision)
      case .ridgeYear: data.ridgesAgainstYear()
      case .ridgeFormat: data.ridgesAgainstFormat()
      case .memoryYear: data.trendPlot(.memoryPerRate, along: .year)
      case .systemLoss: SystemLossPlot(data).scene
      case .roofs: SurveyRoofsPlot(data).scene
      }
    guard let scene else {
      throw DiagnosticList(.nothingToPlot(kind.rawValue, subset: subset.predicate))
    }
    return scene
  }
}

extension SurveyCharts {
  /// The row of a design, named so that its peak and what a workload reached can be told apart.
  private static func named(_ placement: DesignPlacement) -> SurveyEntry {
    var entry = placement.entry
    if case .attained(let workload) = placement.point {
      entry[.name] = .text("\(entry.name) on \(workload),")
    }
    return entry
  }
}

/// What a plot draws.
struct SurveyPlotData {
  var subset: SurveySubset
  var designs: [SurveyEntry]

  var style: (SurveyEntry) -> SurveyStyle { SurveyStyle.styles(of: subset.entries) }

  /// What every figure says about its rows.
  func facts(n: Int, _ more: String...) -> [String] {
    let first = "n = \(n) of \(subset.entries.count) rows: \(subset.predicate)"
    let leftOut =
      subset.leftOut.isEmpty ? [] : ["left out: " + subset.leftOut.joined(separator: "; ")]
    let credits = subset.credits.joined(separator: "; ")
    return [first] + more + leftOut + (credits.isEmpty ? [] : ["Data: \(credits)"])
  }

  /// What the title calls a quantity.
  static func name(_ column: SurveyColumn) -> Substring {
    column == .memoryPerRate
      ? "on-chip memory per op/s" : words(column).prefix { $0 != "," }
  }

  /// Axis words of a quantity.
  static func words(_ column: SurveyColumn) -> String {
    switch column {
    case .efficiency: "efficiency, TOPS/W (Top/J)"
    case .density: "density, TOPS/mm2"
    case .memoryPerRate: "on-chip memory, KiB per Top/s"
    case .ridge: "ridge, op/byte"
    default: column.rawValue
    }
  }
}
