// SPDX-License-Identifier: Apache-2.0
import Foundation
import RafterImporters
import RafterQuantities
import RafterTestSupport

/// Rows of the table of node shapes and MACs that were observed in real runs.
struct TruthTable {
  struct Row {
    var node: String
    var `operator`: String
    var depth: Int
    var shapes: [[Int]]
    var format: String
    var macs: Int
  }

  var rows: [String: [Row]] = [:]
  var bindings: [String: [InputBinding]] = [:]

  /// The table beside the repository; nil where it is absent.
  static let shared: TruthTable? = {
    guard let csv = Shared.file("cases/onnx/node-truth.csv"),
      let json = Shared.file("cases/onnx/bindings.json"),
      let text = try? String(contentsOf: csv, encoding: .utf8),
      let data = try? Data(contentsOf: json)
    else { return nil }
    return TruthTable(csv: text, json: data)
  }()

  init?(csv: String, json: Data) {
    for line in csv.split(separator: "\n").dropFirst() {
      let cells = line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
      guard cells.count == 9, let depth = Int(cells[3]), let macs = Int(cells[7]) else {
        return nil
      }
      let shapes = cells[5].split(separator: ";", omittingEmptySubsequences: false).map { shape in
        shape.split(separator: "x").compactMap { Int($0) }
      }
      rows[cells[0], default: []].append(
        Row(
          node: cells[1], operator: cells[2], depth: depth, shapes: shapes, format: cells[6],
          macs: macs))
    }
    guard let all = try? JSONSerialization.jsonObject(with: json) as? [String: [String: Any]] else {
      return nil
    }
    for (model, inputs) in all {
      bindings[model] = inputs.sorted { $0.key < $1.key }.compactMap { name, value in
        if let shape = value as? [Int] { return .shape(name: name, shape) }
        if let one = (value as? [String: Any])?["value"] as? Int {
          return .value(name: name, [one])
        }
        return nil
      }
    }
  }

  /// Everything in which a resolved graph differs from the rows of a model.
  func differences(_ graph: ResolvedGraph, model: String) -> [String] {
    var nodes: [String: ResolvedNode] = [:]
    for node in graph.nodes { nodes[node.name] = node }
    return (rows[model] ?? []).compactMap { row in
      guard let node = nodes[row.node] else { return "\(row.node): not found" }
      let shapes = node.outputs.map { $0.flatMap { graph.tensors[$0].shape } }
      // Outputs that nobody asks for are missing in the table.
      let found = zip(shapes, row.shapes).allSatisfy { $0 == $1 }
      if !found { return "\(row.node): \(shapes) instead of \(row.shapes)" }
      if node.macs != row.macs { return "\(row.node): \(node.macs) MAC instead of \(row.macs)" }
      if node.depth != row.depth { return "\(row.node): depth \(node.depth)" }
      if node.`operator` != row.`operator` { return "\(row.node): operator \(node.`operator`)" }
      let format = node.outputs.first?.flatMap { graph.tensors[$0].format }?.rawValue
      let formats = ["float": "fp32", "double": "fp64", "float16": "fp16"]
      if format != formats[row.format] ?? row.format {
        return "\(row.node): \(format ?? "nothing") instead of \(row.format)"
      }
      return nil
    }
  }
}
