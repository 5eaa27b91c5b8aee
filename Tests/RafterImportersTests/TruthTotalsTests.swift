// SPDX-License-Identifier: Apache-2.0
import RafterDiagnostics
import RafterImporters
import RafterLibrary
import Testing

@Suite struct TruthTotalsTests {
  /// A bundled model with what is known of it.
  struct Total {
    var model: String
    var bindings: [InputBinding]
    var macs: Int
  }

  private static let image = [InputBinding.shape(name: "input", [1, 3, 224, 224])]
  private static let text: [InputBinding] = [
    .shape(name: "input_ids", [1, 128]), .shape(name: "attention_mask", [1, 128]),
  ]

  /// Sums over the nodes of real runs (ONNX Runtime); published: 4.089, 1.814, 0.301, 17.564, 11.174, 1.879 GMAC.
  static let totals = [
    Total(model: "resnet50", bindings: image, macs: 4_089_184_256),
    Total(model: "resnet50-legacy", bindings: image, macs: 4_089_184_256),
    Total(model: "resnet18", bindings: image, macs: 1_814_073_344),
    Total(model: "mobilenet-v2", bindings: image, macs: 300_774_272),
    Total(model: "mobilenet-v2-int8", bindings: image, macs: 300_774_272),
    Total(model: "vit-b-16", bindings: image, macs: 17_563_828_224),
    Total(model: "bert-base", bindings: text, macs: 11_173_625_856),
    Total(model: "llama-small", bindings: text, macs: 1_879_048_192),
    Total(model: "llama-small-legacy", bindings: text, macs: 1_879_048_192),
  ]

  @Test(arguments: totals)
  func `a bundled model takes the multiplies that are published`(total: Total) throws {
    let file = try #require(BuiltIn.file(total.model, kind: .model))
    let graph = try ONNXImporter.resolve(
      bytes: FileBytes(file.bytes), source: total.model, bindings: total.bindings)
    #expect(graph.nodes.reduce(0) { $0 + $1.macs } == total.macs)
    #expect(graph.tensors.allSatisfy { $0.shape != nil && $0.format != nil })
    #expect(graph.diagnostics.filter { $0.severity != .note } == [])
  }
}
