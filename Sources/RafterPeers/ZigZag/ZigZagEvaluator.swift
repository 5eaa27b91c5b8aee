// SPDX-License-Identifier: Apache-2.0

/// Evaluates temporal mappings of one problem without allocation.
///
/// Its tables are made once and written over. Not copyable, since a copy of so many tables costs more than an evaluation.
struct ZigZagEvaluator: ~Copyable {
  /// A temporal loop in the tables of the problem.
  struct Loop: Equatable {
    var dimension: Int
    var factor: Double
  }

  /// Data of one view, per operand and level.
  struct ViewState {
    /// Elements that one instance holds.
    var data: [Double]
    /// Whether the output is a partial sum, per level.
    var isPartial: [Bool]

    init(stride: Int, operands: Int) {
      data = [Double](repeating: 0, count: stride * operands)
      isPartial = [Bool](repeating: false, count: stride)
    }

    /// Takes over what another view holds, entry by entry: a copy would make a table of its own with every change.
    mutating func copy(_ other: ViewState) {
      for place in data.indices { data[place] = other.data[place] }
      for place in isPartial.indices { isPartial[place] = other.isPartial[place] }
    }

    /// What each level holds: temporal loops up to the level, unrollings below it [mapping 6.1, reading 3].
    mutating func fill(
      _ problem: ZigZagProblem, _ view: ZigZagProblem.View, _ order: [Loop], cuts: [Int],
      stride: Int, _ extents: inout [Double]
    ) {
      for operand in 0..<problem.operandCount {
        let base = operand * stride
        for index in extents.indices { extents[index] = 1 }
        data[base] = 1
        var next = 0
        for level in 1...problem.levels[operand] {
          while next < cuts[base + level] {
            extents[order[next].dimension] *= order[next].factor
            next += 1
          }
          for place in view.unrolled.places(base + level - 1) {
            extents[view.unrolled[place].dimension] *= view.unrolled[place].factor
          }
          data[base + level] = PeerRounding.nearest(problem.size(operand, extents))
        }
      }
      // The output is partial below every level that still has a loop which does not index it.
      var lastReduction = order.count - 1
      while lastReduction >= 0,
        problem.relevance(0, order[lastReduction].dimension) != .irrelevant
          || order[lastReduction].factor <= 1
      {
        lastReduction -= 1
      }
      for level in 0...problem.levels[0] {
        isPartial[level] = lastReduction >= cuts[level] || view.outermostReduction > level
      }
    }
  }

  let problem: ZigZagProblem
  /// Loops at or below a level, after irrelevant ones have moved down.
  var cuts: [Int]
  /// Cycles between two changes of what a level holds.
  var cycles: [Double]
  /// Product of the run of purely relevant loops at the top of a level.
  var topRelevant: [Double]
  /// Product of the run of irrelevant loops at the top of a level.
  var topIrrelevant: [Double]
  var whole: ViewState
  var fractional: ViewState
  var isDoubleBuffered: [Bool]
  /// Accesses per operand, level (from 1) and direction.
  var accesses: [Double]
  /// Cycles of on- and off-loading per operand, level (from 1) and direction.
  var loading: [Double]
  /// Part of each memory in use, per memory.
  var sharedShare: [Double]
  var ownShare: [Double]
  var union: WindowUnion
  var pending: [Pending] = []
  var total = 1.0
  var stall = 0.0
  var onLoad = 0.0
  var offLoad = 0.0
  var energy = 0.0
  /// Latency in cycles.
  private(set) var latency = 0.0
  private var extents: [Double]

  /// Entries of a table per operand: one for the array and one for each level.
  var stride: Int { problem.stride }

  /// A link that is to be loaded before the first cycle.
  struct Pending {
    var place: Int
    var cycles: Double
    var least: Double
  }

