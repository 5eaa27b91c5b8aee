// SPDX-License-Identifier: Apache-2.0
import RafterDiagnostics

// What can be wrong with a technology file, beyond what is wrong with any document.

extension Diagnostic {
  static func technologyVersion(_ found: String, at place: SourceLocation) -> Diagnostic {
    let kind = found.split(separator: "/").first.map(String.init) ?? found
    return Diagnostic(
      id: "technology.version",
      kind == "technology"
        ? "'\(found)' is a version of the format that this Rafter does not read"
        : "this file is of kind '\(found)', not a technology",
      at: place, suggestion: "write `rafter: \(TechnologyFields.version)`")
  }

  static func unknownTechnologySource(
    _ key: String, among keys: [String], at place: SourceLocation
  ) -> Diagnostic {
    let near = Suggestion.nearest(to: key, among: keys).map { "did you mean '\($0)'?" }
    let list = keys.isEmpty ? nil : "declared are \(keys.joined(separator: ", "))"
    return Diagnostic(
      id: "technology.unknown-source", "the source '\(key)' is not declared", at: place,
      suggestion: near ?? list
        ?? "declare it: `sources: {\(key): {title: ..., confidence: published}}`")
  }

  static func unusedTechnologySource(_ key: String, at place: SourceLocation) -> Diagnostic {
    Diagnostic(
      .warning, id: "technology.unused-source", "no number names the source '\(key)'", at: place,
      suggestion: "write `source: \(key)` where its numbers stand, or remove it")
  }

  static func macTwice(_ text: String, at place: SourceLocation) -> Diagnostic {
    Diagnostic(
      id: "technology.mac-twice", "the MAC \(text) is given twice", at: place,
      suggestion: "remove one")
  }

  static func notAPair(_ text: String, at place: SourceLocation) -> Diagnostic {
    Diagnostic(
      id: "technology.format-pair", "'\(text)' is not a pair of number formats", at: place,
      suggestion: "write inputs, then weights: `int8 x int8`")
  }
}
