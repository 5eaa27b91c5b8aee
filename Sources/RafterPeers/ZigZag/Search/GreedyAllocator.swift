// SPDX-License-Identifier: Apache-2.0

/// Cuts an order of loops for each operand, memory by memory from inside, as the peer's allocator does
/// [mapping 6.1, LOMA allocation].
///
/// At each memory the cuts of its operands are chosen together: the sum of (iterations left x bits of the tile) is least,
/// and the tiles fit. The outermost memory of an operand takes what is left.
struct GreedyAllocator: ~Copyable {
  private let problem: ZigZagProblem
  /// Cuts before the move, as `ZigZagEvaluator` takes them.
  private(set) var cuts: [Int]
  /// Per operand and dimension: iterations that lie below the next level.
  private var extents: [Double]
  /// Per place of an order: iterations of the loops from there on.
  private var left: [Double]
  /// Loops of an order up to the last one that makes partial sums.
  private var reductionEnd = 0
  /// Per level of the output: whether an unrolling at it or further out makes partial sums.
  private let isReducedAbove: [Bool]
  private var offsets: [Int]
  private var choice: AllocationChoice
  private var scratch: [Double]

  /// - Parameter loops: As many loops as an order has at most.
  init(_ problem: ZigZagProblem, loops: Int) {
    self.problem = problem
    cuts = [Int](repeating: 0, count: problem.stride * problem.operandCount)
    scratch = [Double](repeating: 1, count: problem.dimensionCount)
    extents = [Double](repeating: 1, count: problem.dimensionCount * problem.operandCount)
    left = [Double](repeating: 1, count: loops + 1)
    offsets = [Int](repeating: 0, count: problem.operandCount)
    choice = AllocationChoice(operands: problem.operandCount, loops: loops)
    isReducedAbove = (0..<problem.stride).map { level in
      (level..<problem.stride).contains { upper in
        problem.fractional.unrolled.places(upper).contains {
          problem.relevance(0, problem.fractional.unrolled[$0].dimension) == .irrelevant
        }
      }
    }
  }

  /// Finds the cuts of an order; false where it does not fit.
  mutating func allocate(_ order: [ZigZagEvaluator.Loop]) -> Bool {
    read(order)
    for place in extents.indices { extents[place] = 1 }
    for operand in 0..<problem.operandCount {
      problem.unroll(operand, 0, &extents, from: operand * problem.dimensionCount)
      cuts[operand * problem.stride] = 0
    }
    for memory in 0..<problem.contents.count where !allocate(memory, order) { return false }
    return true
  }

  /// What all memories ask of an order.
  private mutating func read(_ order: [ZigZagEvaluator.Loop]) {
    left[order.count] = 1
    reductionEnd = 0
    for place in order.indices.reversed() {
      left[place] = left[place + 1] * order[place].factor
      if reductionEnd == 0, problem.relevance(0, order[place].dimension) == .irrelevant {
        reductionEnd = place + 1
      }
    }
  }

  private mutating func allocate(_ memory: Int, _ order: [ZigZagEvaluator.Loop]) -> Bool {
    let contents = problem.contents.places(memory)
    guard !contents.isEmpty else { return true }
    for (slot, place) in contents.enumerated() {
      let content = problem.contents[place]
      guard measure(slot, content.operand, content.level, memory, order) else { return false }
    }
    guard choice.findCheapest(of: contents.count, capacity: problem.capacity[memory]) else {
      return false
    }
    for (slot, place) in contents.enumerated() {
      let content = problem.contents[place]
      let base = content.operand * problem.stride + content.level
      let start = cuts[base - 1]
      let cut = start + choice.cheapest(slot) + offsets[slot]
      cuts[base] = cut
      if content.level == problem.levels[content.operand], cut < order.count { return false }
      let first = content.operand * problem.dimensionCount
      for place in start..<cut { extents[first + order[place].dimension] *= order[place].factor }
      problem.unroll(content.operand, content.level, &extents, from: first)
    }
    return true
  }

  /// The sizes of an operand's tile for no further loop, one, two and so on, as far as they fit.
  private mutating func measure(
    _ slot: Int, _ operand: Int, _ level: Int, _ memory: Int, _ order: [ZigZagEvaluator.Loop]
  ) -> Bool {
    let start = cuts[operand * problem.stride + level - 1]
    let bits = storedBits(operand, level, from: start)
    let capacity = problem.capacity[memory]
    let isDoubleBuffered = problem.isDoubleBuffered[memory]
    let all = isDoubleBuffered ? wholeSize(operand, from: start, order) * bits : 0
    fillScratch(operand)
    choice.empty(slot)
    var next = start
    var tile = problem.size(operand, scratch) * bits
    while true {
      // Room for two tiles, unless the whole tensor is there already.
      let size = isDoubleBuffered && next < order.count && tile < all ? tile * 2 : tile
      guard size <= capacity else { break }
      choice.append(slot, size: size, cost: left[next] * size)
      guard next < order.count else { break }
      let loop = order[next]
      next += 1
      scratch[loop.dimension] *= loop.factor
      // A loop that does not index the operand leaves its tile as it is.
      if problem.relevance(operand, loop.dimension) != .irrelevant {
        tile = problem.size(operand, scratch) * bits
      }
    }
    // The outermost memory takes what is left, at whatever cost.
    let isOutermost = level == problem.levels[operand]
    offsets[slot] = isOutermost ? choice.keepLast(slot) : 0
    return choice.isPossible(slot)
  }

  /// Elements of an operand with all loops from a place on.
  private mutating func wholeSize(
    _ operand: Int, from start: Int, _ order: [ZigZagEvaluator.Loop]
  ) -> Double {
    fillScratch(operand)
    for place in start..<order.count { scratch[order[place].dimension] *= order[place].factor }
    return problem.size(operand, scratch)
  }

  private mutating func fillScratch(_ operand: Int) {
    let first = operand * problem.dimensionCount
    for dimension in scratch.indices { scratch[dimension] = extents[first + dimension] }
  }

  /// Bits of an element as it is stored, given the loops from a place on are not below.
  private func storedBits(_ operand: Int, _ level: Int, from start: Int) -> Double {
    guard operand == 0, start >= reductionEnd, !isReducedAbove[level] else {
      return problem.bits[operand]
    }
    return problem.finalBits
  }

  /// Whether cuts of an order fit, by the rules of the allocation.
  mutating func fits(_ order: [ZigZagEvaluator.Loop], _ cuts: [Int]) -> Bool {
    read(order)
    for memory in 0..<problem.contents.count {
      var used = 0.0
      for place in problem.contents.places(memory) {
        let content = problem.contents[place]
        let base = content.operand * problem.stride
        for dimension in scratch.indices { scratch[dimension] = 1 }
        for level in 0..<content.level { problem.unroll(content.operand, level, &scratch, from: 0) }
        let cut = cuts[base + content.level]
        for place in 0..<cut { scratch[order[place].dimension] *= order[place].factor }
        let bottom = content.level == 1 ? 0 : cuts[base + content.level - 1]
        let bits = storedBits(content.operand, content.level, from: bottom)
        var size = problem.size(content.operand, scratch) * bits
        if problem.isDoubleBuffered[memory], cut < order.count {
          for place in cut..<order.count { scratch[order[place].dimension] *= order[place].factor }
          if size < problem.size(content.operand, scratch) * bits { size *= 2 }
        }
        used += size
      }
      if used > problem.capacity[memory] { return false }
    }
    return true
  }
}
