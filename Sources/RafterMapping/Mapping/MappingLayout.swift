// SPDX-License-Identifier: Apache-2.0
import RafterWorkload

/// A mapping sorted by what its nodes belong to.
struct MappingLayout: Sendable {
  /// Where an operand is stored: the index of the node and of the memory.
  struct Store: Sendable {
    var node: Int
    var memory: Int
  }

  /// For each operand its stores, outermost first.
  var stores: [[Store]]
  /// For each dimension its loops and unrollings, outermost first.
  var splits: [[Split]]
  /// The sides of arrays that more than one part of is used.
  var usedSides: [(array: Int, side: Int)]

  init(_ mapping: Mapping, machine: MachineShape, dimensions: Int) {
    stores = Array(repeating: [], count: 3)
    splits = Array(repeating: [], count: dimensions)
    usedSides = []
    for (index, node) in mapping.nodes.enumerated() {
      switch node {
      case .store(let operand, let memory):
        stores[operand.index].append(Store(node: index, memory: memory))
      case .loop(let d, let bound, let tile):
        splits[d].append(
          Split(node: index, dimension: d, tile: tile, bound: bound, array: -1, side: -1))
      case .unroll(let d, let element, let side, let factor, let tile):
        guard let array = machine.arrays.firstIndex(where: { $0.pathIndex == element }) else {
          preconditionFailure("element \(element) of the path is no array")
        }
        splits[d].append(
          Split(node: index, dimension: d, tile: tile, bound: factor, array: array, side: side))
        if factor > 1, !usedSides.contains(where: { $0.array == array && $0.side == side }) {
          usedSides.append((array, side))
        }
      }
    }
  }

  /// The steps over time: parts of an array work side by side, and the first has the most to do.
  func steps(_ bounds: [Int]) -> Double {
    func steps(_ length: Int, _ splits: [Split], _ level: Int) -> Int {
      guard level < splits.count else { return length }
      let split = splits[level]
      let full = length / split.tile
      guard split.isTemporal, full > 0 else {
        return steps(min(length, split.tile), splits, level + 1)
      }
      let left = length % split.tile
      return full * steps(split.tile, splits, level + 1)
        + (left > 0 ? steps(left, splits, level + 1) : 0)
    }
    return zip(bounds, splits).reduce(1.0) { $0 * Double(steps($1.0, $1.1, 0)) }
  }
}
