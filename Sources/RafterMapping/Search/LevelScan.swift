// SPDX-License-Identifier: Apache-2.0
import RafterWorkload

/// All combinations of tiles in one memory: which fit, and what they cost at least.
struct LevelScan: ~Copyable {
  let level: Int
  /// For each item the node whose children are chosen from.
  let parents: InlineArray<16, Int32>
  let remaining: Remaining
  let fill: Double
  /// What is chosen in the memories further out.
  let outer: [LevelChoice]
  let objective: Objective
  /// The best score so far; bounds that do not stay below `factor` of it are dropped.
  var limit: Score?
  var factor = 1.0
  /// Solutions need less energy than this and no more time.
  var cap = Score.unlimited
  /// How many combinations to consider at most, and whether some were not.
  var quota = Int.max
  private(set) var isCut = false
  /// Whether any combination fits.
  private(set) var fitted = false
  private(set) var wasCancelled = false
  /// Combinations after which a cancelled search notices: some milliseconds.
  private static let betweenQuestions = 8192
  private(set) var considered = 0
  private(set) var openBound = Double.infinity
  private(set) var found: [LevelChoice] = []
  /// Whether the memory that outputs come from has room for them at accumulate bits.
  private var hasWideRoom = true
  /// Bits that operands of the same memory hold whose tiles are decided further out.
  private var others = 0.0
  /// What look-ahead finds of flows for which the room further in demands more already.
  private var shadow = Shadow()

  /// Cycles of ports, and joule.
  private struct Shadow: ~Copyable {
    var cycles = InlineArray<24, Double>(repeating: 0)
    var energy = 0.0

    mutating func clear(_ touched: [Int]) {
      energy = 0
      for p in touched { cycles[p] = 0 }
    }
  }

  init(
    level: Int, parents: InlineArray<16, Int32>, remaining: Remaining,
    fill: Double, outer: [LevelChoice], objective: Objective
  ) {
    self.level = level
    self.parents = parents
    self.remaining = remaining
    self.fill = fill
    self.outer = outer
    self.objective = objective
  }

