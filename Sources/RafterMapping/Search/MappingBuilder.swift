// SPDX-License-Identifier: Apache-2.0
import RafterWorkload

extension SearchSpace {
  /// The nodes of a solution: stores, loops between memories, unrollings, from the outside inwards.
  func mapping(_ solution: Solution) -> Mapping {
    var nodes: [MappingNode] = []
    var length = nest.bounds
    for operand in Operand.allCases where chains[operand.index].contains(0) {
      nodes.append(.store(operand, memory: 0))
    }
    for level in 1...levels {
      let tiles = solution.tiles[level - 1]
      var outer = tiles
      for unrolling in solution.spatial.unrollings where Int(unrolling.level) == level {
        outer[Int(unrolling.dimension)] *= Int(unrolling.factor)
      }
      var flags: UInt64 = 0
      for d in active where outer[d] < length[d] { flags |= 1 << UInt64(d) }
      for d in sequence(of: flags, solution.orders[level - 1]) {
        nodes.append(
          .loop(dimension: d, bound: (length[d] + outer[d] - 1) / outer[d], tile: outer[d]))
        length[d] = outer[d]
      }
      for unrolling in solution.spatial.unrollings where Int(unrolling.level) == level {
        let d = Int(unrolling.dimension)
        outer[d] /= Int(unrolling.factor)
        guard outer[d] < length[d] else { continue }
        nodes.append(
          .unroll(
            dimension: d, element: machine.arrays[Int(unrolling.array)].pathIndex,
            axis: Int(unrolling.side), factor: (length[d] + outer[d] - 1) / outer[d], tile: outer[d]
          ))
        length[d] = outer[d]
      }
      guard level < levels else { continue }
      for operand in Operand.allCases where chains[operand.index].contains(level) {
        nodes.append(.store(operand, memory: machine.memories[level].index))
      }
    }
    return Mapping(nodes: nodes)
  }
}
