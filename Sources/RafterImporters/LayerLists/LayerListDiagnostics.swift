// SPDX-License-Identifier: Apache-2.0
import RafterDiagnostics

// All that reading lists of layers says to the user.
extension Diagnostic {
  static func layerTooLarge(_ name: String, at place: SourceLocation, reason: String) -> Diagnostic
  {
    Diagnostic(
      id: "workload.too-large", "layer '\(name)' is more than any machine runs: \(reason)",
      at: place, suggestion: "look at its dimensions and repeats")
  }

  static func noLayers(at place: SourceLocation) -> Diagnostic {
    Diagnostic(
      id: "workload.no-layers", "the list has no layers", at: place,
      suggestion: "`rafter init workload` prints one to start from")
  }

  static func emptyList(_ file: String) -> Diagnostic {
    Diagnostic(
      id: "workload.no-layers", "the file is empty", at: SourceLocation(file: file),
      suggestion: "`rafter init workload` prints a list of layers to start from")
  }

  static func notAWorkload(at place: SourceLocation, _ found: String) -> Diagnostic {
    Diagnostic(
      id: "workload.not-a-workload", "this is no list of layers: \(found)", at: place,
      suggestion: "begin with `rafter: workload/1`; `rafter init workload` prints one to start from"
    )
  }

  static func missingDimension(
    _ name: String, of operator: String, meaning: String, at place: SourceLocation
  ) -> Diagnostic {
    Diagnostic(
      id: "workload.missing-dimension", "dimension '\(name)' of \(`operator`) is missing",
      at: place,
      suggestion: "add `\(name): ...`", notes: ["\(name) is \(meaning)"])
  }

  static func unknownDimension(
    _ name: String, of operator: String, known: [String], at place: SourceLocation
  ) -> Diagnostic {
    Diagnostic(
      id: "workload.unknown-dimension", "\(`operator`) has no dimension '\(name)'", at: place,
      suggestion: Suggestion.nearest(to: name, among: known).map { "did you mean '\($0)'?" }
        ?? "its dimensions are \(known.joined(separator: ", "))")
  }

  static func badDimension(_ name: String, _ text: String, at place: SourceLocation) -> Diagnostic {
    Diagnostic(
      id: "workload.bad-dimension", "dimension '\(name)' is '\(text)'", at: place,
      suggestion: "it is a whole number from 1 to \(LayerListFields.sides.upperBound)")
  }

  static func badEinsum(_ equation: String, _ reason: String, at place: SourceLocation)
    -> Diagnostic
  {
    Diagnostic(
      id: "workload.einsum", "'\(equation)' cannot be read: \(reason)", at: place,
      suggestion: "write it as `M K, K N -> M N`: the inputs, the weights, the result")
  }

  static func misplacedKey(_ key: String, of operator: String, at place: SourceLocation)
    -> Diagnostic
  {
    Diagnostic(
      id: "workload.misplaced-key", "'\(key)' means nothing for \(`operator`)", at: place,
      suggestion: "take it out")
  }

  static func contradictorySides(
    at place: SourceLocation, input: String, output: String, stated: Int, made: Int
  ) -> Diagnostic {
    Diagnostic(
      id: "workload.contradiction",
      "'\(output)' is \(stated), but '\(input)' with this window, stride and padding makes \(made)",
      at: place, suggestion: "give one of the two only")
  }

  static func emptyOutput(at place: SourceLocation, axis: String) -> Diagnostic {
    Diagnostic(
      id: "workload.contradiction", "the window is larger than the input along \(axis)", at: place,
      suggestion: "look at the kernel, dilation and padding")
  }

  static func missingFormats(at place: SourceLocation, missing: String) -> Diagnostic {
    Diagnostic(
      id: "workload.missing-formats", "the format of the \(missing) is stated nowhere", at: place,
      suggestion:
        "add `formats: {inputs: int8, weights: int8, outputs: int8}` here or for all layers")
  }

  static func duplicateLayer(_ name: String, at place: SourceLocation) -> Diagnostic {
    Diagnostic(
      .warning, id: "workload.duplicate-name", "layer '\(name)' is there twice", at: place,
      suggestion: "give layers names of their own, so that reports can tell them apart")
  }

  static func tooManyLayers(_ count: Int, at place: SourceLocation) -> Diagnostic {
    Diagnostic(
      id: "workload.too-many", "the list has \(count) layers", at: place,
      suggestion: "more than \(ListedWorkload.layerLimit) are not read; use `repeats`")
  }

  static func assumedFormats(_ source: String, _ what: String) -> Diagnostic {
    Diagnostic(
      .note, id: "workload.assumed-formats",
      "\(what) states no number formats: 8-bit integers with 32-bit sums are assumed",
      at: SourceLocation(file: source), suggestion: "`rafter analyze --precision` takes others")
  }
}

