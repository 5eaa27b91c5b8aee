// SPDX-License-Identifier: Apache-2.0
import RafterHardware
import RafterMapping
import RafterQuantities
import RafterWorkload

/// Tries every tile size and every order of loops on a path without arrays, and costs each with the evaluator.
struct Exhaustive {
  let nest: LoopNest
  let machine: Accelerator
  private(set) var latency = Double.infinity
  private(set) var energy = Double.infinity
  private(set) var product = Double.infinity
  private(set) var tried = 0

  init(_ nest: LoopNest, on machine: Accelerator) {
    self.nest = nest
    self.machine = machine
    extend([], lengths: nest.dimensions.map(\.bound), memory: 0)
  }

  private mutating func extend(_ nodes: [MappingNode], lengths: [Int], memory: Int) {
    for kept in ExhaustiveArrays.kept(machine.memories[memory]) {
      let stores = kept.map { MappingNode.store($0, memory: memory) }
      extend(nodes + stores, lengths: lengths, inside: memory)
    }
  }

  private mutating func extend(_ nodes: [MappingNode], lengths: [Int], inside memory: Int) {
    guard memory + 1 < machine.memories.count else {
      let loops = lengths.indices.filter { lengths[$0] > 1 }.map {
        MappingNode.loop(dimension: $0, bound: lengths[$0], tile: 1)
      }
      score(Mapping(nodes: nodes + loops))
      return
    }
    // A loop with one more iteration in its tile is another choice, whether or not it divides.
    for tiles in Simulator.product(lengths).map({ $0.map { $0 + 1 } }) {
      let loops = lengths.indices.filter { tiles[$0] < lengths[$0] }
      for order in Self.orders(loops) {
        let between = order.map {
          MappingNode.loop(
            dimension: $0, bound: (lengths[$0] + tiles[$0] - 1) / tiles[$0], tile: tiles[$0])
        }
        extend(nodes + between, lengths: tiles, memory: memory + 1)
      }
    }
  }

  private mutating func score(_ mapping: Mapping) {
    guard Capacity.fits(mapping, nest, machine) else { return }
    tried += 1
    let cost = Evaluator.cost(of: mapping, for: nest, on: machine, format: TestMachines.int8)
    let joule = cost.energy
    latency = min(latency, cost.latencyCycles.value)
    energy = min(energy, joule)
    product = min(product, joule * cost.latencyCycles.value)
  }

  static func orders(_ loops: [Int]) -> [[Int]] {
    if loops.isEmpty { return [[]] }
    return loops.flatMap { first in
      orders(loops.filter { $0 != first }).map { [first] + $0 }
    }
  }
}

extension NestCost {
  /// Joule of arithmetic, memories and wires; parts without a number count as nothing.
  var energy: Double {
    (computeEnergy?.value ?? 0) + memories.reduce(0) { $0 + ($1.energy?.value ?? 0) }
      + wires.reduce(0) { $0 + ($1.energy?.value ?? 0) }
  }
}

/// Whether tiles fit, worked out from the loops alone (paths without arrays).
enum Capacity {
  static func fits(_ mapping: Mapping, _ nest: LoopNest, _ machine: Accelerator) -> Bool {
    var lengths = nest.dimensions.map(\.bound)
    var split = lengths.map { _ in false }
    var used = machine.memories.map { _ in 0.0 }
    // Which reduction loops run outside a store: sums there are unfinished.
    for (n, node) in mapping.nodes.enumerated() {
      switch node {
      case .loop(let d, let bound, let tile):
        lengths[d] = tile
        if bound > 1 { split[d] = true }
      case .unroll: return false
      case .store(let operand, let memory):
        guard memory > 0 else { continue }
        var elements = 1
        var isReplaced = false
        for axis in nest[operand].axes {
          // The largest tile of a sliding window lies where no padding is.
          var best = 0
          let reach = axis.terms.map { nest.dimensions[$0.dimension].bound - lengths[$0.dimension] }
          for shift in Simulator.product(reach.map { $0 + 1 }) {
            var indices: Set<Int> = [axis.offset]
            for (t, term) in axis.terms.enumerated() {
              let range = shift[t]..<(shift[t] + lengths[term.dimension])
              indices = Set(indices.flatMap { i in range.map { i + $0 * term.stride } })
            }
            best = max(best, indices.count { $0 >= 0 && $0 < axis.extent })
          }
          elements *= best
          for term in axis.terms where split[term.dimension] { isReplaced = true }
        }
        var bits = nest[operand].format.bitsPerElement.value
        if operand == .outputs, holdsUnfinished(mapping, nest, from: n) {
          bits = nest.accumulate.bitsPerElement.value
        }
        let copies = machine.memories[memory].buffering == .double && isReplaced ? 2.0 : 1
        used[memory] += Double(elements) * bits * copies
      }
    }
    return machine.memories.indices.allSatisfy { m in
      machine.memories[m].capacity.map { used[m] <= $0.value.bits.value } ?? true
    }
  }

  /// Whether sums in a store are added to more than once: tiles of it or of the next store come back, or
  /// the arithmetic adds to it step by step.
  private static func holdsUnfinished(_ mapping: Mapping, _ nest: LoopNest, from store: Int) -> Bool
  {
    func isReduction(_ d: Int) -> Bool {
      !nest[.outputs].axes.contains { $0.terms.contains { $0.dimension == d } }
    }
    func returns(_ loops: ArraySlice<MappingNode>) -> Bool {
      // Reduction loops directly above a store do not send its tile away.
      var isReturning = false
      var seen = false
      for node in loops.reversed() {
        guard case .loop(let d, let bound, _) = node, bound > 1 else { continue }
        if !isReduction(d) { seen = true } else if seen { isReturning = true }
      }
      return isReturning
    }
    if returns(mapping.nodes[..<store]) { return true }
    let next = mapping.nodes[(store + 1)...].firstIndex {
      if case .store(.outputs, _) = $0 { true } else { false }
    }
    guard let next else {
      return mapping.nodes.contains {
        if case .loop(let d, let bound, _) = $0 { bound > 1 && isReduction(d) } else { false }
      }
    }
    return returns(mapping.nodes[..<next])
  }
}
