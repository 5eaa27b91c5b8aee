// SPDX-License-Identifier: Apache-2.0

/// The state of one search.
struct MappingSearch: ~Copyable {
  /// A mapping with its cost.
  struct Candidate: Equatable {
    var order: [ZigZagEvaluator.Loop]
    var cuts: [Int]
    var cost: Double
    /// What decides between equals of the objective.
    var second: Double

    func isBetter(than other: Candidate) -> Bool {
      cost != other.cost ? cost < other.cost : second < other.second
    }
  }

  private let problem: ZigZagProblem
  private let objective: ZigZagMapper.Objective
  private var evaluator: ZigZagEvaluator
  private var allocator: GreedyAllocator
  /// The best mappings so far, best first, each with another cost.
  private var leaders: [Candidate] = []
  /// Mappings evaluated.
  private(set) var evaluated = 0

  init(_ problem: ZigZagProblem, _ objective: ZigZagMapper.Objective, loops: Int) {
    self.problem = problem
    self.objective = objective
    evaluator = ZigZagEvaluator(problem)
    allocator = GreedyAllocator(problem, stride: evaluator.stride, loops: loops)
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
      if allocator.allocate(order) { consider(order, allocator.cuts) }
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

  /// Evaluates a mapping and keeps it where it is among the best.
  @discardableResult
  private mutating func consider(_ order: [ZigZagEvaluator.Loop], _ cuts: [Int]) -> Bool {
    evaluator.evaluate(order: order, cuts: cuts)
    evaluated += 1
    let latency = evaluator.latency
    let energy = evaluator.energy
    let (cost, second): (Double, Double) =
      switch objective {
      case .latency: (latency, energy)
      case .energy: (energy, latency)
      case .edp: (energy * latency, latency)
      }
    if leaders.count == ZigZagMapper.starts, let last = leaders.last,
      cost > last.cost || (cost == last.cost && second >= last.second)
    {
      return false
    }
    let candidate = Candidate(order: order, cuts: cuts, cost: cost, second: second)
    var place = leaders.count
    while place > 0, candidate.isBetter(than: leaders[place - 1]) { place -= 1 }
    if place > 0, leaders[place - 1].cost == cost, leaders[place - 1].second == second {
      return false
    }
    leaders.insert(candidate, at: place)
    if leaders.count > ZigZagMapper.starts { leaders.removeLast() }
    return place == 0
  }

  /// Improves the leaders by one move at a time until none helps.
  mutating func improve(splitting primes: LoopFactors) {
    var passed: [Candidate] = []
    for start in leaders {
      var current = split(start)
      // The cost falls strictly, so this ends; where an earlier path was, its end is known.
      while let better = bestNeighbour(of: current), !passed.contains(better) {
        passed.append(better)
        current = better
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
      let levels = problem.memories[operand].count
      guard levels > 1 else { continue }
      for level in 1..<levels {
        for shift in [1, -1] {
          var cuts = current.cuts
          let base = operand * evaluator.stride
          let cut = cuts[base + level] + shift
          guard cut >= (level == 1 ? 0 : cuts[base + level - 1]), cut <= cuts[base + level + 1],
            allocator.fits(current.order, cuts)
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

  private mutating func tried(
    _ order: [ZigZagEvaluator.Loop], _ cuts: [Int], than current: Candidate
  ) -> Candidate? {
    consider(order, cuts)
    let latency = evaluator.latency
    let energy = evaluator.energy
    let cost =
      switch objective {
      case .latency: latency
      case .energy: energy
      case .edp: energy * latency
      }
    let second = objective == .latency ? energy : latency
    let candidate = Candidate(order: order, cuts: cuts, cost: cost, second: second)
    return candidate.isBetter(than: current) ? candidate : nil
  }
}
