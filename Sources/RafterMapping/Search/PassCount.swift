// SPDX-License-Identifier: Apache-2.0

/// The order of a spatial choice once one more side is decided: the least that operands' passes through the memories
/// cost, with the copies that are certain (``BranchAndBound/order``).
///
/// Many options are asked of the same side, so what the sides before contribute is counted once.
struct PassCount: ~Copyable {
  /// Elements that cross from one memory to the next, at one of the two.
  private struct Passage {
    var operand: Int
    var memory: Int
    var link: SearchSpace.Link
    /// Bits that move however often elements do, and bits of each time.
    var once: Double
    var each: Double
    /// How often, before the side is decided.
    var times: Double
    /// Whether the side lies on the way.
    var crosses: Bool
    /// Whether what one transfer serves counts once.
    var isSent: Bool
    /// For each loop that does not index the operand, how often the sides before repeat what this one does once, and how
    /// often besides.
    var repeats = InlineArray<16, Double>(repeating: 1)
    var besides = InlineArray<16, Double>(repeating: 0)
  }

  /// Elements that the arithmetic reads or writes.
  private struct Feed {
    var operand: Int
    var memory: Int
    var link: SearchSpace.Link
    var bits: Double
    var isUnited: Bool
    var moved: Double
    /// For each loop how many of its parts one transfer serves.
    var united: InlineArray<16, Int>
    /// Parts that sides not decided yet serve together.
    var later: Double
  }

  private var space: SearchSpace
  private var place: SearchSpace.SidePlace
  private var passages: [Passage] = []
  private var feeds: [Feed] = []
  /// How often sums reach the memory of the arithmetic, where they come from another one.
  private var sums: Passage?
  /// For each memory how many of it have work, before the side is decided.
  private var used = InlineArray<8, Double>(repeating: 1)

  /// Counts nothing yet.
  ///
  /// - Parameter space: a placement with at least one side.
  init(_ space: SearchSpace) {
    self.space = space
    place = space.sides[0]
    passages.reserveCapacity(6 * space.levels)
    feeds.reserveCapacity(3)
  }

  /// Counts what the sides of a choice contribute.
  ///
  /// - Parameter side: an index in `SearchSpace.sides`, the first that the choice leaves open.
  mutating func begin(after choice: SpatialChoice, with side: Int, in space: SearchSpace) {
    self.space = space
    place = space.sides[side]
    passages.removeAll(keepingCapacity: true)
    feeds.removeAll(keepingCapacity: true)
    sums = nil
    used = InlineArray(repeating: 1)
    for memory in 0..<space.levels {
      for i in 0..<Int(choice.before[memory + 1]) { used[memory] *= Double(choice[i].factor) }
      for later in space.sides[(side + 1)...] where later.level <= memory {
        used[memory] *= later.size
      }
    }
    for level in 1..<max(1, space.levels) {
      for boundary in space.boundaries[level] {
        let isSum = boundary.operand == 2
        passages.append(
          passage(boundary, isSum ? 1 : 0, at: boundary.outer, into: level, choice))
        passages.append(passage(boundary, isSum ? 2 : 3, at: level, into: level, choice))
      }
    }
    for boundary in space.boundaries[space.levels] {
      let (operand, outer) = (boundary.operand, boundary.outer)
      let isSum = operand == 2
      var united = InlineArray<16, Int>(repeating: 1)
      for i in Int(choice.before[outer + 1])..<choice.count
      where choice[i].unites & (1 << UInt8(operand)) != 0 {
        united[space.slot[Int(choice[i].dimension)]] *= Int(choice[i].factor)
      }
      var later = 1.0
      for place in space.sides[(side + 1)...]
      where place.level > outer && place.unites & (1 << UInt8(operand)) != 0 {
        later *= place.size
      }
      feeds.append(
        Feed(
          operand: operand, memory: outer,
          link: space.links[outer * 12 + operand * 4 + (isSum ? 1 : 0)],
          bits: isSum ? min(boundary.width.bits, boundary.width.wide) : boundary.width.bits,
          isUnited: place.level > outer && place.unites & (1 << UInt8(operand)) != 0,
          moved: space.read(operand, united: united, later: later), united: united, later: later))
      if isSum, outer >= 1, space.chains[2].count > 1 {
        let chain = space.chains[2]
        var from = boundary
        from.outer = chain[chain.count - 2]
        sums = passage(from, 2, at: outer, into: outer, choice)
      }
    }
  }

