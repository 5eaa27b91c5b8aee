// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import Rafter

/// `rafter demo`: a model and a chip that are built in.
struct DemoCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "demo",
    abstract: "Analyses a built-in model on a built-in chip and leaves charts and JSON.")

  @Option(name: .long, help: ArgumentHelp("The folder to write to.", valueName: "folder"))
  var output = "rafter-demo"
  @Flag(name: .long, help: "No progress and no notes on standard error.")
  var quiet = false

  func run() async throws {
    var common = OutputOptions()
    common.quiet = quiet
    common.diagnostics = .text
    common.format = .table
    try await common.reporting {
      let model = try WorkloadRequest(name: "resnet50").load().workload
      let analyses = try await Run.analyses(
        model, on: ["edge-npu"], options: AnalysisOptions(),
        jobs: nil,
        quiet: quiet)
      guard let analysis = analyses.first else { return }
      Console.print(AnalysisText.render(analyses, as: .table, version: RafterVersion.text))
      try Output.makeFolder(output)
      try Output.write(
        AnalysisText.render(analyses, as: .json, version: RafterVersion.text),
        to: "\(output)/analysis.json")
      try Output.write(
        AnalysisText.render(analyses, as: .csv, version: RafterVersion.text),
        to: "\(output)/layers.csv")
      var written = ["analysis.json", "layers.csv"]
      for chart in ChartKind.allCases {
        for theme in ChartTheme.allCases {
          let name = "\(chart.rawValue)\(theme == .dark ? "-dark" : "").svg"
          let svg = try Charts.svg(chart, of: analysis, layer: nil, theme: theme)
          try Output.write(svg, to: "\(output)/\(name)")
          written.append(name)
          guard theme == .light else { continue }
          do throws(DiagnosticList) {
            let picture = "\(chart.rawValue).png"
            try PictureConverter.write(svg, to: "\(output)/\(picture)")
            written.append(picture)
          } catch {
            common.mention(error.diagnostics)
          }
        }
      }
      Console.print(
        "Written to \(output)/: \(written.joined(separator: ", "))\n"
          + "Next: rafter analyze YOUR_MODEL.onnx --on edge-npu    "
          + "rafter explain resnet50 --on edge-npu --layer L02")
    }
  }
}
