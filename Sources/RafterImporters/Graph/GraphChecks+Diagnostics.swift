// SPDX-License-Identifier: Apache-2.0
import RafterDiagnostics

// All that the checks of a graph say to the user, in one place.
extension Diagnostic {
  static func more(_ source: String, like diagnostic: Diagnostic) -> Diagnostic {
    Diagnostic(
      diagnostic.severity, id: diagnostic.id, "there are more of this kind; they are not listed",
      at: SourceLocation(file: source), suggestion: "mend these first")
  }

  static func trainingInfo(_ source: String, count: Int) -> Diagnostic {
    Diagnostic(
      id: "onnx.training-graph",
      "this is a training graph: it holds \(count) training_info \(count == 1 ? "entry" : "entries")",
      at: SourceLocation(file: source), suggestion: "export the model for inference")
  }

  static func trainingNode(
    at location: SourceLocation, operator: String, count: Int
  ) -> Diagnostic {
    Diagnostic(
      id: "onnx.training-graph",
      "this is a training graph: the operator \(`operator`) occurs in training only",
      at: location, suggestion: "export the model for inference",
      notes: count > 1 ? ["\(count) nodes of the graph are such"] : [])
  }

  static func externalMissing(_ source: String, file: String, path: String) -> Diagnostic {
    Diagnostic(
      .warning, id: "onnx.external-missing",
      "'\(file)', which holds numbers of this model, is not there",
      at: SourceLocation(file: source),
      suggestion: "shapes and sizes are known without it; to run the model, put it at \(path)")
  }

  static func externalCut(_ source: String, file: String, size: Int, needed: Int) -> Diagnostic {
    Diagnostic(
      .warning, id: "onnx.external-cut",
      "'\(file)' has \(size) bytes, and numbers of this model reach to byte \(needed)",
      at: SourceLocation(file: source),
      suggestion: "shapes and sizes are known without it; download it again")
  }

  static func newIR(_ source: String, version: Int) -> Diagnostic {
    Diagnostic(
      .warning, id: "onnx.new-format-version",
      "the file is of IR version \(version); we know versions up to \(GraphChecks.newestIR)",
      at: SourceLocation(file: source),
      suggestion: "what is new in it is skipped; if results look wrong, export an older version")
  }

  static func noOpset(_ source: String, domain: String, size: Int) -> Diagnostic {
    let name = domain.isEmpty ? "the default domain" : "domain '\(domain)'"
    return Diagnostic(
      id: "onnx.no-opset",
      "the file does not say which version of \(name) it uses (no opset_import)",
      at: SourceLocation(file: source),
      suggestion: "set opset_import and save the model again",
      notes: ["it stands last in most files: this one may be cut at byte \(size)"])
  }

  static func impossibleOpset(_ source: String, version: Int) -> Diagnostic {
    Diagnostic(
      id: "onnx.unsupported-opset",
      "opset \(version) does not exist: we know 1 to \(GraphChecks.newestOpset)",
      at: SourceLocation(file: source),
      suggestion: "export with an opset of at most \(GraphChecks.newestOpset)")
  }

  static func newOpset(_ source: String, version: Int) -> Diagnostic {
    Diagnostic(
      .warning, id: "onnx.new-opset",
      "opset \(version) is newer than those we know, 1 to \(GraphChecks.newestOpset)",
      at: SourceLocation(file: source),
      suggestion: "operators that changed since may be read wrongly: export with opset "
        + "\(GraphChecks.newestOpset) or less to be sure")
  }

  static func duplicateFunction(_ source: String, name: String, domain: String) -> Diagnostic {
    Diagnostic(
      id: "onnx.duplicate-function", "the function '\(name)' of domain '\(domain)' is there twice",
      at: SourceLocation(file: source), suggestion: "rename one, or give it an overload")
  }

  static func recursiveFunction(_ source: String, names: [String]) -> Diagnostic {
    Diagnostic(
      id: "onnx.recursive-function", "functions call each other in a circle: \(circle(names))",
      at: SourceLocation(file: source), suggestion: "ONNX allows no recursion: export again")
  }

  static func duplicateInput(_ source: String, name: String) -> Diagnostic {
    Diagnostic(
      id: "onnx.duplicate-name", "the input '\(name)' is declared twice",
      at: SourceLocation(file: source), suggestion: "rename one of them")
  }

