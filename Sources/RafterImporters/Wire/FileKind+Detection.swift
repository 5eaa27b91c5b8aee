// SPDX-License-Identifier: Apache-2.0

extension FileKind {
  /// What the first bytes say that a file is; nil where they may be of an ONNX model.
  ///
  /// No ONNX model begins so: its first byte is the key of a field, mostly 0x08 (`ir_version`).
  static func detect(_ bytes: UnsafeRawBufferPointer) -> FileKind? {
    for (magic, offset, kind) in magics where holds(bytes, magic, at: offset) { return kind }
    if holds(bytes, Array("PK\u{3}\u{4}".utf8)) || holds(bytes, Array("PK\u{5}\u{6}".utf8)) {
      return zipContent(bytes)
    }
    if bytes.count >= 2, bytes[0] == 0x80, (2...5).contains(bytes[1]) { return .pickle }
    if isSafetensors(bytes) { return .safetensors }
    if bytes.count >= 8, bytes.prefix(4096).allSatisfy({ $0 == 0 }) { return .zeros }
    return textContent(bytes)
  }

  /// What a file probably is whose bytes are protobuf, but not of an ONNX model; asked once reading has failed.
  static func guess(_ bytes: UnsafeRawBufferPointer) -> FileKind? {
    var fields = WireFields(bytes, 0..<bytes.count)
    guard let first = try? fields.next() else { return nil }
    if first.number == 1, case .bytes(let node) = first.value {
      // GraphDef: its first field is a NodeDef that begins with its name and its operator.
      var parts = WireFields(bytes, node)
      guard let name = try? parts.next(), name.number == 1, (try? name.range()) != nil,
        let op = try? parts.next(), op.number == 2, (try? op.range()) != nil
      else { return nil }
      return .graphDef
    }
    guard first.number == 1, case .varint(let value) = first.value else { return nil }
    var field = first
    while field.number == 1, let next = try? fields.next() { field = next }
    switch (field.number, field.value) {
    // TensorProto: sides, then a data type.
    case (2, .varint(let type)) where ElementCode(dataType: Int(clamping: type)) != nil:
      return .tensorProto
    // SavedModel: version 1, then a MetaGraphDef that begins with a MetaInfoDef.
    case (2, .bytes(let range)) where value == 1:
      var parts = WireFields(bytes, range)
      guard let info = try? parts.next(), info.number == 1, (try? info.range()) != nil,
        let graph = try? parts.next(), graph.number == 2, (try? graph.range()) != nil
      else { return nil }
      return .savedModel
    default: return nil
    }
  }

  private static let magics: [([UInt8], Int, FileKind)] = [
    (Array("version https://git-lfs".utf8), 0, .gitLFSPointer),
    ([0x1f, 0x8b], 0, .gzip),
    (Array("BZh".utf8), 0, .bzip2),
    ([0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00], 0, .xz),
    ([0x28, 0xb5, 0x2f, 0xfd], 0, .zstd),
    ([0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c], 0, .sevenZip),
    (Array("ustar".utf8), 257, .tar),
    (Array("GGUF".utf8), 0, .gguf),
    (Array("TFL3".utf8), 4, .tflite),
    (Array("ORTM".utf8), 4, .ortFormat),
    ([0x89, 0x48, 0x44, 0x46, 0x0d, 0x0a, 0x1a, 0x0a], 0, .hdf5),
    ([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59], 0, .numpy),
    ([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a], 0, .png),
    ([0xff, 0xd8, 0xff], 0, .jpeg),
    (Array("%PDF-".utf8), 0, .pdf),
    ([0x7f, 0x45, 0x4c, 0x46], 0, .elf),
  ]

  private static func holds(
    _ bytes: UnsafeRawBufferPointer, _ magic: [UInt8], at offset: Int = 0
  ) -> Bool {
    bytes.count >= offset + magic.count
      && bytes[offset..<(offset + magic.count)].elementsEqual(magic)
  }

  /// The name of the first entry tells what an archive is for.
  private static func zipContent(_ bytes: UnsafeRawBufferPointer) -> FileKind {
    guard bytes.count >= 30 else { return .zip }
    let length = Int(bytes[26]) | Int(bytes[27]) << 8
    let name = String(decoding: bytes.dropFirst(30).prefix(min(length, 256)), as: UTF8.self)
    if name.hasSuffix(".onnx") { return .zippedONNX }
    let last = name.split(separator: "/").last.map(String.init) ?? ""
    return ["data.pkl", "version", ".format_version", "byteorder", "constants.pkl"].contains(last)
      ? .pyTorchZip : .zip
  }

  /// A 64-bit length, and a JSON object of that length.
  private static func isSafetensors(_ bytes: UnsafeRawBufferPointer) -> Bool {
    guard bytes.count > 9, bytes[8] == UInt8(ascii: "{") else { return false }
    let length = UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: 0, as: UInt64.self))
    return length >= 2 && length <= 100_000_000
  }

  private static func textContent(_ bytes: UnsafeRawBufferPointer) -> FileKind? {
    let start = bytes.prefix(512)
    if holds(bytes, [0xff, 0xfe]) || holds(bytes, [0xfe, 0xff]) { return .text }
    guard !start.isEmpty, start.allSatisfy({ isPrintable($0) }) else { return nil }
    let text = String(decoding: start, as: UTF8.self).lowercased()
    let shown = text.drop { $0.isWhitespace || $0 == "\u{feff}" }
    if shown.hasPrefix("<!doctype html") || shown.hasPrefix("<html") { return .webPage }
    if shown.hasPrefix("ir_version") || shown.hasPrefix("<") && shown.contains("ir_version") {
      return .textONNX
    }
    if shown.hasPrefix("{") && shown.contains("irversion") { return .textONNX }
    if shown.hasPrefix("<") { return .xml }
    if shown.hasPrefix("{") || shown.hasPrefix("[") { return .json }
    return .text
  }

  private static func isPrintable(_ byte: UInt8) -> Bool {
    byte >= 0x20 && byte != 0x7f || byte == 0x09 || byte == 0x0a || byte == 0x0c || byte == 0x0d
  }
}
