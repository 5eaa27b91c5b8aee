// SPDX-License-Identifier: Apache-2.0
import RafterDiagnostics
import RafterQuantities
public import RafterWorkload

/// The report of `rafter workload A --compare B`: two workloads side by side, layer by layer.
public struct WorkloadComparison {
  private let workloads: [Workload]

  /// Creates a comparison.
  public init(_ first: Workload, _ second: Workload) { workloads = [first, second] }

  /// The report in a format.
  public func text(_ format: ReportFormat) -> String {
    format.text(json: json, csv: csv, document: document)
  }

  /// Names that tell the two apart.
  private var names: [String] {
    let both = workloads.map(\.name)
    guard both[0] == both[1] else { return both }
    return zip(["A", "B"], workloads).map { letter, workload in
      "\(letter) (\(workload.pass?.phase.rawValue ?? workload.source))"
    }
  }

  private var document: Document {
    var document = Document()
    for (name, workload) in zip(names, workloads) {
      document.facts([
        (
          name,
          "\(workload.name): "
            + (workload.bindings.isEmpty
              ? workload.source : workload.bindings.joined(separator: ", "))
        )
      ])
    }
    document.table(totals)
    document.table(layers)
    for (name, workload) in zip(names, workloads) where !workload.diagnostics.isEmpty {
      document.items(
        workload.diagnostics.map { "\(name): \($0.severity.rawValue): \($0.message)" })
    }
    return document
  }

  /// What is compared, as numbers.
  private static func quantities(_ workload: Workload) -> [(name: String, value: Double)] {
    let totals = workload.totals
    return [
      ("MACs", Double(totals.macs)), ("vector operations", Double(totals.vectorOperations)),
      ("parameters", Double(workload.parameters)),
      ("bytes of weights", Double(workload.parameterBytes)),
      ("bytes of KV cache", Double(workload.pass?.cacheBytes ?? 0)),
      ("bytes of activations", Double(workload.peakActivationBytes)),
      ("bytes moved", Double(totals.compulsoryBytes)),
      (
        "operations a byte",
        totals.compulsoryBytes > 0 ? Double(totals.macs) * 2 / Double(totals.compulsoryBytes) : 0
      ),
    ]
  }

  private var totals: TextTable {
    var table = TextTable([
      .init("total"), .init(names[0], alignment: .right), .init(names[1], alignment: .right),
      .init("ratio", alignment: .right),
    ])
    for (a, b) in zip(Self.quantities(workloads[0]), Self.quantities(workloads[1])) {
      table.append([a.name, Self.text(a.value), Self.text(b.value), Self.ratio(a.value, b.value)])
    }
    return table
  }

  private static func text(_ value: Double) -> String {
    let parts = Format.prefixed(value)
    return "\(parts.number) \(parts.prefix)"
  }

  private static func ratio(_ a: Double, _ b: Double) -> String {
    a > 0 ? "\(Format.significant(b / a))x" : "-"
  }

  /// The layers of both by name, in the order of the first, then those that only the second has.
  private var pairs: [(name: String, first: Layer?, second: Layer?)] {
    var list = workloads[0].layers.map { layer in
      (
        name: layer.name, first: Optional(layer),
        second: workloads[1].layers.first { $0.name == layer.name }
      )
    }
    for layer in workloads[1].layers
    where !workloads[0].layers.contains(where: { $0.name == layer.name }) {
      list.append((layer.name, nil, layer))
    }
    return list
  }

  private var layers: TextTable {
    var table = TextTable([
      .init("layer", overflow: .cutMiddle(minimum: 12)),
      .init("x", names[0], alignment: .right), .init("x", names[1], alignment: .right),
      .init("MMAC", names[0], alignment: .right), .init("MMAC", names[1], alignment: .right),
      .init("MiB moved", names[0], alignment: .right),
      .init("MiB moved", names[1], alignment: .right), .init("bytes", "ratio", alignment: .right),
    ])
    let mega = ScaledUnit(symbol: "M", size: 1e6)
    let mebi = ScaledUnit(symbol: "MiB", size: 0x1p20)
    func all(_ layer: Layer?, _ value: (Layer) -> Int) -> Double? {
      layer.map { Double(value($0)) * Double($0.repeats) }
    }
    for pair in pairs {
      let bytes = [pair.first, pair.second].map { all($0) { $0.compulsoryBytes } }
      let ratio =
        if let a = bytes[0], let b = bytes[1] { Self.ratio(a, b) } else { "-" }
      table.append([
        pair.name, pair.first.map { "\($0.repeats)" } ?? "-",
        pair.second.map { "\($0.repeats)" } ?? "-", mega.cell(all(pair.first) { $0.macs }),
        mega.cell(all(pair.second) { $0.macs }), mebi.cell(bytes[0]), mebi.cell(bytes[1]), ratio,
      ])
    }
    return table
  }

  private var json: JSONValue {
    .object([
      "schema": .string("rafter/workloads/1"),
      "workloads": .array(workloads.map { WorkloadJSON.value($0) }),
    ])
  }

  private var csv: String {
    var csv = CSVText(head: [
      "layer", "repeats_a", "repeats_b", "macs_a", "macs_b", "vector_operations_a",
      "vector_operations_b", "compulsory_bytes_a", "compulsory_bytes_b",
    ])
    for pair in pairs {
      func both(_ value: (Layer) -> Int) -> [String] {
        [pair.first, pair.second].map { $0.map { "\(value($0))" } ?? "" }
      }
      csv.append(
        [pair.name] + both(\.repeats) + both(\.macs) + both(\.vectorOperations)
          + both(\.compulsoryBytes))
    }
    return csv.text
  }
}