  static func duplicateInitializer(_ source: String, name: String) -> Diagnostic {
    Diagnostic(
      id: "onnx.duplicate-name", "the initializer '\(name)' is there twice",
      at: SourceLocation(file: source), suggestion: "rename or remove one of them")
  }

  static func duplicateOutput(
    at location: SourceLocation, name: String, other: String
  ) -> Diagnostic {
    Diagnostic(
      id: "onnx.duplicate-name", "its output '\(name)' is made already by \(other)", at: location,
      suggestion: "a name is made once in a graph: rename one of them")
  }

  static func duplicateNodeName(at location: SourceLocation, first: Int, count: Int) -> Diagnostic {
    Diagnostic(
      .warning, id: "onnx.duplicate-node-name",
      "node #\(first) has the same name"
        + (count > 1 ? ", and \(count - 1) more have the name of another one" : ""), at: location,
      suggestion: "give nodes names of their own, so that reports can tell them apart")
  }

  static func danglingInput(
    at location: SourceLocation, name: String, nearest: String?
  ) -> Diagnostic {
    Diagnostic(
      id: "onnx.dangling-input",
      "it reads '\(name)', which no node, input or initializer makes", at: location,
      suggestion: nearest.map { "did you mean '\($0)'?" }
        ?? "add the missing node, or make it an input of the graph")
  }

  static func unmadeOutput(
    _ source: String, output: String, function: String? = nil, nearest: String?
  ) -> Diagnostic {
    Diagnostic(
      id: "onnx.unmade-output",
      "nothing makes '\(output)', an output of "
        + (function.map { "the function '\($0)'" } ?? "the graph"),
      at: SourceLocation(file: source),
      suggestion: nearest.map { "did you mean '\($0)'?" }
        ?? "add the missing node, or remove the output")
  }

  static func cycle(at location: SourceLocation, names: [String]) -> Diagnostic {
    Diagnostic(
      id: "onnx.cycle",
      "\(names.count) node\(names.count == 1 ? "" : "s") wait for each other: \(circle(names))",
      at: location, suggestion: "cut the circle: a node cannot read what depends on it")
  }

  static func unsorted(at location: SourceLocation) -> Diagnostic {
    Diagnostic(
      .note, id: "onnx.unsorted",
      "the nodes of the file are not in an order in which they can run; from this one on they were sorted",
      at: location,
      suggestion: "nothing needs to be done")
  }

  static func negativeSide(
    at location: SourceLocation, what: String, shape: String, side: Int
  ) -> Diagnostic {
    Diagnostic(
      id: "onnx.negative-dimension", "\(what) has a side of \(side) (shape \(shape))",
      at: location, suggestion: "sides are 0 or more; leave out one that is open, or name it")
  }

  static func absurdRank(at location: SourceLocation, what: String, rank: Int) -> Diagnostic {
    Diagnostic(
      id: "onnx.absurd-shape",
      "\(what) has \(rank) sides; we read up to \(GraphChecks.rankLimit)", at: location,
      suggestion: "export the model again: its shape is damaged")
  }

  static func absurdShape(at location: SourceLocation, what: String, shape: String) -> Diagnostic {
    Diagnostic(
      id: "onnx.absurd-shape",
      "\(what) of shape \(shape) has more elements than any memory holds", at: location,
      suggestion: "at most 2^48 are read: mend the shape")
  }

  static func unknownDataType(at location: SourceLocation, what: String, number: Int) -> Diagnostic
  {
    Diagnostic(
      number > 0 ? .warning : .error, id: "onnx.unknown-data-type",
      number == 0
        ? "\(what) has no data type" : "\(what) is of data type \(number), which we do not know",
      at: location,
      suggestion: number > 0
        ? "we know 1 to 28; its bytes are not counted" : "set data_type and save the model again")
  }

  static func payloadMismatch(
    at location: SourceLocation, what: String, shape: String, format: String, has: Int, needs: Int,
    unit: String
  ) -> Diagnostic {
    Diagnostic(
      id: "onnx.payload-size",
      "\(what) of shape \(shape.isEmpty ? "scalar" : shape) in \(format) needs \(needs) \(unit) and has \(has)",
      at: location, suggestion: "its shape or its data is wrong: export the model again")
  }

  private static func circle(_ names: [String]) -> String {
    let shown = names.prefix(8).map { "'\($0)'" }
    let rest = names.count > 8 ? ["... (\(names.count - 8) more)"] : []
    return (shown + rest + shown.prefix(1)).joined(separator: " -> ")
  }
}
