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
      "likely_cause",
    ])
    for point in result.points {
      csv.append([
        point.row.name, point.format ?? "",
        CSVText.number(point.row.work.reduce(0) { $0 + $1.operations.value }),
        CSVText.number(point.row.time.value), CSVText.number(point.binding?.time.value),
        point.binding?.roof.name ?? "", CSVText.number(point.share), CheckWords.standing(point),
        CheckWords.cause(point),
      ])
    }
    return csv.text
  }

  private var document: Document {
    var document = Document()
    let above = result.points.filter(\.isAbove)
    let all = result.points.count
    document.paragraph(
      "\(all) \(all == 1 ? "measurement" : "measurements") of \(source) under the roofs of \(result.machine)"
    )
    if above.isEmpty {
      document.paragraph(
        "No point lies above a roof by more than \(Format.percent(result.tolerance)).")
    } else {
      document.heading("\(above.count) above a roof, which no machine can be")
      document.table(Self.table(of: above))
      document.heading("What would explain it, the likeliest first")
      document.facts(above.map { ($0.row.name, CheckWords.ranking($0)) })
    }
    let below = result.points.filter { !$0.isAbove }
    if !below.isEmpty {
      document.heading("Under the roofs")
      document.table(Self.table(of: below))
    }
    if !result.notes.isEmpty {
      document.heading("Notes")
      document.items(result.notes)
    }
    return document
  }

  private static func table(of points: [CheckedPoint]) -> TextTable {
    var table = TextTable([
      .init("name", overflow: .cutMiddle(minimum: 16)),
      .init("measured", alignment: .right), .init("bound", alignment: .right),
      .init("roof", overflow: .cutEnd(minimum: 16)),
      .init("share", "of roof", alignment: .right),
      .init("likely cause", overflow: .cutEnd(minimum: 16)),
    ])
    for point in points {
      table.append([
        point.row.name, point.row.time.formatted(), point.binding?.time.formatted() ?? "-",
        point.binding?.roof.name ?? "-",
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
    guard point.binding != nil else { return "-" }
    return point.share < 10 ? Format.percent(point.share) : "x " + Format.significant(point.share)
  }

  /// Up to three causes with what they leave; those that leave next to nothing of the roof say little.
  static func ranking(_ point: CheckedPoint) -> String {
    guard case .above(let causes) = point.standing else { return "" }
    let able = causes.filter { $0.explains && $0.shareWithoutIt > 0.1 }.prefix(3).enumerated().map {
      "(\($0 + 1)) \($1.hypothesis.explanation): then at \(Format.percent($1.shareWithoutIt)) of the roof"
    }
    return able.isEmpty
      ? "no single mistake that is known explains a factor of \(Format.significant(point.share))"
      : able.joined(separator: "; ")
  }
}
