// SPDX-License-Identifier: Apache-2.0

/// Writes safetensors files for tests, right ones and wrong ones.
package struct SafetensorsBuilder: Sendable {
  /// A tensor of the header.
  package struct Tensor: Sendable {
    package var name: String
    package var type: String
    package var shape: [Int]
    package var bytes: Int

    package init(_ name: String, _ type: String, _ shape: [Int], bytes: Int) {
      self.name = name
      self.type = type
      self.shape = shape
      self.bytes = bytes
    }
  }

  package var metadata: [(String, String)] = []
  package var tensors: [Tensor] = []

  package init() {}

  /// The JSON of the header.
  package var header: String {
    var parts: [String] = []
    if !metadata.isEmpty {
      let texts = metadata.map { "\"\($0.0)\":\"\($0.1)\"" }
      parts.append("\"__metadata__\":{" + texts.joined(separator: ",") + "}")
    }
    var next = 0
    for tensor in tensors {
      let shape = tensor.shape.map(String.init).joined(separator: ",")
      parts.append(
        "\"\(tensor.name)\":{\"dtype\":\"\(tensor.type)\",\"shape\":[\(shape)],"
          + "\"data_offsets\":[\(next),\(next + tensor.bytes)]}")
      next += tensor.bytes
    }
    return "{" + parts.joined(separator: ",") + "}"
  }

  /// The whole file, its data zero.
  package var file: [UInt8] {
    Self.file(header: header, data: tensors.reduce(0) { $0 + $1.bytes })
  }

  /// A file of a header as it is written, with so many bytes of data.
  package static func file(header: String, data: Int) -> [UInt8] {
    let text = Array(header.utf8)
    var out = withUnsafeBytes(of: UInt64(text.count).littleEndian) { Array($0) }
    out += text
    return out + [UInt8](repeating: 0, count: data)
  }
}
