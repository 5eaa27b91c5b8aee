// SPDX-License-Identifier: Apache-2.0
import RafterDiagnostics
import RafterImporters
import RafterTestSupport

/// What is resolved from a small model, or what is said about it.
enum Resolved {
  /// Resolves a model that is built in place.
  static func graph(
    opset: Int = 17, domains: [(String, Int)] = [], bindings: [InputBinding] = [],
    functions: [ONNXBuilder.Function] = [], _ fill: (inout ONNXBuilder.Graph) -> Void
  ) throws -> ResolvedGraph {
    try ONNXImporter.resolve(
      bytes: FileBytes(
        ONNXBuilder.model(opset: opset, opsets: domains, functions: functions, fill)),
      source: "m.onnx", bindings: bindings)
  }

  /// The diagnostics with which a model is refused.
  static func refusal(
    opset: Int = 17, bindings: [InputBinding] = [], _ fill: (inout ONNXBuilder.Graph) -> Void
  ) -> [Diagnostic] {
    do throws(DiagnosticList) {
      _ = try ONNXImporter.resolve(
        bytes: FileBytes(ONNXBuilder.model(opset: opset, fill)), source: "m.onnx",
        bindings: bindings)
      return []
    } catch {
      return error.diagnostics
    }
  }
}

extension ResolvedGraph {
  /// The tensor of a name.
  func tensor(_ name: String) -> ResolvedTensor? { tensors.last { $0.name == name } }

  /// The node of a name.
  func node(_ name: String) -> ResolvedNode? { nodes.first { $0.name == name } }
}
