// SPDX-License-Identifier: Apache-2.0
public import RafterMeasurement
import RafterQuantities

/// The report of `rafter fit`: constants of the energy roof, how sure they are, and what the rows cannot tell apart.
public struct FitReport: Sendable {
  private let fit: EnergyFit
  private let source: String

  /// Creates a report.
  ///
  /// - Parameters:
  ///   - fit: what was found.
  ///   - source: the file of the rows.
  public init(_ fit: EnergyFit, source: String) {
    self.fit = fit
    self.source = source
  }

  /// The report in a format; CSV has the constants, JSON the rows too.
  public func text(_ format: ReportFormat) -> String {
    format.text(json: FitJSON.value(fit, source: source), csv: csv, document: document)
  }

  private var csv: String {
    var csv = CSVText(head: ["constant", "unit", "value", "low", "high", "share", "determined"])
    for estimate in fit.estimates {
      csv.append([
        estimate.term.name, estimate.value.baseUnit, CSVText.number(estimate.value.baseValue),
        CSVText.number(estimate.low.baseValue), CSVText.number(estimate.high.baseValue),
        CSVText.number(estimate.share), estimate.isDetermined ? "true" : "false",
      ])
    }
    return csv.text
  }

  private var document: Document {
    var document = Document()
    document.paragraph(
      "Constants of the energy roof from \(Format.count(fit.rows.count, "row")) of \(source)")
    var table = TextTable([
      .init("constant", overflow: .cutMiddle(minimum: 12)), .init("value", alignment: .right),
      .init("95 % from", alignment: .right), .init("to", alignment: .right),
      .init("share of energy", alignment: .right), .init("known"),
    ])
    for estimate in fit.estimates {
      table.append([
        estimate.term.name, estimate.value.formatted, estimate.low.formatted,
        estimate.high.formatted, Format.percent(estimate.share), known(estimate),
      ])
    }
    document.table(table)
    document.heading("What the rows cannot tell apart")
    document.items(
      fit.inseparable.isEmpty
        ? [
          "nothing: no columns move together (condition index \(Format.significant(fit.condition)), below 10)"
        ]
        : fit.inseparable.map(\.message))
    document.heading("How well it fits")
    document.facts([
      ("all rows", Self.sentence(fit.errors)),
      ("each row left out", Self.sentence(fit.errorsLeavingOneOut)),
      (
        "outliers",
        "\(outliers) of \(Format.count(fit.rows.count, "row")) \(outliers == 1 ? "is" : "are") off by more than \(Format.percent(fit.outlierScale)) and \(outliers == 1 ? "pulls by its" : "pull by their") magnitude only"
      ),
    ])
    return document
  }

  private func known(_ estimate: EnergyFit.Estimate) -> String {
    if !estimate.isDetermined { return "no, see below" }
    if fit.inseparable.contains(where: { $0.terms.contains(estimate.term) }) { return "see below" }
    return estimate.low.baseValue > 0 ? "yes" : "may be zero"
  }

  private var outliers: Int { fit.rows.count { $0.error.magnitude > fit.outlierScale } }

  private static func sentence(_ errors: ErrorSummary) -> String {
    "median error \(Format.percent(errors.median)), 90th percentile \(Format.percent(errors.ninetieth)), mean with sign \(Format.percent(errors.signedMean)), worst \(Format.percent(errors.worstError)) (\(errors.worst))"
  }
}
