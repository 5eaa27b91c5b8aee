// SPDX-License-Identifier: Apache-2.0
public import RafterHardware
public import RafterQuantities

/// The report of `rafter list accelerators`.
public struct CatalogueReport: Sendable {
  private let entries: [CatalogueEntry]
  private let operand: NumberFormat?

  /// Creates a report.
  ///
  /// - Parameters:
  ///   - entries: The machines to show, in their order.
  ///   - operand: The format whose peak is shown; nil for the greatest peak.
  public init(_ entries: [CatalogueEntry], operand: NumberFormat? = nil) {
    self.entries = entries
    self.operand = operand
  }

  /// How far the numbers of all machines can be trusted.
  public var numbers: ConfidenceCount {
    entries.reduce(ConfidenceCount()) { $0 + $1.numbers }
  }

  /// The report in a format.
  public func text(_ format: ReportFormat) -> String {
    format.text(
      json: CatalogueJSON.value(entries, numbers, operand: operand), csv: csv, document: document)
  }

  /// The names alone, one a line.
  public var names: String { entries.map(\.name).joined(separator: "\n") }

  private var document: Document {
    var document = Document()
    guard !entries.isEmpty else {
      document.paragraph("No machine is like that.")
      return document
    }
    var table = TextTable([
      .init("name"), .init("class"), .init("vendor", overflow: .cutEnd(minimum: 6)),
      .init("year", alignment: .right), .init("node", "nm", alignment: .right),
      .init("peak", "Top/s", alignment: .right), .init("in", overflow: .cutEnd(minimum: 7)),
      .init("memory", alignment: .right), .init("cap", "W", alignment: .right),
      .init("pub-", "lished", alignment: .right),
    ])
    let one = ScaledUnit(symbol: "", size: 1)
    for entry in entries {
      let peak = entry.peak(of: operand)
      table.append([
        entry.name, entry.about.class?.rawValue ?? "-", entry.about.vendor ?? "-",
        entry.about.year.map { "\($0)" } ?? "-", one.cell(entry.node?.value),
        one.cell(peak.map { $0.throughput.value / 1e12 }),
        peak.map { Self.operands($0.format) } ?? "-",
        entry.capacity?.formattedCapacity() ?? "-", one.cell(entry.cap?.value),
        Format.percent(entry.numbers.shareOfPublished),
      ])
    }
    document.table(table)
    document.heading("\(entries.count) \(entries.count == 1 ? "machine" : "machines")")
    document.items([
      numbers.words,
      "published: the share of the stated numbers that somebody measured or printed; peaks are dense, memory is the outermost one",
    ])
    return document
  }

  /// `int8`, or `int8 x int4`.
  private static func operands(_ format: ArithmeticFormat) -> String {
    format.inputs == format.weights
      ? format.inputs.rawValue : "\(format.inputs.rawValue) x \(format.weights.rawValue)"
  }

  private var csv: String {
    var csv = CSVText(head: [
      "name", "class", "vendor", "year", "node_nm", "format", "peak_operations_per_s", "memory",
      "capacity_bytes", "bandwidth_bytes_per_s", "power_cap_W", "numbers_measured",
      "numbers_published", "numbers_estimated", "numbers_assumed", "numbers_unknown",
      "numbers_open", "source",
    ])
    let number = CSVText.number
    for entry in entries {
      let peak = entry.peak(of: operand)
      let trust = Confidence.allCases.map { "\(entry.numbers[$0])" }
      csv.append(
        [
          entry.name, entry.about.class?.rawValue ?? "", entry.about.vendor ?? "",
          entry.about.year.map { "\($0)" } ?? "", number(entry.node?.value),
          peak?.format.description ?? "", number(peak?.throughput.value), entry.memory,
          number(entry.capacity?.value), number(entry.bandwidth?.value), number(entry.cap?.value),
        ] + trust + ["\(entry.numbers.unknown)", "\(entry.numbers.open)", entry.title])
    }
    return csv.text
  }
}

extension ConfidenceCount {
  /// `120 numbers: 3 measured, 60 published, 40 estimated, 17 assumed; beside them 5 unknown, 2 open`.
  public var words: String {
    let parts = Confidence.allCases.map { "\(self[$0]) \($0.rawValue)" }
    return
      "\(known) numbers: \(parts.joined(separator: ", ")); beside them \(unknown) unknown, \(open) open"
  }
}
