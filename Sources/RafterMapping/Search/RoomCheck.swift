// SPDX-License-Identifier: Apache-2.0
import RafterWorkload

/// Whether tiles fit into a memory.
extension SearchSpace {
  /// Whether a memory further out has room for its outputs at accumulate bits.
  func holdsWide(_ memory: Int, _ outer: [LevelChoice], _ pool: TilePool) -> Bool {
    var bits = (0.0, 0.0, 0.0)
    for boundary in boundaries[memory] {
      let o = boundary.operand
      var tile = 1.0
      var moved: UInt64 = 0
      for i in 0..<pool.count {
        let node = Int(outer[memory - 1].nodes[i])
        tile *=
          pool.columns[pool.column(pool.nodes[node], operand: o, stop: 0)][FlowColumn.tile]
        moved |= pool.nodes[node].moved
      }
      let isTwice = rooms[memory].isDouble && moved & boundary.relevant != 0
      let held =
        tile * (o == 2 ? boundary.width.wide : boundary.width.bits)
        * (isTwice ? 2 : 1)
      switch o {
      case 0: bits.0 = held
      case 1: bits.1 = held
      default: bits.2 = held
      }
    }
    return fitsBits(rooms[memory], bits.0, bits.1, bits.2)
  }

  /// Whether tiles of so many elements may fit, if none is replaced and no sum is unfinished.
  @inline(__always)
  func fits(
    _ memory: Int, _ weights: Double, _ inputs: Double, _ outputs: Double
  ) -> Bool {
    var bits = (0.0, 0.0, 0.0)
    for boundary in boundaries[memory] {
      switch boundary.operand {
      case 0: bits.0 = weights * boundary.width.bits
      case 1: bits.1 = inputs * boundary.width.bits
      default: bits.2 = outputs * min(boundary.width.bits, boundary.width.wide)
      }
    }
    return fitsBits(rooms[memory], bits.0, bits.1, bits.2)
  }

  /// Whether so many bits of each operand fit.
  @inline(__always)
  func fitsBits(
    _ room: Room, _ weights: Double, _ inputs: Double, _ outputs: Double
  ) -> Bool {
    var shared = 0.0
    if room.weights < 0 { shared += weights } else if weights > room.weights { return false }
    if room.inputs < 0 { shared += inputs } else if inputs > room.inputs { return false }
    if room.outputs < 0 { shared += outputs } else if outputs > room.outputs { return false }
    return shared <= room.shared
  }
}