// Lists in CSV.
extension Diagnostic {
  static func csvHeader(at place: SourceLocation, _ reason: String) -> Diagnostic {
    Diagnostic(
      id: "csv.header", reason, at: place,
      suggestion: "begin with a line of names: `name,M,N,K` or `name,K,C,OY,OX,FY,FX,stride`")
  }

  static func csvUnknownColumn(_ name: String, known: [String], at place: SourceLocation)
    -> Diagnostic
  {
    Diagnostic(
      id: "csv.unknown-column", "unknown column '\(name)'", at: place,
      suggestion: Suggestion.nearest(to: name, among: known).map { "did you mean '\($0)'?" }
        ?? "columns are \(known.joined(separator: ", "))")
  }

  static func csvDuplicateColumn(_ name: String, at place: SourceLocation) -> Diagnostic {
    Diagnostic(
      id: "csv.duplicate-column", "column '\(name)' is there twice", at: place,
      suggestion: "remove one of them")
  }

  static func csvCells(_ found: Int, expected: Int, at place: SourceLocation) -> Diagnostic {
    Diagnostic(
      id: "csv.cells", "this row has \(found) cells, the first line \(expected)", at: place,
      suggestion: "leave a cell empty rather than out; quote a text that has a comma")
  }

  static func csvCell(_ column: String, _ text: String, expected: String, at place: SourceLocation)
    -> Diagnostic
  {
    Diagnostic(
      id: "csv.cell", "'\(column)' is '\(text)', not \(expected)", at: place,
      suggestion: "write \(expected)")
  }

  static func csvQuote(at place: SourceLocation) -> Diagnostic {
    Diagnostic(
      id: "csv.quote", "a quoted text does not end, or goes on behind its closing quote", at: place,
      suggestion: "double the quotes within a quoted text")
  }

  static func scaleSimSparsity(at place: SourceLocation, count: Int) -> Diagnostic {
    Diagnostic(
      .warning, id: "scalesim.sparsity",
      "sparsity is not read: \(count == 1 ? "1 layer is" : "\(count) layers are") counted as dense",
      at: place, suggestion: "take dense figures, or scale the results yourself")
  }
}

// Timeloop problems.
extension Diagnostic {
  static func timeloop(at place: SourceLocation, _ reason: String, remedy: String) -> Diagnostic {
    Diagnostic(id: "timeloop.problem", reason, at: place, suggestion: remedy)
  }

  static func timeloopUnused(_ names: [String], at place: SourceLocation) -> Diagnostic {
    Diagnostic(
      .note, id: "timeloop.unused",
      "the shape does not use \(names.map { "'\($0)'" }.joined(separator: ", "))", at: place,
      suggestion: "the dimensions and coefficients of the shape are what is run")
  }

  static func timeloopIgnored(_ key: String, at place: SourceLocation) -> Diagnostic {
    Diagnostic(
      .warning, id: "timeloop.ignored", "'\(key)' is not carried over", at: place,
      suggestion: "the problem is counted as if it were not there")
  }
}

// Texts that are none.
extension Diagnostic {
  static func textEncoding(_ byte: UInt8, at place: SourceLocation) -> Diagnostic {
    Diagnostic(
      id: "text.encoding", "byte 0x\(String(byte, radix: 16)) is no character of UTF-8", at: place,
      suggestion: "save the file as UTF-8: it looks like Latin-1, or is no text")
  }

  static func textInUTF16(at place: SourceLocation) -> Diagnostic {
    Diagnostic(
      id: "text.encoding", "the file is in UTF-16", at: place,
      suggestion: "save the file as UTF-8")
  }

  static func textCompressed(_ file: String, isZip: Bool) -> Diagnostic {
    Diagnostic(
      id: "text.compressed", "'\(file)' is compressed", at: SourceLocation(file: file),
      suggestion: isZip
        ? "unpack it first: `unzip`"
        : "unpack it first: `gunzip -k \(file)`, or `gzip -dc \(file) |` and `-`")
  }

  static func textWithNul(at place: SourceLocation) -> Diagnostic {
    Diagnostic(
      id: "text.nul", "there is a zero byte, which no text has", at: place,
      suggestion: "take it out; is the file a text, or was it damaged?")
  }

  static func unknownDensity(_ name: String, at place: SourceLocation) -> Diagnostic {
    Diagnostic(
      id: "workload.density", "'\(name)' is no operand that a density can be given for", at: place,
      suggestion: "give it for weights, inputs or outputs")
  }

  static func badDensity(_ text: String, of operand: String, at place: SourceLocation) -> Diagnostic
  {
    Diagnostic(
      id: "workload.density", "'\(text)' is not a density of the \(operand)", at: place,
      suggestion: "write the share of elements that are not zero, in (0, 1], or a structure: 2:4")
  }
}
