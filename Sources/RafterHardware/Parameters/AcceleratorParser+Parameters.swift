// SPDX-License-Identifier: Apache-2.0
import RafterDiagnostics
import RafterDocuments
import RafterQuantities

extension AcceleratorParser {
  /// The parts of a description in which a parameter may stand for a number.
  private static let parametrised = [
    "technology", "power", "launch", "path", "vector", "links", "voltage-frequency",
  ]

  /// Reads the parameters and puts their values where the description refers to them.
  ///
  /// A reference is a whole plain value, `$name`; there are no expressions. A value keeps the place at which it
  /// is stated, so that messages and provenances point there.
  mutating func readParameters(in top: inout RecordReader, of root: DocumentNode) -> DocumentNode {
    var values: [String: DocumentNode] = [:]
    var used: Set<String> = []
    var declared: [LocatedWord] = []
    let example = "parameters: {buffer: 512 KiB}"
    for entry in reader.map("parameters", in: &top, example: example) ?? [] {
      declared.append(LocatedWord(entry.key, at: entry.keyLocation))
      values[entry.key] = readParameter(entry)
    }
    var entries = root.entries ?? []
    for index in entries.indices where Self.parametrised.contains(entries[index].key) {
      entries[index].value = resolved(
        entries[index].value, values, names: declared.map(\.text), used: &used)
    }
    for name in declared where !used.contains(name.text) && name.location.file == draft.file {
      reader.report(.unusedParameter(name.text, at: name.location))
    }
    return DocumentNode(.mapping(entries), at: root.location)
  }

  private mutating func resolved(
    _ node: DocumentNode, _ values: [String: DocumentNode], names: [String],
    used: inout Set<String>
  ) -> DocumentNode {
    var copy = node
    switch node.content {
    case .scalar(let text, .plain) where text.hasPrefix("$"):
      let name = String(text.dropFirst())
      used.insert(name)
      if let value = values[name] { return value }
      // One that is declared but wrong has been reported.
      if !names.contains(name) {
        reader.report(.unknownParameter(name, among: names, at: node.location))
      }
      draft.unresolved.insert(node.location)
    case .scalar: break
    case .sequence(let elements):
      var resolved: [DocumentNode] = []
      for element in elements {
        resolved.append(self.resolved(element, values, names: names, used: &used))
      }
      copy.content = .sequence(resolved)
    case .mapping(var entries):
      for index in entries.indices {
        entries[index].value = resolved(entries[index].value, values, names: names, used: &used)
      }
      copy.content = .mapping(entries)
    }
    return copy
  }

  /// Reads one parameter; nil, and a report, where its value is none.
  private mutating func readParameter(_ entry: DocumentEntry) -> DocumentNode? {
    let title = "parameter '\(entry.key)'"
    if entry.value.entries == nil {
      return readValue(entry.value, title: title).flatMap { value, number in
        add(entry.key, value, number, range: nil, steps: nil)
      }
    }
    guard var record = reader.record(entry.value, as: AcceleratorFields.parameter, title: title)
    else { return nil }
    let value = record.entry("value").flatMap { readValue($0.value, title: title) }
    let range = reader.text("range", in: &record)
    let steps = reader.text("steps", in: &record)
    reader.finish(record)
    guard let (node, number) = value else { return nil }
    if let steps, range == nil {
      reader.report(.stepsWithoutRange(entry.key, at: steps.location))
    }
    return add(entry.key, node, number, range: range, steps: steps)
  }

  private mutating func readValue(_ node: DocumentNode, title: String)
    -> (DocumentNode, ParameterNumber)?
  {
    guard let text = reader.text(node, of: "the value of \(title)") else { return nil }
    guard let number = try? ParameterNumber(text.text) else {
      reader.report(.notAParameterValue(text.text, at: text.location))
      return nil
    }
    return (node, number)
  }

  private mutating func add(
    _ name: String, _ node: DocumentNode, _ number: ParameterNumber, range: LocatedWord?,
    steps: LocatedWord?
  ) -> DocumentNode? {
    let text = node.scalar ?? ""
    var parameter = Parameter(
      name: name, value: text, unit: number.unit,
      provenance: draft.scope.provenance(text, at: node.location))
    var isRight = true
    if let range {
      if let ends = readRange(range, of: number) {
        parameter.range = ends
        if !ends.contains(number.number) {
          reader.report(
            .parameterOutOfRange(
              name, text, range: range.text, place: range.location,
              at: node.location))
          isRight = false
        }
      } else {
        reader.report(.notAParameterRange(range.text, unit: number.unit, at: range.location))
        isRight = false
      }
    }
    if let steps, let ends = parameter.range {
      parameter.steps = readSteps(steps, of: number, across: ends)
      isRight = isRight && parameter.steps != nil
    }
    if isRight { draft.parameters.append(parameter) }
    // Uses of a value whose range is wrong are checked all the same.
    return node
  }

  /// `64 KiB..4 MiB`, in the unit of the value.
  private func readRange(_ text: LocatedWord, of value: ParameterNumber) -> ClosedRange<Double>? {
    guard let dots = text.text.firstRange(of: ".."),
      let high = try? ParameterNumber(String(text.text[dots.upperBound...]).trimmed),
      var low = try? ParameterNumber(String(text.text[..<dots.lowerBound]).trimmed)
    else { return nil }
    if low.unit.isEmpty { (low.unit, low.parsed) = (high.unit, high.parsed) }
    guard let least = low.converted(to: value), let most = high.converted(to: value),
      least > 0, least <= most
    else { return nil }
    return least...most
  }

  /// `x2`, or `+64 KiB` in the unit of the value.
  private mutating func readSteps(
    _ text: LocatedWord, of value: ParameterNumber, across range: ClosedRange<Double>
  ) -> Parameter.Steps? {
    let rest = String(text.text.dropFirst()).trimmed
    let steps: Parameter.Steps? =
      switch text.text.first {
      case "x": Double(rest).flatMap { $0 > 1 && $0.isFinite ? .factor($0) : nil }
      case "+":
        (try? ParameterNumber(rest)).flatMap { $0.converted(to: value) }
          .flatMap { $0 > 0 ? .increment($0) : nil }
      default: nil
      }
    guard let steps else {
      reader.report(.notSteps(text.text, unit: value.unit, at: text.location))
      return nil
    }
    guard steps.reach(across: range) else {
      reader.report(.tooManySteps(limit: Parameter.mostPoints, at: text.location))
      return nil
    }
    return steps
  }
}

extension Parameter.Steps {
  /// Whether a sweep comes to its end within the most points it may have.
  fileprivate func reach(across range: ClosedRange<Double>) -> Bool {
    switch self {
    case .increment(let increment):
      return (range.upperBound - range.lowerBound) / increment < Double(Parameter.mostPoints)
    case .factor(let factor):
      var next = range.lowerBound
      for _ in 0..<Parameter.mostPoints where next < range.upperBound { next *= factor }
      return next >= range.upperBound
    }
  }
}
