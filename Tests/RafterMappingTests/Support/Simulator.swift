// SPDX-License-Identifier: Apache-2.0
import RafterHardware
import RafterMapping
import RafterWorkload

/// Walks a loop nest step by step with all parts side by side, and counts elements that move.
///
/// Knows nothing of the evaluator's sums: it keeps the tile that lies in each instance of each memory
/// as a set of elements, and for outputs which of them hold a value.
struct Simulator {
  let nest: LoopNest
  let machine: Accelerator
  let nodes: [MappingNode]

  /// Elements moved, by memory, operand and direction; finished outputs apart.
  struct Count: Hashable {
    var memory: Int
    var operand: Operand
    var direction: TransferDirection
  }
  private(set) var counts: [Count: Int] = [:]
  /// The largest tile by memory and operand.
  private(set) var tiles: [Count: Int] = [:]
  private(set) var steps = 0

  /// One way from a memory to the next or to the arithmetic.
  private struct Way {
    var operand: Operand
    var outer: Int
    var inner: Int
    /// The node of the inner store.
    var node: Int
    var outerPath: Int
    var innerPath: Int
    /// Nodes of loops over time whose steps bring new tiles.
    var counted: [Int]
  }

  init(_ mapping: Mapping, nest: LoopNest, machine: Accelerator) {
    self.nest = nest
    self.machine = machine
    nodes = mapping.nodes
    run()
  }

  private mutating func add(_ memory: Int, _ operand: Operand, _ d: TransferDirection, _ n: Int) {
    if n > 0 { counts[Count(memory: memory, operand: operand, direction: d), default: 0] += n }
  }

  private func isRelevant(_ d: Int, _ operand: Operand) -> Bool {
    nest[operand].axes.contains { $0.terms.contains { $0.dimension == d } }
  }

  private func ways(_ operand: Operand) -> [Way] {
    let paths = machine.path.indices.filter {
      if case .memory = machine.path[$0] { true } else { false }
    }
    var stores: [(node: Int, memory: Int)] = []
    for (n, node) in nodes.enumerated() {
      if case .store(operand, let memory) = node { stores.append((n, memory)) }
    }
    return stores.indices.map { i in
      let isLast = i + 1 == stores.count
      let node = isLast ? nodes.count : stores[i + 1].node
      var counted: [Int] = []
      for n in 0..<node {
        if case .loop(_, let bound, _) = nodes[n], bound > 1 { counted.append(n) }
      }
      // Loops that do not index the operand, directly above its store, leave the tile in place.
      while !isLast, let last = counted.last, case .loop(let d, _, _) = nodes[last],
        !isRelevant(d, operand)
      {
        counted.removeLast()
      }
      return Way(
        operand: operand, outer: stores[i].memory, inner: isLast ? -1 : stores[i + 1].memory,
        node: node, outerPath: paths[stores[i].memory],
        innerPath: isLast ? machine.path.count : paths[stores[i + 1].memory], counted: counted)
    }
  }

  /// The elements of an operand over the ranges that the nodes before one leave; nil where a range is empty.
  private func tile(_ operand: Operand, before node: Int, at index: [Int]) -> Set<[Int]>? {
    var ranges = nest.dimensions.map { 0..<$0.bound }
    for n in 0..<node {
      let (d, tile): (Int, Int)
      switch nodes[n] {
      case .loop(let dimension, _, let size): (d, tile) = (dimension, size)
      case .unroll(let dimension, _, _, _, let size): (d, tile) = (dimension, size)
      case .store: continue
      }
      let start = ranges[d].lowerBound + index[n] * tile
      guard start < ranges[d].upperBound else { return nil }
      ranges[d] = start..<min(start + tile, ranges[d].upperBound)
    }
    var elements: Set<[Int]> = [[]]
    for axis in nest[operand].axes {
      var sums: Set<Int> = [axis.offset]
      for term in axis.terms {
        sums = Set(sums.flatMap { s in ranges[term.dimension].map { s + $0 * term.stride } })
      }
      let inside = sums.filter { $0 >= 0 && $0 < axis.extent }
      elements = Set(elements.flatMap { e in inside.map { e + [$0] } })
    }
    return elements
  }

