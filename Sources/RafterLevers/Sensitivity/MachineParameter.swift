// SPDX-License-Identifier: Apache-2.0
public import RafterAnalysis
public import RafterHardware
import RafterQuantities

/// A number of a machine that time or energy may depend on.
public enum MachineParameter: Sendable, Hashable {
  /// An energy, a bandwidth, a rate, static power or the launch time.
  case constant(MachineConstant)
  /// The clock at the voltage there is; bandwidths in bytes a second stay.
  case clock
  /// What the machine may draw at most.
  case powerCap
  /// The capacity of a memory of `Accelerator.memories`.
  case capacity(memory: Int)
  /// The parts along a side of the array at a place of the path.
  case side(element: Int, axis: Int)

  /// All of a machine, from the outermost memory to the arithmetic and then the chip.
  ///
  /// A sustained share moves as the bandwidth or the rate that it is a share of. The capacity of the outermost memory
  /// decides what fits, and neither time nor energy. The sides and the cells of an in-memory array are one macro.
  public static func all(of machine: Accelerator) -> [MachineParameter] {
    var found: [MachineParameter] = []
    for constant in machine.constants {
      switch constant {
      case .sustainedBandwidth, .sustainedCompute: continue
      default: found.append(.constant(constant))
      }
    }
    let innermost = machine.memories.indices.last
    let isInMemory = machine.compute?.inMemory != nil
    for (index, memory) in machine.memories.enumerated()
    where index > 0 && memory.capacity != nil && !(isInMemory && index == innermost) {
      found.append(.capacity(memory: index))
    }
    let innermostArray = machine.path.lastIndex { if case .array = $0 { true } else { false } }
    for (element, part) in machine.path.enumerated() {
      guard case .array(let array) = part, !(isInMemory && element == innermostArray) else {
        continue
      }
      found += array.axes.indices.map { .side(element: element, axis: $0) }
    }
    return found + (machine.power.cap == nil ? [.clock] : [.clock, .powerCap])
  }

  /// Whether it can be had in any amount, so that it is moved a little.
  public var isContinuous: Bool {
    switch self {
    case .constant, .clock, .powerCap: true
    case .capacity, .side: false
    }
  }

  /// In words: `bandwidth of dram's read port`.
  public func name(on machine: Accelerator) -> String {
    switch self {
    case .constant(let constant): machine.facts(of: constant)?.name ?? ""
    case .clock: "clock"
    case .powerCap: "power cap"
    case .capacity(let index): "capacity of \(machine.memories[index].name)"
    case .side(let element, let axis):
      if case .array(let array) = machine.path[element] { array.axes[axis].name } else { "" }
    }
  }

  /// Its value with its unit.
  public func value(on machine: Accelerator) -> String {
    switch self {
    case .constant(let constant): machine.facts(of: constant)?.text ?? ""
    case .clock: machine.technology.frequency.value.formatted()
    case .powerCap: machine.power.cap?.value.formatted() ?? ""
    case .capacity(let index): machine.memories[index].capacity?.value.formattedCapacity() ?? ""
    case .side(let element, let axis):
      if case .array(let array) = machine.path[element] { "\(array.axes[axis].size)" } else { "" }
    }
  }

  /// The machine with the parameter multiplied, everything else as it is.
  ///
  /// - Precondition: Parts of an array and capacities are multiplied by whole numbers.
  func scaled(on machine: Accelerator, by factor: Double) -> Accelerator {
    var changed = machine
    switch self {
    case .constant(let constant): return machine.scaling(constant, by: factor)
    case .clock: changed.technology.frequency.value = machine.technology.frequency.value * factor
    case .powerCap: changed.power.cap = machine.power.cap?.scaled(by: factor)
    case .capacity(let index):
      let places = machine.path.indices.filter {
        if case .memory = machine.path[$0] { true } else { false }
      }
      guard case .memory(var memory) = machine.path[places[index]] else { return machine }
      memory.capacity = memory.capacity?.scaled(by: factor)
      memory.partitions = memory.partitions.mapValues { $0.scaled(by: factor) }
      changed.path[places[index]] = .memory(memory)
    case .side(let element, let axis):
      guard case .array(var array) = machine.path[element] else { return machine }
      array.axes[axis].size *= Int(factor)
      changed.path[element] = .array(array)
    }
    return changed
  }
}
