// SPDX-License-Identifier: Apache-2.0

/// Cuts an order of loops for each operand, memory by memory from inside, as the peer's allocator does
/// [mapping 6.1, LOMA allocation].
///
/// At each memory the cuts of its operands are chosen together: the sum of (iterations left x bits of the tile) is least,
/// and the tiles fit. The outermost memory of an operand takes what is left.
struct GreedyAllocator: ~Copyable {
  private let problem: ZigZagProblem
  private let stride: Int
  /// Cuts before the move, as `ZigZagEvaluator` takes them.
  private(set) var cuts: [Int]
  /// Per operand: iterations of each dimension that lie below the next level.
  private var extents: [[Double]]
  /// Per operand of a memory, `width` entries each: bits of the tile for each further loop, and its cost.
  private var sizes: [Double]
  private var costs: [Double]
  /// Per operand of a memory: how many entries there are.
  private var counts: [Int]
  private var offsets: [Int]
  private var chosen: [Int]
  private var cheapest: [Int]
  /// More than an order has loops.
  private let width: Int
  private var scratch: [Double]

  /// - Parameter loops: As many loops as an order has at most.
  init(_ problem: ZigZagProblem, stride: Int, loops: Int) {
    self.problem = problem
    self.stride = stride
    cuts = [Int](repeating: 0, count: stride * problem.operandCount)
    scratch = [Double](repeating: 1, count: problem.dimensionCount)
    extents = (0..<problem.operandCount).map { _ in
      [Double](repeating: 1, count: problem.dimensionCount)
    }
    width = loops + 1
    sizes = [Double](repeating: 0, count: width * problem.operandCount)
    costs = sizes
    counts = [Int](repeating: 0, count: problem.operandCount)
    offsets = counts
    chosen = counts
    cheapest = counts
  }

  /// Finds the cuts of an order; false where it does not fit.
  mutating func allocate(_ order: [ZigZagEvaluator.Loop]) -> Bool {
    for operand in extents.indices {
      for dimension in extents[operand].indices { extents[operand][dimension] = 1 }
      for loop in problem.fractional.unrolled[operand][0] {
        extents[operand][loop.dimension] *= loop.factor
      }
      cuts[operand * stride] = 0
    }
    for memory in problem.contents.indices where !allocate(memory, order) { return false }
    return true
  }

  private mutating func allocate(_ memory: Int, _ order: [ZigZagEvaluator.Loop]) -> Bool {
    let contents = problem.contents[memory]
    guard !contents.isEmpty else { return true }
    for (slot, content) in contents.enumerated() {
      guard measure(slot, content.operand, content.level, memory, order) else { return false }
    }
    guard findCheapest(contents.count, capacity: problem.capacity[memory]) else { return false }
    for slot in contents.indices {
      let content = contents[slot]
      let choice = cheapest[slot]
      let base = content.operand * stride + content.level
      let start = cuts[base - 1]
      let cut = start + choice + offsets[slot]
      cuts[base] = cut
      if content.level == problem.memories[content.operand].count, cut < order.count {
        return false
      }
      for place in start..<cut {
        extents[content.operand][order[place].dimension] *= order[place].factor
      }
      for loop in problem.fractional.unrolled[content.operand][content.level] {
        extents[content.operand][loop.dimension] *= loop.factor
      }
    }
    return true
  }

