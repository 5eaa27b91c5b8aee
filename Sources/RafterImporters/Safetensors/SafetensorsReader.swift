// SPDX-License-Identifier: Apache-2.0
import RafterDiagnostics

/// Reads the headers of safetensors files; no weight is looked at.
enum SafetensorsReader {
  /// The longest header that the format allows [workloads 5.2].
  static let headerLimit = 100_000_000

  /// One file, its header read and its tensors checked.
  struct File {
    var source: String
    var metadata: [ParameterList.Fact]
    var tensors: [StoredTensor]
    var size: Int
    var warnings: [Diagnostic]
  }

  /// Reads one file.
  ///
  /// - Throws: where and why the bytes are no safetensors file: a header longer than the file, damaged, of an
  ///   unknown type, overlapping, cut.
  static func read(_ bytes: FileBytes, source: String, file number: Int) throws(DiagnosticList)
    -> File
  {
    try bytes.withUnsafeBytes { pointer throws(DiagnosticList) in
      let end = try headerEnd(pointer, source)
      let header: SafetensorsHeader
      do throws(JSONFault) {
        header = try SafetensorsHeader(pointer, 8..<end)
      } catch {
        throw DiagnosticList(.safetensorsDamaged(source, at: error.at, error.reason))
      }
      return try check(header, source, dataStart: end, size: pointer.count, file: number)
    }
  }

  private static func headerEnd(_ bytes: UnsafeRawBufferPointer, _ source: String)
    throws(DiagnosticList) -> Int
  {
    guard bytes.count >= 9 else { throw DiagnosticList(.notSafetensors(source, nil)) }
    let length = UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: 0, as: UInt64.self))
    guard bytes[8] == UInt8(ascii: "{"), FileKind.detect(bytes).map({ $0 == .safetensors }) ?? true
    else {
      throw DiagnosticList(.notSafetensors(source, FileKind.detect(bytes)?.name))
    }
    guard length <= UInt64(headerLimit) else {
      throw DiagnosticList(.safetensorsHeaderLimit(source, length: length))
    }
    guard length <= UInt64(bytes.count - 8) else {
      throw DiagnosticList(
        .safetensorsHeaderTooLong(source, length: length, size: bytes.count))
    }
    return 8 + Int(length)
  }

  private static func check(
    _ header: SafetensorsHeader, _ source: String, dataStart: Int, size: Int, file number: Int
  ) throws(DiagnosticList) -> File {
    var errors = DiagnosticList()
    var warnings: [Diagnostic] = []
    var tensors: [StoredTensor] = []
    var seen: Set<String> = []
    tensors.reserveCapacity(header.tensors.count)
    for tensor in header.tensors {
      guard seen.insert(tensor.name).inserted else {
        errors.append(
          .safetensorsDamaged(source, at: tensor.at, "tensor '\(tensor.name)' is there twice"))
        continue
      }
      if let stored = stored(tensor, source, dataStart, number, &errors) { tensors.append(stored) }
      if let strange = tensor.strange {
        warnings.append(
          .safetensorsStrangeKey(source, at: strange.at, tensor: tensor.name, key: strange.key))
      }
    }
    guard errors.diagnostics.isEmpty else { throw shortened(errors) }
    let places = Dictionary(
      uniqueKeysWithValues: header.tensors.map { ($0.name, $0.offsetsAt) })
    try checkPlaces(tensors, places, source, dataStart: dataStart, size: size, &warnings)
    return File(
      source: source, metadata: header.metadata, tensors: tensors, size: size,
      warnings: Array(warnings.prefix(GGUFReader.errorLimit)))
  }

  private static func stored(
    _ tensor: SafetensorsHeader.Tensor, _ source: String, _ dataStart: Int, _ number: Int,
    _ errors: inout DiagnosticList
  ) -> StoredTensor? {
    let missing = tensor.keys.missing
    guard missing.isEmpty else {
      errors.append(
        .safetensorsDamaged(
          source, at: tensor.at,
          "tensor '\(tensor.name)' has no '\(missing.joined(separator: "' and no '"))'"))
      return nil
    }
    guard let format = SafetensorsType.format(tensor.type) else {
      errors.append(
        .safetensorsUnknownType(
          source, at: tensor.typeAt, tensor: tensor.name, type: tensor.type))
      return nil
    }
    guard tensor.begin <= tensor.end, tensor.end <= 1 << 56 else {
      errors.append(
        .safetensorsDamaged(
          source, at: tensor.offsetsAt,
          "the data of tensor '\(tensor.name)' run from \(tensor.begin) to \(tensor.end)"))
      return nil
    }
    guard let elements = try? Count.product(tensor.shape),
      let bytes = format.exactBytes(of: elements)
    else {
      errors.append(
        .safetensorsDamaged(
          source, at: tensor.at,
          "tensor '\(tensor.name)' of \(tensor.shape.asShape) has more elements than any memory holds"
        ))
      return nil
    }
    guard bytes == tensor.end - tensor.begin else {
      errors.append(
        .safetensorsSize(
          source, at: tensor.offsetsAt, tensor: tensor.name, shape: tensor.shape,
          type: tensor.type, needed: bytes, given: tensor.end - tensor.begin))
      return nil
    }
    return StoredTensor(
      name: tensor.name, shape: tensor.shape, format: format, elements: elements, bytes: bytes,
      part: TensorPart.of(tensor.name), file: number, offset: dataStart + tensor.begin)
  }

  /// Data must lie within the file, and each byte must belong to one tensor.
  private static func checkPlaces(
    _ tensors: [StoredTensor], _ places: [String: Int], _ source: String, dataStart: Int,
    size: Int, _ warnings: inout [Diagnostic]
  ) throws(DiagnosticList) {
    var errors = DiagnosticList()
    // Sorting numbers is much faster than sorting tensors.
    let offsets = tensors.map(\.offset)
    let order = tensors.indices.filter { tensors[$0].bytes > 0 }.sorted {
      (offsets[$0], $0) < (offsets[$1], $1)
    }
    var end = dataStart
    var farthest: StoredTensor?
    var beyond: [StoredTensor] = []
    for index in order {
      let tensor = tensors[index]
      let range = tensor.offset..<(tensor.offset + tensor.bytes)
      if let other = farthest, range.lowerBound < end {
        errors.append(
          .safetensorsOverlap(
            source, at: places[tensor.name] ?? 0, tensor: tensor.name, range: range,
            other: other.name, otherRange: other.offset..<(other.offset + other.bytes)))
      } else if range.lowerBound > end {
        warnings.append(.safetensorsHole(source, from: end, to: range.lowerBound))
      }
      if range.upperBound > end { (end, farthest) = (range.upperBound, tensor) }
      if range.upperBound > size { beyond.append(tensor) }
    }
    guard errors.diagnostics.isEmpty else { throw shortened(errors) }
    if let first = beyond.first {
      throw DiagnosticList(
        .safetensorsCut(
          source, size: size, needed: end, tensor: first.name,
          range: first.offset..<(first.offset + first.bytes), missing: beyond.count))
    }
    if size > end { warnings.append(.safetensorsTrailing(source, at: end, size: size)) }
  }

  private static func shortened(_ errors: DiagnosticList) -> DiagnosticList {
    guard errors.diagnostics.count > GGUFReader.errorLimit, let first = errors.diagnostics.first
    else { return errors }
    return DiagnosticList(
      Array(errors.diagnostics.prefix(GGUFReader.errorLimit))
        + [.more(first.location?.file ?? "", like: first)])
  }
}
