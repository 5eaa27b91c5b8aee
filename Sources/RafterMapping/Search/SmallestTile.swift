// SPDX-License-Identifier: Apache-2.0
import RafterHardware
import RafterQuantities
import RafterWorkload

extension Infeasibility {
  /// The first memory that does not even hold one element of each of its operands; nil where all do.
  init?(_ space: SearchSpace, accelerator: Accelerator) {
    // The search keeps its accounts in fixed places; no real machine or operator comes near.
    if space.portCount > maximumPorts || space.active.count > 16 || space.levels > 8
      || space.sides.count > maximumSides
    {
      self.init(
        memory: accelerator.name,
        tile:
          "at most \(maximumPorts) ports, 8 memories, \(maximumSides) sides and 16 loops that run more than once",
        needed: .zero, available: .zero)
      return
    }
    for operand in Operand.allCases where space.chains[operand.index].isEmpty {
      self.init(
        memory: accelerator.name, tile: "\(operand.rawValue), which no memory holds",
        needed: BitCount(
          space.nest.operands[operand.index].elements * space.nest.operands[operand.index].bits
        ).bytes, available: .zero)
      return
    }
    for (m, memory) in space.machine.memories.enumerated() {
      let held = (0..<3).filter { space.outer(of: $0, into: m) != nil && m > 0 }
      let copies = memory.isDouble && space.nest.macs > 1 ? 2.0 : 1.0
      func bits(_ o: Int) -> Double {
        // What is unrolled in full lies still.
        let parts = space.sides.reduce(1.0) { $1.level <= m ? $0 * $1.size : $0 }
        let pieces = space.active.reduce(1.0) {
          space.nest.operands[o].relevant & (1 << UInt64($1)) != 0
            ? $0 * Double(space.nest.bounds[$1]) : $0
        }
        let isReplaced = min(pieces, space.nest.operands[o].elements) > parts
        return space.nest.operands[o].bits * (isReplaced ? copies : 1)
      }
      for o in held where memory.partitionBits[o] >= 0 && bits(o) > memory.partitionBits[o] {
        self.init(
          memory: accelerator.memories[memory.index].name,
          tile: "1 \(Operand.allCases[o].rawValue)",
          needed: BitCount(bits(o)).bytes, available: BitCount(memory.partitionBits[o]).bytes)
        return
      }
      let shared = held.filter { memory.partitionBits[$0] < 0 }
      let needed = shared.reduce(0.0) { $0 + bits($1) }
      guard needed > memory.sharedBits else { continue }
      self.init(
        memory: accelerator.memories[memory.index].name,
        tile: shared.map { "1 \(Operand.allCases[$0].rawValue)" }.joined(separator: " + "),
        needed: BitCount(needed).bytes, available: BitCount(memory.sharedBits).bytes)
      return
    }
    return nil
  }

  /// The memory that is nearest to too small when sums are kept at accumulate bits.
  static func tooLarge(_ space: SearchSpace, accelerator: Accelerator) -> Infeasibility {
    var worst: Infeasibility?
    for (m, memory) in space.machine.memories.enumerated() {
      let held = (0..<3).filter { space.outer(of: $0, into: m) != nil && m > 0 }
      guard !held.isEmpty else { continue }
      let copies = memory.isDouble ? 2.0 : 1.0
      let available =
        held.contains(2) && memory.partitionBits[2] >= 0
        ? memory.partitionBits[2] : memory.sharedBits
      let needed = held.reduce(0.0) { sum, o in
        guard (memory.partitionBits[o] < 0) == (memory.partitionBits[2] < 0) || o == 2 else {
          return sum
        }
        let bits = space.nest.operands[o].bits
        return sum + copies * (o == 2 ? max(bits, space.nest.accumulateBits) : bits)
      }
      let reason = Infeasibility(
        memory: accelerator.memories[memory.index].name,
        tile: held.map { "1 \(Operand.allCases[$0].rawValue)" }.joined(separator: " + "),
        needed: BitCount(needed).bytes, available: BitCount(available).bytes)
      let ratio = needed / max(available, 1e-9)
      if worst.map({ $0.needed.value / max($0.available.value, 1e-9) < ratio }) ?? true {
        worst = reason
      }
    }
    return worst
      ?? Infeasibility(
        memory: accelerator.name, tile: "1 outputs", needed: .zero, available: .zero)
  }
}
