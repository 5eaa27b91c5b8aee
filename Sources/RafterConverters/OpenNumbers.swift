// SPDX-License-Identifier: Apache-2.0
import RafterHardware
import RafterQuantities

extension Accelerator {
  /// The machine with every number that the other tool's file does not give marked as open: a technology model may fill it.
  var withOpenNumbers: Accelerator {
    var machine = self
    machine.path = path.map { element in
      switch element {
      case .memory(var memory):
        if memory.readEnergy == nil { memory.open.insert(.readEnergy) }
        if memory.writeEnergy == nil { memory.open.insert(.writeEnergy) }
        if memory.area == nil { memory.open.insert(.area) }
        return .memory(memory)
      case .array(var array):
        if array.wireEnergy == nil { array.open.insert(.wireEnergy) }
        return .array(array)
      case .compute(var unit):
        for index in unit.formats.indices {
          if unit.formats[index].energy == nil { unit.formats[index].open.insert(.energy) }
          if unit.formats[index].area == nil { unit.formats[index].open.insert(.area) }
        }
        return .compute(unit)
      }
    }
    if machine.vector != nil, vector?.energy == nil { machine.vector?.open.insert(.energy) }
    if power.staticPower == nil { machine.power.open.insert(.staticPower) }
    return machine
  }
}
