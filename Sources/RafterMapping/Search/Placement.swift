// SPDX-License-Identifier: Apache-2.0
import RafterHardware
import RafterWorkload

/// The most choices of an operand and a memory it may bypass for which a search tries all combinations.
let maximumBypasses = 10

/// Which memories operands pass by although they could lie there, and which of them have tiles of the same loop
/// ranges [mapping 1].
struct Placement: Sendable, Hashable {
  /// Operands of one memory that have tiles of the same loop ranges.
  struct Part: Sendable, Hashable {
    /// The index of the memory.
    var memory: Int
    /// A bit for each of them.
    var operands: UInt8
  }

  /// For each memory a bit for each operand that passes it by.
  var bypassed: [UInt8]
  /// The levels of a search, outermost first: loops may run between any two of them.
  ///
  /// Nil where each memory is one.
  var parts: [Part]?

  /// What lies where on a machine under this placement: each part as if it were a memory.
  func applied(to machine: MachineShape) -> MachineShape {
    var machine = machine
    for m in machine.memories.indices { machine.memories[m].holds &= ~bypassed[m] }
    if let parts {
      machine.memories = parts.map { part in
        var memory = machine.memories[part.memory]
        memory.holds = part.operands
        return memory
      }
    }
    return machine
  }
}

extension MachineShape {
  /// Each operand and memory that it may bypass, outermost first; an operand's outermost memory is none.
  var bypassChoices: [(memory: Int, operand: Int)] {
    memories.indices.flatMap { m in
      (0..<3).compactMap { operand in
        let bit = UInt8(1) << UInt8(operand)
        guard memories[m].mayBypass & bit != 0,
          memories[..<m].contains(where: { $0.holds & bit != 0 })
        else { return nil }
        return (m, operand)
      }
    }
  }

  /// Every way through the memories that their ports allow, the one without bypass first.
  var placements: [Placement] {
    let choices = bypassChoices
    guard choices.count <= maximumBypasses else { return [] }
    return (0..<(1 << choices.count)).compactMap { mask in
      var placement = Placement(bypassed: memories.map { _ in 0 })
      for (i, choice) in choices.enumerated() where mask & (1 << i) != 0 {
        placement.bypassed[choice.memory] |= 1 << UInt8(choice.operand)
      }
      return mask == 0 || placement.applied(to: self).isPassable ? placement : nil
    }
  }

  /// Whether ports carry whatever every mapping moves: a memory that is next to the arithmetic since another
  /// one is bypassed must send operands there and give sums back.
  private var isPassable: Bool {
    (0..<3).allSatisfy { operand in
      let chain = memories.indices.filter { memories[$0].holds & (1 << UInt8(operand)) != 0 }
      let isSum = operand == Operand.outputs.index
      return chain.enumerated().allSatisfy { i, m in
        guard !memories[m].ports.isEmpty else { return true }
        let isLast = i + 1 == chain.count
        return (isSum && !isLast || memories[m].port(operand, .toArray) >= 0)
          && (!isSum || memories[m].port(operand, .fromArray) >= 0)
          && (i == 0 || memories[m].port(operand, isSum ? .toMemory : .fromMemory) >= 0)
      }
    }
  }
}
