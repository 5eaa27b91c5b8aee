// SPDX-License-Identifier: Apache-2.0
import RafterHardware
import RafterWorkload

/// The operands that pass a memory's border, and the ports that they share.
///
/// The loop over time that runs innermost outside a memory indexes all operands but at most one, the one that
/// stays. So every loop outside that does not index one of the others brings that one again: with tiles of `t`
/// iterations of a loop of `L`, an operand x of `E` elements crosses at least `E * prod(L / t)` times, the product over
/// the loops that do not index it. For two operands x and y the tiles in this product index the third, which stays:
///
///     X * Y >= E_x * prod(L) * E_y * prod(L) / (R * capacity for the third operand)
///
/// where R counts how often sliding windows use an input [Smith et al., arXiv 1702.02017; rooflines 2.3]. Traffic on one
/// port is `a * X + b * Y`, least where both parts are equal.
struct TileBorder: Sendable {
  /// For each operand the memory it comes from and the one it is filled into, this or one further in; -1 where none is.
  var outer: InlineArray<3, Int8> = [-1, -1, -1]
  var inner: InlineArray<3, Int8> = [-1, -1, -1]
  /// A bit for each operand that is filled into this memory itself.
  var filled: UInt8 = 0
  /// Ports that carry at least two of them: six at most, since operands take four directions each.
  private(set) var places = InlineArray<6, Place>(repeating: Place(place: -1, memory: -1))
  private(set) var placeCount = 0

  /// A port of flat tables and its memory.
  struct Place: Sendable {
    var place: Int
    var memory: Int
  }

  /// Where no two operands pass.
  static let none = TileBorder()

  mutating func append(_ place: Place) {
    places[placeCount] = place
    placeCount += 1
  }

  /// A bit for each operand and memory that it is filled into.
  var flows: UInt32 {
    var bits: UInt32 = 0
    for o in 0..<3 where inner[o] >= 0 { bits |= 1 << UInt32(o * 8 + Int(inner[o])) }
    return bits
  }
}

extension SearchSpace {
  /// The borders of all levels; empty ones where the bound says nothing.
  static func borders(
    chains: [[Int]], levels: Int, links: [Link], nest: NestShape, active: [Int]
  ) -> [TileBorder] {
    // Loops that index one operand alone would count twice.
    let isRegular = active.allSatisfy { d in
      nest.operands.count { $0.relevant & (1 << UInt64(d)) != 0 } >= 2
    }
    return (0...levels).map { level in
      guard isRegular, level > 0, level < levels else { return .none }
      var border = TileBorder()
      for o in 0..<3 {
        guard let i = chains[o].firstIndex(where: { $0 >= level }), i > 0 else { continue }
        border.outer[o] = Int8(chains[o][i - 1])
        border.inner[o] = Int8(chains[o][i])
        if chains[o][i] == level { border.filled |= 1 << UInt8(o) }
      }
      guard border.filled != 0, (0..<3).count(where: { border.inner[$0] >= 0 }) > 1 else {
        return .none
      }
      for memory in 0..<levels {
        var users: [Int: Set<Int>] = [:]
        for o in 0..<3 {
          for direction in 0..<4 {
            let isOuter = direction < 2
            guard memory == Int(isOuter ? border.outer[o] : border.inner[o]) else { continue }
            let place = links[memory * 12 + o * 4 + direction].place
            if place >= 0 { users[place, default: []].insert(o) }
          }
        }
        for place in users.keys.sorted() where users[place, default: []].count > 1 {
          border.append(TileBorder.Place(place: place, memory: memory))
        }
      }
      return border
    }
  }

  /// How often an input that lies in a memory is used at most by the tiles of sliding loops, beyond once for each of
  /// the other loops.
  static func tileReuse(_ nest: NestShape) -> Double {
    nest.operands[Operand.inputs.index].axes.reduce(nest.windowReuse) { reuse, axis in
      guard axis.isCut else { return reuse }
      // Iterations on padding need no index: a tile of `s` indices may have `s` and all of the padding.
      let reach = axis.terms.reduce(0) { $0 + $1.stride * (nest.bounds[$1.dimension] - 1) }
      let outside = max(0, -axis.offset) + max(0, axis.offset + reach + 1 - axis.extent)
      return reuse * Double(1 + outside)
    }
  }

