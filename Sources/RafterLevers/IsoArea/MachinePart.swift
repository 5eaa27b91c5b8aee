// SPDX-License-Identifier: Apache-2.0
import RafterHardware
import RafterQuantities

/// A part of a machine that takes area and can be made smaller or larger.
public enum MachinePart: Sendable, Hashable {
  /// The parts along one side of the array at a place of the path.
  case side(element: Int, axis: Int)
  /// The capacity of the memory at a place of the path.
  case capacity(element: Int)
  /// All ports of the memory at a place of the path.
  case bandwidth(element: Int)

  /// Sizes of memories and ports are counted in this share of what there is.
  static let grain = 16

  /// All of a machine; the sides and the cells of an in-memory array are one macro and have no parts.
  static func all(of machine: Accelerator) -> [MachinePart] {
    let isInMemory = machine.compute?.inMemory != nil
    let outermost = machine.path.firstIndex { $0.isMemory }
    let innermost = machine.path.lastIndex { $0.isMemory }
    let innermostArray = machine.path.lastIndex { if case .array = $0 { true } else { false } }
    var parts: [MachinePart] = []
    for (index, element) in machine.path.enumerated() {
      switch element {
      case .array(let array):
        guard !(isInMemory && index == innermostArray) else { continue }
        parts += array.axes.indices.map { .side(element: index, axis: $0) }
      case .memory(let memory):
        guard index != outermost, !(isInMemory && index == innermost), memory.capacity != nil else {
          continue
        }
        parts.append(.capacity(element: index))
        if !memory.ports.isEmpty { parts.append(.bandwidth(element: index)) }
      case .compute: continue
      }
    }
    return parts
  }

  /// In words.
  func name(on machine: Accelerator) -> String {
    switch self {
    case .side(let element, let axis):
      if case .array(let array) = machine.path[element] { array.axes[axis].name } else { "" }
    case .capacity(let element): "capacity of \(machine.path[element].memoryName)"
    case .bandwidth(let element): "bandwidth of \(machine.path[element].memoryName)"
    }
  }

  /// Its size in the smallest steps that it comes in.
  func size(on machine: Accelerator) -> Int {
    guard case .side(let element, let axis) = self, case .array(let array) = machine.path[element]
    else { return Self.grain }
    return array.axes[axis].size
  }

  /// The machine with so many steps of it.
  func sized(_ size: Int, on machine: Accelerator) -> Accelerator {
    var changed = machine
    let factor = Double(size) / Double(Self.grain)
    switch self {
    case .side(let element, let axis):
      guard case .array(var array) = machine.path[element] else { return machine }
      array.axes[axis].size = size
      changed.path[element] = .array(array)
    case .capacity(let element):
      guard case .memory(var memory) = machine.path[element] else { return machine }
      memory.capacity = memory.capacity?.scaled(by: factor)
      memory.partitions = memory.partitions.mapValues { $0.scaled(by: factor) }
      changed.path[element] = .memory(memory)
    case .bandwidth(let element):
      guard case .memory(let memory) = machine.path[element] else { return machine }
      changed.path[element] = .memory(memory.widened(by: factor))
    }
    return changed
  }
}

extension PathElement {
  fileprivate var isMemory: Bool { if case .memory = self { true } else { false } }
  fileprivate var memoryName: String {
    if case .memory(let memory) = self { memory.name } else { "" }
  }
}
