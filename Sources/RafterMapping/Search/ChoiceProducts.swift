// SPDX-License-Identifier: Apache-2.0

/// The numbers of one level's flows for a tile of every item, in one order of the loops.
///
/// It counts any order. Where ``PartialScan`` knows the same numbers they are not counted again.
struct ChoiceProducts: ~Copyable {
  private static let operands = 3
  private static let mostCrossings = 8

  /// Loops that run at the level, those that run at it or further out, and steps.
  private(set) var flags: UInt64 = 0
  private(set) var moved: UInt64 = 0
  private(set) var steps = 1.0
  /// Of each flow the product over all items.
  private var products = FlatTable(operands, of: SIMD8<Double>(repeating: 1))
  /// Of each operand: how many levels of each loop count, after this level.
  private var stops = FlatTable(operands, of: UInt64(0))
  /// Of each flow and array that it crosses before the last one.
  private var crossings = FlatTable(operands * mostCrossings, of: 1.0)

  /// Begins with a node of every item.
  mutating func begin(_ nodes: InlineArray<16, Int32>, _ pool: TilePool) {
    (flags, moved, steps) = (0, 0, 1)
    for i in 0..<pool.count {
      let node = pool.nodes[Int(nodes[i])]
      flags |= node.flags
      moved |= node.moved
      steps *= node.steps
    }
  }

  /// Counts all flows of the nodes that it began with.
  ///
  /// - Parameter account: what is decided further out; it is told which loops count after this level.
  mutating func count(
    _ nodes: InlineArray<16, Int32>, _ order: LoopOrder, level: Int, _ space: SearchSpace,
    _ pool: TilePool, for account: inout Account
  ) {
    for o in 0..<Self.operands {
      stops[o] = space.stops(account.stops[o], of: o, flags: flags, order, level: level)
      account.stops[o] = stops[o]
    }
    for (index, boundary) in space.boundaries[level].enumerated() {
      let counted = stops[boundary.operand]
      var product = SIMD8<Double>(repeating: 1)
      let crossed = boundary.hasWires ? max(0, boundary.arrays - 1) : 0
      let at = index * Self.mostCrossings
      for k in 0..<crossed { crossings[at + k] = 1 }
      for i in 0..<pool.count {
        let column =
          pool.nodes[Int(nodes[i])].columns
          + space.column(of: i, boundary, counted: counted, level: level)
        product *= pool.columns[column]
        for k in 0..<crossed {
          crossings[at + k] *= pool.extras[column * pool.width + ExtraColumn.crossings + k]
        }
      }
      products[index] = product
    }
  }
}

extension ChoiceProducts: FlowProducts {
  @inline(__always)
  func product(
    _ index: Int, _ order: LoopOrder, _ nodes: InlineArray<16, Int32>, _ pool: TilePool
  ) -> SIMD8<Double> { products[index] }

  func crossing(
    _ index: Int, array: Int, _ order: LoopOrder, _ nodes: InlineArray<16, Int32>,
    _ pool: TilePool
  ) -> Double { crossings[index * Self.mostCrossings + array] }
}

extension SearchSpace {
  /// Where an operand's column of an item begins within those of a node of a level.
  @inline(__always)
  fileprivate func column(
    of item: Int, _ boundary: Boundary, counted: UInt64, level: Int
  ) -> Int {
    // At most one loop of an item does not index the operand; it decides what is counted.
    let other = itemMasks[item] & ~boundary.relevant
    let stop: Int =
      if level == levels { level } else if other == 0 { 0 } else {
        Int((counted >> (UInt64(slot[other.trailingZeroBitCount]) * 4)) & 15)
      }
    return boundary.operand * (level + 1) + stop
  }
}
