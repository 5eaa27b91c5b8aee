// SPDX-License-Identifier: Apache-2.0
import RafterHardware
import RafterWorkload

/// What one port carries at least.
struct PortLeast: Sendable {
  var sum = PortSum()
  /// The cycles without what the room further in demands.
  var once = 0.0
  /// The part of it that the room further in demands of some flows, and which flows these are.
  var raised = 0.0
  var flows: UInt32 = 0
  /// The part of it that goes to several parts of arrays, and what that would be if all parts had work.
  var shared = 0.0
  var full = 0.0
}

/// The least that flows into some levels add to an account, whatever the tiles.
struct Remaining: Sendable {
  var ports: [PortLeast]
  var energy = 0.0
  /// Joule that come on top if all parts of arrays have work.
  var fullEnergy = 0.0
  /// The part of the energy that the room further in demands of some flows, and which flows these are.
  var raisedEnergy = 0.0
  var raisedFlows: UInt32 = 0
  /// Sums that the arithmetic writes at least; all but those that begin at zero are read before.
  var written = 0.0
  /// Joule of reading one of them.
  var readEnergy = 0.0

  /// For each memory how many of its instances have work at most.
  private(set) var used = InlineArray<8, Double>(repeating: 1)

  init(ports: Int) { self.ports = Array(repeating: PortLeast(), count: ports) }

  /// Nothing, in the same storage.
  fileprivate mutating func clear(ports count: Int) {
    if ports.count == count {
      for p in ports.indices { ports[p] = PortLeast() }
    } else {
      ports = Array(repeating: PortLeast(), count: count)
    }
    (energy, fullEnergy, raisedEnergy, raisedFlows) = (0, 0, 0, 0)
    (written, readEnergy) = (0, 0)
  }

  fileprivate mutating func setUsed(_ space: SearchSpace, _ spatial: SpatialChoice) {
    for memory in 0..<space.levels { used[memory] = space.used(memory, spatial) }
  }
}

extension SearchSpace {
  /// The least that flows into a level and all further ones add.
  ///
  /// Between memories every operand moves once. At the arithmetic every step reads its operands, and
  /// only parts that one transfer serves share it. A sum that is not read before it is written begins at
  /// zero, and all that begin at zero leave their memory by a read: reads are at least the writes. The
  /// busiest instance has at least the average of those that are used.
  ///
  /// - Parameters:
  ///   - spatial: what is unrolled, on the sides that are decided; the others unroll, and unite, whatever helps.
  ///   - detail: what is counted.
  func remaining(
    _ spatial: SpatialChoice, from first: Int, _ detail: RemainingDetail = .all
  ) -> Remaining {
    var left = Remaining(ports: portCount)
    count(&left, spatial, from: first, detail)
    return left
  }

  /// The same, in place of what was there.
  func count(
    _ left: inout Remaining, _ spatial: SpatialChoice, from first: Int, _ detail: RemainingDetail
  ) {
    left.clear(ports: portCount)
    left.setUsed(self, spatial)
    let parts = PartCounts(spatial, self)
    var level = max(1, first)
    while level < levels {
      for boundary in boundaries[level] {
        let operand = boundary.operand
        let isSum = operand == Operand.outputs.index
        let width = boundary.width
        let bits = isSum ? min(width.bits, width.wide) : width.bits
        let copies = copies(operand, from: boundary.outer, into: level, spatial)
        // Copies of outputs are unfinished sums; all but the first are added by a read.
        let wide = isSum ? width.wide : bits
        if detail == .all {
          postEdge(
            smallestTransfer(operand, from: boundary.outer, spatial) * bits, operand,
            at: boundary.outer, to: &left)
        }
        post(
          width.elements, copies.sent, copies.fullSent, bits, wide, operand, isSum ? 1 : 0,
          at: boundary.outer, to: &left)
        post(
          width.elements, copies.received, copies.fullReceived, bits, wide, operand, isSum ? 2 : 3,
          at: level, to: &left)
      }
      if detail != .passes { raise(&left, level, spatial, parts) }
      level += 1
    }
    guard first <= levels else { return }
    for boundary in boundaries[levels] {
      let isSum = boundary.operand == Operand.outputs.index
      let moved = read(boundary.operand, from: boundary.outer, spatial)
      guard isSum else {
        post(
          moved * boundary.width.bits, boundary.operand, 0, at: boundary.outer, to: &left)
        continue
      }
      post(
        moved * min(boundary.width.bits, boundary.width.wide), boundary.operand, 1,
        at: boundary.outer, to: &left)
      let read = links[boundary.outer * 12 + Operand.outputs.index * 4]
      let energy = read.energyPerBit * boundary.width.wide
      if max(1, first) > boundary.outer || chains[2].count == 1 {
        left.written = moved
        left.readEnergy = energy
      } else {
        // Copies that leave the memory are counted above.
        let chain = chains[2]
        let copies = copies(
          2, from: chain[chain.count - 2], into: boundary.outer, spatial
        ).received
        left.energy += max(0, moved - boundary.width.elements * copies) * energy
      }
    }
  }

