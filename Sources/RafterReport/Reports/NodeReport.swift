// SPDX-License-Identifier: Apache-2.0
import RafterDiagnostics
public import RafterImporters
import RafterQuantities

/// The report of `rafter workload --nodes`: every node of the graph.
public struct NodeReport {
  private let graph: ResolvedGraph

  /// Creates a report.
  public init(_ graph: ResolvedGraph) { self.graph = graph }

  /// The report in a format.
  public func text(_ format: ReportFormat) -> String {
    format.text(json: NodesJSON.value(graph), csv: csv, document: document)
  }

  private var document: Document {
    var document = Document()
    let folded = graph.nodes.count { $0.isFolded }
    document.paragraph(
      "\(graph.name): \(graph.nodes.count) nodes"
        + (folded > 0 ? ", \(folded) of them evaluated before the run" : ""))
    var table = TextTable([
      .init("node", overflow: .cutMiddle(minimum: 16)),
      .init("operator", overflow: .cutEnd(minimum: 12)), .init("depth", alignment: .right),
      .init("outputs", overflow: .cutEnd(minimum: 12)),
      .init("type", overflow: .cutEnd(minimum: 6)),
      .init("work", "MMAC", alignment: .right), .init("vector", "Mop", alignment: .right),
      .init("weights", "KiB", alignment: .right),
    ])
    let mega = ScaledUnit(symbol: "M", size: 1e6)
    for node in graph.nodes {
      let outputs = tensors(node)
      table.append([
        node.name, node.operator, "\(node.depth)",
        outputs.map { shape($0) }.joined(separator: ", "),
        node.isFolded
          ? "folded" : outputs.map { $0.format?.elementType ?? "?" }.joined(separator: ", "),
        mega.cell(Double(node.macs)), mega.cell(Double(node.vectorOperations)),
        ScaledUnit(symbol: "KiB", size: 1024).cell(Double(node.parameterBytes)),
      ])
    }
    document.table(table)
    document.items(graph.diagnostics.map { "\($0.severity.rawValue): \($0.message)" })
    return document
  }

  private func tensors(_ node: ResolvedNode) -> [ResolvedTensor] {
    node.outputs.compactMap { $0 }.map { graph.tensors[$0] }
  }

  private func shape(_ tensor: ResolvedTensor) -> String {
    guard let shape = tensor.shape else { return "unknown" }
    return shape.isEmpty ? "scalar" : shape.map { "\($0)" }.joined(separator: "x")
  }

  private var csv: String {
    var csv = CSVText(head: [
      "name", "operator", "depth", "folded", "outputs", "dtypes", "macs", "macs_without_padding",
      "vector_operations", "parameter_bytes",
    ])
    for node in graph.nodes {
      let outputs = tensors(node)
      csv.append([
        node.name, node.operator, "\(node.depth)", "\(node.isFolded)",
        outputs.map(shape).joined(separator: ";"),
        outputs.map { $0.format?.elementType ?? "" }.joined(separator: ";"), "\(node.macs)",
        "\(node.macsWithoutPadding)", "\(node.vectorOperations)", "\(node.parameterBytes)",
      ])
    }
    return csv.text
  }
}