  init(_ problem: ZigZagProblem) {
    self.problem = problem
    let count = problem.stride * problem.operandCount
    cuts = [Int](repeating: 0, count: count)
    cycles = [Double](repeating: 1, count: count)
    topRelevant = cycles
    topIrrelevant = cycles
    whole = ViewState(stride: problem.stride, operands: problem.operandCount)
    fractional = whole
    isDoubleBuffered = [Bool](repeating: false, count: count)
    accesses = [Double](repeating: 0, count: count * 4)
    loading = accesses
    sharedShare = [Double](repeating: 0, count: problem.capacity.count)
    ownShare = [Double](repeating: 0, count: count)
    union = WindowUnion(capacity: 16)
    pending.reserveCapacity(16)
    extents = [Double](repeating: 1, count: problem.dimensionCount)
  }

  /// Counts, energy and latency of a mapping.
  ///
  /// - Parameter cuts: Loops at or below each level before the move, per operand with `stride` entries each; entry 0 is
  ///   not read.
  mutating func evaluate(order: [Loop], cuts: [Int]) {
    findEnergy(order: order, cuts: cuts)
    findLatency()
  }

  /// Counts and energy of a mapping; `findLatency` goes on from there.
  mutating func findEnergy(order: [Loop], cuts: [Int]) {
    place(order, cuts)
    whole.fill(problem, problem.whole, order, cuts: self.cuts, stride: stride, &extents)
    if problem.isWhole {
      fractional.copy(whole)
    } else {
      fractional.fill(problem, problem.fractional, order, cuts: self.cuts, stride: stride, &extents)
    }
    countAccesses()
  }

  /// Cycles that no mapping of these loops goes below: nothing waits and nothing is loaded.
  var leastLatency: Double { total * problem.cyclesPerOperation + problem.drain }

  /// The latency of the mapping whose energy was found last.
  mutating func findLatency() {
    findDoubleBuffering()
    findStall()
    findLoading()
    latency = total * problem.cyclesPerOperation + stall + onLoad + offLoad + problem.drain
  }

  /// Moves irrelevant loops down and measures what follows from the places of the cuts.
  ///
  /// A loop that does not index an operand leaves its data where they are, so it is moved down to the level below
  /// as long as it is the lowest of its level: each cut moves up over the run of irrelevant loops above it.
  private mutating func place(_ order: [Loop], _ given: [Int]) {
    let count = order.count
    total = 1
    for loop in order { total *= loop.factor }
    for operand in 0..<problem.operandCount {
      let base = operand * stride
      let levels = problem.levels[operand]
      cuts[base] = 0
      // Stationary cycles at the multiplier; results never stay there.
      var stationary = 1.0
      if operand > 0 {
        for loop in order {
          guard problem.relevance(operand, loop.dimension) == .irrelevant else { break }
          stationary *= loop.factor
        }
      }
      cycles[base] = stationary
      topRelevant[base] = 1
      topIrrelevant[base] = 1
      var product = 1.0
      var next = 0
      for level in 1...levels {
        var cut = given[base + level]
        while cut < count, problem.relevance(operand, order[cut].dimension) == .irrelevant {
          cut += 1
        }
        while next < cut {
          product *= order[next].factor
          next += 1
        }
        cuts[base + level] = cut
        cycles[base + level] = product
        let bottom = cuts[base + level - 1]
        topRelevant[base + level] = run(of: .relevant, order, operand, bottom, cut)
        topIrrelevant[base + level] = run(of: .irrelevant, order, operand, bottom, cut)
      }
    }
  }

  /// The product of the loops of one kind at the top of a level.
  @inline(__always)
  private func run(
    of kind: ZigZagProblem.Relevance, _ order: [Loop], _ operand: Int, _ bottom: Int, _ top: Int
  ) -> Double {
    var product = 1.0
    var place = top
    while place > bottom, problem.relevance(operand, order[place - 1].dimension) == kind {
      product *= order[place - 1].factor
      place -= 1
    }
    return product
  }

  /// Bits of an element of an operand that a link moves, or a level holds, given whether sums are partial there.
  @inline(__always)
  func bits(_ operand: Int, isPartial: Bool) -> Double {
    operand == 0 && !isPartial ? problem.finalBits : problem.bits[operand]
  }
}
