// SPDX-License-Identifier: Apache-2.0
import RafterAnalysis
import RafterHardware
import RafterQuantities
import RafterRoofline
import RafterWorkload

/// Power and supply as reports say them.
enum PowerWords {
  /// `at 600 mV and 373 MHz (described at 800 mV and 600 MHz): on-chip energies x 0.562`.
  static func operation(_ move: OperatingMove) -> String {
    "at \(move.voltage.formatted()) and \(move.frequency.formatted()) (described at "
      + "\(move.describedVoltage.formatted()) and \(move.describedFrequency.formatted())): "
      + "on-chip energies x \(Format.significant(move.dynamicEnergyFactor))"
  }

  /// The cap beside what is drawn and the roof that it is; nil without a cap or where an energy is unknown.
  static func cap(_ analysis: Analysis) -> String? {
    guard let cap = analysis.accelerator.power.cap?.value, let hottest = analysis.hottestLayer,
      let most = hottest.averagePower
    else { return nil }
    let held = analysis.layers.filter { $0.timeRegime == .powerBound }
    let share = held.reduce(0) { $0 + $1.shareOfTime }
    let roof = analysis.powerCeiling.map { ", a roof of \($0.formatted()) for this work" } ?? ""
    let draws = "\(cap.formatted())\(roof); \(hottest.layer.id) draws most, \(most.formatted())"
    return held.isEmpty
      ? draws : draws + "; it holds \(held.count) layer(s), \(Format.percent(share)) of the time"
  }
}
