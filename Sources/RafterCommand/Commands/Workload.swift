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

  /// The two sides of `--compare`: the same options for both, less what means nothing for one of them.
  ///
  /// A stream is read once.
  private func sides(_ text: String) throws(DiagnosticList) -> [Workload] {
    let first = workload.request
    let file = try ModelFile.open(first.name)
    var sides = [(first, file), (first, file)]
    if let phase = PassRequest.Phase(rawValue: text) {
      sides[1].0.pass = first.pass.with(phase: phase)
    } else {
      sides[1].0.name = text
      sides[1].1 = try ModelFile.open(text)
    }
    let isPass = sides.map(\.1.isTransformer)
    if precision != nil, !isPass.contains(true) {
      throw DiagnosticList(.precisionNeedsMachine(first.name))
    }
    if isPass[0] != isPass[1] {
      for place in sides.indices {
        if isPass[place] { sides[place].0.bind = [] } else { sides[place].0.pass = PassRequest() }
      }
    }
    return try sides.map { side throws(DiagnosticList) in
      try side.0.check(against: side.1)
      return try side.0.layers(of: side.1, precision: precision).workload
    }
  }

  func run() async throws {
    try await output.reporting {
      if let compare {
        let layers = try sides(compare)
        layers.forEach { output.mention($0.diagnostics) }
        return try output.deliver(WorkloadComparison(layers[0], layers[1]).text(output.format))
      }
      let request = workload.request
      let file = try request.open()
      if precision != nil, !file.isTransformer {
        throw DiagnosticList(.precisionNeedsMachine(workload.workload))
      }
      switch (file, nodes) {
      case (.parameters(let list), _) where precision == nil && request.pass.given.isEmpty:
        output.mention(list.diagnostics)
        try output.deliver(
          ParameterReport(list, rows: nodes ? .tensors : .parts).text(output.format))
      case (.parameters, true), (.configuration, true): throw DiagnosticList(.nodesOfTransformer())
      case (.layers, true): throw DiagnosticList(.noNodes(workload.workload))
      case (.graph(let model), true): try show(try request.graph(of: model))
      case (.resolved(let graph), true): try show(graph)
      case (_, false):
        let layers = try request.layers(of: file, precision: precision).workload
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
