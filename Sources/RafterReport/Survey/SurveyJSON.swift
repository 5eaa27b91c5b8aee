// SPDX-License-Identifier: Apache-2.0
import RafterSurvey

/// The JSON of `rafter survey`: kind `rafter/survey/1`.
enum SurveyJSON {
  static func value(_ report: SurveyReport) -> JSONValue {
    let subset = report.subset
    return .object([
      "schema": .string("rafter/survey/1"),
      "rafter": .string(report.version),
      "subset": .object([
        "predicate": .string(subset.predicate),
        "rows": .int(subset.entries.count),
        "fairness": strings(subset.fairness),
        "left_out": strings(subset.leftOut),
        "quantile_rule": .string(Quantiles.rule),
        "interval_rule": .string(Trend.intervalRule),
        "credits": strings(subset.credits),
      ]),
      "rows": .array(subset.entries.map(row)),
      "classes": .array(ClassSummary.all(of: subset.entries).map(summary)),
      "trends": .array(report.trends.map(trend)),
      "quantiles": .array(report.quantiles.map(quantiles)),
      "placements": .array(report.placements.map(placement)),
    ])
  }

  private static func strings(_ texts: [String]) -> JSONValue { .array(texts.map { .string($0) }) }

  /// Every known cell, numbers in base units.
  private static func row(_ entry: SurveyEntry) -> JSONValue {
    var fields: [String: JSONValue] = [:]
    for column in SurveyColumn.allCases {
      let json = column.json
      switch entry[column] {
      case .missing: continue
      case .number(let value): fields[json.key] = JSONValue(count: value * json.scale)
      case .text(let text): fields[json.key] = .string(text)
      case .words(let words): fields[json.key] = strings(words)
      }
    }
    return .object(fields)
  }

  private static func summary(_ summary: ClassSummary) -> JSONValue {
    .object([
      "class": .string(summary.surveyClass.rawValue),
      "rows": .int(summary.rows),
      "quantities": .array(
        [summary.efficiency, summary.eightBitEfficiency, summary.eightBitDensity].map(quantiles)),
    ])
  }

  private static func quantiles(_ summary: QuantitySummary) -> JSONValue {
    let json = summary.quantity.json
    func at(_ p: Double) -> JSONValue { JSONValue(summary.quantiles.at(p).map { $0 * json.scale }) }
    return .object([
      "quantity": .string(json.key), "n": .int(summary.quantiles.n), "least": at(0),
      "p10": at(0.1), "p25": at(0.25), "median": at(0.5), "p75": at(0.75), "p90": at(0.9),
      "greatest": at(1),
    ])
  }

  private static func trend(_ trend: Trend) -> JSONValue {
    let isYear = trend.axis == .year
    let range = isYear ? trend.doublingInterval : nil
    return .object([
      "quantity": .string(trend.quantity.json.key),
      "axis": .string(trend.axis.rawValue),
      "selection": .string(trend.selection.rawValue),
      "n": .int(trend.line.n),
      "r2": .double(trend.line.r2),
      "slope_log2": .double(trend.line.slope),
      "slope_log2_low": .double(trend.interval.lowerBound),
      "slope_log2_high": .double(trend.interval.upperBound),
      "standard_error": .double(trend.line.standardError),
      "confidence": .double(Trend.confidence),
      "significant": .bool(trend.isSignificant),
      "factor_per_year": isYear ? .double(trend.factorPerYear) : .null,
      "doubling_years": isYear ? .double(trend.doublingTime) : .null,
      "doubling_years_low": JSONValue(range?.lowerBound),
      "doubling_years_high": JSONValue(range?.upperBound),
      "points": .array(
        trend.points.map {
          .object([
            "id": .string($0.entry.id), "x": JSONValue(count: $0.x),
            "y": .double($0.y * trend.quantity.json.scale),
          ])
        }),
    ])
  }

  private static func basis(_ basis: DesignPlacement.EfficiencyBasis) -> String {
    switch basis {
    case .energyRoof: "energy-roof"
    case .powerCap: "power-cap"
    case .attained: "attained"
    }
  }

  private static func placement(_ placement: DesignPlacement) -> JSONValue {
    var workload = JSONValue.null
    if case .attained(let name) = placement.point { workload = .string(name) }
    return .object([
      "design": row(placement.entry),
      "workload": workload,
      "share_of_macs": JSONValue(placement.share),
      "efficiency_basis": .string(basis(placement.basis)),
      "predicate": .string(placement.predicate),
      "company": .int(placement.company.count),
      "second_goal": .string(placement.secondGoal.json.key),
      "distance_to_front": JSONValue(placement.distance),
      "front": strings(placement.front.map(\.id)),
      "standings": .array(
        placement.standings.map { standing in
          let json = standing.quantity.json
          return .object([
            "quantity": .string(json.key), "value": .double(standing.value * json.scale),
            "n": .int(standing.n), "share_beaten": .double(standing.rank),
            "median": .double(standing.median * json.scale),
            "best": .double(standing.best * json.scale),
          ])
        }),
      "better": .array(
        placement.better.map {
          .object([
            "id": .string($0.entry.id), "efficiency_ratio": .double($0.efficiencyRatio),
            "rate_ratio": .double($0.rateRatio), "differences": strings($0.differences),
          ])
        }),
    ])
  }
}
