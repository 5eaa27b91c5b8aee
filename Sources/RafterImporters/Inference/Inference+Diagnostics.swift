// SPDX-License-Identifier: Apache-2.0
import RafterDiagnostics

// Bindings.
extension Diagnostic {
  /// A binding names something that the model does not have.
  static func unknownBinding(_ file: String, name: String, nearest: String?, known: [String])
    -> Diagnostic
  {
    Diagnostic(
      id: "binding.unknown-name", "the model has no input and no symbol '\(name)'",
      at: SourceLocation(file: file),
      suggestion: nearest.map { "did you mean '\($0)'?" }
        ?? "it has \(known.isEmpty ? "no inputs" : known.joined(separator: ", "))")
  }

  /// A binding does not fit the input that it names.
  static func misfitBinding(_ file: String, _ binding: String, reason: String, remedy: String?)
    -> Diagnostic
  {
    Diagnostic(
      id: "binding.misfit", "`--bind \(binding)` does not fit: \(reason)",
      at: SourceLocation(file: file), suggestion: remedy)
  }

  /// A batch that no input takes.
  static func misfitBatch(_ file: String, _ size: Int, reason: String, remedy: String?)
    -> Diagnostic
  {
    Diagnostic(
      id: "binding.misfit", "`--batch \(size)` does not fit: \(reason)",
      at: SourceLocation(file: file), suggestion: remedy)
  }

  /// Two bindings give one side different sizes.
  static func contradictoryBindings(
    _ file: String, what: String, _ first: (size: Int, cause: String),
    _ second: (size: Int, cause: String)
  ) -> Diagnostic {
    Diagnostic(
      id: "binding.contradiction",
      "\(what) is \(first.size) by `--bind \(first.cause)` and \(second.size) by "
        + "`--bind \(second.cause)`", at: SourceLocation(file: file),
      suggestion: "leave one of the two out, or make them agree")
  }

  /// An input has sides without a size.
  static func openInput(_ file: String, name: String, open: String, line: String) -> Diagnostic {
    Diagnostic(
      id: "binding.open-dimension", "input '\(name)' has no size for \(open)",
      at: SourceLocation(file: file), suggestion: line)
  }
}

// The walk.
extension Diagnostic {
  /// A node contradicts its inputs.
  static func misshapen(
    _ place: SourceLocation, operator name: String, reason: String, remedy: String?,
    inputs: String
  ) -> Diagnostic {
    Diagnostic(
      id: "onnx.shape-mismatch", "\(name): \(reason)", at: place, suggestion: remedy,
      notes: inputs.isEmpty ? [] : ["inputs: \(inputs)"])
  }

  /// Weights that the file holds more than once.
  static func tiedWeights(
    _ file: String, copy: String, original: String, isTransposed: Bool, count: Int
  ) -> Diagnostic {
    Diagnostic(
      .note, id: "onnx.tied-weights",
      "'\(copy)' holds the numbers of '\(original)'\(isTransposed ? ", transposed" : "")"
        + (count > 1 ? "; \(count) tensors are such copies" : "")
        + ": they are one parameter and count once", at: SourceLocation(file: file))
  }

  /// Operators without a rule.
  static func unknownOperator(
    _ place: SourceLocation, name: String, domain: String, count: Int, declared: Int
  ) -> Diagnostic {
    let nodes = count == 1 ? "1 node" : "\(count) nodes"
    let shapes =
      declared == count
      ? "the file declares the shapes of its results"
      : "the file declares the shapes of \(declared) of them, the others stay unknown"
    return Diagnostic(
      .warning, id: "onnx.unknown-operator",
      "operator \(name) of domain \(domain.isEmpty ? "ai.onnx" : domain) is not known (\(nodes)); "
        + "its bytes are counted, its arithmetic is not", at: place,
      suggestion: shapes)
  }

  /// A shape that only the run will tell.
  static func openShape(_ place: SourceLocation, operator name: String, reason: String, count: Int)
    -> Diagnostic
  {
    Diagnostic(
      .warning, id: "onnx.data-dependent-shape",
      "the result of \(name) has no known shape: \(reason)"
        + (count > 1 ? " (\(count) nodes alike)" : ""), at: place,
      suggestion: "what follows from it is counted without that shape; "
        + "if it rests on an input, give its value: --bind NAME=value:...")
  }

  /// A condition or trip count that only the run will tell.
  ///
  /// - Parameter deciders: the inputs whose values would decide.
  static func openControl(_ place: SourceLocation, reason: String, deciders: [String]) -> Diagnostic
  {
    let lines = deciders.map { "--bind " + ShellWord.quoted("\($0)=value:N") }
    return Diagnostic(
      .warning, id: "onnx.open-control-flow", reason, at: place,
      suggestion: lines.isEmpty
        ? "it rests on numbers that are computed in the run: look at what is counted"
        : "it rests on the value of an input, which you may give: \(lines.joined(separator: " "))")
  }

  /// Counts that no machine could work off.
  static func absurdTotal(_ file: String, _ what: String) -> Diagnostic {
    Diagnostic(
      id: "onnx.absurd-total", "the model takes more than \(what)",
      at: SourceLocation(file: file), suggestion: "look at the sizes that its inputs are bound to")
  }
}
