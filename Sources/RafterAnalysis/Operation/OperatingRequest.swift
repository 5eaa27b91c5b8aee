// SPDX-License-Identifier: Apache-2.0
public import RafterDiagnostics
public import RafterHardware
public import RafterQuantities
import RafterRoofline

/// Where a machine is to be run.
public enum OperatingRequest: Sendable, Hashable {
  /// At a supply, and the highest clock at it.
  case voltage(Voltage)
  /// At a clock, and the lowest supply that allows it.
  case clock(Frequency)
}

extension Accelerator {
  /// The machine at another supply and clock, by its own table or law.
  ///
  ///     on-chip energies x (V/V0)^2    static power x V/V0, or that of the table    cycles at the new clock
  ///
  /// Memories with a supply of their own keep bandwidth and energy; links, launches and the power cap stay
  /// [rooflines 3.6].
  ///
  /// - Returns: The machine, and a note that says what was changed and what was not; the machine as it is, and nothing to say,
  ///   where it is asked for at the point of its description.
  /// - Throws: where the description says nothing about other supplies, or the request lies outside its range.
  public func operating(at request: OperatingRequest) throws(DiagnosticList)
    -> (Accelerator, [Diagnostic])
  {
    guard let voltageFrequency else {
      throw DiagnosticList(.noVoltageFrequency(name, file: file))
    }
    guard let curve = OperatingCurve(voltageFrequency, of: self) else {
      throw DiagnosticList(.unusableVoltageFrequency(name, file: file))
    }
    let found = curve.operation(at: request)
    guard found.range == .inside else {
      throw DiagnosticList(.outsideVoltageRange(request, curve, of: name, file: file))
    }
    let isDescribed =
      found.point.voltage == voltageFrequency.nominal.value
      && found.point.frequency == technology.frequency.value
    guard !isDescribed else { return (self, []) }
    let scaling = MachineScaling(
      to: found, from: voltageFrequency.nominal.value,
      clock: technology.frequency.value, ownSupply: Set(voltageFrequency.ownSupply))
    let moved = scaling.applied(to: self)
    guard let move = moved.operatingMove else { return (moved, []) }
    return (
      moved,
      [
        .movedOperation(
          move, of: name, keeping: voltageFrequency.ownSupply,
          staticPower: (power.staticPower?.value, moved.power.staticPower?.value), file: file)
      ]
    )
  }
}
