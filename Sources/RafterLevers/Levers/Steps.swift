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
    var basis: [String] = []
    let (priced, area) = cost.priced(machine, basis: &basis)
    return Intervention(
      lever: lever, target: target, step: step,
      change: .machine(named(priced, after: machine, lever, target, step)), area: area,
      notes: notes, basis: basis)
  }

  /// A changed machine under a name of its own, as a file of its own would have it.
  ///
  /// The lever is part of it: `buffer x2` may be its capacity or its bandwidth.
  static func named(
    _ machine: Accelerator, after base: Accelerator, _ lever: Lever, _ target: String,
    _ step: String
  ) -> Accelerator {
    var machine = machine
    machine.name = [base.name, lever.rawValue, target, step].joined(separator: "-")
      .replacing(" ", with: "-")
    machine.parameters = []
    return machine
  }
}
