// SPDX-License-Identifier: Apache-2.0
import Foundation
import RafterImporters
import Testing

/// The nine light models of the `onnx` Python package, whose folder a variable of the environment names
/// (`make test-slow`).
@Suite struct SlowLightModelTests {
  /// The folder; nil where the tests are to be skipped.
  static let folder = ProcessInfo.processInfo.environment["RAFTER_LIGHT_MODELS"]

  static let models: [URL] = {
    guard let folder else { return [] }
    let files = try? FileManager.default.contentsOfDirectory(
      at: URL(filePath: folder), includingPropertiesForKeys: nil)
    return (files ?? []).filter { $0.pathExtension == "onnx" }.sorted { $0.path < $1.path }
  }()

  /// GMAC as published or counted elsewhere, to the printed digits.
  static let totals = [
    "light_vgg19": "19.632", "light_resnet50": "4.089", "light_densenet121": "2.834",
    "light_inception_v2": "2.019", "light_zfnet512": "1.482", "light_inception_v1": "1.432",
    "light_bvlc_alexnet": "0.655", "light_squeezenet": "0.349", "light_shufflenet": "0.125",
  ]

  @Test(.enabled(if: folder != nil))
  func `all nine are there`() {
    let names = Self.models.map { $0.deletingPathExtension().lastPathComponent }
    #expect(names == Self.totals.keys.sorted())
  }

  @Test(.enabled(if: !models.isEmpty), arguments: models)
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
    #expect(String(format: "%.3f", Double(macs) / 1e9) == Self.totals[model])
  }
}
