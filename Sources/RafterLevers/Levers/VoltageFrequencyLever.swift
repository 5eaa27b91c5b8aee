// SPDX-License-Identifier: Apache-2.0
import RafterAnalysis
import RafterHardware
import RafterQuantities

/// Another supply, and the highest clock at it [rooflines 3.6].
///
/// - What it changes: supply, clock, on-chip energies and static power, by the machine's own table or law; where it states none,
///   by the alpha-power law of its node, which is assumed and said to be.
/// - Roofs and point: compute roof and on-chip slopes follow the clock; the outermost slope stays, so its ridge moves with the clock.
///   On-chip energies follow the square of the supply, static energy of an operation the time it takes. Points stay.
/// - Cost: no area.
/// - Limit: where the outermost memory binds, a lower clock is nearly free until the ridge reaches the point; below that, static
///   energy grows with the time. A higher supply meets the power cap.
/// - Source: Sakurai and Newton, JSSC 1990; 42 % of the energy for 1 to 6 % of the time in decode (arXiv 2501.08219).
enum VoltageFrequencyLever {
  static func ladders(_ design: Design) -> [Ladder] {
    guard let (machine, nominal, basis) = lawful(design.accelerator) else { return [] }
    return [
      ("supply lowered", [0.9, 0.8, 0.7, 0.6, 0.5]), ("supply raised", [1.05, 1.1]),
    ].compactMap { target, factors in
      let steps = factors.compactMap { factor in
        // To a millivolt, so that its name is short.
        step(
          to: Voltage((nominal.value * factor * 1000).rounded() / 1000), of: machine,
          after: design.accelerator, target, basis)
      }
      return steps.isEmpty ? nil : Ladder(.voltageFrequency, on: target, steps)
    }
  }

  /// The machine with a relation of supply and clock, the supply that it is described at, and what is to be said of the relation.
  private static func lawful(_ machine: Accelerator) -> (Accelerator, Voltage, [String])? {
    if let own = machine.voltageFrequency { return (machine, own.nominal.value, []) }
    guard let node = machine.technology.node?.value else { return nil }
    let outermost = machine.memories.first.map { [$0.name] } ?? []
    let supply = NodeSupply(node)
    guard let law = supply.law(at: machine.technology.voltage?.value, ownSupply: outermost) else {
      return nil
    }
    var lawful = machine
    lawful.voltageFrequency = law
    return (
      lawful, law.nominal.value,
      [
        "\(machine.name) states no law: (V - V_t)^1.3 / V with V_t = \(supply.threshold.formatted()) and"
          + " \(law.nominal.value.formatted()) at its clock are assumed, as usual at \(node.formatted())"
      ]
    )
  }

  private static func step(
    to supply: Voltage, of machine: Accelerator, after base: Accelerator, _ target: String,
    _ basis: [String]
  ) -> Intervention? {
    // Outside the range of the relation nothing is known.
    guard let moved = try? machine.operating(at: .voltage(supply)).0, moved.operatingMove != nil
    else { return nil }
    let text = supply.exactText(in: ["V"])
    let clock = moved.technology.frequency.value.formatted()
    return Intervention(
      lever: .voltageFrequency, target: target, step: text,
      change: .machine(Steps.named(moved, after: base, .voltageFrequency, target, text)),
      area: .zero, notes: ["at \(clock)"], basis: basis)
  }
}
