// SPDX-License-Identifier: Apache-2.0

/// How many further loops each operand of one memory takes: all combinations that fit, the cheapest found.
struct AllocationChoice: ~Copyable {
  /// Per operand, `width` entries each: bits of the tile for each further loop, and its cost.
  private var sizes: [Double]
  private var costs: [Double]
  /// Per operand: how many entries there are, and the least cost among them.
  private var counts: [Int]
  private var leastCost: [Double]
  /// Per operand: the cheapest choice so far, and that which is looked at.
  private var best: [Int]
  private var current: [Int]
  private var least = Double.infinity
  /// More than an order has loops.
  private let width: Int

  init(operands: Int, loops: Int) {
    width = loops + 1
    sizes = [Double](repeating: 0, count: width * operands)
    costs = sizes
    counts = [Int](repeating: 0, count: operands)
    leastCost = [Double](repeating: 0, count: operands)
    best = counts
    current = counts
  }

  mutating func empty(_ slot: Int) {
    counts[slot] = 0
    leastCost[slot] = .infinity
  }

  mutating func append(_ slot: Int, size: Double, cost: Double) {
    let place = slot * width + counts[slot]
    sizes[place] = size
    costs[place] = cost
    leastCost[slot] = min(leastCost[slot], cost)
    counts[slot] += 1
  }

  /// Leaves the last entry only, free of cost, and says how many were before it.
  mutating func keepLast(_ slot: Int) -> Int {
    guard counts[slot] > 0 else { return 0 }
    let before = counts[slot] - 1
    sizes[slot * width] = sizes[slot * width + before]
    costs[slot * width] = 0
    leastCost[slot] = 0
    counts[slot] = 1
    return before
  }

  /// Whether an operand has any entry.
  func isPossible(_ slot: Int) -> Bool { counts[slot] > 0 }

  /// The entry of an operand in the cheapest combination.
  func cheapest(_ slot: Int) -> Int { best[slot] }

  /// The cheapest combination that fits, of equals the last in the peer's order (the last operand fastest); false where
  /// the first does not fit.
  mutating func findCheapest(of count: Int, capacity: Double) -> Bool {
    var size = 0.0
    for slot in (0..<count).reversed() { size += sizes[slot * width] }
    guard size <= capacity else { return false }
    least = .infinity
    choose(count - 1, count, size: 0, cost: 0, capacity)
    return true
  }

  /// Choices of an operand and of those before it, given those after it.
  ///
  /// Added from the last operand to the first, as the peer does, so that sums agree to the last bit. Sums of numbers that
  /// are not negative never fall, rounded or not: what exceeds the capacity or the least cost is left.
  private mutating func choose(
    _ slot: Int, _ count: Int, size: Double, cost: Double, _ capacity: Double
  ) {
    // More loops cost less, most of the time: the last entries first, so that the others are soon out of the question.
    for entry in (0..<counts[slot]).reversed() {
      let place = slot * width + entry
      let size = size + sizes[place]
      guard size <= capacity else { continue }
      let cost = cost + costs[place]
      var bound = cost
      for other in (0..<slot).reversed() { bound += leastCost[other] }
      guard bound <= least else { continue }
      current[slot] = entry
      if slot > 0 {
        choose(slot - 1, count, size: size, cost: cost, capacity)
      } else if cost < least || isLater(count) {
        least = cost
        for slot in 0..<count { best[slot] = current[slot] }
      }
    }
  }

  /// Whether the current combination comes after the best one in the peer's order.
  private func isLater(_ count: Int) -> Bool {
    for slot in 0..<count where current[slot] != best[slot] { return current[slot] > best[slot] }
    return false
  }
}
