// SPDX-License-Identifier: Apache-2.0
import RafterDiagnostics
import RafterQuantities

/// A measured operating point of an in-memory macro.
struct MacroPoint: CaseRow, Sendable, Hashable {
  var id: String
  var voltage: Voltage
  /// The voltage as written, which the breakdown has to repeat.
  var voltageText: String
  var inputBits: Int
  var weightBits: Int
  /// Rows and columns of cells.
  var rows: Int?
  var throughput: Throughput?
  var efficiency: EnergyEfficiency?
  var efficiencyWithDatapath: EnergyEfficiency?

  static let columns = ["id", "array", "vdd_V", "input_bits", "weight_bits", "TOPS", "TOPS_per_W"]
  static let optionalColumns = ["TOPS_per_W_with_datapath"]
  static let unreadColumns = ["node_nm", "output_or_adc_bits", "TOPS_per_mm2", "note", "source"]

  /// The points of a table.
  static func read(_ table: CaseTable) throws(DiagnosticList) -> [MacroPoint] {
    var table = table
    var points: [MacroPoint] = []
    for row in table.rows {
      let voltage = table.number("vdd_V", row, least: 1e-3)
      let inputs = table.count("input_bits", row)
      let weights = table.count("weight_bits", row)
      // A published number that is zero is none: errors are shares of it.
      let throughput = table.optional("TOPS", row, least: 1e-9)
      let efficiency = table.optional("TOPS_per_W", row, least: 1e-9)
      let whole = table.optional("TOPS_per_W_with_datapath", row, least: 1e-9)
      guard let voltage, let inputs, let weights else { continue }
      points.append(
        MacroPoint(
          id: table.text("id", row), voltage: Voltage(voltage),
          voltageText: table.text("vdd_V", row), inputBits: inputs, weightBits: weights,
          rows: rows(table.text("array", row)),
          throughput: throughput.map { Throughput($0 * 1e12) },
          efficiency: efficiency.map { EnergyEfficiency($0 * 1e12) },
          efficiencyWithDatapath: whole.map { EnergyEfficiency($0 * 1e12) }))
    }
    try table.finish()
    return points
  }

  /// 2304 in `SRAM charge-domain 2304x256`.
  private static func rows(_ array: String) -> Int? {
    array.split(separator: " ").lazy.compactMap { word in
      let sides = word.split(separator: "x").compactMap { Int($0) }.filter {
        (1...1_048_576).contains($0)
      }
      return sides.count == 2 ? sides[0] : nil
    }.first
  }
}
