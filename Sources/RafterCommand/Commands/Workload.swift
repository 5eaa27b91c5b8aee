// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import Rafter

/// `rafter workload`: what a model asks for, without any hardware.
struct WorkloadCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "workload",
    abstract: "Layers of a model with shapes, MACs, vector operations and bytes; no hardware.")

  @OptionGroup var workload: WorkloadOptions
  @Flag(
    name: .long,
    help: "One row for each graph node instead of each layer; of weights one for each tensor.")
  var nodes = false
  @OptionGroup var output: OutputOptions

  func run() async throws {
    try await output.reporting {
      let file = try workload.open()
      switch (file, nodes) {
      case (.parameters(let list), _):
        output.mention(list.diagnostics)
        try output.deliver(
          ParameterReport(list, rows: nodes ? .tensors : .parts).text(output.format))
      case (.layers, true): throw DiagnosticList(.noNodes(workload.workload))
      case (.graph(let model), true): try show(try workload.graph(of: model))
      case (.resolved(let graph), true): try show(graph)
      case (_, false):
        let layers = try workload.layers(of: file)
        output.mention(layers.diagnostics)
        try output.deliver(WorkloadReport(layers).text(output.format))
      }
    }
  }

  private func show(_ graph: ResolvedGraph) throws(DiagnosticList) {
    output.mention(graph.diagnostics)
    try output.deliver(NodeReport(graph).text(output.format))
  }
}
