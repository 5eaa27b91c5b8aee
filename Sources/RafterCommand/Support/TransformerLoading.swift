// SPDX-License-Identifier: Apache-2.0
import Foundation
import Rafter

/// Finds and reads configurations of transformers.
enum TransformerLoading {
  /// Whether a workload is named by a configuration: a path that ends in .json, or a built-in name.
  static func isConfiguration(_ name: String) -> Bool {
    if name.hasSuffix(".json"), !name.hasSuffix(".index.json") { return true }
    return !Loading.isFile(name) && BuiltIn.file(name, kind: .transformer) != nil
  }

  /// The architecture that a name or a path stands for.
  static func architecture(
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
