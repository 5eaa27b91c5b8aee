// SPDX-License-Identifier: Apache-2.0
import RafterDiagnostics
import RafterQuantities

// What can be wrong with an accelerator file, beyond what is wrong with any document.

extension Diagnostic {
  static func wrongVersion(_ found: String, at place: SourceLocation) -> Diagnostic {
    let kind = found.split(separator: "/").first.map(String.init) ?? found
    return Diagnostic(
      id: "accelerator.version",
      kind == "accelerator"
        ? "'\(found)' is a version of the format that this Rafter does not read"
        : "this file is of kind '\(found)', not an accelerator",
      at: place, suggestion: "write `rafter: \(AcceleratorFields.version)`")
  }

  static func unknownSource(_ key: String, among keys: [String], at place: SourceLocation)
    -> Diagnostic
  {
    let near = Suggestion.nearest(to: key, among: keys).map { "did you mean '\($0)'?" }
    let list = keys.isEmpty ? nil : "declared are \(keys.joined(separator: ", "))"
    return Diagnostic(
      id: "accelerator.unknown-source", "the source '\(key)' is not declared", at: place,
      suggestion: near ?? list
        ?? "declare it: `sources: {\(key): {title: ..., confidence: published}}`")
  }

  static func unusedSource(_ key: String, at place: SourceLocation) -> Diagnostic {
    Diagnostic(
      .warning, id: "accelerator.unused-source", "no number names the source '\(key)'", at: place,
      suggestion: "write `source: \(key)` where its numbers stand, or remove it")
  }

  static func unknownName(
    _ name: String, of what: String, among names: [String], at place: SourceLocation
  ) -> Diagnostic {
    let near = Suggestion.nearest(to: name, among: names)
    return Diagnostic(
      id: "accelerator.unknown-name", "there is no \(what) '\(name)'", at: place,
      suggestion: near.map { "did you mean '\($0)'?" }
        ?? "it is one of \(names.joined(separator: ", "))")
  }

  static func unknownLoop(_ name: String, at place: SourceLocation) -> Diagnostic {
    let meant: [String: String] = [
      "P": "OY", "Q": "OX", "R": "FY", "S": "FX", "OH": "OY", "OW": "OX", "KH": "FY", "KW": "FX",
      "IC": "C", "OC": "K",
    ]
    let near =
      meant[name.uppercased()]
      ?? Suggestion.nearest(to: name, among: AcceleratorFields.loops)
    return Diagnostic(
      id: "accelerator.unknown-loop", "there is no loop '\(name)'", at: place,
      suggestion: near.map { "did you mean '\($0)'?" }
        ?? "loops are \(AcceleratorFields.loops.joined(separator: ", "))",
      notes: ["matrix products have B, M, N, K; convolutions B, G, K, C, OY, OX, FY, FX"])
  }

  static func listedTwice(_ word: String, in what: String, at place: SourceLocation) -> Diagnostic {
    Diagnostic(
      id: "accelerator.listed-twice", "\(what) lists '\(word)' twice", at: place,
      suggestion: "remove one")
  }

  static func notAPathElement(near: String?, at place: SourceLocation) -> Diagnostic {
    Diagnostic(
      id: "accelerator.path-element", "a part of the path is neither memory, array nor compute",
      at: place,
      suggestion: near.map { "did you mean '\($0)'?" }
        ?? "begin it with `- memory: NAME`, `- array: {rows: 32}` or `- compute: NAME`")
  }

  static func noCapacity(_ title: String, at place: SourceLocation) -> Diagnostic {
    Diagnostic(
      id: "accelerator.no-capacity", "\(title) has no capacity", at: place,
      suggestion: "add `capacity: 64 KiB`, or `capacity: unlimited`")
  }

  static func oneEnergy(_ text: String, of title: String, at place: SourceLocation) -> Diagnostic {
    let near = Suggestion.nearest(to: text, among: ["unknown"])
    return Diagnostic(
      id: "accelerator.one-energy", "the energy of \(title) is '\(text)'", at: place,
      suggestion: near.map { "did you mean '\($0)'?" }
        ?? "write it for both directions: `{read: \(text), write: \(text)}`")
  }

  static func notAFormatPair(_ text: String, at place: SourceLocation) -> Diagnostic {
    Diagnostic(
      id: "accelerator.format-pair", "'\(text)' is not a pair of number formats", at: place,
      suggestion: "write inputs, then weights: `int8 x int8`")
  }

  static func formatTwice(_ text: String, at place: SourceLocation) -> Diagnostic {
    Diagnostic(
      id: "accelerator.format-twice", "the format \(text) is given twice", at: place,
      suggestion: "remove one")
  }

  static func noFormats(_ title: String, at place: SourceLocation) -> Diagnostic {
    Diagnostic(
      id: "accelerator.no-formats", "\(title) can compute nothing: its list of formats is empty",
      at: place,
      suggestion: "add `- {operands: int8 x int8, accumulate: int32, energy: unknown}`")
  }

  static func noSides(at place: SourceLocation) -> Diagnostic {
    Diagnostic(
      id: "accelerator.no-sides", "the array has no side", at: place,
      suggestion: "write `array: {rows: 32, columns: 32}`")
  }

  static func notATransfer(_ text: String, at place: SourceLocation) -> Diagnostic {
    Diagnostic(
      id: "accelerator.transfer", "'\(text)' is not a transfer", at: place,
      suggestion: "write an operand and a direction: `inputs to-array`")
  }

  static func wrongDirection(_ text: String, kind: String, at place: SourceLocation)
    -> Diagnostic
  {
    Diagnostic(
      id: "accelerator.port-direction", "a \(kind) port cannot serve '\(text)'", at: place,
      suggestion: kind == "read"
        ? "it serves `to-array` and `to-memory`" : "it serves `from-array` and `from-memory`")
  }
}
