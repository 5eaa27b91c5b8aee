// SPDX-License-Identifier: Apache-2.0
import RafterDiagnostics
import RafterFitting
import RafterQuantities

/// Rows as amounts of each term.
struct EnergyDesign {
  private(set) var terms: [EnergyTerm] = []
  private(set) var names: [String] = []
  /// Row after row: operations, bytes, seconds.
  private(set) var amounts: [Double] = []
  /// What the idle power takes of each row.
  private(set) var offsets: [Double] = []
  /// Joules.
  private(set) var totals: [Double] = []
  private(set) var diagnostics: [Diagnostic] = []

  init(_ all: [MeasuredRow], idle: Power) throws(DiagnosticList) {
    let rows = all.filter { !Self.isAtCap($0) }
    if rows.count < all.count {
      diagnostics.append(.rowsAtCap(all.filter(Self.isAtCap).map(\.name)))
    }
    for row in rows {
      for term in Self.amounts(of: row).map(\.term) where !terms.contains(term) {
        terms.append(term)
      }
    }
    terms = terms.filter(\.isOperation) + terms.filter(\.isByte) + [.staticPower]
    guard rows.count > terms.count else {
      let file = all.first?.location.map { SourceLocation(file: $0.file) }
      throw DiagnosticList(
        .tooFewMeasurements(rows.count, constants: terms.count, at: file))
    }
    var problems: [Diagnostic] = []
    for row in rows {
      guard let energy = row.energy else { continue }
      let power: Power = energy / row.time
      if power <= idle {
        problems.append(
          .belowIdle(
            row.name, power: power.formatted(), idle: idle.formatted(), at: row.location))
      }
      var own = [Double](repeating: 0, count: terms.count)
      for (term, amount) in Self.amounts(of: row) {
        if let place = terms.firstIndex(of: term) { own[place] += amount }
      }
      own[terms.count - 1] = row.time.value
      names.append(row.name)
      amounts += own
      offsets.append(idle.value * row.time.value)
      totals.append(energy.value)
    }
    if !problems.isEmpty { throw DiagnosticList(problems) }
  }

  /// The mean share of a price of one term in the predictions.
  func meanShare(of price: Double, at place: Int, _ fit: RobustSumFit) -> Double {
    let shares = names.indices.map { row in
      price * amounts[row * terms.count + place] / fit.prediction(row)
    }
    return shares.reduce(0, +) / Double(max(1, shares.count))
  }

  private static func isAtCap(_ row: MeasuredRow) -> Bool {
    guard let cap = row.powerCap, let energy = row.energy else { return false }
    let power: Power = energy / row.time
    return power >= cap * EnergyFit.capShare
  }

  private static func amounts(of row: MeasuredRow) -> [(term: EnergyTerm, amount: Double)] {
    var found: [(term: EnergyTerm, amount: Double)] = []
    for work in row.work {
      let words = [row.format, work.kind].compactMap(\.self)
      let name = words.isEmpty ? "operation" : words.joined(separator: " ")
      found.append((.operation(name), work.operations.value))
    }
    for traffic in row.traffic {
      found.append((.byte(traffic.level ?? "memory"), traffic.bytes.value))
    }
    return found
  }
}

extension EnergyTerm {
  fileprivate var isOperation: Bool { if case .operation = self { true } else { false } }
  fileprivate var isByte: Bool { if case .byte = self { true } else { false } }
}
