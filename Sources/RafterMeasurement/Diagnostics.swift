// SPDX-License-Identifier: Apache-2.0
import RafterDiagnostics
import RafterQuantities

// What can be wrong with a table of measurements or a profile.
extension Diagnostic {
  static func noMeasurements(_ file: String) -> Diagnostic {
    Diagnostic(
      id: "measurement.empty", "'\(file)' has no measurements", at: SourceLocation(file: file),
      suggestion: "give a head such as `name,operations_op,dram_B,time_s` and a row below it")
  }

  static func unknownMeasurementColumn(_ head: String, at place: SourceLocation) -> Diagnostic {
    Diagnostic(
      id: "measurement.unknown-column", "the column '\(head)' is neither a word nor a quantity",
      at: place, suggestion: ColumnSuggestion.text(for: head))
  }

  static func otherSeparator(_ separator: String, at place: SourceLocation) -> Diagnostic {
    let name = separator.count == 1 ? "'\(separator)'" : separator
    return Diagnostic(
      id: "measurement.separator", "the cells of the head are apart by \(name), not by commas",
      at: place, suggestion: "save the table with commas, and decimals behind a point")
  }

  static func unknownMetricUnit(_ unit: String, metric: String, at place: SourceLocation)
    -> Diagnostic
  {
    Diagnostic(
      id: "measurement.unknown-unit", "the metric '\(metric)' is in '\(unit)', which is not known",
      at: place,
      suggestion: "let the profiler print base units (`--print-units base`), or use ns, us, ms or s"
    )
  }

  static func columnTwice(_ head: String, _ other: String, at place: SourceLocation) -> Diagnostic {
    Diagnostic(
      id: "measurement.column-twice", "the columns '\(other)' and '\(head)' say the same",
      at: place,
      suggestion: "keep one; call the other `note_\(head)`")
  }

  static func missingMeasurementColumn(_ what: String, example: String, in file: String)
    -> Diagnostic
  {
    Diagnostic(
      id: "measurement.missing-column", "no column has \(what)", at: SourceLocation(file: file),
      suggestion: "add `\(example)`")
  }

  static func measurementRowLength(_ count: Int, expected: Int, at place: SourceLocation)
    -> Diagnostic
  {
    Diagnostic(
      id: "measurement.row-length",
      "the row has \(Format.count(count, "cell")), the head \(expected)", at: place,
      suggestion: "give one cell for each column; put a text with commas into quotes")
  }

  static func notAMeasurement(
    _ text: String, column: String, isAboveZero: Bool, at place: SourceLocation
  ) -> Diagnostic {
    let wanted = isAboveZero ? "a number above zero" : "a number of at least zero"
    return Diagnostic(
      id: "measurement.not-a-number", "'\(text)' in the column '\(column)' is not \(wanted)",
      at: place,
      suggestion: text.contains(",")
        ? "write a point before decimals, and three digits in each group: `1250.5` or `1,250.5`"
        : "write a plain number in the unit of the head, such as `12.5`")
  }

  static func tooFewMeasurements(_ count: Int, constants: Int, at place: SourceLocation?)
    -> Diagnostic
  {
    Diagnostic(
      id: "measurement.too-few-rows",
      "\(Format.count(count, "row")) cannot fix \(Format.count(constants, "constant"))", at: place,
      suggestion:
        "give at least \(constants + 1) rows, better \(5 * constants), or fewer columns of operations and bytes"
    )
  }

  static func zeroColumn(_ head: String, at place: SourceLocation) -> Diagnostic {
    Diagnostic(
      .warning, id: "measurement.zero-column",
      "'\(head)' is zero in every row, so there is no constant for it", at: place,
      suggestion: "leave the column out, or measure rows that have some")
  }

  static func fewRowsForConstants(_ count: Int, constants: Int) -> Diagnostic {
    Diagnostic(
      .warning, id: "measurement.few-rows",
      "\(Format.count(count, "row")) for \(Format.count(constants, "constant")): below five rows for each, errors say little",
      suggestion: "measure more rows, or give fewer columns of operations and bytes")
  }

  static func rowsAtCap(_ names: [String]) -> Diagnostic {
    let shown = names.prefix(3).joined(separator: ", ") + (names.count > 3 ? ", ..." : "")
    return Diagnostic(
      .note, id: "measurement.at-power-cap",
      "left out: \(Format.count(names.count, "row")) at 90 % of the power cap or more (\(shown)); there the clock and the supply give way, and the constants with them"
    )
  }

  static func belowIdle(_ name: String, power: String, idle: String, at place: SourceLocation?)
    -> Diagnostic
  {
    Diagnostic(
      id: "measurement.below-idle", "'\(name)' drew \(power), less than the idle power of \(idle)",
      at: place, suggestion: "check the unit of energy and time, or the value of --idle")
  }

  static func formatNotOfMachine(
    _ name: String, machine: String, known: [String], at place: SourceLocation?
  ) -> Diagnostic {
    let near = Suggestion.nearest(to: name, among: known)
    return Diagnostic(
      id: "measurement.unknown-format", "'\(machine)' has no format '\(name)'", at: place,
      suggestion: near.map { "did you mean '\($0)'?" }
        ?? (known.isEmpty ? "it has no multipliers" : "it has \(known.joined(separator: ", "))"))
  }

  static func levelNotOfMachine(
    _ name: String, machine: String, known: [String], at place: SourceLocation?
  ) -> Diagnostic {
    let near = Suggestion.nearest(to: name, among: known)
    return Diagnostic(
      id: "measurement.unknown-level", "'\(machine)' has no memory '\(name)'", at: place,
      suggestion: near.map { "did you mean '\($0)'?" }
        ?? "its memories are \(known.joined(separator: ", "))")
  }

  static func unknownWork(_ kind: String, at place: SourceLocation?) -> Diagnostic {
    Diagnostic(
      id: "measurement.unknown-work", "no roof is for operations called '\(kind)'", at: place,
      suggestion: "call those of multipliers `operations_op` or `macs_MAC`, others `vector_op`")
  }

  static func notAProfile(
    _ file: String, _ reason: String, at place: SourceLocation? = nil, remedy: String? = nil
  ) -> Diagnostic {
    Diagnostic(
      id: "measurement.not-a-profile", "'\(file)' is no profile that is known: \(reason)",
      at: place ?? SourceLocation(file: file),
      suggestion: remedy
        ?? "give a table (.csv), a profile of ONNX Runtime, a trace of the PyTorch profiler (Kineto) or a CSV of Nsight Compute"
    )
  }

  static func nothingInProfile(_ file: String, _ reason: String) -> Diagnostic {
    Diagnostic(
      id: "measurement.empty-profile", "'\(file)' has nothing to place: \(reason)",
      at: SourceLocation(file: file),
      suggestion:
        "record shapes: `record_shapes=True` in PyTorch, `enable_profiling` in ONNX Runtime")
  }
}
