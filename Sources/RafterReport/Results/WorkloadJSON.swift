// SPDX-License-Identifier: Apache-2.0
import RafterQuantities
public import RafterWorkload

/// The JSON of `rafter workload`: kind `rafter/workload/1`.
public enum WorkloadJSON {
  /// Layers and totals; totals include repeats.
  public static func value(_ workload: Workload) -> JSONValue {
    let totals = workload.totals
    var fields: [String: JSONValue] = [
      "schema": .string("rafter/workload/1"),
      "workload": .object([
        "name": .string(workload.name), "source": .string(workload.source),
        "bindings": .array(workload.bindings.map { .string($0) }),
      ]),
      "totals": .object([
        "macs": .int(totals.macs),
        "macs_without_padding": .int(totals.macsWithoutPadding),
        "operations": JSONValue(count: Double(totals.macs) * 2),
        "vector_operations": .int(totals.vectorOperations),
        "parameters": .int(workload.parameters),
        "parameter_bytes": .int(workload.parameterBytes),
        "compulsory_bytes": .int(totals.compulsoryBytes),
      ]),
      "memory": .object([
        "weights_bytes": .int(workload.parameterBytes),
        "kv_cache_bytes": .int(workload.pass?.cacheBytes ?? 0),
        "activations_bytes": .int(workload.peakActivationBytes),
      ]),
      "layers": .array(workload.layers.map(layer)),
      "diagnostics": .array(workload.diagnostics.map(DiagnosticJSON.value)),
    ]
    if let pass = workload.pass { fields["pass"] = PassJSON.value(pass) }
    return .object(fields)
  }

  private static func layer(_ layer: Layer) -> JSONValue {
    var fields: [String: JSONValue] = [
      "id": .string(layer.id),
      "name": .string(layer.name),
      "operator": .string(layer.kind.rawValue),
      "operators": .string(layer.operators),
      "nodes": .array(layer.nodes.map { .string($0) }),
      "repeats": .int(layer.repeats),
      "dimensions": LayerFacts.dimensions(layer),
      "formats": LayerFacts.formats(layer),
      "macs": .int(layer.macs),
      "macs_without_padding": .int(layer.macsWithoutPadding),
      "operations": JSONValue(count: Double(layer.macs) * 2),
      "vector_operations": .int(layer.vectorOperations),
      "parameters": .int(layer.parameters),
      "parameter_bytes": .int(layer.parameterBytes),
      "bytes_by_operand": LayerFacts.bytesByOperand(layer),
      "compulsory_bytes": .int(layer.compulsoryBytes),
    ]
    // Only where it is another number than that of the runs.
    if let copies = layer.weightCopies { fields["weight_copies"] = .int(copies) }
    return .object(fields)
  }
}
