// SPDX-License-Identifier: Apache-2.0
import RafterWorkload

/// All combinations of tiles in one memory: which fit, and what they cost at least.
struct LevelScan: ~Copyable {
  let level: Int
  /// For each item the node whose children are chosen from.
  let parents: InlineArray<16, Int32>
  let remaining: Remaining
  let fill: Double
  let objective: Objective
  /// The best score so far; bounds that do not stay below `factor` of it are dropped.
  var limit: Score?
  var factor = 1.0
  /// Solutions need less energy than this and no more time.
  var cap = Score.unlimited
  /// The least bound of what is left out elsewhere: only what is below it has to be known.
  var leftOut = Double.infinity
  /// How many combinations to consider at most, and whether some were not.
  var quota = Int.max
  private(set) var isCut = false
  /// Whether any combination fits.
  private(set) var fitted = false
  private(set) var wasCancelled = false
  /// Combinations after which a cancelled search notices: some milliseconds.
  private static let betweenQuestions = 8192
  /// So many combinations are bounded themselves rather than together.
  private static let fewCombinations = 2
  private(set) var considered = 0
  private(set) var openBound = Double.infinity
  private(set) var found: ScanFindings
  /// Whether the memory that outputs come from has room for them at accumulate bits.
  let hasWideRoom: Bool
  /// Bits that operands of the same memory hold whose tiles are decided further out.
  let others: Double

  /// - Parameters:
  ///   - outer: what is chosen in the memories further out.
  ///   - wide: a bit for each of them that keeps outputs at accumulate bits.
  ///   - found: where to note what is found, with nothing in it.
  init(
    level: Int, parents: InlineArray<16, Int32>, remaining: Remaining,
    fill: Double, outer: [LevelChoice], wide: UInt16, objective: Objective, space: SearchSpace,
    pool: TilePool, found: consuming ScanFindings
  ) {
    self.level = level
    self.parents = parents
    self.remaining = remaining
    self.fill = fill
    self.objective = objective
    self.found = found
    let sums = space.boundaries[level].first { $0.operand == Operand.outputs.index }
    hasWideRoom =
      sums.map {
        $0.outer == space.outermostOutputs || space.holdsWide($0.outer, outer, pool)
      } ?? true
    others = space.heldFurtherOut(level, outer, wide: wide, pool)
  }

  /// Goes through all combinations, and leaves those that start in a way that cannot beat the best score.
  mutating func run(
    _ account: borrowing Account, _ space: SearchSpace, _ pool: TilePool,
    _ room: inout ScanRoom, isCancelled: (@Sendable () -> Bool)?
  ) {
    let count = pool.count
    room.begin(account, remaining, level: level, space)
    defer { found.rank(objective) }
    var untilAsked = Self.betweenQuestions
    var chosen = InlineArray<16, Int32>(repeating: 0)
    var next = InlineArray<17, Int>(repeating: 0)
    var end = InlineArray<17, Int>(repeating: 0)
    // For each item the combinations of those that follow, as far as it matters.
    var rest = InlineArray<17, Int>(repeating: 1)
    for item in (0..<count).reversed() {
      let parent = pool.nodes[Int(parents[item])]
      end[item] = Int(parent.firstChild + parent.childCount)
      chosen[item] = parent.firstChild
      let all = item + 1 < count ? rest[item + 1] * Int(parent.childCount) : Int(parent.childCount)
      rest[item] = min(all, Self.fewCombinations + 1)
    }
    if rest[0] == 1 {
      // One combination, as at the arithmetic.
      considerOnly(chosen, &room, space, pool)
      return
    }
    room.partial.start(level: level, account: account, parents: parents, space: space, pool: pool)
    var i = 0
    next[0] = Int(pool.nodes[Int(parents[0])].firstChild)
    while i >= 0 {
      untilAsked -= 1
      if untilAsked == 0 { untilAsked = Self.betweenQuestions }
      if untilAsked == 1, isCancelled?() == true { wasCancelled = true }
      if considered > quota || wasCancelled {
        isCut = true
        return
      }
      guard next[i] < end[i] else {
        i -= 1
        continue
      }
      let node = next[i]
      next[i] += 1
      chosen[i] = Int32(node)
      room.partial.choose(node, at: i, pool)
      if level < space.levels {
        guard
          space.fits(
            level, room.partial.tile(0, after: i), room.partial.tile(1, after: i),
            room.partial.tile(2, after: i), others: others)
        else { continue }
      }
      if i + 1 == count {
        let orders = promisingOrders(last: node, &room, space, pool)
        if orders.isEmpty { continue }
        consider(chosen, orders, &room, space, pool)
        continue
      }
      room.partial.count(node, at: i, pool)
      if let limit, rest[i + 1] > Self.fewCombinations {
        considered += 1
        room.base.clear(&room.delta)
        let score = room.partial.bound(after: i, room.base, &room.delta, fill: fill, space)
        if isHopeless(score, limit) {
          if score.isWithin(cap) { openBound = min(openBound, score.primary(objective)) }
          continue
        }
      }
      i += 1
      next[i] = Int(pool.nodes[Int(parents[i])].firstChild)
    }
  }

