// SPDX-License-Identifier: Apache-2.0
import RafterDiagnostics

/// Reads the headers of GGUF files; no weight is looked at.
enum GGUFReader {
  /// One file, its header read and its tensors checked.
  struct File {
    var source: String
    var header: GGUFHeader
    var tensors: [StoredTensor]
    var size: Int
    var warnings: [Diagnostic]
  }

  /// Reads one file.
  ///
  /// - Throws: where and why the bytes are no GGUF file: cut, damaged, of an unknown type, overlapping.
  static func read(_ bytes: FileBytes, source: String, file number: Int) throws(DiagnosticList)
    -> File
  {
    try bytes.withUnsafeBytes { pointer throws(DiagnosticList) in
      guard pointer.count >= 4, pointer.prefix(4).elementsEqual("GGUF".utf8) else {
        throw DiagnosticList(.notGGUF(source, FileKind.detect(pointer)?.name))
      }
      let header: GGUFHeader
      do throws(GGUFFault) {
        header = try GGUFHeader(pointer)
      } catch {
        throw DiagnosticList(diagnostic(error, source, size: pointer.count))
      }
      return try check(header, source, size: pointer.count, file: number)
    }
  }

  private static func diagnostic(_ fault: GGUFFault, _ source: String, size: Int) -> Diagnostic {
    switch fault {
    case .cut(let part, let from, let end):
      .ggufHeaderCut(source, size: size, within: part, from: from, announcedEnd: end)
    case .damaged(let at, let reason): .ggufDamaged(source, at: at, reason)
    }
  }

  private static func check(
    _ header: GGUFHeader, _ source: String, size: Int, file number: Int
  ) throws(DiagnosticList) -> File {
    var errors = DiagnosticList()
    var warnings: [Diagnostic] = []
    var tensors: [StoredTensor] = []
    tensors.reserveCapacity(header.tensors.count)
    let alignment = header["general.alignment"]?.integer ?? 32
    for tensor in header.tensors {
      guard let format = GGUFTensorType.format(tensor.type) else {
        errors.append(
          .ggufUnknownType(source, at: tensor.places.type, tensor: tensor.name, id: tensor.type))
        continue
      }
      let row = tensor.dimensions.first ?? 1
      guard row % format.blockElements == 0 else {
        errors.append(
          .ggufPartialBlock(
            source, at: tensor.places.entry, tensor: tensor.name, row: row, format: format))
        continue
      }
      guard let elements = try? Count.product(tensor.dimensions),
        let bytes = format.exactBytes(of: elements), bytes <= 1 << 56
      else {
        errors.append(
          .ggufDamaged(
            source, at: tensor.places.entry,
            "tensor '\(tensor.name)' has \(tensor.dimensions.asShape) elements, more than any memory holds"
          ))
        continue
      }
      if tensor.offset % alignment != 0 {
        warnings.append(
          .ggufUnaligned(
            source, at: tensor.places.offset, tensor: tensor.name, start: tensor.offset))
      }
      tensors.append(
        StoredTensor(
          name: tensor.name, shape: tensor.dimensions.reversed(), format: format,
          elements: elements, bytes: bytes, part: TensorPart.of(tensor.name), file: number,
          offset: header.dataStart + tensor.offset))
    }
    guard errors.diagnostics.isEmpty else { throw shortened(errors) }
    try checkPlaces(tensors, header, source, size: size, &warnings)
    return File(
      source: source, header: header, tensors: tensors, size: size,
      warnings: Array(warnings.prefix(errorLimit)))
  }

  /// Data must lie within the file, and no byte may belong to two tensors.
  private static func checkPlaces(
    _ tensors: [StoredTensor], _ header: GGUFHeader, _ source: String, size: Int,
    _ warnings: inout [Diagnostic]
  ) throws(DiagnosticList) {
    var errors = DiagnosticList()
    let order = tensors.indices.sorted { (tensors[$0].offset, $0) < (tensors[$1].offset, $1) }
    var beyond: [Int] = []
    // The tensor that reaches farthest so far: whoever begins before its end overlaps it.
    var farthest: Int?
    for index in order {
      let range = range(tensors[index])
      if let before = farthest, range.lowerBound < self.range(tensors[before]).upperBound,
        !range.isEmpty
      {
        errors.append(
          .ggufOverlap(
            source, at: header.tensors[index].places.offset, tensor: tensors[index].name,
            range: range, other: tensors[before].name, otherRange: self.range(tensors[before])))
      }
      if farthest.map({ self.range(tensors[$0]).upperBound < range.upperBound }) ?? true {
        farthest = index
      }
      if range.upperBound > size { beyond.append(index) }
    }
    guard errors.diagnostics.isEmpty else { throw shortened(errors) }
    let end = farthest.map { range(tensors[$0]).upperBound } ?? header.dataStart
    if let first = beyond.first {
      throw DiagnosticList(
        .ggufDataCut(
          source, size: size, needed: end, tensor: tensors[first].name,
          range: range(tensors[first]), missing: beyond.count))
    }
    // The last tensor may be filled up to the alignment.
    let alignment = header["general.alignment"]?.integer ?? 32
    if size - end >= alignment, !tensors.isEmpty {
      warnings.append(.ggufTrailing(source, at: end, size: size))
    }
  }

  private static func range(_ tensor: StoredTensor) -> Range<Int> {
    tensor.offset..<(tensor.offset + tensor.bytes)
  }

  /// Errors of one kind that are listed at most.
  static let errorLimit = 8

  private static func shortened(_ errors: DiagnosticList) -> DiagnosticList {
    guard errors.diagnostics.count > errorLimit, let first = errors.diagnostics.first else {
      return errors
    }
    return DiagnosticList(
      Array(errors.diagnostics.prefix(errorLimit))
        + [.more(first.location?.file ?? "", like: first)])
  }
}
