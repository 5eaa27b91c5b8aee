// SPDX-License-Identifier: Apache-2.0
import RafterDiagnostics
import RafterQuantities

// What can be wrong with a description that extends another, or with its parameters.

extension Diagnostic {
  static func extendsNoName(at place: SourceLocation) -> Diagnostic {
    Diagnostic(
      id: "accelerator.extends", "'extends' is not the name of a description", at: place,
      suggestion: "write a built-in name or a file: `extends: edge-npu`")
  }

  static func extendsWithout(_ key: String, at place: SourceLocation) -> Diagnostic {
    Diagnostic(
      id: "accelerator.extends-without", "a description that extends another has no '\(key)'",
      at: place,
      suggestion: "add `\(key): ...`",
      notes: ["kind, name and source of a file are its own and are not inherited"])
  }

  static func unknownBase(
    _ name: String, among names: [String], chain: [SourceLocation], at place: SourceLocation
  ) -> Diagnostic {
    Diagnostic(
      id: "accelerator.unknown-base", "there is no description '\(name)' to extend", at: place,
      suggestion: Suggestion.question(for: name, among: names)
        ?? "write a built-in name, or a file as seen from this one",
      notes: steps(chain))
  }

  static func extendsItself(
    _ file: String, chain: [SourceLocation], at place: SourceLocation
  ) -> Diagnostic {
    Diagnostic(
      id: "accelerator.extends-itself", "by this '\(file)' extends itself", at: place,
      suggestion: "remove one `extends` of the circle", notes: steps(chain))
  }

  static func extendsTooLong(
    _ limit: Int, chain: [SourceLocation], at place: SourceLocation
  ) -> Diagnostic {
    Diagnostic(
      id: "accelerator.extends-too-long",
      "more than \(limit) descriptions extend one another", at: place,
      suggestion: "extend one nearer to the beginning of the chain", notes: steps(chain))
  }

  private static func steps(_ chain: [SourceLocation]) -> [String] {
    chain.map { "\($0.text) extends the next" }
  }

  static func brokenBase(_ file: String, at place: SourceLocation) -> Diagnostic {
    Diagnostic(
      id: "accelerator.broken-base", "'\(file)', which this extends, cannot be read", at: place,
      suggestion: "correct it first")
  }

  static func notABase(_ file: String, at place: SourceLocation, base: SourceLocation)
    -> Diagnostic
  {
    Diagnostic(
      id: "accelerator.broken-base", "'\(file)', which this extends, is no description", at: place,
      suggestion: "an accelerator file is a mapping that begins with `rafter: accelerator/1`",
      notes: ["\(base.text) is where it begins"])
  }

  static func noSuchElement(
    _ name: PathName, among elements: [PathName], base: SourceLocation, at place: SourceLocation
  ) -> Diagnostic {
    let same = elements.filter { $0.kind == name.kind }
    let near = name.words.lazy.compactMap { word in
      Suggestion.nearest(to: word, among: same.flatMap(\.words).filter { $0 != word })
    }.first
    let list = same.map(\.text).joined(separator: ", ")
    return Diagnostic(
      id: "accelerator.extends-path",
      "the path that is extended has no \(name.text)", at: place,
      suggestion: near.map { "did you mean '\($0)'?" }
        ?? (same.isEmpty ? "it has no \(name.kind)" : "it has \(list)"),
      notes: [
        "\(base.text) is where that path begins",
        "elements can be changed, not added: copy the file to add one",
      ])
  }

  static func changedTwice(_ name: PathName, first: SourceLocation, at place: SourceLocation)
    -> Diagnostic
  {
    Diagnostic(
      id: "accelerator.changed-twice", "\(name.text) is changed a second time", at: place,
      suggestion: "say all that differs in one element", notes: ["\(first.text) is the first time"])
  }

  static func sourceTwice(_ key: String, first: SourceLocation, at place: SourceLocation)
    -> Diagnostic
  {
    Diagnostic(
      id: "accelerator.source-twice", "the source '\(key)' is declared in the extended file too",
      at: place, suggestion: "give it another key: the numbers of that file name the other one",
      notes: ["\(first.text) declares it"])
  }

  static func unknownParameter(_ name: String, among names: [String], at place: SourceLocation)
    -> Diagnostic
  {
    let near = Suggestion.nearest(to: name, among: names)
    return Diagnostic(
      id: "accelerator.unknown-parameter", "there is no parameter '\(name)'", at: place,
      suggestion: near.map { "did you mean '\($0)'?" }
        ?? (names.isEmpty
          ? "declare it: `parameters: {\(name.isEmpty ? "buffer" : name): 512 KiB}`"
          : "declared are \(names.joined(separator: ", "))"))
  }

  static func unusedParameter(_ name: String, at place: SourceLocation) -> Diagnostic {
    Diagnostic(
      .warning, id: "accelerator.unused-parameter", "nothing refers to the parameter '\(name)'",
      at: place, suggestion: "write `$\(name)` in place of a number, or remove it")
  }

  static func notAParameterValue(_ text: String, at place: SourceLocation) -> Diagnostic {
    Diagnostic(
      id: "accelerator.parameter-value", "'\(text)' is not a number with a unit or without",
      at: place,
      suggestion: "write it as `512 KiB` or `32`")
  }

  static func notAParameterRange(_ text: String, unit: String, at place: SourceLocation)
    -> Diagnostic
  {
    let end = unit.isEmpty ? "" : " \(unit)"
    return Diagnostic(
      id: "accelerator.parameter-range",
      "'\(text)' is not a range of the parameter", at: place,
      suggestion: "write the least value above zero, two points, the greatest: `1..64\(end)`")
  }

  static func parameterOutOfRange(
    _ name: String, _ value: String, range: String, place: SourceLocation,
    at location: SourceLocation
  ) -> Diagnostic {
    Diagnostic(
      id: "accelerator.parameter-range",
      "\(value) lies outside the range \(range) of parameter '\(name)'", at: location,
      suggestion: "widen the range, or correct the value",
      notes: ["\(place.text) states the range"])
  }

  static func stepsWithoutRange(_ name: String, at place: SourceLocation) -> Diagnostic {
    Diagnostic(
      id: "accelerator.parameter-steps", "parameter '\(name)' has steps and no range", at: place,
      suggestion: "add `range: 64 KiB..4 MiB`")
  }

  static func notSteps(_ text: String, unit: String, at place: SourceLocation) -> Diagnostic {
    let end = unit.isEmpty ? "" : " \(unit)"
    return Diagnostic(
      id: "accelerator.parameter-steps", "'\(text)' does not lead from one value to the next",
      at: place, suggestion: "write a factor above 1, `x2`, or an amount, `+64\(end)`")
  }

  static func tooManySteps(limit: Int, at place: SourceLocation) -> Diagnostic {
    Diagnostic(
      id: "accelerator.parameter-steps", "the range has more than \(limit) values at these steps",
      at: place, suggestion: "take larger steps")
  }

  static func notASetting(_ text: String) -> Diagnostic {
    Diagnostic(
      id: "accelerator.setting", "'\(text)' gives no parameter a value",
      at: SourceLocation(file: "--set \(text)"), suggestion: "write it as `buffer=1MiB`")
  }
}
