// SPDX-License-Identifier: Apache-2.0
import RafterHardware
import RafterWorkload

/// The least that flows into some levels add to an account, whatever the tiles.
struct Remaining: Sendable {
  var cycles = InlineArray<24, Double>(repeating: 0)
  var energy = 0.0
  /// Sums that the arithmetic writes at least; all but those that begin at zero are read before.
  var written = 0.0
  /// Joule of reading one of them.
  var readEnergy = 0.0
}

extension SearchSpace {
  /// For each level the least that flows into it and all further ones add.
  ///
  /// Between memories every operand moves once. At the arithmetic every step reads its operands, and
  /// only parts that one transfer serves share it. A sum that is not read before it is written begins at
  /// zero, and all that begin at zero leave their memory by a read: reads are at least the writes.
  ///
  /// - Parameter spatial: what is unrolled, on the sides that are decided.
  func remaining(_ spatial: SpatialChoice) -> [Remaining] {
    var levelsLeft = [Remaining](repeating: Remaining(), count: levels + 2)
    for level in stride(from: levels, through: 1, by: -1) {
      levelsLeft[level] = levelsLeft[level + 1]
      levelsLeft[level].written = 0
      for operand in 0..<3 {
        guard let outer = outer(of: operand, into: level) else { continue }
        let shape = nest.operands[operand]
        let isSum = operand == Operand.outputs.index
        let bits = isSum ? min(shape.bits, nest.accumulateBits) : shape.bits
        guard level < levels else {
          let moved = read(operand, from: outer, spatial)
          post(
            moved * bits, operand, isSum ? .fromArray : .toArray, at: outer,
            to: &levelsLeft[level])
          continue
        }
        let (sent, received) = copies(operand, from: outer, into: level, spatial)
        // Copies of outputs are unfinished sums; all but the first are added by a read.
        let wide = isSum ? nest.accumulateBits : bits
        post(
          shape.elements * (bits + (sent - 1) * wide), operand, isSum ? .fromArray : .toArray,
          at: outer, to: &levelsLeft[level])
        post(
          shape.elements * (bits + (received - 1) * wide), operand,
          isSum ? .toMemory : .fromMemory, at: level, to: &levelsLeft[level])
      }
    }
    for level in 1...levels { raise(&levelsLeft, level) }
    guard let inner = chains[2].last else { return levelsLeft }
    let written = read(2, from: inner, spatial)
    let energy = (machine.memories[inner].readEnergy ?? unknownEnergy) * nest.accumulateBits
    for level in 1...levels {
      if level > inner || chains[2].count == 1 {
        levelsLeft[level].written = written
        levelsLeft[level].readEnergy = energy
      } else {
        levelsLeft[level].energy += max(0, written - nest.operands[2].elements) * energy
      }
    }
    return levelsLeft
  }

  /// How often each element is sent and received at least, since parts of arrays in between need copies.
  ///
  /// A range fills its arrays, so a side that splits it by `factor` makes more than half as many parts.
  private func copies(
    _ operand: Int, from outer: Int, into level: Int, _ spatial: SpatialChoice
  ) -> (sent: Double, received: Double) {
    var sent = 1.0
    var received = 1.0
    for unrolling in spatial.unrollings
    where arrayLevel[unrolling.array] > outer && arrayLevel[unrolling.array] <= level
      && nest.operands[operand].relevant & (1 << UInt64(unrolling.dimension)) == 0
    {
      let parts = Double(max(2, (unrolling.factor + 1) / 2))
      received *= parts
      if !unites(operand, machine.arrays[unrolling.array].sides[unrolling.side]) { sent *= parts }
    }
    return (sent, received)
  }

