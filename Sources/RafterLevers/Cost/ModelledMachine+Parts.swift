// SPDX-License-Identifier: Apache-2.0
import RafterHardware
import RafterQuantities
import RafterTechnology

extension ModelledMachine {
  /// The area of the path from a place on, all instances together; nil where a part of it is not known.
  func area(from start: Int) -> Area? {
    base.path.indices[start...].reduce(Area?.some(.zero)) { sum, index in
      if case .array = base.path[index] { return sum }
      guard let sum, let own = areas[index] else { return nil }
      guard case .compute = base.path[index] else { return sum + own }
      return sum + own * Double(base.instances(at: index))
    }
  }

  /// The energy of a bit of a kind of DRAM; nil where the model has no flat one.
  func dramEnergy(_ kind: String) -> Sourced<EnergyPerBit>? {
    guard case .stated(let memory)? = model[kind], case .perBit(let energy) = memory.read else {
      return nil
    }
    return energy
  }
}

extension Accelerator {
  /// The machine with so much more area, or less, and static power in proportion [rooflines 3.6]; as it is where its area is
  /// not stated.
  func grown(by added: Area) -> Accelerator {
    guard let area = technology.area?.value, area > .zero, added != .zero else { return self }
    var machine = self
    // What replaces a part may be smaller by more than a chip of which little is stated has.
    let after = max(.zero, area + added)
    machine.technology.area?.value = after
    machine.power.staticPower = power.staticPower?.scaled(by: after.ratio(to: area))
    return machine
  }

  /// What is to be said where static power follows the area of the chip.
  func staticPowerNote(after base: Accelerator) -> String? {
    guard let now = power.staticPower?.value, let before = base.power.staticPower?.value,
      now != before
    else { return nil }
    return "static power \(now > before ? "grows" : "falls") with the area of the chip"
  }
}
