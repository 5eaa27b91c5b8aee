// SPDX-License-Identifier: Apache-2.0
import Foundation
import Rafter

/// Finds and reads configurations of transformers.
enum TransformerLoading {
  /// Whether a workload is a language model: a configuration, a GGUF file, or a built-in name.
  static func isTransformer(_ name: String) -> Bool {
    guard name != "-" else { return false }
    guard Loading.isFile(name) else { return BuiltIn.file(name, kind: .transformer) != nil }
    guard let bytes = try? FileBytes(path: name) else { return false }
    switch ModelFileKind.detect(bytes, path: name) {
    case .config, .gguf, .safetensors, .safetensorsIndex: return true
    case .onnx, .torchExport, .layers: return false
    }
  }

  /// The architecture of a file that is open.
  static func architecture(of file: ModelFile, name: String, fidelity: ConfigFidelity)
    throws(DiagnosticList) -> (architecture: TransformerArchitecture, diagnostics: [Diagnostic])
  {
    guard case .parameters(let list) = file else {
      return try architecture(name, fidelity: fidelity)
    }
    switch list.container {
    case .gguf: return try GGUFArchitecture.read(list, fidelity: fidelity)
    case .safetensors:
      // What the weights are used for stands in the config beside them; how they are stored, in themselves.
      let folder = list.source.split(separator: "/", omittingEmptySubsequences: false).dropLast()
      let config = (folder + ["config.json"]).joined(separator: "/")
      guard FileManager.default.fileExists(atPath: config) else {
        throw DiagnosticList(.weightsWithoutGraph(list.source))
      }
      var read = try architecture(config, fidelity: fidelity)
      read.architecture.weights = StoredWeights.formats(of: list)
      read.diagnostics += list.diagnostics
      return read
    }
  }

  /// The architecture that a name or a path stands for.
  private static func architecture(
    _ name: String, fidelity: ConfigFidelity
  ) throws(DiagnosticList) -> (architecture: TransformerArchitecture, diagnostics: [Diagnostic]) {
    if !Loading.isFile(name), let file = BuiltIn.file(name, kind: .transformer) {
      return try TransformerConfig.read(
        text: String(decoding: file.bytes, as: UTF8.self), file: "\(name).json (built in)",
        name: name, fidelity: fidelity)
    }
    return try TransformerConfig.read(
      text: try Loading.text(of: name), file: name, name: title(of: name), fidelity: fidelity)
  }

  /// The file's name without its ending; the folder's where the file is called `config.json`.
  private static func title(of path: String) -> String {
    let parts = path.split(separator: "/").map(String.init)
    let file = parts.last.map { String($0.dropLast(".json".count)) } ?? path
    guard file == "config", parts.count > 1 else { return file }
    let folder = parts[parts.count - 2]
    return folder == "." || folder == ".." ? file : folder
  }
}
