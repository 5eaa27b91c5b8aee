// SPDX-License-Identifier: Apache-2.0
import RafterDiagnostics
import RafterImporters
import RafterQuantities

/// The profile of ONNX Runtime: a list of events, those of nodes with the shapes they ran on.
enum OnnxRuntimeProfile {
  /// Whether a text is one.
  static func recognises(_ root: JSONTree) -> Bool {
    root.elements?.contains { $0["cat"]?.string == "Node" || $0["name"]?.string == "model_run" }
      ?? false
  }

  private static let ending = "_kernel_time"

  /// One node for each name, in the order of the first run, with the least time of all runs.
  static func nodes(_ root: JSONTree) -> [ProfiledNode] {
    var order: [String] = []
    var nodes: [String: ProfiledNode] = [:]
    for event in root.elements ?? [] {
      guard event["cat"]?.string == "Node", let title = event["name"]?.string,
        title.hasSuffix(ending), let arguments = event["args"],
        let kind = arguments["op_name"]?.string, let microseconds = event["dur"]?.double,
        microseconds > 0
      else { continue }
      let index = arguments["node_index"]?.string ?? ""
      let name = String(title.dropLast(ending.count))
      let key = "\(index) \(name)"
      let time = Seconds(microseconds * 1e-6)
      // A profile that keeps the fastest run alone says of how many.
      let runs = max(1, arguments["runs"]?.integer ?? 1)
      if var seen = nodes[key] {
        seen.time = min(seen.time, time)
        seen.runs += runs
        nodes[key] = seen
        continue
      }
      order.append(key)
      nodes[key] = ProfiledNode(
        name: name.isEmpty ? "\(kind) \(index)" : name, kind: kind,
        inputs: tensors(arguments["input_type_shape"]),
        outputs: tensors(arguments["output_type_shape"]),
        weightBytes: arguments["parameter_size"]?.string.flatMap { Double($0) }, time: time,
        runs: runs
      )
    }
    return order.compactMap { nodes[$0].map(PackedWeights.restored) }
  }

  /// `[{"float": [1, 3, 224, 224]}, ...]`.
  private static func tensors(_ list: JSONTree?) -> [ProfiledNode.Tensor] {
    (list?.elements ?? []).compactMap { element in
      guard let entry = element.entries?.first, let shape = entry.value.integers else { return nil }
      return ProfiledNode.Tensor(shape: shape, type: entry.key)
    }
  }
}
