// SPDX-License-Identifier: Apache-2.0
import RafterQuantities

extension AcceleratorWriter {
  private static let volts = ["V", "mV"]

  static func write(_ relation: VoltageFrequency, _ file: inout AcceleratorFile) {
    file.line("voltage-frequency:")
    file.line("  nominal: \(file.number(relation.nominal, volts))")
    let names = relation.ownSupply.map { YAMLText.scalar($0) }.joined(separator: ", ")
    file.line("  own-supply: [\(names)]")
    switch relation.relation {
    case .table(let points):
      file.line("  table:")
      for point in points {
        var parts = [
          "voltage: \(file.number(point.voltage, volts))",
          "frequency: \(file.number(point.frequency, Units.frequency))",
        ]
        if let power = point.staticPower {
          parts.append("static: \(file.number(power, Units.power))")
        }
        file.line("    - {\(parts.joined(separator: ", "))}")
      }
    case .alphaPower(let law):
      file.line("  v-threshold: \(file.number(law.threshold, volts))")
      file.line("  alpha: \(file.plain(law.alpha))")
      file.line("  v-min: \(file.number(law.lowest, volts))")
      file.line("  v-max: \(file.number(law.highest, volts))")
    }
  }
}
