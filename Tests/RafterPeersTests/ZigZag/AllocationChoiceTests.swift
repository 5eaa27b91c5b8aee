// SPDX-License-Identifier: Apache-2.0
import RafterTestSupport
import Testing

@testable import RafterPeers

@Suite struct AllocationChoiceTests {
  /// Bits of a tile and what it costs.
  struct Entry {
    var size: Double
    var cost: Double
  }

  /// All combinations one by one, the last operand fastest, as the peer goes through them: the last of the cheapest.
  private func enumerated(_ entries: [[Entry]], _ capacity: Double) -> [Int]? {
    var combinations: [[Int]] = [[]]
    for list in entries {
      combinations = combinations.flatMap { head in list.indices.map { head + [$0] } }
    }
    var best: [Int]?
    var least = Double.infinity
    for combination in combinations {
      let chosen = zip(entries, combination).map { $0[$1] }.reversed()
      let size = chosen.reduce(0.0) { $0 + $1.size }
      let cost = chosen.reduce(0.0) { $0 + $1.cost }
      if size <= capacity {
        if cost <= least { (best, least) = (combination, cost) }
      } else if best == nil, combination.allSatisfy({ $0 == 0 }) {
        return nil
      }
    }
    return best
  }

  @Test func `the cheapest combination is that of all combinations one by one`() {
    var random = SeededGenerator(seed: 11)
    var none = 0
    for _ in 0..<2_000 {
      let operands = Int.random(in: 1...3, using: &random)
      // Few different numbers, so that equals are frequent.
      let entries = (0..<operands).map { _ in
        (0..<Int.random(in: 1...6, using: &random)).map { _ in
          Entry(
            size: Double(Int.random(in: 1...5, using: &random)),
            cost: Double(Int.random(in: 0...4, using: &random)))
        }
      }
      let capacity = Double(Int.random(in: 2...12, using: &random))
      var choice = AllocationChoice(operands: operands, loops: 6)
      for (slot, list) in entries.enumerated() {
        choice.empty(slot)
        for entry in list { choice.append(slot, size: entry.size, cost: entry.cost) }
      }
      let isFound = choice.findCheapest(of: operands, capacity: capacity)
      let found = isFound ? (0..<operands).map { choice.cheapest($0) } : nil
      #expect(found == enumerated(entries, capacity), "\(entries) \(capacity)")
      if !isFound { none += 1 }
    }
    #expect(none > 100 && none < 1_900)
  }

  @Test func `the outermost memory keeps its last entry, free of cost`() {
    var choice = AllocationChoice(operands: 2, loops: 2)
    choice.empty(0)
    choice.append(0, size: 8, cost: 4)
    choice.append(0, size: 2, cost: 1)
    choice.empty(1)
    choice.append(1, size: 1, cost: 50)
    choice.append(1, size: 3, cost: 90)
    // What is kept takes 3 bits, the first entry of the other 8: 11 must fit, though 3 + 2 = 5 is what is chosen then.
    let before = choice.keepLast(1)
    let narrow = choice.findCheapest(of: 2, capacity: 10)
    let wide = choice.findCheapest(of: 2, capacity: 11)
    let cheapest = [choice.cheapest(0), choice.cheapest(1)]
    #expect(before == 1)
    #expect(!narrow)
    #expect(wide)
    #expect(cheapest == [1, 0])
  }
}
