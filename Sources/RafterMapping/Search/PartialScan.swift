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

  private var level = 0
  private var count = 0
  /// Of each depth: products of what is chosen.
  private var products = Self.room(SIMD8<Double>(repeating: 1), depths: stride)
  /// Of each depth: the least products of what is not.
  private var least = Self.room(SIMD8<Double>(repeating: 1), depths: stride)
  private var flags = Self.room(UInt64(0), depths: 1)
  private var steps = Self.room(1.0, depths: 1)
  private var leastSteps = Self.room(1.0, depths: 1)
  /// Of item, way and operand: the column that counts.
  private var stops = Self.room(0, depths: stride)

  /// Room for all items and one more, made once: scans are many and mostly small.
  private static func room<Value>(_ value: Value, depths: Int) -> [Value] {
    Array(repeating: value, count: 17 * depths)
  }

  /// Begins with nothing chosen.
  ///
  /// - Parameter parents: for each item the node whose children are chosen from.
  mutating func start(
    level: Int, account: borrowing Account, parents: InlineArray<16, Int32>, space: SearchSpace,
    pool: TilePool
  ) {
    self.level = level
    count = pool.count
    flags[0] = 0
    steps[0] = 1
    leastSteps[count] = 1
    for k in 0..<Self.stride {
      products[k] = SIMD8(repeating: 1)
      least[count * Self.stride + k] = SIMD8(repeating: 1)
    }
    var i = count
    while i > 0 {
      i -= 1
      let parent = Int(parents[i])
      leastSteps[i] = leastSteps[i + 1] * pool.nodes[parent].leastSteps
      for o in 0..<3 {
        let other = space.itemMasks[i] & ~space.relevant[o]
        var (counted, all) = (0, 0)
        if level == space.levels {
          (counted, all) = (level, level)
        } else if other != 0 {
          let slot = UInt64(space.slot[other.trailingZeroBitCount]) * 4
          (counted, all) = (Int((account.stops[o] >> slot) & 15), level - 1)
        }
        stops[i * Self.stride + o] = counted
        stops[i * Self.stride + 3 + o] = all
        let at = i * Self.stride + o
        let first = pool.leastColumn(pool.nodes[parent], operand: o, stop: 0)
        least[at] = least[at + Self.stride] * pool.least[first + counted]
        least[at + 3] = least[at + 3 + Self.stride] * pool.least[first + all]
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
      let start = pool.column(pool.nodes[node], operand: k % 3, stop: stops[i * Self.stride + k])
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
