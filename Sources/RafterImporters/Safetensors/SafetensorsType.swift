// SPDX-License-Identifier: Apache-2.0

/// The formats of tensors in safetensors files, by their names [workloads 5.2].
enum SafetensorsType {
  /// The format of a name; nil where there is none.
  static func format(_ name: String) -> StoredFormat? {
    switch name {
    case "BOOL", "U8", "I8", "F8_E4M3", "F8_E5M2", "F8_E8M0", "F8_E4M3FNUZ", "F8_E5M2FNUZ":
      StoredFormat(name, blockElements: 1, blockBytes: 1)
    case "I16", "U16", "F16", "BF16": StoredFormat(name, blockElements: 1, blockBytes: 2)
    case "I32", "U32", "F32": StoredFormat(name, blockElements: 1, blockBytes: 4)
    case "I64", "U64", "F64", "C64": StoredFormat(name, blockElements: 1, blockBytes: 8)
    case "F4": StoredFormat(name, blockElements: 2, blockBytes: 1)
    case "F6_E2M3", "F6_E3M2": StoredFormat(name, blockElements: 4, blockBytes: 3)
    default: nil
    }
  }

  static let names = [
    "BOOL", "U8", "I8", "U16", "I16", "U32", "I32", "U64", "I64", "F4", "F6_E2M3", "F6_E3M2",
    "F8_E4M3", "F8_E5M2", "F8_E8M0", "F8_E4M3FNUZ", "F8_E5M2FNUZ", "F16", "BF16", "F32", "F64",
    "C64",
  ]
}