  /// Goes through all combinations, and leaves those that start in a way that cannot beat the best score.
  mutating func run(
    _ account: borrowing Account, _ space: SearchSpace, _ pool: TilePool,
    _ start: inout PartialScan, isCancelled: (@Sendable () -> Bool)?
  ) {
    let count = pool.count
    for boundary in space.boundaries[level]
    where boundary.operand == 2 && boundary.outer != space.outermostOutputs {
      hasWideRoom = holdsWide(boundary.outer, space, pool)
    }
    others = heldFurtherOut(account.wide, space, pool)
    let base = ScanBase(
      account, remaining, touched: space.touched[level], ports: space.portCount)
    var delta = Account(outputs: 0)
    var untilAsked = Self.betweenQuestions
    var chosen = InlineArray<16, Int32>(repeating: 0)
    if count == 0 {
      consider(chosen, base, &delta, space, pool)
      return
    }
    start.start(level: level, account: account, parents: parents, space: space, pool: pool)
    var i = 0
    var next = InlineArray<17, Int>(repeating: 0)
    var end = InlineArray<17, Int>(repeating: 0)
    for item in 0..<count {
      let parent = pool.nodes[Int(parents[item])]
      end[item] = Int(parent.firstChild + parent.childCount)
    }
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
      start.choose(node, at: i, space, pool)
      if level < space.levels {
        guard
          fits(
            level, space, start.tile(0, after: i), start.tile(1, after: i),
            start.tile(2, after: i))
        else { continue }
      }
      if i + 1 == count {
        consider(chosen, base, &delta, space, pool)
        continue
      }
      if let limit {
        considered += 1
        base.clear(&delta)
        let score = start.bound(after: i, base, &delta, fill: fill, space)
        if isHopeless(score, limit) {
          if score.isWithin(cap) { openBound = min(openBound, score.primary(objective)) }
          continue
        }
      }
      i += 1
      next[i] = Int(pool.nodes[Int(parents[i])].firstChild)
    }
  }

  /// Whether nothing with this bound needs to be looked at.
  @inline(__always)
  private func isHopeless(_ score: Score, _ limit: Score) -> Bool {
    if !score.isWithin(cap) { return true }
    return factor < 1
      ? score.primary(objective) >= limit.primary(objective) * factor
      : !score.isBetter(than: limit, objective)
  }

  @inline(__always)
  private func tile(_ node: Int, _ operand: Int, _ pool: TilePool) -> Double {
    pool.columns[
      pool.column(pool.nodes[node], operand: operand, stop: 0)][FlowColumn.tile]
  }

  /// Bounds one combination for every operand that may stay.
  @inline(__always)
  private mutating func consider(
    _ nodes: InlineArray<16, Int32>, _ base: borrowing ScanBase, _ delta: inout Account,
    _ space: SearchSpace, _ pool: TilePool
  ) {
    var flags: UInt64 = 0
    var steps = 1.0
    for i in 0..<pool.count {
      let node = pool.nodes[Int(nodes[i])]
      flags |= node.flags
      steps *= node.steps
    }
    // What rests decides the order. Where nothing rests under an operand, the order is one of the others';
    // the arithmetic keeps nothing, so order is nothing to it.
    let mask = level == space.levels ? 0 : flags
    let resting = (
      mask & ~space.relevant[0], mask & ~space.relevant[1],
      mask & ~space.relevant[2]
    )
    let isAny = resting.0 | resting.1 | resting.2 == 0
    for stays in 0..<3 {
      let isNew =
        switch stays {
        case 0: resting.0 != 0 || isAny
        case 1: resting.1 != 0 && resting.1 != resting.0
        default: resting.2 != 0 && resting.2 != resting.0 && resting.2 != resting.1
        }
      guard space.fixed.stays < 0 ? isNew : stays == space.fixed.stays else { continue }
      considered += 1
      base.clear(&delta)
      guard post(nodes, stays: stays, space, pool, to: &delta) else { continue }
      fitted = true
      let hasShadow = lookAhead(nodes, &delta, space, pool)
      let score = space.score(base, delta, steps: steps, fill: fill)
      if limit.map({ isHopeless(score, $0) }) ?? !score.isWithin(cap) {
        if score.isWithin(cap) { openBound = min(openBound, score.primary(objective)) }
        continue
      }
      var estimate = score
      if hasShadow {
        // Most of what has to come again costs more than the least demand of the room further in.
        addShadow(&delta, space)
        estimate = space.score(base, delta, steps: steps, fill: fill)
      }
      found.append(LevelChoice(nodes: nodes, stays: stays, score: score, estimate: estimate))
    }
  }

  /// The places of what was found, best estimate first.
  func ranking() -> [Int] {
    guard found.count > 1 else { return Array(found.indices) }
    let keys = found.map { ($0.estimate.primary(objective), $0.estimate.secondary(objective)) }
    return found.indices.sorted { a, b in
      (keys[a].0, keys[a].1, a) < (keys[b].0, keys[b].1, b)
    }
  }

  /// Adds the flows into the level to an account; false where a memory is too small.
  func post(
    _ nodes: InlineArray<16, Int32>, stays: Int, _ space: SearchSpace,
    _ pool: TilePool, to account: inout Account
  ) -> Bool {
    var flags: UInt64 = 0
    var moved: UInt64 = 0
    for i in 0..<pool.count {
      let node = pool.nodes[Int(nodes[i])]
      flags |= node.flags
      moved |= node.moved
    }
    let resting = flags & ~space.relevant[stays]
    for o in 0..<3 {
      account.stops[o] = stops(
        account.stops[o], relevant: space.relevant[o], flags: flags,
        resting: resting, space)
    }
    var bits = (0.0, 0.0, 0.0)
    for boundary in space.boundaries[level] {
      let o = boundary.operand
      var flow = Flow(
        operand: o, outer: boundary.outer, inner: level == space.levels ? -1 : level)
      let counted = account.stops[o]
      var product = SIMD8<Double>(repeating: 1)
      for i in 0..<pool.count {
        product *= pool.columns[self.column(nodes[i], i, boundary, counted, space, pool)]
      }
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
          crossings[k] = 1
          for i in 0..<pool.count {
            let column = self.column(nodes[i], i, boundary, counted, space, pool)
            crossings[k] *= pool.extras[column * pool.width + ExtraColumn.crossings + k]
          }
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
      || fitsBits(space.rooms[level], bits.0, bits.1, bits.2, others: others)
  }

  /// Adds what flows into memories further in must cost on account of the loops down to here.
  ///
  /// If a tile of this level does not fit into the next memory of its operand, a loop that indexes it runs
  /// in between, and every step of the other loops out here brings it again. What the room further in demands
  /// of the same flows is counted already: there only what goes beyond it comes on top.
  ///
  /// - Returns: whether anything is added.
  private mutating func lookAhead(
    _ nodes: InlineArray<16, Int32>, _ account: inout Account, _ space: SearchSpace,
    _ pool: TilePool
  ) -> Bool {
    var hasShadow = false
    for pending in space.pending[level] {
      var ahead = 1.0
      var reach = 1.0
      for i in 0..<pool.count {
        let column = pool.column(pool.nodes[Int(nodes[i])], operand: pending.operand, stop: 0)
        ahead *= pool.extras[column * pool.width + ExtraColumn.ahead]
        reach *= pool.extras[column * pool.width + ExtraColumn.reach]
      }
      let isSum = pending.operand == 2
      let bits = pending.width.bits
      let width = isSum ? min(bits, pending.width.wide) : bits
      guard ahead > 1, reach * width > pending.room else { continue }
      if !hasShadow {
        hasShadow = true
        shadow.clear(space.touched[level])
      }
      let elements = pending.width.elements
      let excess = elements * (ahead - 1)
      if isSum {
        let moved = excess * pending.width.wide
        post(moved, pending, 1, at: pending.outer, space, &account)
        post(moved, pending, 2, at: pending.inner, space, &account)
        let read = max(0, elements * ahead - account.sums.begun) * pending.width.wide
        post(read, pending, 0, at: pending.outer, space, &account)
      } else {
        post(excess * bits, pending, 0, at: pending.outer, space, &account)
        post(excess * bits, pending, 3, at: pending.inner, space, &account)
      }
    }
    guard hasShadow else { return false }
    account.energy += max(0, shadow.energy - remaining.raisedEnergy)
    for p in space.touched[level] {
      account.ports[p].cycles += max(0, shadow.cycles[p] - remaining.ports[p].raised)
    }
    return true
  }

  /// Adds what the demand of the room further in covers of it.
  private func addShadow(_ account: inout Account, _ space: SearchSpace) {
    account.energy += min(shadow.energy, remaining.raisedEnergy)
    for p in space.touched[level] {
      account.ports[p].cycles += min(shadow.cycles[p], remaining.ports[p].raised)
    }
  }

  /// Adds bits that move at least: to the account, or to what is compared with the demand of the room further in.
  @inline(__always)
  private mutating func post(
    _ bits: Double, _ pending: SearchSpace.Pending, _ direction: Int, at memory: Int,
    _ space: SearchSpace, _ account: inout Account
  ) {
    let link = space.links[memory * 12 + pending.operand * 4 + direction]
    let flow = UInt32(1) << UInt32(pending.operand * 8 + pending.inner)
    let energy = bits * link.energyPerBit
    if remaining.raisedFlows & flow == 0 {
      account.energy += energy
    } else {
      shadow.energy += energy
    }
    guard link.place >= 0 else { return }
    let cycles = bits / space.instances[memory] * link.cyclesPerBit
    if remaining.ports[link.place].flows & flow == 0 {
      account.ports[link.place].cycles += cycles
    } else {
      shadow.cycles[link.place] += cycles
    }
  }

  /// Where an operand's column of an item begins.
  @inline(__always)
  private func column(
    _ node: Int32, _ item: Int, _ boundary: SearchSpace.Boundary, _ counted: UInt64,
    _ space: SearchSpace, _ pool: TilePool
  ) -> Int {
    // At most one loop of an item does not index the operand; it decides what is counted.
    let other = space.itemMasks[item] & ~boundary.relevant
    let stop: Int =
      if level == space.levels { level } else if other == 0 { 0 } else {
        Int((counted >> (UInt64(space.slot[other.trailingZeroBitCount]) * 4)) & 15)
      }
    return pool.column(pool.nodes[Int(node)], operand: boundary.operand, stop: stop)
  }

  /// The counted levels of all loops, four bits each, after the loops above this level.
  ///
  /// Loops inside the last one that indexes the operand leave its tile where it is.
  @inline(__always)
  private func stops(
    _ before: UInt64, relevant: UInt64, flags: UInt64, resting: UInt64,
    _ space: SearchSpace
  ) -> UInt64 {
    guard flags & relevant != 0 else { return before }
    let lower = resting & relevant
    var counted: UInt64
    if lower != 0 {
      counted = (flags & ~resting) | (resting & (UInt64.max >> UInt64(lower.leadingZeroBitCount)))
    } else {
      let upper = flags & ~resting & relevant
      counted = flags & ~resting & (UInt64.max >> UInt64(upper.leadingZeroBitCount))
    }
    // All loops are counted above the memory further out; these also here.
    var after = space.everySlot &* UInt64(level - 1)
    while counted != 0 {
      after += 1 << (UInt64(space.slot[counted.trailingZeroBitCount]) * 4)
      counted &= counted - 1
    }
    return after
  }

  /// Whether a memory further out has room for its outputs at accumulate bits.
  private func holdsWide(
    _ memory: Int, _ space: SearchSpace, _ pool: TilePool
  ) -> Bool {
    var bits = (0.0, 0.0, 0.0)
    for part in space.siblings[memory] where part < level {
      for boundary in space.boundaries[part] {
        let held = held(boundary, in: part, isWide: true, space, pool)
        switch boundary.operand {
        case 0: bits.0 = held
        case 1: bits.1 = held
        default: bits.2 = held
        }
      }
    }
    return fitsBits(space.rooms[memory], bits.0, bits.1, bits.2)
  }

  /// Bits of an operand's tile in a level further out.
  ///
  /// - Parameter isWide: whether outputs lie there at accumulate bits.
  private func held(
    _ boundary: SearchSpace.Boundary, in part: Int, isWide: Bool, _ space: SearchSpace,
    _ pool: TilePool
  ) -> Double {
    let o = boundary.operand
    var tile = 1.0
    var moved: UInt64 = 0
    for i in 0..<pool.count {
      let node = Int(outer[part - 1].nodes[i])
      tile *= self.tile(node, o, pool)
      moved |= pool.nodes[node].moved
    }
    let isTwice = space.rooms[part].isDouble && moved & boundary.relevant != 0
    return tile * (o == 2 && isWide ? boundary.width.wide : boundary.width.bits)
      * (isTwice ? 2 : 1)
  }

  /// Bits that the other operands of this level's memory share with it, as far as they are decided.
  ///
  /// Sums that become unfinished further in are asked for again there (``holdsWide(_:_:_:)``).
  private func heldFurtherOut(_ wide: UInt16, _ space: SearchSpace, _ pool: TilePool) -> Double {
    guard level < space.levels, space.siblings[level].count > 1 else { return 0 }
    var bits = 0.0
    for part in space.siblings[level] where part < level {
      for boundary in space.boundaries[part]
      where !space.rooms[part].isApart(boundary.operand) {
        bits += held(
          boundary, in: part, isWide: wide >> UInt16(part) & 1 == 1, space, pool)
      }
    }
    return bits
  }

  /// Whether tiles of so many elements may fit, if none is replaced and no sum is unfinished.
  @inline(__always)
  private func fits(
    _ memory: Int, _ space: SearchSpace, _ weights: Double, _ inputs: Double,
    _ outputs: Double
  ) -> Bool {
    var bits = (0.0, 0.0, 0.0)
    for boundary in space.boundaries[memory] {
      switch boundary.operand {
      case 0: bits.0 = weights * boundary.width.bits
      case 1: bits.1 = inputs * boundary.width.bits
      default: bits.2 = outputs * min(boundary.width.bits, boundary.width.wide)
      }
    }
    return fitsBits(space.rooms[memory], bits.0, bits.1, bits.2, others: others)
  }

  /// Whether so many bits of each operand fit.
  @inline(__always)
  private func fitsBits(
    _ room: SearchSpace.Room, _ weights: Double, _ inputs: Double, _ outputs: Double,
    others: Double = 0
  ) -> Bool {
    var shared = others
    if room.weights < 0 { shared += weights } else if weights > room.weights { return false }
    if room.inputs < 0 { shared += inputs } else if inputs > room.inputs { return false }
    if room.outputs < 0 { shared += outputs } else if outputs > room.outputs { return false }
    return shared <= room.shared
  }
}
