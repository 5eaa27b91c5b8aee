// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import Rafter

/// `rafter workload`: what a model asks for, without any hardware.
struct WorkloadCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "workload",
    abstract: "Layers of a model with shapes, MACs, vector operations and bytes; no hardware.")

  @OptionGroup var workload: WorkloadOptions
  @Flag(name: .long, help: "One row for each graph node instead of each layer.")
  var nodes = false
  @OptionGroup var output: OutputOptions

  func run() async throws {
    try await output.reporting {
      if nodes {
        let graph = try workload.graph()
        output.mention(graph.diagnostics)
        try output.deliver(NodeReport(graph).text(output.format))
      } else {
        let layers = try workload.load()
        output.mention(layers.diagnostics)
        try output.deliver(WorkloadReport(layers).text(output.format))
      }
    }
  }
}