  /// The orders of a combination that are not out by what they move at least, which takes a fraction of counting them.
  @inline(__always)
  private mutating func promisingOrders(
    last node: Int, _ room: inout ScanRoom, _ space: SearchSpace, _ pool: TilePool
  ) -> LoopOrders {
    var orders = space.orders(running: room.partial.allFlags)
    guard let limit else { return orders }
    var promising = LoopOrders.none
    while let order = orders.next() {
      room.base.clear(&room.delta)
      let score = room.partial.bound(
        order, last: node, room.base, &room.delta, fill: fill, space, pool)
      if isOut(score, limit) {
        considered += 1
      } else {
        promising.insert(order)
      }
    }
    return promising
  }

  /// Whether nothing with this bound needs to be looked at or remembered.
  ///
  /// Of what is left out the count says how good it may be, if that is not known to be no news.
  @inline(__always)
  private func isOut(_ score: Score, _ limit: Score) -> Bool {
    isHopeless(score, limit) && (!score.isWithin(cap) || score.primary(objective) >= leftOut)
  }

  /// Whether nothing with this bound needs to be looked at.
  @inline(__always)
  private func isHopeless(_ score: Score, _ limit: Score) -> Bool {
    if !score.isWithin(cap) { return true }
    return factor < 1
      ? score.primary(objective) >= limit.primary(objective) * factor
      : !score.isBetter(than: limit, objective)
  }

  /// Bounds one combination in each of some orders.
  @inline(__always)
  private mutating func consider(
    _ nodes: InlineArray<16, Int32>, _ orders: LoopOrders, _ room: inout ScanRoom,
    _ space: SearchSpace, _ pool: TilePool
  ) {
    var orders = orders
    while let order = orders.next() {
      considered += 1
      room.base.clear(&room.delta)
      let fits =
        room.partial.isExact(order, space)
        ? post(
          nodes, order, room.partial, moved: room.partial.allMoved, space, pool, to: &room.delta)
        : post(nodes, order, &room.counted, space, pool, to: &room.delta)
      if fits { note(nodes, order, room.partial.allSteps, &room, space, pool) }
    }
  }

  /// Bounds the only combination there is in every order.
  private mutating func considerOnly(
    _ nodes: InlineArray<16, Int32>, _ room: inout ScanRoom, _ space: SearchSpace,
    _ pool: TilePool
  ) {
    room.counted.begin(nodes, pool)
    // The arithmetic keeps nothing, so order is nothing to it.
    var orders = space.orders(running: level == space.levels ? 0 : room.counted.flags)
    while let order = orders.next() {
      considered += 1
      room.base.clear(&room.delta)
      if post(begun: nodes, order, &room.counted, space, pool, to: &room.delta) {
        note(nodes, order, room.counted.steps, &room, space, pool)
      }
    }
  }

  /// Notes a combination that fits, if it may be better than the best so far.
  @inline(__always)
  private mutating func note(
    _ nodes: InlineArray<16, Int32>, _ order: LoopOrder, _ steps: Double,
    _ room: inout ScanRoom, _ space: SearchSpace, _ pool: TilePool
  ) {
    fitted = true
    let hasShadow = lookAhead(nodes, &room, space, pool)
    let score = space.score(room.base, room.delta, steps: steps, fill: fill)
    if limit.map({ isHopeless(score, $0) }) ?? !score.isWithin(cap) {
      if score.isWithin(cap) { openBound = min(openBound, score.primary(objective)) }
      return
    }
    var estimate = score
    if hasShadow {
      // Most of what has to come again costs more than the least demand of the room further in.
      addShadow(&room, space)
      estimate = space.score(room.base, room.delta, steps: steps, fill: fill)
    }
    found.append(LevelChoice(nodes: nodes, order: order, score: score, estimate: estimate))
  }

  /// Adds the flows into the level to an account; false where a memory is too small.
  func post(
    _ nodes: InlineArray<16, Int32>, _ order: LoopOrder, _ counted: inout ChoiceProducts,
    _ space: SearchSpace, _ pool: TilePool, to account: inout Account
  ) -> Bool {
    counted.begin(nodes, pool)
    return post(begun: nodes, order, &counted, space, pool, to: &account)
  }

  /// The same of nodes that the products began with.
  private func post(
    begun nodes: InlineArray<16, Int32>, _ order: LoopOrder, _ counted: inout ChoiceProducts,
    _ space: SearchSpace, _ pool: TilePool, to account: inout Account
  ) -> Bool {
    counted.count(nodes, order, level: level, space, pool, for: &account)
    return post(nodes, order, counted, moved: counted.moved, space, pool, to: &account)
  }

