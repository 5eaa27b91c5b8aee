// SPDX-License-Identifier: Apache-2.0
import RafterWorkload

/// Whether tiles fit into a memory.
extension SearchSpace {
  /// Whether a memory further out has room for its outputs at accumulate bits, beside all that is decided to lie there.
  func holdsWide(_ memory: Int, _ outer: [LevelChoice], _ pool: TilePool) -> Bool {
    var bits = (0.0, 0.0, 0.0)
    for part in siblings[memory] where part <= outer.count {
      for boundary in boundaries[part] {
        let held = held(boundary, in: part, outer, isWide: true, pool)
        switch boundary.operand {
        case 0: bits.0 = held
        case 1: bits.1 = held
        default: bits.2 = held
        }
      }
    }
    return fitsBits(rooms[memory], bits.0, bits.1, bits.2)
  }

  /// Bits that the other operands of a level's memory share with it, as far as they are decided.
  ///
  /// Sums that become unfinished further in are asked for again there (``holdsWide(_:_:_:)``).
  ///
  /// - Parameter wide: a bit for each level that keeps outputs at accumulate bits.
  func heldFurtherOut(
    _ level: Int, _ outer: [LevelChoice], wide: UInt16, _ pool: TilePool
  ) -> Double {
    guard level < levels, siblings[level].count > 1 else { return 0 }
    var bits = 0.0
    for part in siblings[level] where part < level {
      for boundary in boundaries[part] where !rooms[part].isApart(boundary.operand) {
        bits += held(boundary, in: part, outer, isWide: wide >> UInt16(part) & 1 == 1, pool)
      }
    }
    return bits
  }

  /// Bits of an operand's tile in a level that is decided.
  ///
  /// - Parameter isWide: whether outputs lie there at accumulate bits.
  private func held(
    _ boundary: Boundary, in part: Int, _ outer: [LevelChoice], isWide: Bool, _ pool: TilePool
  ) -> Double {
    let o = boundary.operand
    var tile = 1.0
    var moved: UInt64 = 0
    for i in 0..<pool.count {
      let node = Int(outer[part - 1].nodes[i])
      tile *= pool.columns[pool.column(pool.nodes[node], operand: o, stop: 0)][FlowColumn.tile]
      moved |= pool.nodes[node].moved
    }
    let isTwice = rooms[part].isDouble && moved & boundary.relevant != 0
    return tile * (o == 2 && isWide ? boundary.width.wide : boundary.width.bits)
      * (isTwice ? 2 : 1)
  }

  /// Whether tiles of so many elements may fit, if none is replaced and no sum is unfinished.
  @inline(__always)
  func fits(
    _ memory: Int, _ weights: Double, _ inputs: Double, _ outputs: Double, others: Double
  ) -> Bool {
    var bits = (0.0, 0.0, 0.0)
    for boundary in boundaries[memory] {
      switch boundary.operand {
      case 0: bits.0 = weights * boundary.width.bits
      case 1: bits.1 = inputs * boundary.width.bits
      default: bits.2 = outputs * min(boundary.width.bits, boundary.width.wide)
      }
    }
    return fitsBits(rooms[memory], bits.0, bits.1, bits.2, others: others)
  }

  /// Whether so many bits of each operand fit.
  ///
  /// - Parameter others: bits that other operands hold of what is shared.
  @inline(__always)
  func fitsBits(
    _ room: Room, _ weights: Double, _ inputs: Double, _ outputs: Double, others: Double = 0
  ) -> Bool {
    var shared = others
    if room.weights < 0 { shared += weights } else if weights > room.weights { return false }
    if room.inputs < 0 { shared += inputs } else if inputs > room.inputs { return false }
    if room.outputs < 0 { shared += outputs } else if outputs > room.outputs { return false }
    return shared <= room.shared
  }
}
