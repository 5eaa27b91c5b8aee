// SPDX-License-Identifier: Apache-2.0
import RafterDiagnostics
import RafterImporters
import RafterQuantities

// Weights in GGUF files.
extension Diagnostic {
  static func unknownGGUFArchitecture(_ source: String, _ name: String, known: [String])
    -> Diagnostic
  {
    Diagnostic(
      id: "gguf.unknown-architecture",
      name.isEmpty
        ? "the file does not name its architecture"
        : "how the weights of architecture '\(name)' are used is not known",
      at: SourceLocation(file: source),
      suggestion: Suggestion.nearest(to: name, among: known).map { "the nearest known is '\($0)'" }
        ?? "known are \(known.joined(separator: ", ")); `rafter workload` lists the weights of any")
  }

  static func unevenGGUFLayers(_ source: String, _ key: String) -> Diagnostic {
    Diagnostic(
      id: "gguf.uneven-layers", "'\(key)' is not the same for all layers, which is not modelled",
      at: SourceLocation(file: source),
      suggestion: "`--approximate` counts all layers with the largest, and says so")
  }

  static func parametersOfWeights(
    _ list: ParameterList, counted: Double, stored: Double, family: String
  ) -> Diagnostic {
    func text(_ value: Double) -> String {
      let (number, prefix) = Format.prefixed(value)
      return "\(number)\(prefix.isEmpty ? "" : " \(prefix)")"
    }
    let kept = list.files.count == 1 ? "the file has" : "the files have"
    let message =
      "read as \(family) the model has \(text(counted)) parameters; \(kept) \(text(stored))"
    let place = SourceLocation(file: list.source)
    let remedy =
      "what is read of the keys differs from what is stored: take the counts with care"
    return switch list.container {
    case .gguf:
      Diagnostic(
        .warning, id: "gguf.parameter-count", message, at: place, suggestion: remedy)
    case .safetensors:
      Diagnostic(
        .warning, id: "safetensors.parameter-count", message, at: place, suggestion: remedy)
    }
  }
}
