// SPDX-License-Identifier: Apache-2.0
import RafterDiagnostics
import RafterQuantities

/// Energies of a MAC of weights of some bits at one voltage.
struct ColonnadeRow: CaseRow, Sendable, Hashable {
  var bits: Int
  var voltage: Voltage
  /// With inputs of one bit.
  var oneBit: EnergyPerMAC
  /// With inputs of as many bits.
  var equalBits: EnergyPerMAC

  /// And at least one pair of the energies at a voltage: `fJ_per_MAC_1b_input_0.8V` with `fJ_same_0.8V`.
  static let columns = ["bits"]

  /// The rows of a table: the widths of each voltage it has columns for.
  static func read(_ table: CaseTable) throws(DiagnosticList) -> [ColonnadeRow] {
    var table = table
    var rows: [ColonnadeRow] = []
    let prefix = "fJ_per_MAC_1b_input_"
    if !table.columns.contains(where: { $0.hasPrefix(prefix) }) {
      for problem in table.problems(needing: ["bits", prefix + "0.8V", "fJ_same_0.8V"]) {
        table.report(problem)
      }
    }
    for column in table.columns where column.hasPrefix(prefix) {
      let text = column.dropFirst(prefix.count)
      guard text.hasSuffix("V"), let voltage = Double(text.dropLast()), (0.1...10) ~= voltage else {
        table.report(
          .peerForm(
            "'\(column)'", expected: "\(prefix)0.8V, with a voltage",
            at: table.headPlace(of: column)))
        continue
      }
      let same = ["fJ_per_MAC_same_input_bits_\(text)", "fJ_same_\(text)"].first {
        table.columns.contains($0)
      }
      guard let same else {
        table.report(.missingColumn("fJ_same_\(text)", at: table.headPlace(of: column)))
        continue
      }
      for row in table.rows {
        let bits = table.count("bits", row)
        let one = table.number(column, row, least: 1e-6)
        let equal = table.number(same, row, least: 1e-6)
        guard let bits, let one, let equal else { continue }
        rows.append(
          ColonnadeRow(
            bits: bits, voltage: Voltage(voltage), oneBit: EnergyPerMAC(one * 1e-15),
            equalBits: EnergyPerMAC(equal * 1e-15)))
      }
    }
    try table.finish()
    return rows
  }
}
