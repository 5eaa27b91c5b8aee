// SPDX-License-Identifier: Apache-2.0
import RafterDiagnostics
import RafterQuantities
public import RafterWorkload

/// The report of `rafter workload`: layers and what they ask for, on no machine.
public struct WorkloadReport {
  private let workload: Workload

  /// Creates a report.
  public init(_ workload: Workload) { self.workload = workload }

  /// The report in a format.
  public func text(_ format: ReportFormat) -> String {
    format.text(json: WorkloadJSON.value(workload), csv: csv, document: document)
  }

  private var document: Document {
    var document = Document()
    let totals = workload.totals
    document.paragraph(
      "\(workload.name): \(workload.layers.count) layers, "
        + "\(UncountedWords.bound(totals.uncounted))\(MACs(totals.macs).formatted()) "
        + "(\(MACs(totals.macsWithoutPadding).formatted()) without padding), "
        + "\(Operations(totals.vectorOperations).formatted()) of the vector unit")
    if let uncounted = totals.uncounted {
      document.paragraph(
        UncountedWords.sentence(uncounted, total: MACs(totals.macs).formatted()))
    }
    var facts: [(label: String, text: String)] = [
      ("source", workload.source),
      (
        "inputs",
        workload.bindings.isEmpty ? "as in the file" : workload.bindings.joined(separator: ", ")
      ),
      (
        "parameters",
        "\(Format.prefixed(Double(workload.parameters)).number) "
          + "\(Format.prefixed(Double(workload.parameters)).prefix), "
          + ByteCount(workload.parameterBytes).formattedCapacity()
          + ServingWords.parameters(workload)
      ),
      (
        "activations",
        "\(ByteCount(workload.peakActivationBytes).formattedCapacity()) at their peak"
          + (workload.peakActivationLayer.map { ", at \($0)" } ?? "")
      ),
      ("compulsory", "\(ByteCount(totals.compulsoryBytes).formattedCapacity()) across all layers"),
    ]
    if let pass = workload.pass, pass.cacheBytes > 0 {
      facts.append(
        (
          "KV cache",
          "\(ByteCount(pass.cacheBytes).formattedCapacity()) for \(pass.deviceSequences) sequence(s) of "
            + "\(pass.context) tokens" + (pass.devices > 1 ? " on the fullest device" : "")
        ))
    }
    document.facts(facts)
    if workload.pass != nil { document.table(kinds) }
    document.table(table)
    document.items(workload.diagnostics.map { "\($0.severity.rawValue): \($0.message)" })
    return document
  }

  /// Totals of each kind of layer, repeats included, in the order in which the kinds first occur.
  private var kinds: TextTable {
    var table = TextTable([
      .init("operator"), .init("layers", alignment: .right),
      .init("work", "MMAC", alignment: .right),
      .init("vector", "Mop", alignment: .right), .init("weights", "KiB", alignment: .right),
      .init("moved", "KiB", alignment: .right),
    ])
    let mega = ScaledUnit(symbol: "M", size: 1e6)
    let kibi = ScaledUnit(symbol: "KiB", size: 1024)
    var order: [OperatorKind] = []
    for layer in workload.layers where !order.contains(layer.kind) { order.append(layer.kind) }
    for kind in order {
      let layers = workload.layers.filter { $0.kind == kind }
      func total(_ value: (Layer) -> Int) -> Double {
        layers.reduce(0) { $0 + Double(value($1)) * Double($1.repeats) }
      }
      table.append([
        kind.rawValue, "\(layers.reduce(0) { $0 + $1.repeats })", mega.cell(total { $0.macs }),
        mega.cell(total { $0.vectorOperations }),
        kibi.cell(layers.reduce(0) { $0 + Double($1.storedParameterBytes) }),
        kibi.cell(total { $0.compulsoryBytes }),
      ])
    }
    return table
  }

  private var table: TextTable {
    var table = TextTable([
      .init("id"), .init("layer", overflow: .cutMiddle(minimum: 12)),
      .init("operators", overflow: .cutEnd(minimum: 10)),
      .init("shape", overflow: .cutEnd(minimum: 12)), .init("x", alignment: .right),
      .init("work", "MMAC", alignment: .right), .init("vector", "Mop", alignment: .right),
      .init("weights", "KiB", alignment: .right), .init("moved", "KiB", alignment: .right),
      .init("op/byte", alignment: .right),
    ])
    let mega = ScaledUnit(symbol: "M", size: 1e6)
    let kibi = ScaledUnit(symbol: "KiB", size: 1024)
    for layer in workload.layers {
      let work = Double(layer.macs > 0 ? layer.macs * 2 : layer.vectorOperations)
      let intensity = layer.compulsoryBytes > 0 ? work / Double(layer.compulsoryBytes) : nil
      table.append([
        layer.id, layer.name, layer.operators, LayerFacts.shape(layer), "\(layer.repeats)",
        mega.cell(Double(layer.macs)), mega.cell(Double(layer.vectorOperations)),
        kibi.cell(Double(layer.parameterBytes)), kibi.cell(Double(layer.compulsoryBytes)),
        ScaledUnit(symbol: "", size: 1).cell(intensity),
      ])
    }
    return table
  }

  private var csv: String {
    var csv = CSVText(head: [
      "id", "name", "operator", "operators", "repeats", "dimensions", "macs",
      "macs_without_padding", "vector_operations", "parameters", "parameter_bytes",
      "compulsory_bytes",
    ])
    for layer in workload.layers {
      csv.append([
        layer.id, layer.name, layer.kind.rawValue, layer.operators, "\(layer.repeats)",
        LayerFacts.bounds(layer), "\(layer.macs)", "\(layer.macsWithoutPadding)",
        "\(layer.vectorOperations)", "\(layer.parameters)", "\(layer.parameterBytes)",
        "\(layer.compulsoryBytes)",
      ])
    }
    return csv.text
  }
}
