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

  /// The light models come with the `onnx` package; the folder is named by a variable of the environment.
  static let lightModels: [URL] = {
    guard let folder = ProcessInfo.processInfo.environment["RAFTER_LIGHT_MODELS"] else { return [] }
    let files = try? FileManager.default.contentsOfDirectory(
      at: URL(filePath: folder), includingPropertiesForKeys: nil)
    return (files ?? []).filter { $0.pathExtension == "onnx" }.sorted { $0.path < $1.path }
  }()

  /// GMAC as published or counted elsewhere, to the printed digits.
  static let lightTotals = [
    "light_vgg19": "19.632", "light_resnet50": "4.089", "light_densenet121": "2.834",
    "light_inception_v2": "2.019", "light_zfnet512": "1.482", "light_inception_v1": "1.432",
    "light_bvlc_alexnet": "0.655", "light_squeezenet": "0.349", "light_shufflenet": "0.125",
  ]

  @Test(.enabled(if: !lightModels.isEmpty), arguments: lightModels)
  func `the light models have the shapes of real runs and the MACs that are published`(file: URL)
    throws
  {
    let model = file.deletingPathExtension().lastPathComponent
    let graph = try ONNXImporter.resolve(
      bytes: FileBytes(Array(try Data(contentsOf: file))), source: model, bindings: [])
    if let table = TruthTable.shared {
      #expect(table.differences(graph, model: model).prefix(10) == [])
    }
    let macs = graph.nodes.reduce(0) { $0 + $1.macs }
    #expect(String(format: "%.3f", Double(macs) / 1e9) == Self.lightTotals[model])
  }
}
