// SPDX-License-Identifier: Apache-2.0
import RafterHardware
import RafterQuantities

/// What placing layers asks of a machine again and again, looked up once.
struct MachineFacts {
  let machine: Accelerator
  /// Outermost first.
  let memories: [MemoryLevel]
  /// For each memory how many of it there are.
  let instances: [Int]
  let clock: Frequency
  let staticPower: Power
  /// The dense peak of the format in which the machine is fastest.
  let bestPeak: ThroughputPerCycle

  init(_ machine: Accelerator) {
    self.machine = machine
    memories = machine.memories
    instances = memories.indices.map(machine.instances(ofMemory:))
    clock = machine.technology.frequency.value
    staticPower = machine.power.staticPower?.value ?? .zero
    bestPeak = machine.compute?.formats.map { machine.peak($0) }.max() ?? .zero
  }
}
