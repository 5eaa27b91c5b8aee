// SPDX-License-Identifier: Apache-2.0
import RafterDiagnostics

// All that reading safetensors files says to the user.
extension Diagnostic {
  static func notSafetensors(_ source: String, _ kind: String?) -> Diagnostic {
    Diagnostic(
      id: "safetensors.not-safetensors",
      "not a safetensors file"
        + (kind.map { ": this is \($0)" } ?? ": no JSON header stands behind its first eight bytes"),
      at: SourceLocation(file: source, position: .byte(0)),
      suggestion: "give the .safetensors file itself")
  }

  static func safetensorsHeaderTooLong(_ source: String, length: UInt64, size: Int) -> Diagnostic {
    Diagnostic(
      id: "safetensors.header-too-long",
      "the header is to have \(length) bytes, from byte 8 on, but the file ends at byte \(size)",
      at: SourceLocation(file: source, position: .byte(0)),
      suggestion: "its download did not finish: get it again")
  }

  static func safetensorsHeaderLimit(_ source: String, length: UInt64) -> Diagnostic {
    Diagnostic(
      id: "safetensors.header-limit",
      "the header is to have \(length) bytes; the format allows \(SafetensorsReader.headerLimit)",
      at: SourceLocation(file: source, position: .byte(0)),
      suggestion: "the first eight bytes are damaged, or this is no safetensors file")
  }

  static func safetensorsDamaged(_ source: String, at offset: Int, _ reason: String) -> Diagnostic {
    Diagnostic(
      id: "safetensors.damaged", "the header is wrong at byte \(offset): \(reason)",
      at: SourceLocation(file: source, position: .byte(offset)),
      suggestion: "get the file again, or save the model again")
  }

  static func safetensorsUnknownType(_ source: String, at offset: Int, tensor: String, type: String)
    -> Diagnostic
  {
    Diagnostic(
      id: "safetensors.unknown-type", "tensor '\(tensor)' is of type '\(type)', which is not known",
      at: SourceLocation(file: source, position: .byte(offset)),
      suggestion: Suggestion.nearest(to: type, among: SafetensorsType.names)
        .map { "did you mean '\($0)'?" }
        ?? "known are \(SafetensorsType.names.joined(separator: ", "))")
  }

  static func safetensorsSize(
    _ source: String, at offset: Int, tensor: String, shape: [Int], type: String, needed: Int,
    given: Int
  ) -> Diagnostic {
    Diagnostic(
      id: "safetensors.size-mismatch",
      "tensor '\(tensor)' of \(shape.asShape) \(type) takes \(needed) bytes; its offsets give it \(given)",
      at: SourceLocation(file: source, position: .byte(offset)),
      suggestion: "the header is damaged: get the file again")
  }

  static func safetensorsOverlap(
    _ source: String, at offset: Int, tensor: String, range: Range<Int>, other: String,
    otherRange: Range<Int>
  ) -> Diagnostic {
    Diagnostic(
      id: "safetensors.overlap",
      "the data of tensor '\(tensor)', bytes \(range.lowerBound) to \(range.upperBound), overlap those of "
        + "'\(other)', bytes \(otherRange.lowerBound) to \(otherRange.upperBound)",
      at: SourceLocation(file: source, position: .byte(offset)),
      suggestion: "the header is damaged: get the file again")
  }

  static func safetensorsCut(
    _ source: String, size: Int, needed: Int, tensor: String, range: Range<Int>, missing: Int
  ) -> Diagnostic {
    Diagnostic(
      id: "safetensors.cut",
      "the file is cut at byte \(size) of \(needed): the data of tensor '\(tensor)' lie at bytes "
        + "\(range.lowerBound) to \(range.upperBound)",
      at: SourceLocation(file: source, position: .byte(size)),
      suggestion: "its download did not finish: get it again",
      notes: missing > 1 ? ["\(missing) tensors lack data"] : [])
  }

  static func safetensorsTrailing(_ source: String, at offset: Int, size: Int) -> Diagnostic {
    Diagnostic(
      .warning, id: "safetensors.trailing-bytes",
      "the data end at byte \(offset), but the file has \(size) bytes",
      at: SourceLocation(file: source, position: .byte(offset)),
      suggestion: "other readers refuse such a file: save the model again")
  }

