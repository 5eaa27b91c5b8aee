// SPDX-License-Identifier: Apache-2.0
public import RafterImporters
import RafterQuantities

/// The JSON of `rafter workload` on a file of weights: kind `rafter/parameters/1`.
public enum ParametersJSON {
  /// Totals, sums by part and by format, and every tensor.
  public static func value(_ list: ParameterList) -> JSONValue {
    .object([
      "schema": .string("rafter/parameters/1"),
      "workload": .object([
        "name": .string(list.name), "source": .string(list.source),
        "container": .string(list.container.rawValue),
        "architecture": list.architecture.map { .string($0) } ?? .null,
        "files": .array(list.files.map { .string($0) }), "file_bytes": .int(list.fileBytes),
      ]),
      "totals": .object([
        "tensors": .int(list.tensors.count), "parameters": .int(list.elements),
        "parameter_bytes": .int(list.bytes), "layers": .int(list.layers),
        "bits_per_parameter": bits(list.elements, list.bytes),
      ]),
      "facts": .array(
        list.facts.map { .object(["key": .string($0.key), "value": .string($0.value)]) }),
      "parts": .array(list.byPart.map(group)),
      "formats": .array(list.byFormat.map(group)),
      "tensors": .array(list.tensors.map { tensor($0) }),
      "diagnostics": .array(list.diagnostics.map(DiagnosticJSON.value)),
    ])
  }

  private static func bits(_ elements: Int, _ bytes: Int) -> JSONValue {
    elements > 0 ? .double(8 * Double(bytes) / Double(elements)) : .null
  }

  private static func group(_ group: ParameterGroup) -> JSONValue {
    .object([
      "name": .string(group.name), "tensors": .int(group.tensors),
      "parameters": .int(group.elements), "parameter_bytes": .int(group.bytes),
      "bits_per_parameter": bits(group.elements, group.bytes),
      "formats": .array(group.formats.map { .string($0) }),
    ])
  }

  private static func tensor(_ tensor: StoredTensor) -> JSONValue {
    .object([
      "name": .string(tensor.name), "shape": .array(tensor.shape.map { .int($0) }),
      "format": .string(tensor.format.name), "part": .string(tensor.part.rawValue),
      "parameters": .int(tensor.elements), "parameter_bytes": .int(tensor.bytes),
      "bits_per_parameter": bits(tensor.elements, tensor.bytes), "file": .int(tensor.file),
      "offset": .int(tensor.offset),
    ])
  }
}