  /// Adds what the capacity further in demands beyond each operand's own size, where all three come from one memory.
  private func raise(_ levelsLeft: inout [Remaining], _ level: Int) {
    let outers = (0..<3).map { o in boundaries[level].first { $0.operand == o }?.outer }
    guard let memory = outers[0], level < levels, outers.allSatisfy({ $0 == memory }) else {
      return
    }
    let compulsory = (0..<3).reduce(0.0) { sum, o in
      let bits = nest.operands[o].bits
      return sum + nest.operands[o].elements * (o == 2 ? min(bits, nest.accumulateBits) : bits)
    }
    let excess = nest.leastBits(inside: machine.bitsInside(memory, nest: nest)) - compulsory
    guard excess > 0 else { return }
    let used = [0, 4, 8, 9].map { links[memory * 12 + $0] }
    let energy = used.reduce(Double.infinity) { min($0, $1.energyPerBit) }
    for l in 1...level { levelsLeft[l].energy += excess * energy }
    guard let place = used.first?.place, place >= 0, used.allSatisfy({ $0.place == place }) else {
      return
    }
    for l in 1...level {
      levelsLeft[l].cycles[place] += excess / instances[memory] * used[0].cyclesPerBit
    }
  }

  /// The least elements that the arithmetic moves at a memory.
  ///
  /// A side that is not decided yet unites as many parts as it has, along any loops.
  private func read(_ operand: Int, from outer: Int, _ spatial: SpatialChoice) -> Double {
    let shape = nest.operands[operand]
    var moved = 1.0
    for axis in shape.axes {
      moved *= axis.leastReads { d in
        united(operand, from: outer, spatial, dimension: d)
      }
    }
    for d in active where shape.relevant & (1 << UInt64(d)) == 0 {
      let united = united(operand, from: outer, spatial, dimension: d)
      moved *= Double((nest.bounds[d] + united - 1) / united)
    }
    for place in sides.dropFirst(spatial.decided) where arrayLevel[place.array] > outer {
      let side = machine.arrays[place.array].sides[place.side]
      if unites(operand, side) { moved /= Double(side.size) }
    }
    return max(shape.elements, moved)
  }

  /// Whether one transfer serves all parts of a side, or takes their sum.
  func unites(_ operand: Int, _ side: SideShape) -> Bool {
    operand == Operand.outputs.index
      ? side.reducesOutputs : side.multicast & (1 << UInt8(operand)) != 0
  }

  /// How many parts along a loop one transfer to the arithmetic serves.
  private func united(
    _ operand: Int, from outer: Int, _ spatial: SpatialChoice, dimension d: Int
  ) -> Int {
    spatial.unrollings.reduce(1) { product, unrolling in
      unrolling.dimension == d && arrayLevel[unrolling.array] > outer
        && unites(operand, machine.arrays[unrolling.array].sides[unrolling.side])
        ? product * unrolling.factor : product
    }
  }

  private func post(
    _ bits: Double, _ operand: Int, _ direction: TransferDirection, at memory: Int,
    to remaining: inout Remaining
  ) {
    let shape = machine.memories[memory]
    let port = shape.port(operand, direction)
    if port >= 0 {
      remaining.cycles[ports[memory].start + port] +=
        bits / shape.instances / shape.ports[port].bitsPerCycle
    }
    let energy = direction.isRead ? shape.readEnergy : shape.writeEnergy
    remaining.energy += bits * (energy ?? unknownEnergy)
  }
}

extension AxisShape {
  /// The least indices that the arithmetic reads along an axis in all its steps.
  ///
  /// A step of `a` values of one loop and `b` of another does `a*b` iterations on at least `a + b - 1`
  /// indices (the sum of two sets of integers); where padding cuts the axis, no index serves more than
  /// the smaller of the two. So every step reads at least its iterations over the larger of those ratios.
  ///
  /// - Parameter united: how many values of a loop one transfer serves.
  func leastReads(_ united: (Int) -> Int) -> Double {
    guard !isPlain else { return Double(inside) }
    let parts = terms.map { Double(united($0.dimension)) }
    let product = parts.reduce(1, *)
    let indices =
      isCut ? (parts.max() ?? 1) : parts.reduce(0, +) - Double(max(0, parts.count - 1))
    return max(Double(distinct), Double(inside) * max(1, indices) / product)
  }
}
