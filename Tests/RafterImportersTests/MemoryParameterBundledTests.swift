// SPDX-License-Identifier: Apache-2.0
import RafterWorkload
import Testing

@testable import RafterImporters

/// Parameters of the bundled files against the published numbers of torchvision and of BERT.
///
/// The files are exported with random weights: the exporter keeps one copy of equal initializers, as all
/// gains of 1 and all offsets of 0 of the same length are, and folds batch normalisation. Both are
/// differences of the files, and are added back here one by one.
struct MemoryParameterBundledTests {
  /// What a file lacks against its model.
  struct Case: Sendable, CustomTestStringConvertible {
    var name: String
    var published: Int
    var missing: Int
    var testDescription: String { name }
  }

  static let cases = [
    // Gain and offset of 4,800 channels of batch normalisation.
    Case(name: "resnet18", published: 11_689_512, missing: 2 * 4_800),
    // The same of 26,560 channels.
    Case(name: "resnet50", published: 25_557_032, missing: 2 * 26_560),
    // Here folding leaves a bias of zeros, one for each width: 64, 128, ... 2048.
    Case(
      name: "resnet50-legacy", published: 25_557_032,
      missing: 2 * 26_560 - (64 + 128 + 256 + 512 + 1024 + 2048)),
    // 17,056 channels; biases of widths 16, 24, 32, 64, 96, 144, 160, 192, 320, 384, 576, 960, 1280.
    Case(
      name: "mobilenet-v2", published: 3_504_872,
      missing: 2 * 17_056
        - (16 + 24 + 32 + 64 + 96 + 144 + 160 + 192 + 320 + 384 + 576 + 960 + 1280)),
    Case(
      name: "mobilenet-v2-int8", published: 3_504_872,
      missing: 2 * 17_056
        - (16 + 24 + 32 + 64 + 96 + 144 + 160 + 192 + 320 + 384 + 576 + 960 + 1280)),
    // 25 norms share one gain and offset of 768; biases of zero are gone: 12 of 768, patches, head.
    Case(
      name: "vit-b-16", published: 86_567_656, missing: 24 * 2 * 768 + 12 * 768 + 768 + 1000),
    // The same norms; five biases of 768 in each block are the norm's offset of zeros.
    Case(name: "bert-base", published: 108_891_648, missing: 24 * 2 * 768 + 12 * 5 * 768),
  ]

  @Test(arguments: cases) func `parameters are those published less what the file lacks`(_ c: Case)
    throws
  {
    let w = try BundledModel.workload(c.name)
    #expect(w.parameters == c.published - c.missing)
    #expect(w.parameters == w.layers.reduce(0) { $0 + $1.parameters })
  }

  @Test func `float parameters take four bytes each`() throws {
    for name in ["resnet18", "resnet50", "vit-b-16", "bert-base"] {
      let w = try BundledModel.workload(name)
      #expect(w.parameterBytes == 4 * w.parameters)
    }
  }

  @Test func `a gain shared through Identity counts once`() throws {
    // 9 norms of 512 share one gain in the file of either exporter.
    let spelled = try BundledModel.workload("llama-small-legacy")
    let single = try BundledModel.workload("llama-small")
    #expect(spelled.parameters == single.parameters)
    let gains = spelled.layers.filter { $0.kind == .normalization }.map(\.parameters)
    #expect(gains == [512] + Array(repeating: 0, count: 8))
  }
}
