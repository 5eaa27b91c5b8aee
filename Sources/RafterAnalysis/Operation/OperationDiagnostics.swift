// SPDX-License-Identifier: Apache-2.0
import RafterDiagnostics
import RafterHardware
import RafterQuantities

// What is said about running a machine at another point.
extension Diagnostic {
  static func noVoltageFrequency(_ name: String, file: String) -> Diagnostic {
    Diagnostic(
      id: "analysis.no-voltage-frequency",
      "\(name) does not say how its clock follows its supply", at: SourceLocation(file: file),
      suggestion: "add `voltage-frequency:` with a table or the law to its file, or leave"
        + " --at-voltage and --at-clock out")
  }

  static func unusableVoltageFrequency(_ name: String, file: String) -> Diagnostic {
    Diagnostic(
      id: "analysis.no-voltage-frequency",
      "the supplies and clocks of \(name) are in no order", at: SourceLocation(file: file),
      suggestion: "points rise in both, and the law holds at the supply of the description")
  }

  static func outsideVoltageRange(
    _ request: OperatingRequest, _ curve: OperatingCurve, of name: String, file: String
  ) -> Diagnostic {
    let range = curve.voltages
    let voltages = "\(range.lowerBound.formatted()) to \(range.upperBound.formatted())"
    let clock = curve.highestClock.formatted()
    let message =
      switch request {
      case .voltage(let voltage):
        "\(voltage.formatted()) is outside of \(voltages), for which the \(curve.noun) of \(name) holds"
      case .clock(let wanted):
        "\(wanted.formatted()) is above \(clock), the clock of \(name) at \(range.upperBound.formatted()), "
          + "where its \(curve.noun) ends"
      }
    let suggestion =
      switch request {
      case .voltage: "give a voltage from \(voltages)"
      case .clock: "give a clock of at most \(clock)"
      }
    return Diagnostic(
      id: "analysis.outside-voltage-range", message, at: SourceLocation(file: file),
      suggestion: suggestion)
  }

  static func movedOperation(
    _ move: OperatingMove, of name: String, keeping ownSupply: [String],
    staticPower: (before: Power?, after: Power?), file: String
  ) -> Diagnostic {
    let factor = Format.significant(move.dynamicEnergyFactor)
    var message =
      "\(name) runs at \(move.voltage.formatted()) and \(move.frequency.formatted()) instead of "
      + "\(move.describedVoltage.formatted()) and \(move.describedFrequency.formatted()): "
      + "on-chip energies are times \(factor)"
    if let before = staticPower.before, let after = staticPower.after {
      message += ", static power is \(after.formatted()) instead of \(before.formatted())"
    }
    let kept = ownSupply.isEmpty ? "" : "\(ownSupply.joined(separator: ", ")), "
    message += "; \(kept)links and launches keep their own"
    return Diagnostic(
      .note, id: "analysis.operating-point", message, at: SourceLocation(file: file))
  }
}
