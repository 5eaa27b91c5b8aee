// SPDX-License-Identifier: Apache-2.0
import RafterHardware
import RafterWorkload

/// What the first items of a level, with their tiles chosen, cost at least, whatever the others choose.
///
/// Every number of a flow is a product over items, so that of the items not chosen yet is at least the
/// product of their least factors. Loops out here that do not index an operand count only where a loop that
/// does runs below them: until one is chosen at this level, only those counted further out do.
struct PartialScan: ~Copyable {
  /// Columns of one depth: two ways of counting, three operands.
  private static let stride = 2 * 3

  private let level: Int
  private let count: Int
  /// Of each depth: products of what is chosen.
  private var products: [SIMD8<Double>]
  /// Of each depth: the least products of what is not.
  private var least: [SIMD8<Double>]
  private var flags: [UInt64]
  private var steps: [Double]
  private var leastSteps: [Double]
  /// Of item, way and operand: the column that counts.
  private var stops: [Int]

  /// - Parameter parents: for each item the node whose children are chosen from.
  init(
    level: Int, account: borrowing Account, parents: InlineArray<16, Int32>, space: SearchSpace,
    pool: TilePool
  ) {
    self.level = level
    count = pool.count
    products = Array(repeating: SIMD8(repeating: 1), count: (count + 1) * Self.stride)
    least = products
    flags = Array(repeating: 0, count: count + 1)
    steps = Array(repeating: 1, count: count + 1)
    leastSteps = steps
    stops = Array(repeating: 0, count: count * 6)
    for i in 0..<count {
      for o in 0..<3 {
        let other = space.itemMasks[i] & ~space.relevant[o]
        guard other != 0 || level == space.levels else { continue }
        let slot = other == 0 ? 0 : UInt64(space.slot[other.trailingZeroBitCount]) * 4
        stops[i * 6 + o] =
          level == space.levels ? level : Int((account.stops[o] >> slot) & 15)
        stops[i * 6 + 3 + o] = level == space.levels ? level : level - 1
      }
    }
    var i = count
    while i > 0 {
      i -= 1
      let parent = Int(parents[i])
      leastSteps[i] = leastSteps[i + 1] * pool.nodes[parent].leastSteps
      for way in 0..<2 {
        for o in 0..<3 {
          let at = i * Self.stride + way * 3 + o
          let from = pool.leastColumn(
            pool.nodes[parent], operand: o, stop: stops[i * 6 + way * 3 + o])
          least[at] = least[at + Self.stride] * pool.least[from]
        }
      }
    }
  }

  /// Chooses the node of an item.
  @inline(__always)
  mutating func choose(
    _ node: Int, at i: Int, _ space: SearchSpace, _ pool: TilePool
  ) {
    flags[i + 1] = flags[i] | pool.nodes[node].flags
    steps[i + 1] = steps[i] * pool.nodes[node].steps
    for k in 0..<6 {
      let start = pool.column(pool.nodes[node], operand: k % 3, stop: stops[i * 6 + k])
      let from = i * Self.stride + k
      products[from + Self.stride] = products[from] * pool.columns[start]
    }
  }

  /// The least tile of an operand.
  @inline(__always)
  func tile(_ operand: Int, after i: Int) -> Double {
    numbers(operand, 0, after: i)[FlowColumn.tile]
  }

  @inline(__always)
  private func numbers(_ operand: Int, _ way: Int, after i: Int) -> SIMD8<Double> {
    let at = (i + 1) * Self.stride + way * 3 + operand
    return products[at] * least[at]
  }

  /// The least score of all mappings that choose these nodes.
  ///
  /// - Parameter delta: what the level adds; empty before, and used up afterwards.
  @inline(__always)
  func bound(
    after i: Int, _ base: borrowing ScanBase, _ delta: inout Account, fill: Double,
    _ space: SearchSpace
  ) -> Score {
    for boundary in space.boundaries[level] {
      let o = boundary.operand
      let way = flags[i + 1] & boundary.relevant != 0 ? 1 : 0
      let numbers = numbers(o, way, after: i)
      let sent = numbers[FlowColumn.sent]
      let sentBusiest = numbers[FlowColumn.sentBusiest]
      let received = numbers[FlowColumn.received]
      let receivedBusiest = numbers[FlowColumn.receivedBusiest]
      let first = numbers[FlowColumn.first]
      let isLast = level == space.levels
      let width = boundary.width
      if o != Operand.outputs.index {
        space.postLeast(
          sent * width.bits, busiest: sentBusiest * width.bits,
          edge: isLast ? 0 : first * width.bits, o, .toArray, at: boundary.outer, to: &delta)
        if !isLast {
          space.postLeast(
            received * width.bits, busiest: receivedBusiest * width.bits, edge: 0, o, .fromMemory,
            at: level, to: &delta)
        }
        continue
      }
      let narrow = min(width.bits, width.wide)
      let read = max(0, sent - base.sums.begun)
      let filled = base.sums.filled
      let isUnfinished = read > 0 || filled > 0
      let written =
        isLast
        ? sent * (isUnfinished ? width.wide : narrow)
        : width.elements * narrow + (sent - width.elements) * width.wide
      let share = sentBusiest / sent
      space.postLeast(
        written, busiest: written * share, edge: isLast ? 0 : first * narrow, o, .fromArray,
        at: boundary.outer, to: &delta)
      if read > 0 {
        space.postLeast(
          read * width.wide, busiest: read * width.wide * share, edge: 0, o, .toArray,
          at: boundary.outer, to: &delta)
      }
      if !isLast {
        let left = width.elements * narrow + max(0, received - width.elements) * width.wide
        space.postLeast(
          left, busiest: left * (receivedBusiest / received), edge: 0, o, .toMemory, at: level,
          to: &delta)
      }
      // What begins at zero further in is not known before all are chosen.
      delta.sums.begun = .infinity
    }
    return space.score(base, delta, steps: steps[i + 1] * leastSteps[i + 1], fill: fill)
  }
}

extension SearchSpace {
  /// Adds what a transfer moves at least.
  @inline(__always)
  func postLeast(
    _ bits: Double, busiest: Double, edge: Double, _ operand: Int, _ direction: TransferDirection,
    at memory: Int, to account: inout Account
  ) {
    let link = links[memory * 12 + operand * 4 + direction.index]
    if link.place >= 0 {
      account.ports[link.place].cycles += busiest * link.cyclesPerBit
      if operand == Operand.outputs.index {
        account.ports[link.place].last += edge * link.cyclesPerBit
      } else {
        account.ports[link.place].first += edge * link.cyclesPerBit
      }
    }
    account.energy += bits * link.energyPerBit
  }
}