  /// What one instance of each memory holds of each operand at most, of `operand * levels + memory`.
  static func holdings(
    _ nest: NestShape, rooms: [Room], instances: [Double], chains: [[Int]]
  ) -> [Holding] {
    (0..<3).flatMap { o in
      rooms.indices.map { memory in
        let room = rooms[memory]
        let own = o == 0 ? room.weights : o == 1 ? room.inputs : room.outputs
        let bits = own < 0 ? room.shared : own
        let whole = nest.operands[o].elements / instances[memory]
        func held(_ width: Double) -> Double {
          // A double-buffered memory keeps two of what is replaced, and what fits in whole need not be.
          bits / width / (room.isDouble && whole * width > bits ? 2 : 1)
        }
        let width = nest.operands[o].bits
        guard o == Operand.outputs.index else { return Holding(finished: held(width)) }
        var holding = Holding(finished: held(min(width, nest.accumulateBits)))
        holding.sums = held(nest.accumulateBits)
        if let i = chains[o].firstIndex(of: memory), i + 1 < chains[o].count {
          holding.next = chains[o][i + 1]
        }
        return holding
      }
    }
  }

  /// Elements of an operand that one instance of a memory holds at most while they are replaced.
  ///
  /// Sums that stay while loops outside add to them lie there at accumulate bits, unless the next memory further in
  /// holds as many; where they do not stay, they may have been finished further in.
  @inline(__always)
  private func capacity(
    _ o: Int, at memory: Int, _ parts: borrowing PartCounts, stays: Bool
  ) -> Double {
    let holding = holdings[o * levels + memory]
    guard o == Operand.outputs.index, stays else { return holding.finished }
    // From the innermost memory of sums outwards.
    var chain = InlineArray<8, Int>(repeating: 0)
    var count = 0
    var next = memory
    while next >= 0 {
      chain[count] = next
      count += 1
      next = holdings[o * levels + next].next
    }
    var most = holdings[o * levels + chain[count - 1]].sums
    while count > 1 {
      count -= 1
      let here = holdings[o * levels + chain[count - 1]]
      let further = most * parts.indexing(o, from: chain[count - 1], to: chain[count])
      most = max(here.sums, min(here.finished, further))
    }
    return most
  }

  /// Adds what crosses the border of a level at least beyond what is counted already.
  ///
  /// A flow crosses the borders of all memories that it passes by; it counts at the outermost of them that adds anything.
  func raise(
    _ left: inout Remaining, _ level: Int, _ spatial: SpatialChoice, _ parts: borrowing PartCounts
  ) {
    let border = borders[level]
    guard border.filled != 0 else { return }
    let flows = border.flows
    var crossing = BorderCrossing()
    var isRead = false
    for o in 0..<3 where border.inner[o] >= 0 {
      let outer = Int(border.outer[o])
      let inner = Int(border.inner[o])
      let copies = copies(o, from: outer, into: inner, spatial)
      crossing.every[o] = everyPass[o]
      crossing.united[o] = parts.united(o, from: outer, to: level)
      crossing.sent[o] = elements[o] * copies.sent
      crossing.received[o] = elements[o] * copies.received
      let reuse = o == Operand.inputs.index ? tileReuse : 1
      // What stays in a memory further in bounds the tile here, unless a loop runs in between.
      let between = inner == level ? 1 : parts.indexing(o, from: level, to: inner)
      crossing.staying[o] = capacity(o, at: inner, parts, stays: true) * between * reuse
      if inner == level {
        crossing.held[o] = capacity(o, at: inner, parts, stays: false) * reuse
      }
      if o == Operand.outputs.index {
        // Sums that begin at zero in parts further out are not read.
        isRead = parts.besides(o, from: -1, to: inner) == 1
      }
    }
    if flows & left.raisedFlows == 0 {
      var joule: InlineArray<3, Double> = [0, 0, 0]
      for o in 0..<3 where border.inner[o] >= 0 {
        joule[o] = energyOfPass(
          o, from: Int(border.outer[o]), to: Int(border.inner[o]), isRead: isRead,
          isShared: crossing.sent[o] < crossing.received[o])
      }
      let extra = crossing.least(joule, isInner: false)
      if extra > 0 {
        left.energy += extra
        left.raisedEnergy += extra
        left.raisedFlows |= flows
      }
    }
    for p in 0..<border.placeCount {
      let place = border.places[p]
      guard flows & left.ports[place.place].flows == 0 else { continue }
      var cycles: InlineArray<3, Double> = [0, 0, 0]
      var isInner = false
      for o in 0..<3 {
        if Int(border.outer[o]) == place.memory {
          cycles[o] = cyclesOfPass(o, 0, place, isRead: isRead)
        } else if Int(border.inner[o]) == place.memory {
          cycles[o] = cyclesOfPass(o, 2, place, isRead: isRead)
          isInner = true
        }
      }
      let extra = crossing.least(cycles, isInner: isInner) / left.used[place.memory]
      if extra > 0 {
        left.ports[place.place].sum.cycles += extra
        left.ports[place.place].raised += extra
        left.ports[place.place].flows |= flows
      }
    }
  }

