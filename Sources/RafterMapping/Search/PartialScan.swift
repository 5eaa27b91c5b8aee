// SPDX-License-Identifier: Apache-2.0
import RafterHardware
import RafterWorkload

/// What the first items of a level, with their tiles chosen, cost at least, whatever the others choose.
///
/// Every number of a flow is a product over items, so that of the items not chosen yet is at least the
/// product of their least factors. Loops out here that do not index an operand count only where a loop that
/// does runs below them: until one is chosen at this level, only those counted further out do.
struct PartialScan: ~Copyable {
  /// Which loops count, of those that do not index an operand.
  private enum Way {
    /// Those of the memories further out as far as they count there, since no loop that indexes it runs here.
    static let before = 0
    /// All of the memories further out, and none that runs here: it stays.
    static let above = 1
    /// Those that run here as well: another operand stays.
    static let here = 2
    static let count = 3
  }

  private static let operands = 3
  /// Columns of one depth: of each way of counting those of each operand.
  private static let stride = Way.count * operands

  private var level = 0
  /// How many items there are.
  private(set) var count = 0
  private var boundaries: [SearchSpace.Boundary] = []
  /// Of each depth: products of what is chosen.
  private var products = Self.room(SIMD8<Double>(repeating: 1), depths: stride)
  /// Of each depth: the least products of what is not; nobody asks for those of the last way.
  private var least = Self.room(SIMD8<Double>(repeating: 1), depths: stride)
  /// Of each depth and operand: the tile so far, and the least of what is not chosen.
  private var tiles = Self.room(1.0, depths: operands)
  private var leastTiles = Self.room(1.0, depths: operands)
  private var flags = Self.room(UInt64(0), depths: 1)
  private var moved = Self.room(UInt64(0), depths: 1)
  private var steps = Self.room(1.0, depths: 1)
  private var leastSteps = Self.room(1.0, depths: 1)
  /// Of item, way and operand: where the column that counts is among those of a node.
  private var columns = Self.room(0, depths: stride)

  /// Room for all items and one more, made once: scans are many and mostly small.
  private static func room<Value>(_ value: Value, depths: Int) -> FlatTable<Value> {
    FlatTable(17 * depths, of: value)
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
    boundaries = space.boundaries[level]
    flags[0] = 0
    moved[0] = 0
    steps[0] = 1
    leastSteps[count] = 1
    for k in 0..<Self.stride { products[k] = SIMD8(repeating: 1) }
    for k in 0..<(Way.here * Self.operands) {
      least[count * Self.stride + k] = SIMD8(repeating: 1)
    }
    for o in 0..<Self.operands {
      tiles[o] = 1
      leastTiles[count * Self.operands + o] = 1
    }
    var i = count
    while i > 0 {
      i -= 1
      let parent = pool.nodes[Int(parents[i])]
      leastSteps[i] = leastSteps[i + 1] * parent.leastSteps
      for o in 0..<Self.operands {
        let other = space.itemMasks[i] & ~space.relevant[o]
        var stops = (before: 0, above: 0, here: 0)
        if level == space.levels {
          stops = (level, level, level)
        } else if other != 0 {
          let slot = UInt64(space.slot[other.trailingZeroBitCount]) * 4
          stops = (Int((account.stops[o] >> slot) & 15), level - 1, level)
        }
        let at = i * Self.stride + o
        // Columns of a node of this level; those of its parent's least ones are as many.
        let first = o * (level + 1)
        columns[at] = first + stops.before
        columns[at + Way.above * Self.operands] = first + stops.above
        columns[at + Way.here * Self.operands] = first + stops.here
        let from = parent.least + first
        least[at] = least[at + Self.stride] * pool.least[from + stops.before]
        let above = at + Way.above * Self.operands
        least[above] = least[above + Self.stride] * pool.least[from + stops.above]
        leastTiles[i * Self.operands + o] = least[at][FlowColumn.tile]
      }
    }
  }

  /// Chooses the node of an item, as far as its tiles; where they fit and others follow, ``count(_:at:_:)`` has to.
  @inline(__always)
  mutating func choose(_ node: Int, at i: Int, _ pool: TilePool) {
    let chosen = pool.nodes[node]
    flags[i + 1] = flags[i] | chosen.flags
    moved[i + 1] = moved[i] | chosen.moved
    steps[i + 1] = steps[i] * chosen.steps
    for o in 0..<Self.operands {
      let column = pool.columns[chosen.columns + columns[i * Self.stride + o]]
      tiles[(i + 1) * Self.operands + o] =
        tiles[i * Self.operands + o] * column[FlowColumn.tile]
    }
  }

  /// Counts the chosen node of an item that others follow; those of the last one are counted as they are asked for.
  @inline(__always)
  mutating func count(_ node: Int, at i: Int, _ pool: TilePool) {
    let start = pool.nodes[node].columns
    let from = i * Self.stride
    let all = pool.columns.span
    for k in from..<(from + Self.stride) {
      products[k + Self.stride] = products[k] * all[start + columns[k]]
    }
  }

  /// The least tile of an operand.
  @inline(__always)
  func tile(_ operand: Int, after i: Int) -> Double {
    let at = (i + 1) * Self.operands + operand
    return tiles[at] * leastTiles[at]
  }

  /// The loops that run at the level, of all items.
  @inline(__always)
  var allFlags: UInt64 { flags[count] }

  /// The loops that run at the level or further out, of all items.
  @inline(__always)
  var allMoved: UInt64 { moved[count] }

