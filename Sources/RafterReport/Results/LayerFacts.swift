// SPDX-License-Identifier: Apache-2.0
import RafterDiagnostics
import RafterQuantities
import RafterWorkload

/// What workload and analysis reports say alike about a layer.
enum LayerFacts {
  /// Loop bounds by name; the products of a layer with several are told apart by their label.
  static func dimensions(_ layer: Layer) -> JSONValue {
    var bounds: [String: JSONValue] = [:]
    for nest in layer.nests {
      for dimension in nest.dimensions {
        let name = nest.label.isEmpty ? dimension.name : "\(nest.label).\(dimension.name)"
        bounds[name] = .int(dimension.bound)
      }
    }
    return .object(bounds)
  }

  /// The formats of the operands and of the accumulator.
  static func formats(_ layer: Layer) -> JSONValue {
    guard let nest = layer.nests.first else {
      var formats: [String: JSONValue] = [:]
      for tensor in layer.tensors {
        formats[tensor.role.rawValue] = .string(tensor.format.rawValue)
      }
      return .object(formats)
    }
    return .object([
      "weights": .string(nest[.weights].format.rawValue),
      "inputs": .string(nest[.inputs].format.rawValue),
      "outputs": .string(nest[.outputs].format.rawValue),
      "accumulate": .string(nest.accumulate.rawValue),
    ])
  }

  /// Bytes across the layer's border, by operand.
  static func bytesByOperand(_ layer: Layer) -> JSONValue {
    var bytes: [String: Int] = [:]
    for tensor in layer.tensors { bytes[tensor.role.rawValue, default: 0] += tensor.bytes }
    return .object(bytes.mapValues { .int($0) })
  }

  /// The bounds of all products in a line, none left out: `K=64 C=3 OY=112`.
  static func bounds(_ layer: Layer) -> String {
    layer.nests.map { nest in
      (nest.label.isEmpty ? "" : nest.label + ": ")
        + nest.dimensions.map { "\($0.name)=\($0.bound)" }.joined(separator: " ")
    }.joined(separator: "; ")
  }

  /// The bounds in a line for tables: `K64 C3 O112 F7`.
  ///
  /// Those of 1 are left out, and a square window or image is written once. Of a layer with several
  /// products the first is shown.
  static func shape(_ layer: Layer) -> String {
    guard let nest = layer.nests.first else { return "" }
    var words: [String] = []
    for dimension in nest.dimensions where dimension.bound > 1 {
      let other = String(dimension.name.dropLast()) + "X"
      let twin = dimension.name.last == "Y" ? bound(other, nest) : nil
      if dimension.name.last == "X", dimension.name.count > 1,
        bound(String(dimension.name.dropLast()) + "Y", nest) == dimension.bound
      {
        continue
      }
      let name = twin == dimension.bound ? String(dimension.name.dropLast()) : dimension.name
      words.append("\(name)\(dimension.bound)")
    }
    return words.joined(separator: " ")
      + (layer.nests.count > 1 ? " +\(layer.nests.count - 1)" : "")
  }

  private static func bound(_ name: String, _ nest: LoopNest) -> Int? {
    nest.dimensions.first { $0.name == name }?.bound
  }
}

/// A diagnostic in the JSON of a result.
enum DiagnosticJSON {
  static func value(_ diagnostic: Diagnostic) -> JSONValue {
    .object([
      "id": .string(diagnostic.id), "severity": .string(diagnostic.severity.rawValue),
      "message": .string(diagnostic.message),
      "location": diagnostic.location.map { .string($0.text) } ?? .null,
      "suggestion": diagnostic.suggestion.map { .string($0) } ?? .null,
    ])
  }
}
