// SPDX-License-Identifier: Apache-2.0
import RafterDiagnostics

// All that reading GGUF files says to the user.
extension Diagnostic {
  static func notGGUF(_ source: String, _ kind: String?) -> Diagnostic {
    Diagnostic(
      id: "gguf.not-gguf",
      "not a GGUF file" + (kind.map { ": this is \($0)" } ?? ": it does not begin with 'GGUF'"),
      at: SourceLocation(file: source, position: .byte(0)),
      suggestion: "give the .gguf file itself")
  }

  static func ggufHeaderCut(
    _ source: String, size: Int, within part: String, from: Int, announcedEnd: Int
  ) -> Diagnostic {
    let end = announcedEnd == .max ? "" : ", which goes on to byte \(announcedEnd) at least"
    return Diagnostic(
      id: "gguf.cut",
      "the file is cut at byte \(size), within \(part) that begins at byte \(from)\(end)",
      at: SourceLocation(file: source, position: .byte(size)),
      suggestion: "its download did not finish: get it again")
  }

  static func ggufDataCut(
    _ source: String, size: Int, needed: Int, tensor: String, range: Range<Int>, missing: Int
  ) -> Diagnostic {
    Diagnostic(
      id: "gguf.cut",
      "the file is cut at byte \(size) of \(needed): the data of tensor '\(tensor)' lie at bytes "
        + "\(range.lowerBound) to \(range.upperBound)",
      at: SourceLocation(file: source, position: .byte(size)),
      suggestion: "its download did not finish: get it again",
      notes: missing > 1 ? ["\(missing) tensors lack data"] : [])
  }

  static func ggufDamaged(_ source: String, at offset: Int, _ reason: String) -> Diagnostic {
    Diagnostic(
      id: "gguf.damaged", "the header is wrong at byte \(offset): \(reason)",
      at: SourceLocation(file: source, position: .byte(offset)),
      suggestion: "convert the model again, or get the file again")
  }

  static func ggufUnknownType(_ source: String, at offset: Int, tensor: String, id: UInt32)
    -> Diagnostic
  {
    let removed = GGUFTensorType.removed(id)
    return Diagnostic(
      id: "gguf.unknown-type",
      "tensor '\(tensor)' is of type \(id), "
        + (removed.map { "\($0), which ggml has taken out" } ?? "which is not known"),
      at: SourceLocation(file: source, position: .byte(offset)),
      suggestion: removed == nil
        ? "known are 0 to 41 but for the holes 4, 5, 31 to 33 and 36 to 38; is the file newer than that?"
        : "quantise the model again with a current version")
  }

  static func ggufPartialBlock(
    _ source: String, at offset: Int, tensor: String, row: Int, format: StoredFormat
  ) -> Diagnostic {
    Diagnostic(
      id: "gguf.partial-block",
      "the rows of tensor '\(tensor)' have \(row) elements, which are no whole blocks of "
        + "\(format.blockElements) (\(format.name))",
      at: SourceLocation(file: source, position: .byte(offset)),
      suggestion: "the header is damaged: get the file again")
  }

  static func ggufOverlap(
    _ source: String, at offset: Int, tensor: String, range: Range<Int>, other: String,
    otherRange: Range<Int>
  ) -> Diagnostic {
    Diagnostic(
      id: "gguf.overlap",
      "the data of tensor '\(tensor)', bytes \(range.lowerBound) to \(range.upperBound), overlap those of "
        + "'\(other)', bytes \(otherRange.lowerBound) to \(otherRange.upperBound)",
      at: SourceLocation(file: source, position: .byte(offset)),
      suggestion: "the header is damaged: get the file again")
  }

  static func ggufDuplicateTensor(_ source: String, at offset: Int, name: String, file: String)
    -> Diagnostic
  {
    Diagnostic(
      id: "gguf.duplicate-tensor", "tensor '\(name)' is there twice; first in \(file)",
      at: SourceLocation(file: source, position: .byte(offset)),
      suggestion: "two models were put into one file, or a shard is there twice")
  }

  static func ggufMissingShard(_ source: String, missing: [String], count: Int) -> Diagnostic {
    Diagnostic(
      id: "gguf.missing-shard",
      "the model is in \(count) files, of which \(missing.count) "
        + "\(missing.count == 1 ? "is" : "are") not there: \(missing.prefix(4).joined(separator: ", "))"
        + (missing.count > 4 ? " ..." : ""),
      at: SourceLocation(file: source), suggestion: "put all of them into the same folder")
  }

  static func ggufShardName(_ source: String, number: Int, count: Int) -> Diagnostic {
    Diagnostic(
      id: "gguf.shard-name",
      "this is file \(number) of \(count) of a model, but its name does not say so",
      at: SourceLocation(file: source),
      suggestion:
        "name the files NAME-00001-of-\(FilePath.shardName("", 1, of: count, ending: "").suffix(5)).gguf "
        + "and so on, so that the others can be found")
  }

  static func ggufShardMismatch(_ source: String, at offset: Int?, _ reason: String) -> Diagnostic {
    Diagnostic(
      id: "gguf.shard-mismatch", reason,
      at: SourceLocation(file: source, position: offset.map { .byte($0) } ?? .whole),
      suggestion: "are all files of one model, and of the same conversion?")
  }

  static func ggufTrailing(_ source: String, at offset: Int, size: Int) -> Diagnostic {
    Diagnostic(
      .warning, id: "gguf.trailing-bytes",
      "the data end at byte \(offset), but the file has \(size) bytes",
      at: SourceLocation(file: source, position: .byte(offset)),
      suggestion: "what follows is not read")
  }

  static func ggufUnaligned(_ source: String, at offset: Int, tensor: String, start: Int)
    -> Diagnostic
  {
    Diagnostic(
      .warning, id: "gguf.unaligned",
      "the data of tensor '\(tensor)' begin at \(start), which is not a multiple of the alignment",
      at: SourceLocation(file: source, position: .byte(offset)),
      suggestion: "other readers may refuse the file: convert the model again")
  }

  static func ggufNoTensors(_ source: String) -> Diagnostic {
    Diagnostic(
      id: "gguf.no-tensors", "the file holds no tensors", at: SourceLocation(file: source),
      suggestion: "is it the vocabulary only? give the file with the weights")
  }

  static func ggufMismatch(
    _ source: String, at offset: Int?, key: String, stated: String, tensor: String, what: String,
    count: Int
  ) -> Diagnostic {
    Diagnostic(
      .warning, id: "gguf.mismatch", "'\(key)' is \(stated), but tensor '\(tensor)' \(what)",
      at: SourceLocation(file: source, position: offset.map { .byte($0) } ?? .whole),
      suggestion: "convert the model again: other readers refuse such a file",
      notes: count > 1 ? ["\(count) tensors differ from what it states"] : [])
  }
}