  private func passage(
    _ boundary: SearchSpace.Boundary, _ direction: Int, at memory: Int, into level: Int,
    _ choice: SpatialChoice
  ) -> Passage {
    let operand = boundary.operand
    let width = boundary.width
    let isSum = operand == 2
    let bits = isSum ? min(width.bits, width.wide) : width.bits
    let wide = isSum ? width.wide : bits
    let isSent = direction < 2
    var passage = Passage(
      operand: operand, memory: memory, link: space.links[memory * 12 + operand * 4 + direction],
      once: width.elements * (bits - wide), each: width.elements * wide, times: 1,
      crosses: place.level > boundary.outer && place.level <= level, isSent: isSent)
    // From the innermost side outwards, each makes `parts` of what it has: the last one may be short.
    for i in choice.range(from: boundary.outer, to: level).reversed() {
      let unrolling = choice[i]
      let slot = space.slot[Int(unrolling.dimension)]
      guard boundary.relevant & (1 << UInt64(unrolling.dimension)) == 0,
        !isSent || unrolling.unites & (1 << UInt8(operand)) == 0
      else { continue }
      let parts = Copies.leastParts(unrolling.factor)
      passage.besides[slot] = (parts - 1) * passage.besides[slot] + 1
      passage.repeats[slot] *= parts - 1
    }
    for slot in space.active.indices {
      passage.times *= passage.repeats[slot] + passage.besides[slot]
    }
    return passage
  }

  /// How often elements pass, with the side decided.
  @inline(__always)
  private func times(_ passage: borrowing Passage, _ option: borrowing SideOption) -> Double {
    var times = passage.times
    guard passage.crosses else { return times }
    if passage.isSent, place.unites & (1 << UInt8(passage.operand)) != 0 { return times }
    for i in 0..<option.count {
      let unrolling = option[i]
      guard space.relevant[passage.operand] & (1 << UInt64(unrolling.dimension)) == 0 else {
        continue
      }
      let slot = space.slot[Int(unrolling.dimension)]
      let before = passage.repeats[slot] + passage.besides[slot]
      let after =
        passage.repeats[slot] * Copies.leastParts(unrolling.factor) + passage.besides[slot]
      times *= after / before
    }
    return times
  }

  /// The order of the choice with an option.
  func order(_ option: borrowing SideOption, steps: Double, fill: Double) -> Score {
    var parts = 1.0
    for i in 0..<option.count { parts *= Double(option[i].factor) }
    var busy = used
    for memory in 0..<space.levels {
      if place.level <= memory { busy[memory] *= parts }
      busy[memory] = min(busy[memory], space.instances[memory])
    }
    var cycles = InlineArray<24, Double>(repeating: 0)
    var energy = space.computeEnergy
    let passages = passages.span
    for index in passages.indices {
      let bits = passages[index].once + passages[index].each * times(passages[index], option)
      let link = passages[index].link
      energy += bits * link.energyPerBit
      if link.place >= 0 {
        cycles[link.place] += bits / busy[passages[index].memory] * link.cyclesPerBit
      }
    }
    let feeds = feeds.span
    for index in feeds.indices {
      var moved = feeds[index].moved
      let operand = feeds[index].operand
      if feeds[index].isUnited {
        var united = feeds[index].united
        for i in 0..<option.count {
          united[space.slot[Int(option[i].dimension)]] *= Int(option[i].factor)
        }
        moved = space.read(operand, united: united, later: feeds[index].later)
      }
      let bits = moved * feeds[index].bits
      let link = feeds[index].link
      energy += bits * link.energyPerBit
      if link.place >= 0 {
        cycles[link.place] += bits / busy[feeds[index].memory] * link.cyclesPerBit
      }
      if operand == 2 { energy += readEnergy(moved, at: feeds[index].memory, option) }
    }
    var rest = steps / space.rate
    var extra = fill
    for place in space.ports {
      var most = 0.0
      for p in place.start..<(place.start + place.count) { most = max(most, cycles[p]) }
      if place.isOverlapped { rest = max(rest, most) } else { extra += most }
    }
    let latency = extra + rest
    return Score(latency: latency, energy: energy + space.staticEnergy * latency)
  }

  /// Joule of reading sums before they are added to: all but those that begin there.
  private func readEnergy(
    _ written: Double, at memory: Int, _ option: borrowing SideOption
  ) -> Double {
    let width = space.nest.width(2)
    let energy = space.links[memory * 12 + 2 * 4].energyPerBit * width.wide
    guard let sums else { return max(0, written - space.elements[2]) * energy }
    return max(0, written - width.elements * times(sums, option)) * energy
  }
}
