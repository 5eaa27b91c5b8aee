// SPDX-License-Identifier: Apache-2.0

/// Writes GGUF files for tests, right ones and wrong ones, by the facts of the format.
package struct GGUFBuilder: Sendable {
  /// A value with the number of its type.
  package indirect enum Value: Sendable {
    case u8(UInt8), i8(Int8), u16(UInt16), i16(Int16), u32(UInt32), i32(Int32), f32(Float)
    case bool(UInt8), text(String), u64(UInt64), i64(Int64), f64(Double)
    /// A type and the entries, which are written without their types.
    case array(UInt32, [Value])
  }

  /// A tensor: sides innermost first, as in the file.
  package struct Tensor: Sendable {
    package var name: String
    package var dimensions: [UInt64]
    package var type: UInt32
    /// Bytes of its data.
    package var bytes: Int
    /// Where its data begin; nil for behind those of the tensor before, aligned.
    package var offset: UInt64?

    package init(
      _ name: String, _ dimensions: [UInt64], type: UInt32, bytes: Int, offset: UInt64? = nil
    ) {
      self.name = name
      self.dimensions = dimensions
      self.type = type
      self.bytes = bytes
      self.offset = offset
    }
  }

  package var version: UInt32 = 3
  package var alignment = 32
  package var entries: [(String, Value)] = []
  package var tensors: [Tensor] = []

  package init() {}

  /// The header without data.
  package var header: [UInt8] {
    var out = Array("GGUF".utf8)
    Self.add(version, to: &out)
    Self.add(UInt64(tensors.count), to: &out)
    Self.add(UInt64(entries.count), to: &out)
    for (key, value) in entries {
      Self.text(key, to: &out)
      Self.add(Self.type(of: value), to: &out)
      Self.write(value, to: &out)
    }
    var next: UInt64 = 0
    for tensor in tensors {
      Self.text(tensor.name, to: &out)
      Self.add(UInt32(tensor.dimensions.count), to: &out)
      for side in tensor.dimensions { Self.add(side, to: &out) }
      Self.add(tensor.type, to: &out)
      let offset = tensor.offset ?? next
      Self.add(offset, to: &out)
      next = aligned(offset + UInt64(tensor.bytes))
    }
    return out
  }

  /// The whole file, its data zero.
  package var file: [UInt8] {
    var out = header
    out += [UInt8](repeating: 0, count: Int(aligned(UInt64(out.count))) - out.count)
    for tensor in tensors {
      out += [UInt8](repeating: 0, count: Int(aligned(UInt64(tensor.bytes))))
    }
    return out
  }

  private func aligned(_ size: UInt64) -> UInt64 {
    (size + UInt64(alignment) - 1) / UInt64(alignment) * UInt64(alignment)
  }

  private static func add(_ value: some FixedWidthInteger, to out: inout [UInt8]) {
    withUnsafeBytes(of: value.littleEndian) { out.append(contentsOf: $0) }
  }

  private static func text(_ text: String, to out: inout [UInt8]) {
    add(UInt64(text.utf8.count), to: &out)
    out += Array(text.utf8)
  }

  private static func type(of value: Value) -> UInt32 {
    switch value {
    case .u8: 0
    case .i8: 1
    case .u16: 2
    case .i16: 3
    case .u32: 4
    case .i32: 5
    case .f32: 6
    case .bool: 7
    case .text: 8
    case .array: 9
    case .u64: 10
    case .i64: 11
    case .f64: 12
    }
  }

  private static func write(_ value: Value, to out: inout [UInt8]) {
    switch value {
    case .u8(let v): add(v, to: &out)
    case .i8(let v): add(v, to: &out)
    case .u16(let v): add(v, to: &out)
    case .i16(let v): add(v, to: &out)
    case .u32(let v): add(v, to: &out)
    case .i32(let v): add(v, to: &out)
    case .f32(let v): add(v.bitPattern, to: &out)
    case .bool(let v): add(v, to: &out)
    case .text(let v): text(v, to: &out)
    case .u64(let v): add(v, to: &out)
    case .i64(let v): add(v, to: &out)
    case .f64(let v): add(v.bitPattern, to: &out)
    case .array(let type, let entries):
      add(type, to: &out)
      add(UInt64(entries.count), to: &out)
      for entry in entries { write(entry, to: &out) }
    }
  }
}
