// SPDX-License-Identifier: Apache-2.0

/// The formats of tensors in GGUF files, by their numbers [workloads 5.1, ggml's table of types].
enum GGUFTensorType {
  /// The format of a number; nil where ggml has none.
  static func format(_ id: UInt32) -> StoredFormat? {
    rows.first { $0.id == id }.map {
      StoredFormat($0.name, blockElements: $0.elements, blockBytes: $0.bytes)
    }
  }

  /// What a number stood for in older versions of ggml, which took these formats out again.
  static func removed(_ id: UInt32) -> String? {
    switch id {
    case 4: "Q4_2"
    case 5: "Q4_3"
    case 31: "Q4_0_4_4"
    case 32: "Q4_0_4_8"
    case 33: "Q4_0_8_8"
    case 36: "IQ4_NL_4_4"
    case 37: "IQ4_NL_4_8"
    case 38: "IQ4_NL_8_8"
    default: nil
    }
  }

  /// All formats, in the order of their numbers.
  static var all: [StoredFormat] { rows.compactMap { format($0.id) } }

  private static let rows: [(id: UInt32, name: String, elements: Int, bytes: Int)] = [
    (0, "F32", 1, 4), (1, "F16", 1, 2), (2, "Q4_0", 32, 18), (3, "Q4_1", 32, 20),
    (6, "Q5_0", 32, 22), (7, "Q5_1", 32, 24), (8, "Q8_0", 32, 34), (9, "Q8_1", 32, 36),
    (10, "Q2_K", 256, 84), (11, "Q3_K", 256, 110), (12, "Q4_K", 256, 144), (13, "Q5_K", 256, 176),
    (14, "Q6_K", 256, 210), (15, "Q8_K", 256, 292), (16, "IQ2_XXS", 256, 66),
    (17, "IQ2_XS", 256, 74), (18, "IQ3_XXS", 256, 98), (19, "IQ1_S", 256, 50),
    (20, "IQ4_NL", 32, 18), (21, "IQ3_S", 256, 110), (22, "IQ2_S", 256, 82),
    (23, "IQ4_XS", 256, 136), (24, "I8", 1, 1), (25, "I16", 1, 2), (26, "I32", 1, 4),
    (27, "I64", 1, 8), (28, "F64", 1, 8), (29, "IQ1_M", 256, 56), (30, "BF16", 1, 2),
    (34, "TQ1_0", 256, 54), (35, "TQ2_0", 256, 66), (39, "MXFP4", 32, 17), (40, "NVFP4", 64, 36),
    (41, "Q1_0", 128, 18),
  ]
}
