// SPDX-License-Identifier: Apache-2.0
public import RafterHardware
import RafterQuantities
public import RafterRoofline

/// The report of `rafter roofline`: the machine's roofs and ridge points.
public struct RooflineReport {
  private let roofs: [MachineRoof]
  private let accelerator: Accelerator

  /// Creates a report.
  public init(roofs: [MachineRoof], accelerator: Accelerator) {
    self.roofs = roofs
    self.accelerator = accelerator
  }

  /// Reports of several machines as one: tables one below the other, one table in CSV, one object in JSON.
  public static func text(_ reports: [RooflineReport], _ format: ReportFormat) -> String {
    if reports.count == 1 { return reports[0].text(format) }
    switch format {
    case .json:
      return JSONValue.object([
        "schema": .string("rafter/rooflines/1"),
        "machines": .array(reports.map { RooflineJSON.value($0.roofs, $0.accelerator) }),
      ]).text
    case .csv:
      let texts = reports.map { $0.csv }
      return texts[0] + texts.dropFirst().map { $0.drop { $0 != "\n" }.dropFirst() }.joined()
    case .table, .markdown:
      return reports.map { $0.text(format) }.joined(separator: "\n")
    }
  }

  /// The report in a format.
  public func text(_ format: ReportFormat) -> String {
    format.text(json: RooflineJSON.value(roofs, accelerator), csv: csv, document: document)
  }

  private var document: Document {
    var document = Document()
    document.paragraph("The roofs of \(accelerator.name) (\(accelerator.source.title))")
    let rate = ScaledUnit.throughput(roofs.filter { $0.format != "vector" }.map(\.peak.value))
    var table = TextTable([
      .init("level", overflow: .cutMiddle(minimum: 8)),
      .init("format", overflow: .cutEnd(minimum: 12)),
      .init("peak", rate.symbol, alignment: .right),
      .init("bandwidth", "GB/s", alignment: .right),
      .init("time ridge", "op/byte", alignment: .right),
      .init("efficiency", "TOPS/W", alignment: .right),
      .init("energy ridge", "op/byte", alignment: .right),
      .init("half effic.", "op/byte", alignment: .right),
    ])
    let one = ScaledUnit(symbol: "", size: 1)
    for roof in roofs {
      table.append([
        roof.level, roof.format, rate.cell(roof.peak.value),
        one.cell(roof.bandwidth.value / 1e9), one.cell(roof.ridge.value),
        one.cell(roof.peakEfficiency.map { $0.value / 1e12 }), one.cell(roof.energyRidge?.value),
        one.cell(roof.halfEfficiency?.value),
      ])
    }
    document.table(table)
    document.heading("Reading it")
    document.items(notes)
    if !accelerator.cautions.isEmpty {
      document.heading("Cautions")
      document.items(accelerator.cautions)
    }
    return document
  }

  private var notes: [String] {
    var notes = [
      "left of the time ridge, moving bytes at that level takes longer than the arithmetic",
      "left of the energy ridge, moving bytes at that level takes more energy than the arithmetic",
      "half effic.: where half of the best efficiency is reached, static power included",
    ]
    if roofs.contains(where: { $0.format == "vector" }) {
      notes.append("format vector: operations of the vector unit, never added to those of MACs")
    }
    // One roof of each format: the peak and its cap are the same at every level.
    var formats: [String] = []
    for roof in roofs where !formats.contains(roof.format) {
      formats.append(roof.format)
      if let capped = roof.powerCappedPeak, capped < roof.peak {
        notes.append(
          "the power cap holds the peak of \(roof.format) at \(capped.formatted()) of \(roof.peak.formatted())"
        )
      } else if roof.isHeldByCap {
        notes.append(
          "the power cap holds \(roof.format) at the ridge of \(roof.level), with both busy, at "
            + "\(roof.attainableUnderCap(at: roof.ridge).formatted()) of \(roof.peak.formatted())")
      }
    }
    if roofs.contains(where: { $0.energyPerByte == nil || $0.energyPerOperation == nil }) {
      notes.append("-: an energy is unknown, so there is no energy roof")
    }
    return notes
  }

  private var csv: String {
    var csv = CSVText(head: [
      "accelerator", "level", "format", "peak_operations_per_s", "bandwidth_bytes_per_s",
      "ridge_operations_per_byte", "peak_operations_per_J", "energy_ridge_operations_per_byte",
      "half_efficiency_operations_per_byte", "power_capped_operations_per_s",
      "peak_operations_per_s_per_mm2",
    ])
    let number = CSVText.number
    for roof in roofs {
      csv.append([
        accelerator.name, roof.level, roof.format, number(roof.peak.value),
        number(roof.bandwidth.value), number(roof.ridge.value),
        number(roof.peakEfficiency?.value), number(roof.energyRidge?.value),
        number(roof.halfEfficiency?.value), number(roof.powerCappedPeak?.value),
        number(roof.peakDensity?.value),
      ])
    }
    return csv.text
  }
}
