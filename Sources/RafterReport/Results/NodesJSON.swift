// SPDX-License-Identifier: Apache-2.0
public import RafterImporters
import RafterQuantities

/// The JSON of `rafter workload --nodes`: kind `rafter/nodes/1`.
public enum NodesJSON {
  /// Every node of the graph, in the order in which they run.
  public static func value(_ graph: ResolvedGraph) -> JSONValue {
    .object([
      "schema": .string("rafter/nodes/1"),
      "workload": .object([
        "name": .string(graph.name), "source": .string(graph.source),
        "bindings": .array(graph.bindings.map { .string($0) }),
      ]),
      "nodes": .array(graph.nodes.map { node($0, graph) }),
      "diagnostics": .array(graph.diagnostics.map(DiagnosticJSON.value)),
    ])
  }

  private static func node(_ node: ResolvedNode, _ graph: ResolvedGraph) -> JSONValue {
    // An output that is left out keeps its place.
    let outputs = node.outputs.map { $0.map { graph.tensors[$0] } }
    return .object([
      "name": .string(node.name),
      "operator": .string(node.operator),
      "depth": .int(node.depth),
      "folded": .bool(node.isFolded),
      "outputs": .array(
        outputs.map { ($0?.shape).map { .array($0.map { .int($0) }) } ?? .null }),
      "dtypes": .array(
        outputs.map { ($0?.format).map { .string($0.elementType) } ?? .null }),
      "macs": .int(node.macs),
      "macs_without_padding": .int(node.macsWithoutPadding),
      "vector_operations": .int(node.vectorOperations),
      "parameter_bytes": .int(node.parameterBytes),
    ])
  }
}

extension NumberFormat {
  /// The type of an element as model files and array libraries name it: `float32` for `fp32`.
  var elementType: String {
    switch self {
    case .fp16: "float16"
    case .fp32: "float32"
    case .fp64: "float64"
    case .bf16: "bfloat16"
    case .fp8e4m3: "float8e4m3"
    case .fp8e5m2: "float8e5m2"
    default: rawValue
    }
  }
}
