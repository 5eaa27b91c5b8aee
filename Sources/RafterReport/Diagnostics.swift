// SPDX-License-Identifier: Apache-2.0
import RafterDiagnostics
import RafterQuantities

// All that this module says to the user, in one place.
extension Diagnostic {
  static func unknownChartLayer(_ name: String, layers: [String]) -> Diagnostic {
    Diagnostic(
      id: "report.unknown-layer", "no layer is called '\(PlainText.oneLine(name))'",
      suggestion: Suggestion.nearest(to: name, among: layers).map { "did you mean '\($0)'?" }
        ?? "give an id such as \(layers.first ?? "L01"), or a name of the table")
  }

  static func unknownChartLevel(_ name: String, levels: [String]) -> Diagnostic {
    Diagnostic(
      id: "report.unknown-level", "no memory is called '\(PlainText.oneLine(name))'",
      suggestion: Suggestion.nearest(to: name, among: levels).map { "did you mean '\($0)'?" }
        ?? "there are \(levels.joined(separator: ", "))")
  }

  static func noRoofs(_ operands: String?, formats: [String], needsArea: Bool) -> Diagnostic {
    let near = operands.flatMap { operands in
      Suggestion.nearest(to: operands, among: formats.map { String($0.prefix { $0 != " " }) })
    }
    return Diagnostic(
      id: "report.no-roofs", "no machine has a roof to draw",
      suggestion: near.map { "did you mean --operands \($0)?" }
        ?? (needsArea
          ? "state `area` under `technology`" : "describe ports, so that there are bandwidths"))
  }

  static func nothingToDraw(_ workload: String) -> Diagnostic {
    Diagnostic(
      id: "report.nothing-to-draw", "no layer of \(PlainText.oneLine(workload)) can be drawn",
      suggestion: "see the report for why no layer runs")
  }

  static func nothingToPlot(_ kind: String, subset: String) -> Diagnostic {
    Diagnostic(
      id: "report.nothing-to-plot", "no row has what the plot '\(kind)' needs",
      suggestion: "widen the subset: \(PlainText.oneLine(subset))")
  }

  static func unknownVendor(_ name: String, among makers: [String]) -> Diagnostic {
    Diagnostic(
      id: "report.unknown-vendor", "no machine is made by '\(PlainText.oneLine(name))'",
      suggestion: Suggestion.nearest(to: name, among: makers).map { "did you mean '\($0)'?" }
        ?? "there are \(makers.joined(separator: ", "))")
  }

  static func formatOfNone(_ format: NumberFormat, among formats: [NumberFormat]) -> Diagnostic {
    Diagnostic(
      id: "report.format-of-none", "no machine computes in \(format.rawValue)",
      suggestion: "they compute in \(formats.map(\.rawValue).joined(separator: ", "))")
  }
}
