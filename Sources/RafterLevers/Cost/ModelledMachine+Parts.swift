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
  /// The machine with so much more area, and static power in proportion [rooflines 3.6]; as it is where its area is not stated.
  func grown(by added: Area) -> Accelerator {
    guard let area = technology.area?.value, area > .zero, added != .zero else { return self }
    var machine = self
    machine.technology.area?.value = area + added
    machine.power.staticPower = power.staticPower?.scaled(by: (area + added).ratio(to: area))
    return machine
  }
}
