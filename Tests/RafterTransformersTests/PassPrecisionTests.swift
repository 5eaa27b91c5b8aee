// SPDX-License-Identifier: Apache-2.0
import RafterDiagnostics
import RafterQuantities
import RafterTransformers
import RafterWorkload
import Testing

/// What a precision touches: the linear layers, and nothing that is not quantised in practice.
@Suite struct PassPrecisionTests {
  private static let kept: [WeightRole] = [.embedding, .router, .small, .head]

  @Test(arguments: ["w4a16", "w8a8", "fp8", "mxfp4", "nvfp4"])
  func `embedding, head, router and norms keep the storage of the model`(word: String) throws {
    var model = try Models.read(Models.small)
    // A GGUF file stores its head in 6 bits, its embedding in 8, its norms in 32.
    let own: [WeightRole: WeightStorage] = [
      .head: WeightStorage(.int8, name: "Q6_K", sharing: .block(16), scaleBits: 8),
      .embedding: WeightStorage(.int8, name: "Q8_0", sharing: .block(32), scaleBits: 16),
      .small: WeightStorage(.fp32), .router: WeightStorage(.fp32),
    ]
    model.weights = WeightFormats(base: WeightStorage(.bf16), exceptions: own)
    let formats = try PassPrecision.formats(of: model, text: word)
    for role in Self.kept { #expect(formats.weights[role] == own[role], "\(role)") }
    for role in WeightRole.allCases where !Self.kept.contains(role) {
      #expect(formats.weights[role].element.bitsPerElement.value < 16, "\(role)")
    }
  }

  @Test(arguments: [("bf16", NumberFormat.bf16), ("fp16", .fp16), ("fp32", .fp32)])
  func `a form that quantises nothing is that of all weights`(word: String, format: NumberFormat)
    throws
  {
    let formats = try PassPrecision.formats(of: try Models.read(Models.small), text: word)
    #expect(WeightRole.allCases.allSatisfy { formats.weights[$0].element == format })
  }

  /// [workloads 5.7]: Llama-3-8B in W4A16 with embedding and head of 2.1 GB in bf16 is 5.7 GB, not 4.0.
  ///
  /// 2 * 128256 * 4096 * 2 = 2.101e9 bytes; linear layers 6.979e9 weights * 0.5195 = 3.626e9; norms 0.5e6.
  @Test(.enabled(if: !Models.shared.isEmpty))
  func `an 8B model in 4 bits is as large as published`() throws {
    let text = try #require(
      Models.shared.first {
        $0.name.contains("Llama-3.1-8B") || $0.name.contains("Meta-Llama-3-8B")
      }?
      .text)
    let model = try Models.read(text)
    let work = try PassBuilder.workload(
      model,
      PassOptions(
        tokens: .decode(context: 128), formats: try PassPrecision.formats(of: model, text: "w4a16"))
    )
    #expect(abs(Double(work.parameterBytes) / 5.727e9 - 1) < 2e-3)
  }
}
