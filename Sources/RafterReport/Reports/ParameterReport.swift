// SPDX-License-Identifier: Apache-2.0
import RafterDiagnostics
public import RafterImporters
import RafterQuantities

/// The report of `rafter workload` on a file of weights, which has no graph: what is stored, and how.
public struct ParameterReport {
  /// What each row is.
  public enum Rows: Sendable {
    /// A part of the network.
    case parts
    /// A tensor.
    case tensors
  }

  private let list: ParameterList
  private let rows: Rows

  /// Creates a report.
  public init(_ list: ParameterList, rows: Rows = .parts) {
    self.list = list
    self.rows = rows
  }

  /// The report in a format.
  public func text(_ format: ReportFormat) -> String {
    format.text(json: ParametersJSON.value(list), csv: csv, document: document)
  }

  private var document: Document {
    var document = Document()
    let layers = list.layers
    let count = Format.prefixed(Double(list.elements))
    document.paragraph(
      "\(list.name): \(list.tensors.count) tensors, \(count.number) \(count.prefix) parameters in "
        + "\(ByteCount(list.bytes).formattedCapacity()), \(bits(list.elements, list.bytes)) bit each"
    )
    document.facts([
      ("source", list.source + (list.files.count > 1 ? ", \(list.files.count) files" : "")),
      (
        "model",
        "\(list.architecture ?? "the file does not say")"
          + (layers > 0 ? ", \(layers) layer\(layers == 1 ? "" : "s")" : "")
      ),
      ("formats", list.byFormat.map { "\($0.name) \(share($0.bytes))" }.joined(separator: ", ")),
    ])
    switch rows {
    case .parts:
      document.table(parts)
      if !list.facts.isEmpty {
        document.heading("What the file states")
        document.facts(list.facts.prefix(40).map { ($0.key, $0.value) })
      }
    case .tensors: document.table(tensors)
    }
    document.items(list.diagnostics.map { "\($0.severity.rawValue): \($0.message)" })
    return document
  }

  private var parts: TextTable {
    var table = TextTable([
      .init("part"), .init("tensors", alignment: .right),
      .init("parameters", "M", alignment: .right), .init("bytes", "MiB", alignment: .right),
      .init("bytes", "%", alignment: .right), .init("each", "bit", alignment: .right),
      .init("formats", overflow: .cutEnd(minimum: 12)),
    ])
    for group in list.byPart {
      table.append([
        group.name, "\(group.tensors)", mega(group.elements), mebi(group.bytes),
        String(share(group.bytes).dropLast(2)), bits(group.elements, group.bytes),
        group.formats.joined(separator: ", "),
      ])
    }
    return table
  }

  private var tensors: TextTable {
    var table = TextTable([
      .init("tensor", overflow: .cutMiddle(minimum: 20)), .init("part"),
      .init("shape", overflow: .cutEnd(minimum: 8)), .init("format"),
      .init("parameters", "M", alignment: .right), .init("bytes", "MiB", alignment: .right),
      .init("each", "bit", alignment: .right),
    ])
    for tensor in list.tensors {
      table.append([
        tensor.name, tensor.part.rawValue, shape(tensor), tensor.format.name,
        mega(tensor.elements), mebi(tensor.bytes), bits(tensor.elements, tensor.bytes),
      ])
    }
    return table
  }

  private func shape(_ tensor: StoredTensor) -> String {
    tensor.shape.isEmpty ? "scalar" : tensor.shape.map { "\($0)" }.joined(separator: "x")
  }

  private func mega(_ count: Int) -> String {
    ScaledUnit(symbol: "M", size: 1e6).cell(Double(count))
  }

  private func mebi(_ bytes: Int) -> String {
    ScaledUnit(symbol: "MiB", size: 0x1p20).cell(Double(bytes))
  }

  private func share(_ bytes: Int) -> String {
    guard list.bytes > 0 else { return "-" }
    let percent = 100 * Double(bytes) / Double(list.bytes)
    return (percent > 0 && percent < 0.01 ? "<0.01" : Format.significant(percent)) + " %"
  }

  private func bits(_ elements: Int, _ bytes: Int) -> String {
    elements > 0 ? Format.significant(8 * Double(bytes) / Double(elements), digits: 4) : "-"
  }

  private var csv: String {
    var csv = CSVText(head: [
      "name", "part", "shape", "format", "parameters", "parameter_bytes", "file", "offset",
    ])
    for tensor in list.tensors {
      csv.append([
        tensor.name, tensor.part.rawValue, shape(tensor), tensor.format.name, "\(tensor.elements)",
        "\(tensor.bytes)", list.files.indices.contains(tensor.file) ? list.files[tensor.file] : "",
        "\(tensor.offset)",
      ])
    }
    return csv.text
  }
}
