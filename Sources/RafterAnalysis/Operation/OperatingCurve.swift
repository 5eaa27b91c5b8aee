// SPDX-License-Identifier: Apache-2.0
import RafterHardware
import RafterQuantities
import RafterRoofline

/// The table or law of a machine as the equations take it.
enum OperatingCurve {
  case table(OperatingTable)
  case law(AlphaPowerLaw)

  /// - Returns: nil where the numbers are in no order; a file that was read has them in order.
  init?(_ relation: VoltageFrequency, of machine: Accelerator) {
    let nominal = relation.nominal.value
    switch relation.relation {
    case .table(let points):
      let table = OperatingTable(
        points.map {
          OperatingPoint(
            voltage: $0.voltage.value, frequency: $0.frequency.value,
            staticPower: $0.staticPower?.value)
        }, nominal: nominal)
      guard let table else { return nil }
      self = .table(table)
    case .alphaPower(let law):
      let found = AlphaPowerLaw(
        nominal: OperatingPoint(
          voltage: nominal, frequency: machine.technology.frequency.value,
          staticPower: machine.power.staticPower?.value),
        threshold: law.threshold.value, alpha: law.alpha.value, lowest: law.lowest.value,
        highest: law.highest.value)
      guard let found else { return nil }
      self = .law(found)
    }
  }

  func operation(at request: OperatingRequest) -> ScaledOperation {
    switch (self, request) {
    case (.table(let table), .voltage(let voltage)): table.operation(at: voltage)
    case (.table(let table), .clock(let clock)): table.operation(atFrequency: clock)
    case (.law(let law), .voltage(let voltage)): law.operation(at: voltage)
    case (.law(let law), .clock(let clock)): law.operation(atFrequency: clock)
    }
  }

  /// The lowest and highest supply.
  var voltages: ClosedRange<Voltage> {
    switch self {
    case .table(let table): table.points[0].voltage...table.points[table.points.count - 1].voltage
    case .law(let law): law.lowest...law.highest
    }
  }

  /// The highest clock of all.
  var highestClock: Frequency { operation(at: .voltage(voltages.upperBound)).point.frequency }

  /// In words: `table`.
  var noun: String {
    switch self {
    case .table: "table"
    case .law: "law"
    }
  }
}
