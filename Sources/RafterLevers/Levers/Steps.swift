// SPDX-License-Identifier: Apache-2.0
import RafterHardware
import RafterQuantities

/// What the levers on a machine have in common.
enum Steps {
  /// How far each lever is moved.
  static let factors = [2, 4, 8]

  /// A step that changes the path of the machine, priced.
  static func machine(
    _ lever: Lever, _ target: String, _ step: String, _ machine: Accelerator,
    _ cost: ModelledMachine, notes: [String] = []
  ) -> Intervention {
    var notes = notes
    let (priced, area) = cost.priced(machine, basis: &notes)
    return Intervention(
      lever: lever, target: target, step: step,
      change: .machine(named(priced, after: machine, "\(target)-\(step)")), area: area, notes: notes
    )
  }

  /// A changed machine under a name of its own, as a file of its own would have it.
  static func named(_ machine: Accelerator, after base: Accelerator, _ suffix: String)
    -> Accelerator
  {
    var machine = machine
    machine.name = "\(base.name)-\(suffix.replacing(" ", with: "-"))"
    machine.parameters = []
    return machine
  }
}