  static func safetensorsHole(_ source: String, from: Int, to: Int) -> Diagnostic {
    Diagnostic(
      .warning, id: "safetensors.hole", "bytes \(from) to \(to) belong to no tensor",
      at: SourceLocation(file: source, position: .byte(from)),
      suggestion: "other readers refuse such a file: save the model again")
  }

  static func safetensorsStrangeKey(_ source: String, at offset: Int, tensor: String, key: String)
    -> Diagnostic
  {
    Diagnostic(
      .warning, id: "safetensors.unknown-key", "tensor '\(tensor)' has the unknown key '\(key)'",
      at: SourceLocation(file: source, position: .byte(offset)),
      suggestion:
        "a tensor has 'dtype', 'shape' and 'data_offsets'; what else it states is not read")
  }

  static func safetensorsNoTensors(_ source: String) -> Diagnostic {
    Diagnostic(
      id: "safetensors.no-tensors", "the file holds no tensors", at: SourceLocation(file: source),
      suggestion: "give the file with the weights")
  }
}

// The index of a model in several files, and the config beside it.
extension Diagnostic {
  static func jsonSyntax(at place: SourceLocation, _ reason: String) -> Diagnostic {
    Diagnostic(
      id: "json.syntax", "this is not JSON: \(reason)", at: place,
      suggestion: "save the file again with the program that made it")
  }

  static func safetensorsIndex(at place: SourceLocation, _ reason: String) -> Diagnostic {
    Diagnostic(
      id: "safetensors.index", reason, at: place,
      suggestion:
        "an index is `{\"metadata\": {\"total_size\": N}, \"weight_map\": {TENSOR: FILE}}`")
  }

  static func safetensorsMissingShard(at place: SourceLocation, missing: [String], count: Int)
    -> Diagnostic
  {
    Diagnostic(
      id: "safetensors.missing-shard",
      "the model is in \(count) files, of which \(missing.count) "
        + "\(missing.count == 1 ? "is" : "are") not there: \(missing.prefix(4).joined(separator: ", "))"
        + (missing.count > 4 ? " ..." : ""),
      at: place, suggestion: "put all of them into the folder of the index")
  }

  static func safetensorsNotInShard(
    at place: SourceLocation, tensor: String, file: String, count: Int
  ) -> Diagnostic {
    Diagnostic(
      id: "safetensors.not-in-shard",
      "tensor '\(tensor)' is to be in \(file), which does not have it", at: place,
      suggestion: "are index and files of one model?",
      notes: count > 1 ? ["\(count) tensors are not where the index has them"] : [])
  }

  static func safetensorsNotInIndex(_ source: String, tensor: String, count: Int) -> Diagnostic {
    Diagnostic(
      .warning, id: "safetensors.not-in-index",
      count == 1
        ? "tensor '\(tensor)' is in a file, but not in the index"
        : "\(count) tensors, '\(tensor)' first, are in the files, but not in the index",
      at: SourceLocation(file: source), suggestion: "they are counted: are they meant to be there?")
  }

  static func safetensorsTotal(at place: SourceLocation, stated: Int, found: Int) -> Diagnostic {
    Diagnostic(
      .warning, id: "safetensors.total-size",
      "'total_size' is \(stated), but the tensors have \(found) bytes", at: place,
      suggestion: "the sum of the tensors is used")
  }

  static func safetensorsOneShard(_ source: String, number: Int, of count: Int) -> Diagnostic {
    Diagnostic(
      .warning, id: "safetensors.one-shard",
      "this is file \(number) of \(count) of a model, and no index lies beside it: only this file is counted",
      at: SourceLocation(file: source), suggestion: "give the .safetensors.index.json of the model")
  }

  static func configMismatch(
    at place: SourceLocation, key: String, stated: String, what: String, found: String
  ) -> Diagnostic {
    Diagnostic(
      .warning, id: "config.mismatch",
      "'\(key)' is \(stated), but \(what) \(found)", at: place,
      suggestion: "is the config of this model? what the weights say is used")
  }

  static func assumedBits(_ source: String) -> Diagnostic {
    Diagnostic(
      .warning, id: "safetensors.assumed-bits",
      "weights are packed into 32-bit integers, and nothing says how many into each: 4 bits are assumed",
      at: SourceLocation(file: source),
      suggestion:
        "put the config.json of the model, which has 'quantization_config', beside the file")
  }
}
