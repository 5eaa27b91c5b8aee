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
  @Option(
    name: .long,
    help: ArgumentHelp(
      "Formats of a language model: \(PassPrecision.words.joined(separator: ", ")).",
      valueName: "formats"))
  var precision: String?
  @Option(
    name: .long,
    help: ArgumentHelp(
      "Another model, or another phase of this one, to show beside it.", valueName: "workload|phase"
    ))
  var compare: String?
  @OptionGroup var output: OutputOptions

  /// What `--compare` stands for: the same options with another phase, or with another workload.
  private func other(_ text: String) -> WorkloadOptions {
    var other = workload
    if let phase = TransformerOptions.Phase(rawValue: text) {
      other.transformer.phase = phase
    } else {
      other.workload = text
    }
    return other
  }

  func run() async throws {
    try await output.reporting {
      if precision != nil, !workload.isTransformer {
        throw DiagnosticList(.precisionNeedsMachine(workload.workload))
      }
      if let compare {
        let layers = [
          try workload.load(precision: precision), try other(compare).load(precision: precision),
        ]
        layers.forEach { output.mention($0.diagnostics) }
        return try output.deliver(WorkloadComparison(layers[0], layers[1]).text(output.format))
      }
      let file = try workload.open()
      switch (file, nodes) {
      case (.parameters(let list), _) where precision == nil && !workload.transformer.isAsked:
        output.mention(list.diagnostics)
        try output.deliver(
          ParameterReport(list, rows: nodes ? .tensors : .parts).text(output.format))
      case (.parameters, true), (.configuration, true): throw DiagnosticList(.nodesOfTransformer())
      case (.layers, true): throw DiagnosticList(.noNodes(workload.workload))
      case (.graph(let model), true): try show(try workload.graph(of: model))
      case (.resolved(let graph), true): try show(graph)
      case (_, false):
        let layers = try workload.layers(of: file, precision: precision)
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
