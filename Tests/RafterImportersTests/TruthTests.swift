// SPDX-License-Identifier: Apache-2.0
import Foundation
import RafterDiagnostics
import RafterImporters
import RafterLibrary
import RafterTestSupport
import Testing

/// Comparison with node shapes and MACs observed in real runs.
@Suite struct TruthTests {
  /// The names of the bundled models in the table.
  static let exports = [
    "resnet50": "resnet50.dynamo", "resnet50-legacy": "resnet50.legacy",
    "resnet18": "resnet18.dynamo", "mobilenet-v2": "mobilenet_v2.legacy",
    "mobilenet-v2-int8": "mobilenet_v2.qdq", "vit-b-16": "vit_b_16.dynamo",
    "bert-base": "bert_base.dynamo", "llama-small": "llama_small.dynamo23",
    "llama-small-legacy": "llama_small.legacy",
  ]

  @Test(.enabled(if: TruthTable.shared != nil), arguments: BuiltIn.names(of: .model))
  func `every shape and every MAC of a bundled model is that of a real run`(model: String) throws {
    let table = try #require(TruthTable.shared)
    let file = try #require(BuiltIn.file(model, kind: .model))
    let key = try #require(Self.exports[model])
    let graph = try ONNXImporter.resolve(
      bytes: FileBytes(file.bytes), source: model, bindings: table.bindings[key] ?? [])
    #expect(table.differences(graph, model: key).prefix(10) == [])
  }
}
