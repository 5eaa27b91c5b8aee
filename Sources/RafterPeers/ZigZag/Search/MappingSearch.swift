// SPDX-License-Identifier: Apache-2.0

import RafterMapping

/// The state of one search.
struct MappingSearch: ~Copyable {
  /// A mapping with its cost.
  struct Candidate: Equatable {
    var order: [ZigZagEvaluator.Loop]
    var cuts: [Int]
    var cost: MappingCost
  }

  private let problem: ZigZagProblem
  private let objective: Objective
  private var evaluator: ZigZagEvaluator
  private var allocator: GreedyAllocator
  /// The best mappings so far, best first, each with another cost.
  private var leaders: [Candidate] = []
  /// What costs more is not looked at to its end.
  private var limit: Double
  /// Mappings evaluated.
  private(set) var evaluated = 0

  /// - Parameters:
  ///   - loops: As many loops as an order has at most.
  ///   - limit: Mappings whose objective is above are of no interest.
  init(_ problem: ZigZagProblem, _ objective: Objective, loops: Int, limit: Double) {
    self.problem = problem
    self.objective = objective
    self.limit = limit
    evaluator = ZigZagEvaluator(problem)
    allocator = GreedyAllocator(problem, loops: loops)
  }

  /// The best mapping so far.
  var best: Candidate? { leaders.first }

  /// Every order of some factors, each cut greedily.
  mutating func enumerate(_ loops: [ZigZagEvaluator.Loop]) {
    var order = loops
    permute(&order, 0)
  }

  /// All different orders of the loops from a place on.
  private mutating func permute(_ order: inout [ZigZagEvaluator.Loop], _ place: Int) {
    guard place < order.count else {
      if allocator.allocate(order), let cost = cost(order, allocator.cuts) {
        keep(Candidate(order: order, cuts: allocator.cuts, cost: cost))
        if leaders.count == ZigZagMapper.starts, let last = leaders.last {
          limit = min(limit, last.cost.value)
        }
      }
      return
    }
    for next in place..<order.count {
      // The same loop at the same place only once.
      if order[place..<next].contains(order[next]) { continue }
      order.swapAt(place, next)
      permute(&order, place + 1)
      order.swapAt(place, next)
    }
  }

  /// What a mapping costs, or nil where it is above the limit; its latency is then not looked for.
  private mutating func cost(_ order: [ZigZagEvaluator.Loop], _ cuts: [Int]) -> MappingCost? {
    evaluated += 1
    evaluator.findEnergy(order: order, cuts: cuts)
    let least = MappingCost(
      objective, energy: evaluator.energy, latency: evaluator.leastLatency)
    guard least.value <= limit else { return nil }
    evaluator.findLatency()
    let cost = MappingCost(objective, energy: evaluator.energy, latency: evaluator.latency)
    return cost.value <= limit ? cost : nil
  }

  /// Puts a mapping among the best where it belongs there.
  private mutating func keep(_ candidate: Candidate) {
    var place = leaders.count
    while place > 0, candidate.cost < leaders[place - 1].cost { place -= 1 }
    guard place < ZigZagMapper.starts else { return }
    if place > 0, leaders[place - 1].cost == candidate.cost { return }
    leaders.insert(candidate, at: place)
    if leaders.count > ZigZagMapper.starts { leaders.removeLast() }
  }

  /// Improves the leaders by one move at a time until none helps.
  mutating func improve(splitting primes: LoopFactors) {
    var passed: [Candidate] = []
    for start in leaders {
      var current = split(start)
      limit = current.cost.value
      // The cost falls strictly, so this ends; where an earlier path was, its end is known.
      while let better = bestNeighbour(of: current), !passed.contains(better) {
        passed.append(better)
        current = better
        limit = current.cost.value
      }
    }
  }

  /// The same mapping with every loop as prime factors, one after the other.
  private func split(_ candidate: Candidate) -> Candidate {
    var order: [ZigZagEvaluator.Loop] = []
    var ends: [Int] = [0]
    for loop in candidate.order {
      var rest = Int(loop.factor)
      var divisor = 2
      while rest > 1 {
        while rest % divisor != 0 {
          divisor += 1
          if divisor * divisor > rest { divisor = rest }
        }
        order.append(ZigZagEvaluator.Loop(dimension: loop.dimension, factor: Double(divisor)))
        rest /= divisor
      }
      ends.append(order.count)
    }
    var split = candidate
    split.order = order
    split.cuts = candidate.cuts.map { ends[min($0, ends.count - 1)] }
    return split
  }

  /// The first better mapping among those one move away, or nil.
  private mutating func bestNeighbour(of current: Candidate) -> Candidate? {
    // One cut up or down.
    for operand in 0..<problem.operandCount {
      let levels = problem.levels[operand]
      guard levels > 1 else { continue }
      for level in 1..<levels {
        for shift in [1, -1] {
          var cuts = current.cuts
          let base = operand * evaluator.stride
          let cut = cuts[base + level] + shift
          guard cut >= (level == 1 ? 0 : cuts[base + level - 1]), cut <= cuts[base + level + 1]
          else { continue }
          cuts[base + level] = cut
          guard allocator.fits(current.order, cuts) else { continue }
          if let found = tried(current.order, cuts, than: current) { return found }
        }
      }
    }
    // One loop to another place; cuts greedily, or where they are.
    let count = current.order.count
    for from in 0..<count {
      let loop = current.order[from]
      // Of equal neighbours each move of the first is a move of the others too.
      if from > 0, current.order[from - 1] == loop { continue }
      var others = current.order
      others.remove(at: from)
      for to in 0..<count where to != from && to != from - 1 {
        // Behind an equal loop it is where it would be before that.
        if to > 0, others[to - 1] == loop { continue }
        var order = others
        order.insert(loop, at: to)
        if order == current.order { continue }
        if allocator.allocate(order), let found = tried(order, allocator.cuts, than: current) {
          return found
        }
        if allocator.fits(order, current.cuts),
          let found = tried(order, current.cuts, than: current)
        {
          return found
        }
      }
    }
    return nil
  }

  /// A mapping where it is better than another, kept if it is among the best.
  private mutating func tried(
    _ order: [ZigZagEvaluator.Loop], _ cuts: [Int], than current: Candidate
  ) -> Candidate? {
    guard let cost = cost(order, cuts), cost < current.cost else { return nil }
    let candidate = Candidate(order: order, cuts: cuts, cost: cost)
    keep(candidate)
    return candidate
  }
}
