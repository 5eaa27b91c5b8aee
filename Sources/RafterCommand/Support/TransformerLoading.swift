// SPDX-License-Identifier: Apache-2.0
import Foundation
import Rafter

/// Reads descriptions of transformers.
enum TransformerLoading {
  /// The architecture of a file that is open: a configuration, or weights.
  static func architecture(of file: ModelFile, fidelity: ConfigFidelity) throws(DiagnosticList)
    -> (architecture: TransformerArchitecture, diagnostics: [Diagnostic])
  {
    switch file {
    case .configuration(let text):
      return try TransformerConfig.read(
        text: text.text, file: text.file, name: text.name, fidelity: fidelity)
    case .parameters(let list) where list.container == .gguf:
      return try GGUFArchitecture.read(list, fidelity: fidelity)
    case .parameters(let list):
      // What the weights are used for stands in the config beside them; how they are stored, in themselves.
      let folder = list.source.split(separator: "/", omittingEmptySubsequences: false).dropLast()
      let config = (folder + ["config.json"]).joined(separator: "/")
      guard FileManager.default.fileExists(atPath: config) else {
        throw DiagnosticList(.weightsWithoutGraph(list.source))
      }
      var read = try TransformerConfig.read(
        text: try Loading.text(of: config), file: config, name: ModelFile.title(config),
        fidelity: fidelity)
      read.architecture.weights = StoredWeights.formats(of: list)
      read.diagnostics +=
        list.diagnostics + StoredWeights.check(read.architecture, against: list)
      return read
    case .graph(let model): throw DiagnosticList(.weightsWithoutGraph(model.source))
    case .resolved, .layers: throw DiagnosticList(.nodesOfTransformer())
    }
  }
}
