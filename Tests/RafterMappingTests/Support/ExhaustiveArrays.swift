// SPDX-License-Identifier: Apache-2.0
import RafterHardware
import RafterQuantities
import RafterWorkload

@testable import RafterMapping

/// Tries everything on a path with arrays: on each side every set of loops with factors that fit, between memories every tile size that fills what is unrolled further in, every order of loops, and
/// every way for operands to pass memories by where they may.
///
/// It shares the evaluator's counts with the search, and nothing of its tiling, ordering or pruning.
struct ExhaustiveArrays {
  /// A loop on a side: element and axis of the path, dimension, factor.
  typealias Unroll = (element: Int, axis: Int, dimension: Int, factor: Int)

  /// The tile sizes that are tried.
  enum TileSizes {
    /// All.
    case every
    /// Those of the declared space: `ceil(n/1)`, `ceil(n/2)`, ... and the same in multiples of what is unrolled further in.
    /// Where ports move words others may lose less by rounding up.
    case declared
  }

  let nest: LoopNest
  let machine: Accelerator
  let sizes: TileSizes
  private let shape: NestShape
  private let flat: MachineShape
  private let savings: NestSavings
  private(set) var latency = Double.infinity
  private(set) var energy = Double.infinity
  private(set) var product = Double.infinity

  private(set) var tried = 0
  /// Latency and energy of everything that fits.
  private(set) var points: [(latency: Double, energy: Double)] = []

  init(
    _ nest: LoopNest, on machine: Accelerator, format: ComputeFormat = TestMachines.int8,
    savings: NestSavings = .none, sizes: TileSizes = .every
  ) {
    self.nest = nest
    self.sizes = sizes
    self.savings = savings
    self.machine = machine
    shape = NestShape(nest)
    flat = MachineShape(machine, format: format, nest: nest)
    for unrolls in Self.choices(nest, machine) {
      extend([], lengths: nest.dimensions.map(\.bound), element: 0, memory: 0, unrolls)
    }
  }

  /// Every way to use all sides, outermost first.
  static func choices(_ nest: LoopNest, _ machine: Accelerator) -> [[Unroll]] {
    var all: [[Unroll]] = [[]]
    for (e, element) in machine.path.enumerated() {
      guard case .array(let array) = element else { continue }
      for (a, side) in array.axes.enumerated() {
        all = all.flatMap { chosen in
          var lengths = nest.dimensions.map(\.bound)
          for unroll in chosen {
            lengths[unroll.dimension] =
              (lengths[unroll.dimension] + unroll.factor - 1) / unroll.factor
          }
          return factors(lengths, side, nest).map { factors in
            chosen
              + factors.indices.filter { factors[$0] > 1 }.map { (e, a, $0, factors[$0]) }
          }
        }
      }
    }
    return all
  }

  /// Factors `ceil(length / n)` of at most three loops that fit a side and may lie there.
  private static func factors(_ lengths: [Int], _ side: FanOut.Axis, _ nest: LoopNest) -> [[Int]] {
    let factors = lengths.enumerated().map { d, length in
      side.mayUnroll(d, of: nest)
        ? Set((1...length).map { (length + $0 - 1) / $0 }).sorted() : [1]
    }
    let every = Simulator.product(factors.map(\.count)).map { index in
      index.indices.map { factors[$0][index[$0]] }
    }
    return every.filter { set in
      set.reduce(1, *) <= side.size && set.count { $0 > 1 } <= 3
    }
  }

  private mutating func extend(
    _ nodes: [MappingNode], lengths: [Int], element: Int, memory: Int, _ unrolls: [Unroll]
  ) {
    switch machine.path[element] {
    case .memory(let level):
      for kept in Self.kept(level) {
        let stores = kept.map { MappingNode.store($0, memory: memory) }
        loops(nodes + stores, lengths: lengths, element: element + 1, memory: memory + 1, unrolls)
      }
    case .array: preconditionFailure("arrays are laid out with the loops before them")
    case .compute:
      score(Mapping(nodes: nodes))
    }
  }

