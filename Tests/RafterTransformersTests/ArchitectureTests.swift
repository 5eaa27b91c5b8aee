// SPDX-License-Identifier: Apache-2.0
import RafterQuantities
import RafterTransformers
import Testing

@Suite struct TransformerArchitectureTests {
  private func block(_ reach: AttentionReach) -> TransformerBlock {
    TransformerBlock(
      mixer: .grouped(
        GroupedAttention(heads: 8, keyValueHeads: 2, headDimension: 64, reach: reach)),
      feedForward: .dense(DenseFeedForward(width: 1024)))
  }

  @Test func `equal blocks are one group, wherever they stand`() {
    let architecture = TransformerArchitecture(
      name: "t", source: "t", family: "llama", hidden: 512,
      embedding: .tokens(TokenEmbedding(vocabulary: 1000)),
      blocks: [block(.window(128)), block(.full), block(.window(128))], finalNorm: .rms,
      head: .languageModel(LanguageModelHead(vocabulary: 1000, weights: .own)))
    #expect(architecture.groups.map(\.count) == [2, 1])
    #expect(architecture.groups.first?.block == block(.window(128)))
  }

  /// [workloads 5.7]: 0.5 + 2/128 + 0.5/128 = 0.5195 bytes a weight; FP8 in blocks of 128 x 128: 1 + 4/16384.
  @Test func `scales and zero points belong to the bytes of a weight`() {
    let count = 128 * 128 * 64
    let awq = WeightStorage(.int4, sharing: .block(128), scaleBits: 20)
    #expect(Double(awq.bytes(of: count, inputs: 4096)) / Double(count) == 0.51953125)
    let fp8 = WeightStorage(.fp8e4m3, sharing: .block(128 * 128), scaleBits: 32)
    #expect(fp8.bytes(of: count, inputs: 4096) == count + 64 * 4)
    // 1 + 4/in for a scale of 32 bits for each output channel.
    let int8 = WeightStorage(.int8, sharing: .channel, scaleBits: 32)
    #expect(int8.bytes(of: count, inputs: 4096) == count + count / 4096 * 4)
  }
}
