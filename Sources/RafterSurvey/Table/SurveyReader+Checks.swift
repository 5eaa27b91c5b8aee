// SPDX-License-Identifier: Apache-2.0
import RafterDiagnostics

extension Reading {
  /// Ids are unique, and references lead somewhere.
  mutating func checkKeys(of table: SurveyTable, known: SurveyTable) {
    var lines: [String: SourceLocation] = [:]
    let knownIDs = Set(known.entries.map(\.id))
    for entry in table.entries where !entry.id.isEmpty {
      if let first = lines[entry.id] {
        add(.idTwice(entry.id, first: first.text, at: entry.place))
      } else if knownIDs.contains(entry.id) {
        add(.idTwice(entry.id, first: "the built-in table", at: entry.place))
      } else {
        lines[entry.id] = entry.place
      }
    }
    let ids = knownIDs.union(lines.keys)
    for entry in table.entries {
      for column in [SurveyColumn.duplicateOf, .systemOf] {
        guard let target = entry.text(column) else { continue }
        if target == entry.id || !ids.contains(target) {
          add(.unknownID(target, column, ids: ids.sorted(), at: entry.place))
        }
      }
    }
  }

  /// Figures of one row that contradict one another: errors where they cannot be, else warnings.
  mutating func checkFigures(of entry: SurveyEntry) {
    if let low = entry.number(.supplyMinimum), let high = entry.number(.supplyMaximum), low > high {
      add(.supplyOrder(low, high, at: entry.place))
    }
    let levers = entry.words(.lever)
    if levers.count > 1, levers.contains(SurveyLever.unknown.rawValue) {
      add(.leverUnknownAndKnown(levers.joined(separator: "/"), at: entry.place))
    }
    for column in entry.words(.computed).compactMap(SurveyColumn.init)
    where entry.number(column) == nil {
      add(.computedButEmpty(column, at: entry.place))
    }
    let peak = entry.number(.peak)
    // Only what says it was computed has to agree: published peaks are often of different supplies.
    let computed = Set(entry.words(.computed))
    if computed.contains(SurveyColumn.efficiency.rawValue) {
      agree(entry, .efficiency, quotient(peak, entry.number(.power)), "peak_tops / power_w")
    }
    if computed.contains(SurveyColumn.density.rawValue) {
      agree(entry, .density, quotient(peak, entry.number(.area)), "peak_tops / area_mm2")
    }
    if let bits = entry.number(.bitProduct) {
      agree(
        entry, .oneBitEfficiency, entry.number(.efficiency).map { $0 * bits },
        "efficiency_tops_per_w x act_bits x weight_bits")
    }
  }

  private func quotient(_ a: Double?, _ b: Double?) -> Double? {
    guard let a, let b else { return nil }
    return a / b
  }

  /// Filed figures are rounded to three or four digits.
  private mutating func agree(
    _ entry: SurveyEntry, _ column: SurveyColumn, _ expected: Double?, _ rule: String
  ) {
    guard let filed = entry.number(column), let expected,
      (filed / expected - 1).magnitude > 0.03
    else { return }
    add(.figuresDisagree(column, filed, expected, rule, at: entry.place))
  }
}
