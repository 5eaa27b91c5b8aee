// SPDX-License-Identifier: Apache-2.0
public import RafterHardware
public import RafterQuantities
public import RafterWorkload

/// What a mapping keeps of an operand in one instance of a memory.
public struct HeldTile: Sendable, Hashable {
  /// The memory (index in `Accelerator.memories`).
  public var memory: Int
  /// The operand.
  public var operand: Operand
  /// Bits of it, twice where the next tile arrives while this one is used.
  public var bits: BitCount
}

extension Evaluator {
  /// The tiles that a mapping keeps, those in an operand's outermost memory left out: it lies there whole.
  public static func heldTiles(
    of mapping: Mapping, for nest: LoopNest, on accelerator: Accelerator, format: ComputeFormat
  ) -> [HeldTile] {
    let machine = MachineShape(accelerator, format: format, nest: nest)
    return evaluate(mapping, nest: NestShape(nest), machine: machine).tiles
      .filter { !$0.isOutermost }
      .map { tile in
        let isTwice = machine.memories[tile.memory].isDouble && tile.isReplaced
        return HeldTile(
          memory: tile.memory, operand: Operand.allCases[tile.operand],
          bits: BitCount(tile.bits * (isTwice ? 2 : 1)))
      }
  }
}

extension Mapping {
  /// The mapping with an operand stored in a memory that it passed by, whole and before all loops.
  ///
  /// Nothing else changes: the memories further in are filled from there, as often as before.
  public func storing(_ operand: Operand, in memory: Int) -> Mapping {
    var place: Int?
    for (index, node) in nodes.enumerated() {
      guard case .store(operand, let stored) = node else { continue }
      if stored == memory { return self }
      if stored < memory, place == nil { place = index + 1 }
    }
    guard let place else { return self }
    var copy = self
    copy.nodes.insert(.store(operand, memory: memory), at: place)
    return copy
  }
}
