// SPDX-License-Identifier: Apache-2.0
public import RafterMeasurement
import RafterQuantities

/// The report of `rafter check`: measured points beside the roofs, those above one first.
public struct CheckReport: Sendable {
  private let result: CheckResult
  private let source: String

  /// Creates a report.
  ///
  /// - Parameters:
  ///   - result: the points.
  ///   - source: the file they were read from.
  public init(_ result: CheckResult, source: String) {
    self.result = result
    self.source = source
  }

  /// The report in a format; JSON and CSV have every point.
  public func text(_ format: ReportFormat) -> String {
    format.text(json: CheckJSON.value(result, source: source), csv: csv, document: document)
  }

  private var csv: String {
    var csv = CSVText(head: [
      "name", "format", "operations", "time_s", "bound_s", "bound", "share_of_roof", "standing",
      "likely_cause", "predicted_s", "energy_J", "least_energy_J", "share_of_energy_roof",
    ])
    for point in result.points {
      csv.append([
        point.row.name, point.format ?? "",
        CSVText.number(point.row.work.reduce(0) { $0 + $1.operations.value }),
        CSVText.number(point.row.time.value), CSVText.number(point.binding?.time.value),
        point.binding?.roof.name ?? "", CSVText.number(point.share), CheckWords.standing(point),
        CheckWords.cause(point), CSVText.number(point.predicted?.value),
        CSVText.number(point.energy?.measured.value), CSVText.number(point.energy?.least.value),
        CSVText.number(point.energy?.share),
      ])
    }
    return csv.text
  }

  private var document: Document {
    var document = Document()
    let above = result.points.filter(\.isAbove)
    let all = result.points.count
    document.paragraph(
      "\(Format.count(all, "measurement")) of \(source) under the roofs of \(result.machine)"
    )
    if above.isEmpty {
      document.paragraph(
        "No point lies above a roof by more than \(Format.percent(result.tolerance)).")
    } else {
      document.heading("\(above.count) above a roof, which no machine can be")
      document.table(table(of: above))
      document.heading("What would explain it, the likeliest first")
      document.facts(above.map { ($0.row.name, CheckWords.ranking($0)) })
    }
    let below = result.points.filter { !$0.isAbove }
    if !below.isEmpty {
      document.heading("Under the roofs")
      document.table(table(of: below))
    }
    addEnergies(to: &document)
    if !result.notes.isEmpty {
      document.heading("Notes")
      document.items(result.notes)
    }
    return document
  }

  /// Energies beside the energy roof, those above it first.
  private func addEnergies(to document: inout Document) {
    let points = result.points.filter { $0.energy != nil }
    guard !points.isEmpty else { return }
    let above = points.filter(\.isAboveEnergy)
    document.heading(
      above.isEmpty
        ? "Under the energy roof" : "\(above.count) above the energy roof, which no machine can be")
    var table = TextTable([
      .init("name", overflow: .cutMiddle(minimum: 16)),
      .init("measured", alignment: .right), .init("least", alignment: .right),
      .init("share", "of roof", alignment: .right),
      .init("likely cause", overflow: .cutEnd(minimum: 16)),
    ])
    for point in above + points.filter({ !$0.isAboveEnergy }) {
      guard let energy = point.energy else { continue }
      table.append([
        point.row.name, energy.measured.formatted(), energy.least.formatted(),
        CheckWords.share(energy.share), CheckWords.cause(energy),
      ])
    }
    document.table(table)
    if !above.isEmpty {
      document.facts(
        above.compactMap { point in
          point.energy.map { (point.row.name, CheckWords.ranking($0.causes, share: $0.share)) }
        })
    }
  }

  private func table(of points: [CheckedPoint]) -> TextTable {
    let isPredicted = result.points.contains { $0.predicted != nil }
    var columns: [TextTable.Column] = [
      .init("name", overflow: .cutMiddle(minimum: 16)),
      .init("measured", alignment: .right),
    ]
    if isPredicted { columns.append(.init("predicted", alignment: .right)) }
    columns += [
      .init("bound", alignment: .right),
      .init("roof", overflow: .cutEnd(minimum: 16)),
      .init("share", "of roof", alignment: .right),
      .init("likely cause", overflow: .cutEnd(minimum: 16)),
    ]
    var table = TextTable(columns)
    for point in points {
      table.append(
        [point.row.name, point.row.time.formatted()]
          + (isPredicted ? [point.predicted?.formatted() ?? "-"] : [])
          + [
            point.binding?.time.formatted() ?? "-", point.binding?.roof.name ?? "-",
            CheckWords.share(point), CheckWords.cause(point),
          ])
    }
    return table
  }
}

/// Where a measured point lies, in words.
enum CheckWords {
  static func standing(_ point: CheckedPoint) -> String {
    switch point.standing {
    case .above: "above"
    case .atRoof: "at-roof"
    case .launch: "launch"
    case .below: "below"
    }
  }

  static func cause(_ point: CheckedPoint) -> String {
    switch point.standing {
    case .above(let causes): causes.first { $0.explains }?.hypothesis.explanation ?? "none known"
    case .atRoof: "at the roof"
    case .launch: "time to start"
    case .below: point.binding == nil ? "no roof" : "not in the row"
    }
  }

  /// The share of the roof; from ten times on as a factor.
  static func share(_ point: CheckedPoint) -> String {
    point.binding == nil ? "-" : share(point.share)
  }

  /// A share; from ten times on as a factor.
  static func share(_ share: Double) -> String {
    share < 10 ? Format.percent(share) : "x " + Format.significant(share)
  }

  static func cause(_ energy: EnergyStanding) -> String {
    if energy.causes.isEmpty { return energy.share >= 0.8 ? "at the roof" : "not in the row" }
    return energy.causes.first { $0.explains }?.hypothesis.explanation ?? "none known"
  }

  /// Up to three causes with what they leave; those that leave next to nothing of the roof say little.
  static func ranking(_ point: CheckedPoint) -> String {
    guard case .above(let causes) = point.standing else { return "" }
    return ranking(causes, share: point.share)
  }

  static func ranking(_ causes: [RankedCause], share: Double) -> String {
    let able = causes.filter { $0.explains && $0.shareWithoutIt > 0.1 }.prefix(3).enumerated().map {
      "(\($0 + 1)) \($1.hypothesis.explanation): then at \(Format.percent($1.shareWithoutIt)) of the roof\($1.shareWithoutIt > 1 ? ", within what the part has at best" : "")"
    }
    return able.isEmpty
      ? "no single mistake that is known explains a factor of \(Format.significant(share))"
      : able.joined(separator: "; ")
  }
}