  /// Whether an array side serves (or adds up) an operand's parts together.
  private func unites(_ node: Int, _ operand: Operand) -> Bool {
    guard case .unroll(_, let element, let side, _, _) = nodes[node],
      case .array(let array) = machine.path[element]
    else { return false }
    return operand == .outputs
      ? array.axes[side].reducesOutputs : array.axes[side].multicast.contains(operand)
  }

  private mutating func run() {
    var times: [Int] = []
    var parts: [Int] = []
    var bounds = [Int](repeating: 1, count: nodes.count)
    for (n, node) in nodes.enumerated() {
      switch node {
      case .loop(_, let bound, _):
        times.append(n)
        bounds[n] = bound
      case .unroll(_, _, _, let factor, _):
        parts.append(n)
        bounds[n] = factor
      case .store: break
      }
    }
    let partIndices = Self.product(parts.map { bounds[$0] })
    let ways = Operand.allCases.map { self.ways($0) }
    // The version of the tile in each inner instance, and its elements.
    var versions: [[Int]: [Int]] = [:]
    var held: [[Int]: Set<[Int]>] = [:]
    // For each outer instance the outputs that hold a value.
    var values: [[Int]: Set<[Int]>] = [:]

    func key(_ o: Int, _ w: Int, _ path: Int, _ index: [Int]) -> [Int] {
      [o, w]
        + parts.filter { n in
          if case .unroll(_, let element, _, _, _) = nodes[n] { element < path } else { false }
        }.map { index[$0] }
    }
    func flush(_ w: Int, _ keys: [[Int]: [Int]]) {
      // keys: inner instance -> indices of its nodes at the step that ends.
      let way = ways[2][w]
      var copies: [[Int]: Set<[Int]>] = [:]
      for (inner, index) in keys {
        guard let tile = held[inner] else { continue }
        if way.inner >= 0 { add(way.inner, .outputs, .toMemory, tile.count) }
        var copy = key(2, w, way.outerPath, index)
        for n in parts {
          guard case .unroll(let d, let element, _, _, _) = nodes[n], element > way.outerPath,
            element < way.innerPath
          else { continue }
          copy.append(unites(n, .outputs) && !isRelevant(d, .outputs) ? 0 : index[n])
        }
        copies[copy, default: []].formUnion(tile)
      }
      for (copy, tile) in copies {
        let outer = Array(copy.prefix(key(2, w, way.outerPath, bounds).count))
        add(way.outer, .outputs, .fromArray, tile.count)
        values[outer, default: []].formUnion(tile)
      }
      for inner in keys.keys { held[inner] = nil }
    }

    var last: [[Int]: [Int]] = [:]
    var pending: [Int: [[Int]: [Int]]] = [:]
    for time in Self.product(times.map { bounds[$0] }) {
      var index = [Int](repeating: 0, count: nodes.count)
      for (i, n) in times.enumerated() { index[n] = time[i] }
      var active: [[Int]] = []
      for part in partIndices {
        var full = index
        for (i, n) in parts.enumerated() { full[n] = part[i] }
        if tile(.outputs, before: nodes.count, at: full) != nil { active.append(full) }
      }
      if active.isEmpty { continue }
      steps += 1
      // Weights and inputs.
      for o in 0..<2 {
        for (w, way) in ways[o].enumerated() {
          var transfers: [[Int]: Set<[Int]>] = [:]
          for full in active {
            let inner = key(o, w, way.innerPath, full)
            let version = way.counted.map { full[$0] }
            guard versions[inner] != version else { continue }
            versions[inner] = version
            let elements = tile(way.operand, before: way.node, at: full) ?? []
            if way.inner >= 0 {
              add(way.inner, way.operand, .fromMemory, elements.count)
              note(way.inner, way.operand, elements.count)
            }
            var copy = key(o, w, way.outerPath, full)
            for n in parts {
              guard case .unroll(_, let element, _, _, _) = nodes[n], element > way.outerPath,
                element < way.innerPath
              else { continue }
              copy.append(unites(n, way.operand) ? 0 : full[n])
            }
            transfers[copy, default: []].formUnion(elements)
          }
          for tile in transfers.values { add(way.outer, way.operand, .toArray, tile.count) }
        }
      }
      // Outputs: tiles that end leave from the inside outwards, new ones begin from the outside inwards.
      for (w, way) in ways[2].enumerated().reversed() {
        var ending: [[Int]: [Int]] = [:]
        for full in active {
          let inner = key(2, w, way.innerPath, full)
          if let version = versions[inner], version != way.counted.map({ full[$0] }),
            let index = last[inner]
          {
            ending[inner] = index
          }
        }
        // Parts that are idle now have ended as well.
        for (inner, index) in pending[w] ?? [:] where ending[inner] == nil {
          if way.counted.contains(where: { index[$0] != active[0][$0] }) { ending[inner] = index }
        }
        flush(w, ending)
        for inner in ending.keys { pending[w]?[inner] = nil }
      }
      for (w, way) in ways[2].enumerated() {
        var begun: [[Int]: [[Int]: [[Int]]]] = [:]
        for full in active {
          let inner = key(2, w, way.innerPath, full)
          let version = way.counted.map { full[$0] }
          guard pending[w, default: [:]][inner] == nil else { continue }
          versions[inner] = version
          last[inner] = full
          pending[w, default: [:]][inner] = full
          let elements = tile(.outputs, before: way.node, at: full) ?? []
          held[inner] = elements
          if way.inner >= 0 { note(way.inner, .outputs, elements.count) }
          let outer = key(2, w, way.outerPath, full)
          for element in elements { begun[outer, default: [:]][element, default: []].append(inner) }
          // What the next memory holds begins without values.
          if w + 1 < ways[2].count { values[key(2, w + 1, way.innerPath, full)] = [] }
        }
        for (outer, elements) in begun {
          for (element, inners) in elements {
            let isThere = values[outer, default: []].contains(element)
            // All but the first of several unreduced parts are added in the outer memory.
            let unreduced = Set(
              inners.compactMap { inner in
                last[inner].map { index in
                  parts.map { n -> Int in
                    guard case .unroll(_, let e, _, _, _) = nodes[n], e > way.outerPath,
                      e < way.innerPath, !unites(n, .outputs)
                    else { return 0 }
                    return index[n]
                  }
                }
              }
            ).count
            add(way.outer, .outputs, .toArray, (isThere ? 1 : 0) + unreduced - 1)
            guard isThere else { continue }
            if way.inner >= 0 { add(way.inner, .outputs, .fromMemory, 1) }
            if w + 1 < ways[2].count,
              let inner = inners.min(by: { $0.lexicographicallyPrecedes($1) }),
              let index = last[inner]
            {
              values[key(2, w + 1, way.innerPath, index), default: []].insert(element)
            }
          }
        }
      }
    }
    for (w, _) in ways[2].enumerated().reversed() { flush(w, pending[w] ?? [:]) }
  }

  private mutating func note(_ memory: Int, _ operand: Operand, _ n: Int) {
    let key = Count(memory: memory, operand: operand, direction: .toArray)
    tiles[key] = max(tiles[key, default: 0], n)
  }

  /// All index tuples below the bounds, the last one fastest.
  static func product(_ bounds: [Int]) -> [[Int]] {
    bounds.reduce([[]]) { tuples, bound in tuples.flatMap { t in (0..<bound).map { t + [$0] } } }
  }
}