  /// What may lie in a memory together.
  static func kept(_ level: MemoryLevel) -> [[Operand]] {
    level.mayBypass.sorted().reduce([level.holds.sorted()]) { lists, operand in
      lists + lists.map { list in list.filter { $0 != operand } }
    }
  }

  /// Loops down to the tiles of the next memory, and the arrays on the way.
  private mutating func loops(
    _ nodes: [MappingNode], lengths: [Int], element: Int, memory: Int, _ unrolls: [Unroll]
  ) {
    let next =
      machine.path[element...].firstIndex {
        if case .array = $0 { false } else { true }
      } ?? machine.path.count - 1
    let between = lengths.indices.map { d in
      unrolls.filter { $0.dimension == d && (element..<next).contains($0.element) }
        .reduce(1) { $0 * $1.factor }
    }
    let inner = lengths.indices.map { d in
      unrolls.filter { $0.dimension == d && $0.element > next }.reduce(1) { $0 * $1.factor }
    }
    var isCompute = false
    if case .compute = machine.path[next] { isCompute = true }
    for choice in Simulator.product(lengths) {
      let tiles = choice.map { $0 + 1 }
      // Tiles of a part: at most what a part has, at least what fills the arrays further in.
      let isAllowed = lengths.indices.allSatisfy { d in
        let part = (lengths[d] + between[d] - 1) / between[d]
        if isCompute { return tiles[d] == 1 }
        return tiles[d] <= part && tiles[d] >= min(part, inner[d])
          && (sizes == .every || Self.isDeclared(tiles[d], of: part, unit: inner[d]))
      }
      guard isAllowed else { continue }
      let outer = lengths.indices.map { min(lengths[$0], tiles[$0] * between[$0]) }
      let steps = lengths.indices.filter { outer[$0] < lengths[$0] }
      for order in Exhaustive.orders(steps) {
        let over = order.map {
          MappingNode.loop(
            dimension: $0, bound: (lengths[$0] + outer[$0] - 1) / outer[$0], tile: outer[$0])
        }
        var path = nodes + over
        var left = outer
        for e in element..<next {
          for unroll in unrolls where unroll.element == e {
            let d = unroll.dimension
            let rest = unrolls.filter {
              $0.dimension == d && (element..<next).contains($0.element)
                && ($0.element, $0.axis) > (e, unroll.axis)
            }.reduce(tiles[d]) { $0 * $1.factor }
            guard rest < left[d] else { continue }
            path.append(
              .unroll(
                dimension: d, element: e, axis: unroll.axis, factor: (left[d] + rest - 1) / rest,
                tile: rest))
            left[d] = rest
          }
        }
        if isCompute {
          score(Mapping(nodes: path))
        } else {
          extend(path, lengths: left, element: next, memory: memory, unrolls)
        }
      }
    }
  }

  /// Whether a size is one of ``TileSizes/declared``.
  private static func isDeclared(_ size: Int, of part: Int, unit: Int) -> Bool {
    let units = (part + unit - 1) / unit
    return (1...part).contains { (part + $0 - 1) / $0 == size }
      || (1...units).contains { min(part, (units + $0 - 1) / $0 * unit) == size }
  }

  /// Whether all tiles fit.
  static func fits(_ evaluation: Evaluation, _ flat: MachineShape) -> Bool {
    for (m, memory) in flat.memories.enumerated() {
      var shared = 0.0
      for tile in evaluation.tiles where tile.memory == m && !tile.isOutermost {
        let bits = tile.bits * (memory.isDouble && tile.isReplaced ? 2 : 1)
        if memory.partitionBits[tile.operand] >= 0 {
          if bits > memory.partitionBits[tile.operand] { return false }
        } else {
          shared += bits
        }
      }
      if shared > memory.sharedBits { return false }
    }
    return true
  }

  private mutating func score(_ mapping: Mapping) {
    let evaluation = Evaluator.evaluate(mapping, nest: shape, machine: flat, savings: savings)
    guard Self.fits(evaluation, flat) else { return }
    tried += 1
    let cost = evaluation.cost
    points.append((cost.latencyCycles.value, cost.energy))
    latency = min(latency, cost.latencyCycles.value)
    energy = min(energy, cost.energy)
    product = min(product, cost.energy * cost.latencyCycles.value)
  }
}
