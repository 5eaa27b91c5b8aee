// SPDX-License-Identifier: Apache-2.0
import RafterDiagnostics

// What is said of other tools' hardware files.
extension Diagnostic {
  static func unknownForeignFormat(_ file: String) -> Diagnostic {
    Diagnostic(
      id: "convert.unknown-format",
      "'\(file)' is no hardware file of a tool that is known",
      at: SourceLocation(file: file),
      suggestion:
        "give a file of ZigZag ('memories' and 'operational_array'), Timeloop 0.4 ('architecture'), "
        + "AccelForge ('arch') or SCALE-Sim ('[architecture_presets]'), or say which with --from")
  }

  /// No key of a tool, but one that is nearly one.
  static func misspeltForeignFormat(_ key: String, nearest: String, at place: SourceLocation)
    -> Diagnostic
  {
    Diagnostic(
      id: "convert.unknown-format",
      "'\(place.file)' is no hardware file of a tool that is known: no tool has '\(key)'",
      at: place, suggestion: "did you mean '\(nearest)'?")
  }

  /// A key that nothing of ours stands for.
  ///
  /// - Parameter known: Keys that would be read there and are not given: one of them may be meant.
  static func noCounterpart(
    _ key: String, _ why: String, among known: [String] = [], at place: SourceLocation?
  ) -> Diagnostic {
    Diagnostic(
      .warning, id: "convert.no-counterpart", "'\(key)' is not taken over: \(why)", at: place,
      suggestion: Suggestion.nearest(to: key, among: known).map { "did you mean '\($0)'?" })
  }

  /// A value that has to be known and is not stated.
  static func chosen(
    _ what: String, _ value: String, _ why: String, at place: SourceLocation?
  ) -> Diagnostic {
    Diagnostic(
      .note, id: "convert.chosen", "\(what) is taken as \(value): \(why)", at: place)
  }

  static func leftOpen(_ what: String, _ why: String, at place: SourceLocation?) -> Diagnostic {
    Diagnostic(.note, id: "convert.left-open", "\(what) stays open: \(why)", at: place)
  }

  static func assumedClock(_ tool: String, _ file: String) -> Diagnostic {
    chosen(
      "the clock", "1 GHz", "\(tool) counts in cycles and states none",
      at: SourceLocation(file: file))
  }

  static func foreignForm(_ what: String, expected: String, at place: SourceLocation)
    -> Diagnostic
  {
    Diagnostic(
      id: "convert.wrong-form", "\(what) has not the form \(expected)", at: place,
      suggestion: "write \(expected)")
  }

  static func foreignMissing(_ key: String, in what: String, at place: SourceLocation) -> Diagnostic
  {
    Diagnostic(
      id: "convert.missing", "\(what) has no '\(key)'", at: place,
      suggestion: "the tool needs it too: add '\(key)'")
  }

  static func foreignNumber(
    _ text: String, of what: String, _ why: String, at place: SourceLocation
  )
    -> Diagnostic
  {
    Diagnostic(
      id: "convert.not-a-number", "\(what) is '\(text)': \(why)", at: place,
      suggestion: "write the number itself")
  }

  static func foreignTemplate(_ text: String, at place: SourceLocation) -> Diagnostic {
    Diagnostic(
      .warning, id: "convert.template",
      "the template line '\(text)' is left out: only `{% set NAME = VALUE %}`, `{% set NAME = NAME | default(VALUE) %}` and `{{NAME}}` are followed",
      at: place)
  }

  static func narrowCells(_ memory: String, bits: Double, at place: SourceLocation) -> Diagnostic {
    Diagnostic(
      id: "convert.narrow-cells",
      "'\(memory)' holds \(bits) bits, less than a weight: an array of cells over which weights are spread",
      at: place,
      suggestion: "describe it as an in-memory array: rows, columns and cells for each weight")
  }
}
