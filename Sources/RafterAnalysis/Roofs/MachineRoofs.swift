// SPDX-License-Identifier: Apache-2.0
public import RafterHardware
import RafterQuantities
public import RafterRoofline

/// The roofs of a machine, one for each memory and format.
public enum MachineRoofs {
  /// All roofs: memories from the outermost inwards, formats in the order of the description, then the
  /// vector unit.
  public static func all(of machine: Accelerator) -> [MachineRoof] {
    of(machine, formats: machine.compute?.formats ?? [], vector: machine.vector)
  }

  /// The roofs in the given formats.
  static func of(_ machine: Accelerator, formats: [ComputeFormat], vector: VectorUnit?)
    -> [MachineRoof]
  {
    let clock = machine.technology.frequency.value
    return machine.memories.indices.flatMap { index -> [MachineRoof] in
      let multipliers = formats.map { format in
        roof(
          machine, memory: index, format: format.arithmetic.description,
          peak: machine.peak(format) * clock, energy: format.energy?.value.perOperation)
      }
      guard let vector else { return multipliers }
      return multipliers + [
        roof(
          machine, memory: index, format: "vector", peak: vector.rate.value * clock,
          energy: vector.energy?.value)
      ]
    }
  }

  private static func roof(
    _ machine: Accelerator, memory index: Int, format: String, peak: Throughput,
    energy: EnergyPerOperation?
  ) -> MachineRoof {
    let memory = machine.memories[index]
    return MachineRoof(
      level: memory.name, format: format, peak: peak,
      bandwidth: bandwidth(of: memory, machine, index), energyPerOperation: energy,
      energyPerByte: leastEnergy(of: memory),
      staticPower: machine.power.staticPower?.value ?? .zero, powerCap: machine.power.cap?.value,
      area: machine.technology.area?.value)
  }

  /// All ports of all instances together: no mix of transfers gets more.
  static func bandwidth(of memory: MemoryLevel, _ machine: Accelerator, _ index: Int)
    -> Bandwidth
  {
    let clock = machine.technology.frequency.value
    let each = memory.ports.reduce(Bandwidth.zero) {
      $0 + $1.bandwidth.value.perSecond(at: clock) * $1.sustained.value
    }
    return each * Double(machine.instances(ofMemory: index))
  }

  /// The lesser of reading and writing, so that the roof stays an upper bound for any mix.
  private static func leastEnergy(of memory: MemoryLevel) -> EnergyPerByte? {
    guard let read = memory.readEnergy, let write = memory.writeEnergy else { return nil }
    return min(read.value.perByte, write.value.perByte)
  }
}
