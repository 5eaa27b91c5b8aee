// SPDX-License-Identifier: Apache-2.0
import Rafter

/// Weights of one layer in three formats, in two files.
enum SyntheticWeights {
  static var list: ParameterList {
    let q4 = StoredFormat("Q4_K", blockElements: 256, blockBytes: 144)
    let full = StoredFormat("F32", blockElements: 1, blockBytes: 4)
    return ParameterList(
      name: "tiny", source: "tiny-00001-of-00002.gguf", container: .gguf,
      files: ["tiny-00001-of-00002.gguf", "tiny-00002-of-00002.gguf"], fileBytes: 500_000,
      architecture: "llama",
      facts: [
        .init("general.name", "tiny"), .init("llama.block_count", "1", integers: [1]),
        .init("llama.rope.freq_base", "10000"),
      ],
      tensors: [
        StoredTensor(
          name: "token_embd.weight", shape: [512, 256],
          format: StoredFormat("Q6_K", blockElements: 256, blockBytes: 210), elements: 131_072,
          bytes: 107_520, part: .embedding, offset: 1024),
        StoredTensor(
          name: "blk.0.attn_q.weight", shape: [256, 256], format: q4, elements: 65_536,
          bytes: 36_864, part: .attention, offset: 108_544),
        StoredTensor(
          name: "blk.0.ffn_up.weight", shape: [1024, 256], format: q4, elements: 262_144,
          bytes: 147_456, part: .feedForward, file: 1, offset: 1024),
        StoredTensor(
          name: "blk.0.attn_norm.weight", shape: [256], format: full, elements: 256, bytes: 1024,
          part: .normalization, file: 1, offset: 148_480),
        StoredTensor(
          name: "odd | name", shape: [], format: full, elements: 1, bytes: 4, part: .other, file: 1,
          offset: 149_504),
      ],
      diagnostics: [
        Diagnostic(
          .warning, id: "gguf.trailing-bytes", "the data end at byte 1, but the file has 2 bytes",
          at: SourceLocation(file: "tiny-00001-of-00002.gguf", position: .byte(1)),
          suggestion: "what follows is not read")
      ])
  }
}
