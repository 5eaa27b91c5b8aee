// SPDX-License-Identifier: Apache-2.0
import RafterHardware
import RafterQuantities
import RafterWorkload

/// Turns one of our machines into one of ZigZag's.
///
/// The path is followed from the compute unit outward. An array lies below the memories before it on the path, which are
/// shared across it, and multiplies those behind it, unless a memory says across which sides it is shared. The energy of
/// a word is per bit times the widest port.
struct MachineBuilder {
  /// A dimension of the array.
  struct Axis {
    var name: String
    var size: Int
    /// Dimensions that may lie on it; nil is any.
    var unroll: [String]?
    /// Operands whose innermost memory lies before the array and which it cannot send to several units at once.
    var unicast: Set<Operand>

    /// Whether a dimension may be unrolled: what it does not index must be shared by the wires.
    func allows(_ dimension: String, in nest: LoopNest) -> Bool {
      if let unroll, !unroll.contains(dimension) { return false }
      return unicast.allSatisfy { operand in
        nest[operand].axes.contains { axis in
          axis.terms.contains { nest.dimensions[$0.dimension].name == dimension }
        }
      }
    }
  }

  private let accelerator: Accelerator
  private let format: ComputeFormat
  private(set) var axes: [Axis] = []
  private(set) var cautions: [String] = []
  private(set) var isEnergyKnown = true
  private(set) var cyclesPerOperation = 1.0

  init(_ accelerator: Accelerator, _ format: ComputeFormat) {
    self.accelerator = accelerator
    self.format = format
  }

  mutating func machine() -> ZigZagMachine {
    var memories: [ZigZagMachine.Memory] = []
    var systolic: [String] = []
    // Multipliers of one instance share all memories.
    var lanesName: [String] = []
    let rate = format.rate.value.value
    let lanes = max(1, Int(rate.rounded(.down)))
    if lanes > 1 {
      lanesName = ["lanes of \(accelerator.compute?.name ?? "")"]
      axes.append(Axis(name: lanesName[0], size: lanes, unroll: nil, unicast: []))
    }
    cyclesPerOperation = Double(lanes) / rate / (accelerator.compute?.sustained.value ?? 1)
    for (place, element) in accelerator.path.enumerated().reversed() {
      switch element {
      case .compute: continue
      case .array(let array):
        for axis in array.axes {
          axes.append(
            Axis(
              name: axis.name, size: axis.size, unroll: axis.unroll,
              unicast: unicast(axis, at: place)))
          if axis.fill != nil { systolic.append(axis.name) }
        }
      case .memory(let memory):
        let shared = accelerator.sidesSharing(memoryAt: place)
        memories += self.memories(
          memory,
          sharedAcross: lanesName + accelerator.sides.map(\.name).filter(shared.contains))
      }
    }
    if format.energy == nil { isEnergyKnown = false }
    return ZigZagMachine(
      name: accelerator.name, source: accelerator.source.title, memories: memories,
      array: axes.map { ZigZagMachine.ArrayDimension(name: $0.name, size: $0.size) },
      macEnergy: Self.picojoules(format.energy?.value.value ?? 0), systolic: systolic)
  }

  /// Operands that come from before the array and that an axis cannot share.
  private func unicast(_ axis: FanOut.Axis, at place: Int) -> Set<Operand> {
    let inner = accelerator.path[place...]
    return Set(
      Operand.allCases.filter { operand in
        let isHeldInside = inner.contains {
          if case .memory(let memory) = $0 { memory.holds.contains(operand) } else { false }
        }
        let isShared = operand == .outputs ? axis.reducesOutputs : axis.multicast.contains(operand)
        return !isHeldInside && !isShared
      })
  }

  /// A memory, or one for each operand that has a part of its own.
  private mutating func memories(_ memory: MemoryLevel, sharedAcross: [String])
    -> [ZigZagMachine.Memory]
  {
    let operands = Operand.allCases.filter { memory.holds.contains($0) }
    let apart = operands.filter { memory.partitions[$0] != nil }
    let together = operands.filter { memory.partitions[$0] == nil }
    var result: [ZigZagMachine.Memory] = []
    if !together.isEmpty {
      result.append(
        self.memory(memory, memory.name, together, memory.capacity?.value, sharedAcross))
    }
    for operand in apart {
      cautions.append("\(memory.name): the part for \(operand.rawValue) has ports of its own")
      result.append(
        self.memory(
          memory, "\(memory.name).\(operand.rawValue)", [operand],
          memory.partitions[operand]?.value, sharedAcross))
    }
    return result
  }

  private mutating func memory(
    _ memory: MemoryLevel, _ name: String, _ operands: [Operand], _ capacity: ByteCount?,
    _ sharedAcross: [String]
  ) -> ZigZagMachine.Memory {
    var serves: [[ZigZagMachine.Service]] = memory.ports.map { _ in [] }
    for operand in operands {
      for (ours, theirs) in Self.directions(of: operand) {
        guard let port = memory.port(for: Transfer(operand, ours)) else { continue }
        serves[port].append(
          ZigZagMachine.Service(ZigZagConversion.memoryOperand(operand), theirs))
      }
    }
    var ports: [ZigZagMachine.Port] = []
    var widest = 0.0
    for (port, services) in zip(memory.ports, serves) where !services.isEmpty {
      let bandwidth = port.bandwidth.value.perCycle(at: accelerator.technology.frequency.value)
      let bits = max(1, (bandwidth.value * 8 * port.sustained.value).rounded(.down))
      let least = min(bits, port.granularity.map { $0.value.value * 8 } ?? 8)
      widest = max(widest, bits)
      ports.append(
        ZigZagMachine.Port(
          minimum: Quantity(max(1, least)), maximum: Quantity(bits), serves: services))
    }
    if Set(ports.map(\.maximum)).count > 1 {
      cautions.append("\(name): words of every port are charged as those of the widest")
    }
    if memory.readEnergy == nil || memory.writeEnergy == nil { isEnergyKnown = false }
    if ports.isEmpty { widest = 8 }
    return ZigZagMachine.Memory(
      name: name, capacity: capacity?.bits ?? BitCount(1e18),
      readEnergy: Self.picojoules((memory.readEnergy?.value.value ?? 0) * widest),
      writeEnergy: Self.picojoules((memory.writeEnergy?.value.value ?? 0) * widest),
      operands: operands.map(ZigZagConversion.memoryOperand), sharedAcross: sharedAcross,
      isDoubleBuffered: memory.buffering == .double, ports: ports)
  }

  /// Joule as picojoule, to 15 digits: what a file of the peer states comes back as it was.
  private static func picojoules(_ joules: Double) -> Picojoules {
    let value = joules * 1e12
    guard value > 1e-7, value < 1e15 else { return Picojoules(value) }
    var scale = 1.0
    while value * scale < 1e14 { scale *= 10 }
    return Picojoules((value * scale).rounded() / scale)
  }

  private static func directions(of operand: Operand) -> [(TransferDirection, ZigZagDirection)] {
    operand == .outputs
      ? [
        (.toArray, .readToLower), (.fromArray, .writeFromLower), (.toMemory, .readToHigher),
        (.fromMemory, .writeFromHigher),
      ] : [(.toArray, .readToLower), (.fromMemory, .writeFromHigher)]
  }
}