  /// The least elements of one transfer further in: its tile fills the arrays that lie there.
  ///
  /// A transfer that begins in the padding may be empty.
  @inline(__always)
  private func smallestTransfer(
    _ operand: Int, from outer: Int, _ spatial: SpatialChoice
  ) -> Double {
    var product = 1.0
    var plain = relevant[operand]
    for axis in slides[operand] {
      guard !axis.isCut else { return 0 }
      var indices = 1
      for term in axis.terms {
        let d = term.dimension
        plain &= ~(1 << UInt64(d))
        indices += smallestRange(d, from: outer, spatial) - 1
      }
      product *= Double(indices)
    }
    while plain != 0 {
      let d = plain.trailingZeroBitCount
      product *= Double(smallestRange(d, from: outer, spatial))
      plain &= plain - 1
    }
    return product
  }

  /// The least of a loop's iterations that an instance of a memory sends on at once: what fills the arrays
  /// further in, or all that one of the parts further out has.
  @inline(__always)
  private func smallestRange(
    _ d: Int, from outer: Int, _ spatial: SpatialChoice
  ) -> Int {
    let inside = spatial.factor(of: d, after: outer)
    let outside = spatial.factor(of: d, after: 0) / inside
    return min((nest.bounds[d] + outside - 1) / outside, inside)
  }

  @inline(__always)
  private func postEdge(
    _ bits: Double, _ operand: Int, at memory: Int, to remaining: inout Remaining
  ) {
    let isSum = operand == Operand.outputs.index
    let link = links[memory * 12 + operand * 4 + (isSum ? 1 : 0)]
    guard link.place >= 0 else { return }
    if isSum {
      remaining.ports[link.place].sum.last += bits * link.cyclesPerBit
    } else {
      remaining.ports[link.place].sum.first += bits * link.cyclesPerBit
    }
  }

  /// How often each element is sent and received at least, since parts of arrays in between need copies.
  ///
  /// A range fills its arrays, so a side that splits it by `factor` makes more than half as many parts. Where
  /// sides further in split these again, all but the last of them, which may be short, are split in full.
  @inline(__always)
  func copies(
    _ operand: Int, from outer: Int, into level: Int, _ spatial: SpatialChoice
  ) -> Copies {
    var copies = Copies()
    var done: UInt64 = 0
    let crossed = spatial.range(from: outer, to: level)
    for i in crossed {
      let dimension = spatial[i].dimension
      let bit = UInt64(1) << UInt64(dimension)
      guard relevant[operand] & bit == 0, done & bit == 0 else { continue }
      done |= bit
      var sent = 1.0
      var received = 1.0
      var k = crossed.upperBound
      while k > i {
        k -= 1
        let unrolling = spatial[k]
        guard unrolling.dimension == dimension else { continue }
        let parts = Copies.leastParts(unrolling.factor)
        received = received == 1 ? parts : (parts - 1) * received + 1
        copies.fullReceived *= Double(unrolling.factor)
        if unrolling.unites & (1 << UInt8(operand)) == 0 {
          sent = sent == 1 ? parts : (parts - 1) * sent + 1
          copies.fullSent *= Double(unrolling.factor)
        }
      }
      copies.sent *= sent
      copies.received *= received
    }
    return copies
  }

  /// The least elements that the arithmetic moves at a memory.
  ///
  /// Along a sliding axis a step of `a` values of one loop and `b` of another does `a*b` iterations on at
  /// least `a + b - 1` indices (the sum of two sets of integers); where padding cuts the axis, no index serves
  /// more than the smaller of the two. So every step reads at least its iterations over the larger ratio.
  ///
  /// A side that is not decided yet unites as many parts as it has, along any loops.
  @inline(__always)
  private func read(_ operand: Int, from outer: Int, _ spatial: SpatialChoice) -> Double {
    // How many parts along each loop one transfer serves.
    var united = InlineArray<16, Int>(repeating: 1)
    for i in Int(spatial.before[outer + 1])..<spatial.count
    where spatial[i].unites & (1 << UInt8(operand)) != 0 {
      united[slot[Int(spatial[i].dimension)]] *= Int(spatial[i].factor)
    }
    var later = 1.0
    if spatial.decided < sides.count {
      for place in sides[spatial.decided...]
      where place.level > outer && place.unites & (1 << UInt8(operand)) != 0 {
        later *= place.size
      }
    }
    return read(operand, united: united, later: later)
  }

