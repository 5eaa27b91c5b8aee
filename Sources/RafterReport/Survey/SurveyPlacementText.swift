// SPDX-License-Identifier: Apache-2.0
import RafterQuantities
import RafterSurvey

/// Where a design falls, in words.
enum SurveyPlacementText {
  static func add(_ placement: DesignPlacement, to document: inout Document) {
    document.heading(heading(placement))
    guard !placement.company.isEmpty else {
      document.paragraph("No published row compares with it: \(placement.predicate)")
      return
    }
    document.paragraph("Among \(placement.company.count) rows: \(placement.predicate)")
    var table = TextTable([
      .init("quantity"), .init("design", alignment: .right), .init("n", alignment: .right),
      .init("beats", alignment: .right), .init("median", alignment: .right),
      .init("best", alignment: .right),
    ])
    for standing in placement.standings {
      table.append([
        standing.quantity.rawValue, SurveyReport.cell(standing.value), "\(standing.n)",
        Format.percent(standing.rank), SurveyReport.cell(standing.median),
        SurveyReport.cell(standing.best),
      ])
    }
    document.table(table)
    document.items(front(placement))
    for better in placement.better.prefix(8) {
      let year = better.entry.number(.year).map { ", \(Int($0))" } ?? ""
      document.items([
        "\(better.entry.name)\(year): \(factor(better.efficiencyRatio)) the efficiency and "
          + "\(factor(better.rateRatio)) the \(rate(placement)); "
          + better.differences.joined(separator: "; ")
      ])
    }
  }

  static func heading(_ placement: DesignPlacement) -> String {
    let format = placement.entry.text(.format) ?? ""
    let bits = [SurveyColumn.activationBits, .weightBits]
      .compactMap { placement.entry.text($0) }
      .joined(separator: " x ")
    switch placement.point {
    case .peak: return "\(placement.entry.name), \(format) (\(bits) bit): the peak"
    case .attained(let workload):
      let share = placement.share.map { ", \(Format.percent($0)) of its MACs in this format" } ?? ""
      return "\(placement.entry.name), \(format) (\(bits) bit): reached on \(workload)\(share)"
    }
  }

  private static func rate(_ placement: DesignPlacement) -> String {
    placement.secondGoal == .density ? "density" : "rate"
  }

  private static func factor(_ value: Double) -> String { "x\(Format.significant(value))" }

  /// How far the front is.
  static func front(_ placement: DesignPlacement) -> [String] {
    let goals = "efficiency and \(rate(placement))"
    var lines: [String]
    if let distance = placement.distance {
      var seen: Set<String> = []
      let names = placement.front.map(\.name).filter { seen.insert($0).inserted }
        .joined(separator: ", ")
      lines =
        distance > 1
        ? [
          "both \(goals) have to grow \(factor(distance)) to reach the front of published designs: \(names)"
        ]
        : ["on or beyond the front of published designs in \(goals): \(names)"]
    } else {
      lines = [
        "no distance to the front: \(goals) are not both known, for the design or for its company"
      ]
    }
    switch placement.basis {
    case .energyRoof:
      lines.append(
        "the design's efficiency is its computed roof without memory energy, published ones are of what "
          + "their domain covers: it flatters the design")
    case .powerCap: lines.append("the design's efficiency is peak / power cap, as in data sheets")
    case .attained:
      lines.append("published figures are peaks: a workload reached below them is no surprise")
      if let share = placement.share, share < 1 {
        lines.append("the figure is of the whole workload, in all the formats it runs in")
      }
    }
    if !placement.better.isEmpty { lines.append("designs of the front that beat it in both:") }
    return lines
  }
}
