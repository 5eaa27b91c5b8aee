// SPDX-License-Identifier: Apache-2.0
import RafterHardware
import RafterQuantities
import RafterWorkload

@testable import RafterMapping

/// Tries everything that lets each operand cut the loops at a place of its own: stores one by one in every order that
/// keeps each operand's own, between any two of them every tile size and every order of loops, on arrays every set of
/// loops with factors that fit, and every way for operands to pass memories by where they may.
///
/// It shares the evaluator's counts with the search, and nothing of its tiling, ordering or pruning.
struct ExhaustiveUneven {
  let nest: LoopNest
  let machine: Accelerator
  private let shape: NestShape
  private let flat: MachineShape
  private(set) var latency = Double.infinity
  private(set) var energy = Double.infinity
  private(set) var product = Double.infinity
  private(set) var tried = 0
  /// The tries after which it gives up.
  let most: Int
  var isCut: Bool { tried > most }

  /// What is laid out next: the element of the path, and for each operand the memories of this stretch it is still to be stored in.
  private struct Stage {
    var element: Int
    var waiting: [[Int]]
    var unrolls: [ExhaustiveArrays.Unroll]
  }

  init(_ nest: LoopNest, on machine: Accelerator, most: Int) {
    self.nest = nest
    self.machine = machine
    self.most = most
    shape = NestShape(nest)
    flat = MachineShape(machine, format: TestMachines.int8, nest: nest)
    for kept in ways() {
      for unrolls in ExhaustiveArrays.choices(nest, machine) {
        enter([], lengths: nest.dimensions.map(\.bound), at: 0, kept, unrolls)
      }
    }
  }

  /// For each way past memories the operands that each memory keeps.
  private func ways() -> [[[Operand]]] {
    machine.memories.reduce([[]]) { ways, level in
      ways.flatMap { way in ExhaustiveArrays.kept(level).map { way + [$0] } }
    }
  }

  /// Goes through the memories up to the next array: each operand is to be stored in those that keep it.
  private mutating func enter(
    _ nodes: [MappingNode], lengths: [Int], at element: Int, _ kept: [[Operand]],
    _ unrolls: [ExhaustiveArrays.Unroll]
  ) {
    var end = element
    var stretch: [Int] = []
    var memory = machine.path[..<element].count { if case .memory = $0 { true } else { false } }
    while end < machine.path.count, case .memory = machine.path[end] {
      stretch.append(memory)
      memory += 1
      end += 1
    }
    let waiting = Operand.allCases.map { o in stretch.filter { kept[$0].contains(o) } }
    store(nodes, lengths: lengths, Stage(element: end, waiting: waiting, unrolls: unrolls), kept)
  }

  /// Stores one operand more, or turns to the array or the arithmetic.
  private mutating func store(
    _ nodes: [MappingNode], lengths: [Int], _ stage: Stage, _ kept: [[Operand]]
  ) {
    guard !isCut else { return }
    var isDone = true
    for operand in Operand.allCases {
      guard let memory = stage.waiting[operand.index].first else { continue }
      isDone = false
      var next = stage
      next.waiting[operand.index].removeFirst()
      let isHome = memory == kept.firstIndex { $0.contains(operand) }
      let node = MappingNode.store(operand, memory: memory)
      if isHome {
        // It lies there whole: one place is as good as any.
        store(nodes + [node], lengths: lengths, next, kept)
        return
      }
      loops(nodes, lengths: lengths, next.unrolls, beyond: stage.element) { me, nodes, lengths in
        me.store(nodes + [node], lengths: lengths, next, kept)
      }
    }
    if isDone { spread(nodes, lengths: lengths, stage, kept) }
  }

  /// Every tile size and order over time; tiles keep what fills the arrays from `beyond` on.
  private mutating func loops(
    _ nodes: [MappingNode], lengths: [Int], _ unrolls: [ExhaustiveArrays.Unroll], beyond: Int,
    _ go: (inout Self, [MappingNode], [Int]) -> Void
  ) {
    let inner = lengths.indices.map { d in
      unrolls.filter { $0.dimension == d && $0.element >= beyond }.reduce(1) { $0 * $1.factor }
    }
    for choice in Simulator.product(lengths) {
      let tiles = choice.map { $0 + 1 }
      guard lengths.indices.allSatisfy({ tiles[$0] >= min(lengths[$0], inner[$0]) }) else {
        continue
      }
      for order in Exhaustive.orders(lengths.indices.filter { tiles[$0] < lengths[$0] }) {
        let over = order.map {
          MappingNode.loop(
            dimension: $0, bound: (lengths[$0] + tiles[$0] - 1) / tiles[$0], tile: tiles[$0])
        }
        go(&self, nodes + over, tiles)
      }
    }
  }

  /// Loops outside arrays, the arrays, and what lies inside; or the arithmetic.
  private mutating func spread(
    _ nodes: [MappingNode], lengths: [Int], _ stage: Stage, _ kept: [[Operand]]
  ) {
    var end = stage.element
    while case .array = machine.path[end] { end += 1 }
    var isCompute = false
    if case .compute = machine.path[end] { isCompute = true }
    func factors(_ d: Int, _ elements: Range<Int>) -> Int {
      stage.unrolls.filter { $0.dimension == d && elements.contains($0.element) }
        .reduce(1) { $0 * $1.factor }
    }
    let between = lengths.indices.map { factors($0, stage.element..<end) }
    let inner = lengths.indices.map { factors($0, end..<machine.path.count) }
    for choice in Simulator.product(lengths) {
      let tiles = choice.map { $0 + 1 }
      let isAllowed = lengths.indices.allSatisfy { d in
        let part = (lengths[d] + between[d] - 1) / between[d]
        return isCompute ? tiles[d] == 1 : tiles[d] <= part && tiles[d] >= min(part, inner[d])
      }
      guard isAllowed else { continue }
      let outer = lengths.indices.map { min(lengths[$0], tiles[$0] * between[$0]) }
      for order in Exhaustive.orders(lengths.indices.filter { outer[$0] < lengths[$0] }) {
        var path =
          nodes
          + order.map {
            MappingNode.loop(
              dimension: $0, bound: (lengths[$0] + outer[$0] - 1) / outer[$0], tile: outer[$0])
          }
        var left = outer
        var rest = lengths.indices.map { tiles[$0] * between[$0] }
        for unroll in stage.unrolls where (stage.element..<end).contains(unroll.element) {
          let d = unroll.dimension
          rest[d] /= unroll.factor
          guard rest[d] < left[d] else { continue }
          path.append(
            .unroll(
              dimension: d, element: unroll.element, axis: unroll.axis,
              factor: (left[d] + rest[d] - 1) / rest[d], tile: rest[d]))
          left[d] = rest[d]
        }
        if isCompute {
          score(Mapping(nodes: path))
        } else {
          enter(path, lengths: left, at: end, kept, stage.unrolls)
        }
      }
    }
  }

  private mutating func score(_ mapping: Mapping) {
    tried += 1
    let evaluation = Evaluator.evaluate(mapping, nest: shape, machine: flat)
    guard ExhaustiveArrays.fits(evaluation, flat) else { return }
    let cost = evaluation.cost
    latency = min(latency, cost.latencyCycles.value)
    energy = min(energy, cost.energy)
    product = min(product, cost.energy * cost.latencyCycles.value)
  }
}