  /// The same.
  ///
  /// - Parameters:
  ///   - united: for each loop how many of its parts one transfer serves.
  ///   - later: how many parts sides that are not decided serve together.
  func read(_ operand: Int, united: borrowing InlineArray<16, Int>, later: Double) -> Double {
    var moved = 1.0
    var plain = allActive
    for axis in slides[operand] {
      var product = 1.0
      var sum = 1.0
      var most = 1.0
      for term in axis.terms {
        let parts = Double(united[slot[term.dimension]])
        product *= parts
        sum += parts - 1
        most = max(most, parts)
      }
      moved *= max(
        Double(axis.distinct), Double(axis.inside) * (axis.isCut ? most : sum) / product)
      for term in axis.terms { plain &= ~(1 << UInt64(term.dimension)) }
    }
    while plain != 0 {
      let d = plain.trailingZeroBitCount
      plain &= plain - 1
      if relevant[operand] & (1 << UInt64(d)) != 0 {
        moved *= Double(nest.bounds[d])
      } else {
        let parts = united[slot[d]]
        moved *= Double((nest.bounds[d] + parts - 1) / parts)
      }
    }
    return max(elements[operand], moved / later)
  }

  /// Adds elements of which each moves several times.
  ///
  /// - Parameters:
  ///   - times: how often at least.
  ///   - full: how often if all parts of arrays have work.
  ///   - bits: of the first time; `wide` of the others.
  @inline(__always)
  private func post(
    _ elements: Double, _ times: Double, _ full: Double, _ bits: Double, _ wide: Double,
    _ operand: Int, _ direction: Int, at memory: Int, to remaining: inout Remaining
  ) {
    post(
      elements * (bits + (times - 1) * wide), operand, direction, at: memory, to: &remaining)
    guard full > 1 else { return }
    let link = links[memory * 12 + operand * 4 + direction]
    remaining.fullEnergy += elements * (full - times) * wide * link.energyPerBit
    if link.place >= 0 {
      let cycles = elements * wide * link.cyclesPerBit / remaining.used[memory]
      remaining.ports[link.place].shared += cycles * times
      remaining.ports[link.place].full += cycles * full
    }
  }

  @inline(__always)
  private func post(
    _ bits: Double, _ operand: Int, _ direction: Int, at memory: Int,
    to remaining: inout Remaining
  ) {
    let link = links[memory * 12 + operand * 4 + direction]
    if link.place >= 0 {
      let cycles = bits / remaining.used[memory] * link.cyclesPerBit
      remaining.ports[link.place].sum.cycles += cycles
      remaining.ports[link.place].once += cycles
    }
    remaining.energy += bits * link.energyPerBit
  }

  /// How many instances of a memory have work at most.
  @inline(__always)
  func used(_ memory: Int, _ spatial: SpatialChoice) -> Double {
    var used = 1.0
    for i in 0..<Int(spatial.before[memory + 1]) { used *= Double(spatial[i].factor) }
    if spatial.decided < sides.count {
      for place in sides[spatial.decided...] where place.level <= memory { used *= place.size }
    }
    return min(used, instances[memory])
  }
}

/// What is counted of the least that some levels add.
enum RemainingDetail: Sendable {
  /// That every operand passes, with its copies.
  case passes
  /// The same, and what the room further in demands.
  case demands
  /// The same, and the first and last tiles, which nothing overlaps.
  case all
}

/// How often each element of an operand moves between two memories.
struct Copies: Sendable {
  /// From the outer memory, and to the inner ones, at least.
  var sent = 1.0
  var received = 1.0
  /// The same if all parts of arrays have work.
  var fullSent = 1.0
  var fullReceived = 1.0

  /// A range fills its arrays, so a side that splits it makes more than half as many parts.
  @inline(__always)
  static func leastParts(_ factor: Int32) -> Double { Double(max(2, (factor + 1) / 2)) }
}

/// Which copies of data an estimate counts.
enum CopyCount: Sendable {
  /// Those that are certain, and nothing of what the room further in demands.
  case least
  /// Those of a mapping that has work for all parts of arrays, and the demand of the room further in.
  case full
}
