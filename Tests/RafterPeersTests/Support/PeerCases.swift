// SPDX-License-Identifier: Apache-2.0
import Rafter
import Testing

/// The cases that ship with the package.
enum PeerCases {
  static let zigzagNames = [
    "zigzag-more.yaml", "zigzag-metaproto-conv.yaml", "zigzag-tpu-gemm-conv.yaml",
    "zigzag-tpu-resnet18-unique-layers.yaml",
  ]

  /// The text of a built-in file.
  static func text(_ name: String) throws -> String {
    let file = try #require(BuiltIn.file(name, kind: .validationCase))
    return String(decoding: file.bytes, as: UTF8.self)
  }

  static func zigzag(_ name: String) throws -> [ZigZagCase] {
    try ZigZagCaseReader.read(text: text("zigzag/" + name), file: name)
  }
}
