// SPDX-License-Identifier: Apache-2.0
import RafterDiagnostics
import RafterImporters
import RafterLibrary
import RafterWorkload
import Testing

/// The models in the package, with one image or 128 tokens.
enum BundledModel {
  static let names = BuiltIn.names(of: .model)

  /// The resolved graph of a model.
  static func graph(_ name: String) throws -> ResolvedGraph {
    let file = try #require(BuiltIn.file(name, kind: .model))
    let isText = name.hasPrefix("bert") || name.hasPrefix("llama")
    let bindings: [InputBinding] =
      isText
      ? [
        .shape(name: "input_ids", [1, 128]), .shape(name: "attention_mask", [1, 128]),
      ] : [.shape(name: "input", [1, 3, 224, 224])]
    return try ONNXImporter.resolve(
      bytes: FileBytes(file.bytes), source: name, bindings: bindings)
  }

  /// Its layers.
  static func workload(_ name: String) throws -> Workload {
    LayerGrouping.workload(from: try graph(name))
  }
}