  /// The same but for the loops that count.
  ///
  /// - Parameter moved: loops that run at the level or further out.
  @inline(__always)
  private func post<Products: FlowProducts & ~Copyable>(
    _ nodes: InlineArray<16, Int32>, _ order: LoopOrder, _ products: borrowing Products,
    moved: UInt64, _ space: SearchSpace, _ pool: TilePool, to account: inout Account
  ) -> Bool {
    var bits = (0.0, 0.0, 0.0)
    for (index, boundary) in space.boundaries[level].enumerated() {
      let o = boundary.operand
      var flow = Flow(
        operand: o, outer: boundary.outer, inner: level == space.levels ? -1 : level)
      let product = products.product(index, order, nodes, pool)
      flow.sent = product[FlowColumn.sent]
      flow.sentBusiest = product[FlowColumn.sentBusiest]
      flow.received = product[FlowColumn.received]
      flow.receivedBusiest = product[FlowColumn.receivedBusiest]
      flow.tile = product[FlowColumn.tile]
      flow.first = product[FlowColumn.first]
      flow.largest = product[FlowColumn.largest]
      flow.sums = product[FlowColumn.sums]
      flow.isReplaced = moved & boundary.relevant != 0
      var crossings = InlineArray<8, Double>(repeating: flow.received)
      if boundary.hasWires, boundary.arrays > 1 {
        for k in 0..<(boundary.arrays - 1) {
          crossings[k] = products.crossing(index, array: k, order, nodes, pool)
        }
      }
      let isUnfinished = space.add(
        flow, width: boundary.width, hasWires: boundary.hasWires, to: &account,
        crossings: crossings)
      if o == 2, isUnfinished {
        if !hasWideRoom { return false }
        account.wide |= 1 << UInt16(boundary.outer)
      }
      guard level < space.levels else { continue }
      let isTwice = space.rooms[level].isDouble && flow.isReplaced
      let isWide = o == 2 && account.sums.filled > 0
      if isWide { account.wide |= 1 << UInt16(level) }
      let held =
        flow.tile * (isWide ? boundary.width.wide : boundary.width.bits)
        * (isTwice ? 2 : 1)
      switch o {
      case 0: bits.0 = held
      case 1: bits.1 = held
      default: bits.2 = held
      }
    }
    return level == space.levels
      || space.fitsBits(space.rooms[level], bits.0, bits.1, bits.2, others: others)
  }

  /// Adds what flows into memories further in must cost on account of the loops down to here.
  ///
  /// If a tile of this level does not fit into the next memory of its operand, a loop that indexes it runs
  /// in between, and every step of the other loops out here brings it again. What the room further in demands
  /// of the same flows is counted already: there only what goes beyond it comes on top.
  ///
  /// - Returns: whether anything is added.
  private func lookAhead(
    _ nodes: InlineArray<16, Int32>, _ room: inout ScanRoom, _ space: SearchSpace,
    _ pool: TilePool
  ) -> Bool {
    var hasShadow = false
    for pending in space.pending[level] {
      let (ahead, reach) = pool.ahead(nodes, operand: pending.operand)
      let isSum = pending.operand == 2
      let bits = pending.width.bits
      let width = isSum ? min(bits, pending.width.wide) : bits
      guard ahead > 1, reach * width > pending.room else { continue }
      if !hasShadow {
        hasShadow = true
        room.shadow.clear(space.touched[level])
      }
      let elements = pending.width.elements
      let excess = elements * (ahead - 1)
      if isSum {
        let moved = excess * pending.width.wide
        post(moved, pending, 1, at: pending.outer, space, &room)
        post(moved, pending, 2, at: pending.inner, space, &room)
        let read = max(0, elements * ahead - room.delta.sums.begun) * pending.width.wide
        post(read, pending, 0, at: pending.outer, space, &room)
      } else {
        post(excess * bits, pending, 0, at: pending.outer, space, &room)
        post(excess * bits, pending, 3, at: pending.inner, space, &room)
      }
    }
    guard hasShadow else { return false }
    room.delta.energy += max(0, room.shadow.energy - remaining.raisedEnergy)
    for p in space.touched[level] {
      room.delta.ports[p].cycles += max(
        0, room.shadow.ports[p].cycles - remaining.ports[p].raised)
    }
    return true
  }

  /// Adds what the demand of the room further in covers of it.
  private func addShadow(_ room: inout ScanRoom, _ space: SearchSpace) {
    room.delta.energy += min(room.shadow.energy, remaining.raisedEnergy)
    for p in space.touched[level] {
      room.delta.ports[p].cycles += min(room.shadow.ports[p].cycles, remaining.ports[p].raised)
    }
  }

  /// Adds bits that move at least: to what a combination adds, or to what is compared with the demand of the room further in.
  @inline(__always)
  private func post(
    _ bits: Double, _ pending: SearchSpace.Pending, _ direction: Int, at memory: Int,
    _ space: SearchSpace, _ room: inout ScanRoom
  ) {
    let link = space.links[memory * 12 + pending.operand * 4 + direction]
    let flow = UInt32(1) << UInt32(pending.operand * 8 + pending.inner)
    let energy = bits * link.energyPerBit
    if remaining.raisedFlows & flow == 0 {
      room.delta.energy += energy
    } else {
      room.shadow.energy += energy
    }
    guard link.place >= 0 else { return }
    let cycles = bits / space.instances[memory] * link.cyclesPerBit
    if remaining.ports[link.place].flows & flow == 0 {
      room.delta.ports[link.place].cycles += cycles
    } else {
      room.shadow.ports[link.place].cycles += cycles
    }
  }
}