  /// The steps of all items.
  @inline(__always)
  var allSteps: Double { steps[count] }

  /// Whether the numbers of all items in an order are those of ``product(_:_:last:_:)``.
  ///
  /// Where a loop rests under one operand alone, it runs around the tiles of the others: all of theirs count. Where none
  /// rests under the one that stays, all orders are one only if none rests under another.
  @inline(__always)
  func isExact(_ order: LoopOrder, _ space: SearchSpace) -> Bool {
    guard space.restsOnce else { return false }
    let running = flags[count]
    return running & ~space.relevant[order.stays] != 0
      || running & ~(space.relevant[0] & space.relevant[1] & space.relevant[2]) == 0
  }

  /// How the loops count for a flow of all items while an operand stays.
  @inline(__always)
  private func way(
    _ boundary: SearchSpace.Boundary, staying operand: Int, isExact: Bool
  ) -> Int {
    if flags[count] & boundary.relevant == 0 { return Way.before }
    return boundary.operand == operand || !isExact ? Way.above : Way.here
  }

  /// Where an item's column is among those of its node.
  @inline(__always)
  private func place(_ item: Int, _ way: Int, _ operand: Int) -> Int {
    item * Self.stride + way * Self.operands + operand
  }

  /// The numbers of a flow of all items; those of the last one are read here.
  @inline(__always)
  private func product(
    _ way: Int, _ operand: Int, last node: Int, _ pool: TilePool
  ) -> SIMD8<Double> {
    let at = place(count - 1, way, operand)
    return products[at] * pool.columns[pool.nodes[node].columns + columns[at]]
  }

  /// The least score of all mappings that choose these nodes.
  ///
  /// - Parameter delta: what the level adds; empty before, and used up afterwards.
  @inline(__always)
  func bound(
    after i: Int, _ base: borrowing ScanBase, _ delta: inout Account, fill: Double,
    _ space: SearchSpace
  ) -> Score {
    let running = flags[i + 1]
    for boundary in boundaries {
      let way = running & boundary.relevant == 0 ? Way.before : Way.above
      let at = (i + 1) * Self.stride + way * Self.operands + boundary.operand
      add(products[at] * least[at], boundary, base, &delta, space)
      // What begins at zero further in is not known before all are chosen.
      if boundary.operand == Operand.outputs.index { delta.sums.begun = .infinity }
    }
    return space.score(base, delta, steps: steps[i + 1] * leastSteps[i + 1], fill: fill)
  }

  /// The least score of all mappings that choose these nodes of all items in an order.
  ///
  /// It leaves out what transfers are rounded up to, wires, and what flows in further in.
  ///
  /// - Parameters:
  ///   - node: that of the last item.
  ///   - delta: what the level adds; empty before, and used up afterwards.
  @inline(__always)
  func bound(
    _ order: LoopOrder, last node: Int, _ base: borrowing ScanBase, _ delta: inout Account,
    fill: Double, _ space: SearchSpace, _ pool: TilePool
  ) -> Score {
    let operand = order.stays
    let isExact = isExact(order, space)
    for boundary in boundaries {
      let o = boundary.operand
      let way = way(boundary, staying: operand, isExact: isExact)
      let numbers = product(way, o, last: node, pool)
      add(numbers, boundary, base, &delta, space)
      guard o == Operand.outputs.index else { continue }
      let filled = larger(0, numbers[FlowColumn.sums] - base.sums.begun)
      delta.sums.begun =
        isExact || way == Way.before || o == operand
        ? numbers[FlowColumn.received] - filled : .infinity
    }
    let score = space.score(base, flowsInto: level, delta, steps: steps[count], fill: fill)
    // Sums in another order may differ in their last digits.
    let least = 1 - Score.roundOff
    return Score(latency: score.latency * least, energy: score.energy * least)
  }

  /// Adds what a flow of at least so many elements moves at least.
  @inline(__always)
  private func add(
    _ numbers: SIMD8<Double>, _ boundary: SearchSpace.Boundary, _ base: borrowing ScanBase,
    _ delta: inout Account, _ space: SearchSpace
  ) {
    let o = boundary.operand
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
      return
    }
    let narrow = min(width.bits, width.wide)
    let read = larger(0, sent - base.sums.begun)
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
      let left = width.elements * narrow + larger(0, received - width.elements) * width.wide
      space.postLeast(
        left, busiest: left * (receivedBusiest / received), edge: 0, o, .toMemory, at: level,
        to: &delta)
    }
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

extension PartialScan: FlowProducts {
  @inline(__always)
  func product(
    _ index: Int, _ order: LoopOrder, _ nodes: InlineArray<16, Int32>, _ pool: TilePool
  ) -> SIMD8<Double> {
    let boundary = boundaries[index]
    let way = way(boundary, staying: order.stays, isExact: true)
    return product(way, boundary.operand, last: Int(nodes[count - 1]), pool)
  }

  func crossing(
    _ index: Int, array: Int, _ order: LoopOrder, _ nodes: InlineArray<16, Int32>,
    _ pool: TilePool
  ) -> Double {
    let boundary = boundaries[index]
    let way = way(boundary, staying: order.stays, isExact: true)
    var crossing = 1.0
    for i in 0..<count {
      let column =
        pool.nodes[Int(nodes[i])].columns + columns[place(i, way, boundary.operand)]
      crossing *= pool.extras[column * pool.width + ExtraColumn.crossings + array]
    }
    return crossing
  }
}
