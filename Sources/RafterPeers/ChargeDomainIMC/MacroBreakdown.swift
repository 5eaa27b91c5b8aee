// SPDX-License-Identifier: Apache-2.0
import RafterDiagnostics
import RafterQuantities

/// What the parts of a macro take at one voltage or in one mode, as published.
struct MacroBreakdown: CaseRow, Sendable, Hashable {
  /// What an energy is for.
  enum Unit: Sendable, Hashable {
    /// One column of all rows, evaluated or converted once.
    case column
    /// One output.
    case output
    /// One operation.
    case operation
    /// A product of a vector and a matrix of so many weights.
    case product(weights: Int)
  }

  struct Part: Sendable, Hashable {
    var name: String
    var energy: Energy
    var unit: Unit
    /// Whether it is the datapath at the columns, which quoted efficiencies may leave out.
    var isDatapath: Bool { unit == .output }
    /// Whether it is the whole macro, in one of several cases: nothing to be added to others.
    var isWhole: Bool { name.lowercased().hasPrefix("whole") }
  }

  var id: String
  /// The voltage or the mode, as written.
  var mode: String
  var parts: [Part]

  static let columns = ["id", "vdd_or_mode", "component", "value", "unit"]

  /// The breakdowns of a table, in the order of its rows; shares and areas are left out.
  static func read(_ table: CaseTable) throws(DiagnosticList) -> [MacroBreakdown] {
    var table = table
    var found: [MacroBreakdown] = []
    for row in table.rows {
      let text = table.text("unit", row)
      guard let (unit, scale) = unit(text) else {
        // Areas and shares stand in such tables for people; what may be an energy is not passed over.
        if !isForPeople(text) {
          table.report(
            .peerForm(
              text.isEmpty ? "'unit'" : "the unit '\(text)'",
              expected:
                "`pJ per column conversion`, `pJ per output`, `fJ per op` or `pJ per 64x16 product`",
              at: table.place("unit", row)))
        }
        continue
      }
      guard let value = table.number("value", row) else { continue }
      let part = Part(
        name: table.text("component", row), energy: Energy(value * scale), unit: unit)
      let id = table.text("id", row)
      let mode = table.text("vdd_or_mode", row)
      if let place = found.firstIndex(where: { $0.id == id && $0.mode == mode }) {
        found[place].parts.append(part)
      } else {
        found.append(MacroBreakdown(id: id, mode: mode, parts: [part]))
      }
    }
    try table.finish()
    return found
  }

  /// Whether a unit is that of an area or a share.
  private static func isForPeople(_ text: String) -> Bool {
    guard let word = text.lowercased().split(separator: " ").first else { return false }
    return word.hasSuffix("m2") || word == "%" || ["pct", "percent"].contains(word)
  }

  private static func unit(_ text: String) -> (Unit, Double)? {
    let words = text.split(separator: " ")
    let scale: Double
    switch words.first {
    case "pJ": scale = 1e-12
    case "fJ": scale = 1e-15
    default: return nil
    }
    if text.contains("per column") { return (.column, scale) }
    if text.contains("per output") { return (.output, scale) }
    if text.lowercased().hasSuffix("per op") { return (.operation, scale) }
    let sides = words.lazy.compactMap { word -> Int? in
      let sides = word.split(separator: "x").compactMap { Int($0) }.filter {
        (1...1_048_576).contains($0)
      }
      return sides.count == 2 ? sides[0] * sides[1] : nil
    }.first
    return sides.map { (.product(weights: $0), scale) }
  }

  /// Its cases, where the whole macro was measured in several: with worst data, at each code of the converter.
  var cases: [MacroBreakdown] {
    let wholes = parts.filter(\.isWhole)
    guard wholes.count > 1 else { return [] }
    return wholes.map { MacroBreakdown(id: id, mode: mode, parts: [$0]) }
  }

  /// Operations for each joule of 1-bit products in a column of so many rows; nil without rows where a part is of a column.
  ///
  ///     1 / efficiency = sum of e_column/(2 rows) + e_output/(2 rows) + e_operation + e_product/(2 weights)
  func efficiency(rows: Int?, withDatapath: Bool) -> EnergyEfficiency? {
    var energy = EnergyPerOperation.zero
    for part in parts where withDatapath || !part.isDatapath {
      switch part.unit {
      case .column, .output:
        guard let rows else { return nil }
        energy = energy + part.energy / Operations(2 * rows)
      case .operation: energy = energy + part.energy / Operations(1)
      case .product(let weights): energy = energy + part.energy / Operations(2 * weights)
      }
    }
    return energy > .zero ? EnergyEfficiency(1 / energy.value) : nil
  }
}
