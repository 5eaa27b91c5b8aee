// SPDX-License-Identifier: Apache-2.0

/// The products over all items but the last one, which the combinations of one level that differ in it alone share.
///
/// What rests and what counts depend on which loops run at the level, of all items: so products are kept for two kinds of
/// last tiles, those whose loops do not run here and those whose loops do, and for each order.
struct ScanPrefix: ~Copyable {
  private static let operands = 3
  /// Kinds of the last item's tiles times orders.
  private static let variants = 2 * LoopOrder.count

  /// How many items it is about: all but one, or none.
  private var count = 0
  private var nodes = InlineArray<16, Int32>(repeating: 0)
  /// Loops that run at the level, those that run above it as well, and steps, of these items.
  private(set) var flags: UInt64 = 0
  private(set) var moved: UInt64 = 0
  private(set) var steps = 1.0
  /// The loops of the last item for which each kind was counted, and for which orders, as bits.
  private var loops = InlineArray<2, UInt64>(repeating: 0)
  private var known = InlineArray<2, UInt8>(repeating: 0)
  /// Of each variant and flow: the products, and where the last item's column begins within its node's.
  private var products: FlatTable<SIMD8<Double>>
  private var columns: FlatTable<Int>
  /// Of each variant and operand: how many levels of each loop count.
  private var stops: FlatTable<UInt64>
  /// Of each variant, flow and array that it crosses before the last one.
  private var crossings: FlatTable<Double>
  private static let mostCrossings = 8

  init() {
    let flows = Self.variants * Self.operands
    products = FlatTable(flows, of: SIMD8(repeating: 1))
    columns = FlatTable(flows, of: 0)
    stops = FlatTable(flows, of: 0)
    crossings = FlatTable(flows * Self.mostCrossings, of: 1)
  }

  /// Begins with all items but the last of some nodes.
  mutating func begin(
    _ chosen: InlineArray<16, Int32>, level: Int, _ space: SearchSpace, _ pool: TilePool
  ) {
    count = max(0, pool.count - 1)
    nodes = chosen
    (flags, moved, steps) = (0, 0, 1)
    known = [0, 0]
    for i in 0..<count {
      let node = Int(nodes[i])
      flags |= pool.nodes[node].flags
      moved |= pool.nodes[node].moved
      steps *= pool.nodes[node].steps
    }
  }

  /// The variant of an order in which these loops of the last item run here; counts it if it is not known.
  @inline(__always)
  mutating func variant(
    _ order: LoopOrder, loops last: UInt64, level: Int, before: InlineArray<3, UInt64>,
    _ space: SearchSpace, _ pool: TilePool
  ) -> Int {
    let kind = last == 0 ? 0 : 1
    if loops[kind] != last {
      loops[kind] = last
      known[kind] = 0
    }
    let variant = kind * LoopOrder.count + order.index
    if known[kind] >> UInt8(order.index) & 1 == 0 {
      known[kind] |= 1 << UInt8(order.index)
      count(variant, order, flags: flags | last, level: level, before, space, pool)
    }
    return variant
  }

  /// How many levels of each loop count for an operand, after this level.
  @inline(__always)
  func stops(_ variant: Int, _ operand: Int) -> UInt64 { stops[variant * Self.operands + operand] }

  private mutating func count(
    _ variant: Int, _ order: LoopOrder, flags: UInt64, level: Int,
    _ before: InlineArray<3, UInt64>, _ space: SearchSpace, _ pool: TilePool
  ) {
    for o in 0..<Self.operands {
      stops[variant * Self.operands + o] = space.stops(
        before[o], of: o, flags: flags, order, level: level)
    }
    for (index, boundary) in space.boundaries[level].enumerated() {
      let at = variant * Self.operands + index
      let counted = stops[variant * Self.operands + boundary.operand]
      var product = SIMD8<Double>(repeating: 1)
      let crossed = boundary.hasWires ? max(0, boundary.arrays - 1) : 0
      for k in 0..<crossed { crossings[at * Self.mostCrossings + k] = 1 }
      for i in 0..<count {
        let column =
          pool.nodes[Int(nodes[i])].columns
          + space.column(of: i, boundary, counted: counted, level: level)
        product *= pool.columns[column]
        for k in 0..<crossed {
          crossings[at * Self.mostCrossings + k] *=
            pool.extras[column * pool.width + ExtraColumn.crossings + k]
        }
      }
      products[at] = product
      if pool.count > 0 {
        columns[at] = space.column(of: count, boundary, counted: counted, level: level)
      }
    }
  }
}

extension ScanPrefix: FlowProducts {
  @inline(__always)
  func product(
    _ variant: Int, _ index: Int, _ nodes: InlineArray<16, Int32>, _ pool: TilePool
  ) -> SIMD8<Double> {
    let at = variant * Self.operands + index
    guard pool.count > 0 else { return products[at] }
    return products[at] * pool.columns[pool.nodes[Int(nodes[count])].columns + columns[at]]
  }

  func crossing(
    _ variant: Int, _ index: Int, array: Int, _ nodes: InlineArray<16, Int32>, _ pool: TilePool
  ) -> Double {
    let at = variant * Self.operands + index
    let first = crossings[at * Self.mostCrossings + array]
    guard pool.count > 0 else { return first }
    let column = pool.nodes[Int(nodes[count])].columns + columns[at]
    return first * pool.extras[column * pool.width + ExtraColumn.crossings + array]
  }
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
