// SPDX-License-Identifier: Apache-2.0
import RafterWorkload

/// Mappings that differ from a given one in one decision.
struct Perturbation {
  let mapping: Mapping
  let nest: NestShape

  /// A loop over time and the memory whose tile it makes: that of the first store further in.
  private struct Loop {
    var node: Int
    var dimension: Int
    var bound: Int
    var tile: Int
    var memory: Int?
  }

  private var loops: [Loop] {
    var list: [Loop] = []
    for (index, node) in mapping.nodes.enumerated() {
      guard case .loop(let d, let bound, let tile) = node, bound > 1 else { continue }
      var memory: Int?
      for case .store(_, let m) in mapping.nodes[(index + 1)...] {
        memory = m
        break
      }
      list.append(Loop(node: index, dimension: d, bound: bound, tile: tile, memory: memory))
    }
    return list
  }

  /// Each loop that could run innermost among its neighbours and does not.
  func orders() -> [(MappingAlternative.Change, Mapping)] {
    var list: [(MappingAlternative.Change, Mapping)] = []
    var run: [Loop] = []
    func finish() {
      guard let last = run.last else { return }
      for loop in run.dropLast() {
        var nodes = mapping.nodes
        let node = nodes.remove(at: loop.node)
        nodes.insert(node, at: last.node)
        list.append(
          (
            .order(memory: loop.memory, innermost: loop.dimension, kept: kept(loop.dimension)),
            Mapping(nodes: nodes)
          ))
      }
      run = []
    }
    for loop in loops {
      if let last = run.last, last.node + 1 != loop.node { finish() }
      run.append(loop)
    }
    finish()
    return list
  }

  /// The operands that stay while a loop runs.
  private func kept(_ dimension: Int) -> [Operand] {
    Operand.allCases.filter {
      nest.operands[$0.index].relevant & (1 << UInt64(dimension)) == 0
    }
  }

  /// For each loop above a memory the tile of one step more and that of one step less.
  func tiles() -> [(MappingAlternative.Change, Mapping)] {
    var list: [(MappingAlternative.Change, Mapping)] = []
    for loop in loops {
      guard let memory = loop.memory else { continue }
      let length = stretch(of: loop.dimension, before: loop.node)
      let parts = partsInside(loop.dimension, after: loop.node)
      for steps in [loop.bound - 1, loop.bound + 1] {
        let even = (length + steps - 1) / steps
        // Parts that work side by side stay filled.
        var tile = min(length, (even + parts - 1) / parts * parts)
        if steps > loop.bound, tile >= loop.tile { tile = (loop.tile - 1) / parts * parts }
        guard tile > 0, tile != loop.tile, (tile > loop.tile) == (steps < loop.bound) else {
          continue
        }
        list.append(
          (
            .tile(memory: memory, dimension: loop.dimension, from: loop.tile, to: tile),
            with(tile, at: loop, length: length)
          ))
      }
    }
    return list
  }

  private func stretch(of dimension: Int, before node: Int) -> Int {
    var length = nest.bounds[dimension]
    for other in mapping.nodes[..<node] {
      switch other {
      case .loop(dimension, _, let tile): length = tile
      case .unroll(dimension, _, _, _, let tile): length = tile
      default: break
      }
    }
    return length
  }

  private func partsInside(_ dimension: Int, after node: Int) -> Int {
    var parts = 1
    for other in mapping.nodes[(node + 1)...] {
      if case .unroll(dimension, _, _, let factor, _) = other { parts *= factor }
    }
    return parts
  }

  /// The mapping with another tile of a loop; loops further in are cut or stretched to suit.
  private func with(_ tile: Int, at loop: Loop, length: Int) -> Mapping {
    var nodes = Array(mapping.nodes[..<loop.node])
    var left = tile
    if tile < length {
      nodes.append(
        .loop(dimension: loop.dimension, bound: (length + tile - 1) / tile, tile: tile))
    }
    for node in mapping.nodes[(loop.node + 1)...] {
      switch node {
      case .loop(loop.dimension, _, let inner):
        guard inner < left else { continue }
        nodes.append(
          .loop(dimension: loop.dimension, bound: (left + inner - 1) / inner, tile: inner))
        left = inner
      case .unroll(loop.dimension, let element, let axis, let factor, let inner):
        // No more parts than there were.
        let stretch = (left + inner - 1) / inner <= factor ? inner : (left + factor - 1) / factor
        guard stretch < left else { continue }
        nodes.append(
          .unroll(
            dimension: loop.dimension, element: element, axis: axis,
            factor: (left + stretch - 1) / stretch, tile: stretch))
        left = stretch
      default: nodes.append(node)
      }
    }
    if left > 1 { nodes.append(.loop(dimension: loop.dimension, bound: left, tile: 1)) }
    return Mapping(nodes: nodes)
  }
}