  /// Joule for an element of an operand to go from one memory to another, once more.
  ///
  /// - Parameter isShared: whether one transfer serves several parts, of which each may have been counted with its own.
  private func energyOfPass(
    _ o: Int, from outer: Int, to inner: Int, isRead: Bool, isShared: Bool
  ) -> Double {
    let there = outer * 12 + o * 4
    let here = inner * 12 + o * 4
    func energy(_ outside: Int, _ inside: Int) -> Double {
      links[outside].energyPerBit + (isShared ? 0 : links[inside].energyPerBit)
    }
    guard o == Operand.outputs.index else {
      return nest.operands[o].bits * energy(there, here + 3)
    }
    return nest.accumulateBits
      * (energy(there + 1, here + 2) + (isRead ? energy(there, here + 3) : 0))
  }

  /// Cycles that the same takes on a port of one of the two memories.
  ///
  /// - Parameter first: the first of the two directions: 0 towards the arithmetic, 2 towards the outermost memory.
  private func cyclesOfPass(
    _ o: Int, _ first: Int, _ place: TileBorder.Place, isRead: Bool
  ) -> Double {
    let start = place.memory * 12 + o * 4 + first
    func cycles(_ link: Link) -> Double { link.place == place.place ? link.cyclesPerBit : 0 }
    let inwards = cycles(links[first == 0 ? start : start + 1])
    let outwards = cycles(links[first == 0 ? start + 1 : start])
    guard o == Operand.outputs.index else { return nest.operands[o].bits * inwards }
    return nest.accumulateBits * (outwards + (isRead ? inwards : 0))
  }
}

/// The numbers of the operands that cross a border.
struct BorderCrossing {
  /// Elements if every loop that does not index the operand brings it again, a tile of one iteration at a time.
  var every: InlineArray<3, Double> = [0, 0, 0]
  /// Parts that one transfer serves.
  var united: InlineArray<3, Double> = [1, 1, 1]
  /// Elements that are counted already, at the outer and at the inner memory.
  var sent: InlineArray<3, Double> = [0, 0, 0]
  var received: InlineArray<3, Double> = [0, 0, 0]
  /// The largest tile while it stays, here or further in; 0 where it lies nowhere.
  var staying: InlineArray<3, Double> = [0, 0, 0]
  /// The largest tile of what is filled into this memory; 0 of the others.
  var held: InlineArray<3, Double> = [0, 0, 0]

  /// The least cost beyond what is counted, whichever operand stays.
  ///
  /// - Parameters:
  ///   - cost: of an element of each operand.
  ///   - isInner: whether it is what the inner memories receive that has a cost.
  func least(_ cost: InlineArray<3, Double>, isInner: Bool) -> Double {
    // If none stays, all three are brought again.
    var all = 0.0
    var alone: InlineArray<3, Double> = [0, 0, 0]
    for o in 0..<3 where held[o] > 0 {
      alone[o] = pair(without: o, held[o], cost, isInner)
      all = max(all, alone[o])
    }
    var least = Double.infinity
    for o in 0..<3 {
      let one =
        staying[o] == held[o]
        ? alone[o] : staying[o] > 0 ? pair(without: o, staying[o], cost, isInner) : 0
      // What stays further in need not: a loop that indexes it may run in between.
      least = min(least, held[o] > 0 ? one : min(one, all))
    }
    return least
  }

  /// The least cost of two operands beyond what is counted, if the tile of the third has at most so many elements.
  private func pair(
    without third: Int, _ capacity: Double, _ cost: InlineArray<3, Double>, _ isInner: Bool
  ) -> Double {
    let x = third == 0 ? 1 : 0
    let y = third == 2 ? 1 : 2
    guard cost[x] > 0, cost[y] > 0, capacity < .infinity else { return 0 }
    let (leastX, leastY) = isInner ? (received[x], received[y]) : (sent[x], sent[y])
    let every = isInner ? every[x] * every[y] : every[x] / united[x] * (every[y] / united[y])
    let product = every / capacity
    // What moves anyway is enough.
    guard product > leastX * leastY else { return 0 }
    // Least where both cost the same, unless one has to move more often.
    var a = (product * cost[y] / cost[x]).squareRoot()
    var b = (product * cost[x] / cost[y]).squareRoot()
    if a < leastX {
      a = leastX
      b = max(leastY, product / a)
    } else if b < leastY {
      b = leastY
      a = max(leastX, product / b)
    }
    return max(0, cost[x] * (a - leastX) + cost[y] * (b - leastY))
  }
}
