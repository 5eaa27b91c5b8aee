// SPDX-License-Identifier: Apache-2.0
import RafterDiagnostics
import RafterHardware
import RafterQuantities
import RafterWorkload

/// What some operands need of a memory, and what is there for them.
struct Occupancy: Sendable {
  /// The index of the memory.
  var memory: Int
  /// The tiles that lie there together.
  var tiles: [StoredTile]
  /// Bits of all of them, two of those that are replaced while they are used.
  var needed: Double
  /// Bits there.
  var available: Double

  var fits: Bool { needed <= available }
}

extension Evaluation {
  /// How full each memory is: one entry for each partition, and one for what shares the rest.
  ///
  /// Operands in their outermost memory are left out: they lie there before the layer runs.
  func occupancies(_ machine: MachineShape) -> [Occupancy] {
    var list: [Occupancy] = []
    for (m, memory) in machine.memories.enumerated() {
      let here = tiles.filter { $0.memory == m && !$0.isOutermost }
      func bits(_ tile: StoredTile) -> Double {
        tile.bits * (memory.isDouble && tile.isReplaced ? 2 : 1)
      }
      for tile in here where memory.partitionBits[tile.operand] >= 0 {
        list.append(
          Occupancy(
            memory: m, tiles: [tile], needed: bits(tile),
            available: memory.partitionBits[tile.operand]))
      }
      let shared = here.filter { memory.partitionBits[$0.operand] < 0 }
      guard !shared.isEmpty else { continue }
      list.append(
        Occupancy(
          memory: m, tiles: shared, needed: shared.reduce(0) { $0 + bits($1) },
          available: memory.sharedBits))
    }
    return list
  }
}

extension MappingResolver {
  /// Tiles that do not fit, each at its store.
  func capacity(_ mapping: Mapping, format: ComputeFormat) -> [Diagnostic] {
    let machine = MachineShape(accelerator, format: format, nest: nest)
    let evaluation = Evaluator.evaluate(mapping, nest: NestShape(nest), machine: machine)
    return evaluation.occupancies(machine).filter { !$0.fits }.map { occupancy in
      let isDouble = machine.memories[occupancy.memory].isDouble
      let largest = occupancy.tiles.max { ($0.bits, $1.operand) < ($1.bits, $0.operand) }
      let index = mapping.nodes.firstIndex {
        guard case .store(let operand, let memory) = $0 else { return false }
        return memory == occupancy.memory && operand.index == largest?.operand
      }
      return .doesNotFit(
        memory: memories[occupancy.memory].name,
        tiles: occupancy.tiles.map { tile in
          "\(Operand.allCases[tile.operand].rawValue): a tile of \(BitCount(tile.bits).bytes.formatted())"
            + (isDouble && tile.isReplaced
              ? ", twice, since the next one arrives while it is used" : "")
        },
        needed: BitCount(occupancy.needed).bytes, available: BitCount(occupancy.available).bytes,
        at: places[index ?? 0])
    }
  }
}