  /// The sizes of an operand's tile for no further loop, one, two and so on, as far as they fit.
  private mutating func measure(
    _ slot: Int, _ operand: Int, _ level: Int, _ memory: Int, _ order: [ZigZagEvaluator.Loop]
  ) -> Bool {
    let start = cuts[operand * stride + level - 1]
    let isOutermost = level == problem.memories[operand].count
    let bits = storedBits(operand, level, from: start, order)
    let capacity = problem.capacity[memory]
    let first = slot * width
    var entries = 0
    for dimension in scratch.indices { scratch[dimension] = extents[operand][dimension] }
    var all = 0.0
    if problem.isDoubleBuffered[memory] {
      for place in start..<order.count { scratch[order[place].dimension] *= order[place].factor }
      all = problem.size(operand, scratch) * bits
      for dimension in scratch.indices { scratch[dimension] = extents[operand][dimension] }
    }
    var left = 1.0
    for place in start..<order.count { left *= order[place].factor }
    var next = start
    while true {
      var size = problem.size(operand, scratch) * bits
      // Room for two tiles, unless the whole tensor is there already.
      if problem.isDoubleBuffered[memory], next < order.count, size < all { size *= 2 }
      guard size <= capacity else { break }
      sizes[first + entries] = size
      costs[first + entries] = isOutermost ? 0 : left * size
      entries += 1
      guard next < order.count else { break }
      scratch[order[next].dimension] *= order[next].factor
      left /= order[next].factor
      next += 1
    }
    guard entries > 0 else { return false }
    offsets[slot] = 0
    if isOutermost {
      offsets[slot] = entries - 1
      sizes[first] = sizes[first + entries - 1]
      costs[first] = 0
      entries = 1
    }
    counts[slot] = entries
    return true
  }

  /// Bits of an element as it is stored, given the loops from a place on are not below.
  private func storedBits(
    _ operand: Int, _ level: Int, from start: Int, _ order: [ZigZagEvaluator.Loop]
  ) -> Double {
    guard operand == 0 else { return problem.bits[operand] }
    for place in start..<order.count
    where problem.relevance[0][order[place].dimension] == .irrelevant {
      return problem.bits[0]
    }
    for upper in level..<problem.fractional.unrolled[0].count {
      for loop in problem.fractional.unrolled[0][upper]
      where problem.relevance[0][loop.dimension] == .irrelevant {
        return problem.bits[0]
      }
    }
    return problem.finalBits
  }

  /// The last of the cheapest combinations that fit, the last operand fastest; false where the first does not fit.
  private mutating func findCheapest(_ count: Int, capacity: Double) -> Bool {
    for slot in 0..<count { chosen[slot] = 0 }
    let last = count - 1
    let row = last * width
    var isFirst = true
    var isFound = false
    var least = Double.infinity
    while true {
      // Added from the last operand to the first, as the peer does, so that sums agree to the last bit.
      for choice in 0..<counts[last] {
        var size = sizes[row + choice]
        var cost = costs[row + choice]
        var slot = last - 1
        while slot >= 0 {
          size += sizes[slot * width + chosen[slot]]
          cost += costs[slot * width + chosen[slot]]
          slot -= 1
        }
        if size <= capacity {
          if cost <= least {
            least = cost
            isFound = true
            for slot in 0..<last { cheapest[slot] = chosen[slot] }
            cheapest[last] = choice
          }
        } else if isFirst {
          return false
        }
        isFirst = false
      }
      var slot = last - 1
      while slot >= 0 {
        chosen[slot] += 1
        if chosen[slot] < counts[slot] { break }
        chosen[slot] = 0
        slot -= 1
      }
      if slot < 0 { return isFound }
    }
  }

  /// Whether cuts of an order fit, by the rules of the allocation.
  func fits(_ order: [ZigZagEvaluator.Loop], _ cuts: [Int]) -> Bool {
    var extents = [Double](repeating: 1, count: problem.dimensionCount)
    for memory in problem.contents.indices {
      var used = 0.0
      for content in problem.contents[memory] {
        let base = content.operand * self.stride
        for dimension in extents.indices { extents[dimension] = 1 }
        for level in 1...content.level {
          for loop in problem.fractional.unrolled[content.operand][level - 1] {
            extents[loop.dimension] *= loop.factor
          }
          let bottom = level == 1 ? 0 : cuts[base + level - 1]
          for place in bottom..<cuts[base + level] {
            extents[order[place].dimension] *= order[place].factor
          }
        }
        let cut = cuts[base + content.level]
        let bottom = content.level == 1 ? 0 : cuts[base + content.level - 1]
        let bits = storedBits(content.operand, content.level, from: bottom, order)
        var size = problem.size(content.operand, extents) * bits
        if problem.isDoubleBuffered[memory], cut < order.count {
          for place in cut..<order.count { extents[order[place].dimension] *= order[place].factor }
          if size < problem.size(content.operand, extents) * bits { size *= 2 }
        }
        used += size
      }
      if used > problem.capacity[memory] { return false }
    }
    return true
  }
}
