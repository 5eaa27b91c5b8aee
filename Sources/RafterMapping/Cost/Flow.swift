// SPDX-License-Identifier: Apache-2.0
import RafterWorkload

/// One temporal loop or unrolling of a mapping.
struct Split: Sendable {
  /// Its index in `Mapping.nodes`.
  var node: Int
  var dimension: Int
  var tile: Int
  /// The piece count of the longest range.
  var bound: Int
  /// The array it is unrolled on (index in `MachineShape.arrays`) and the side; -1 for a loop over time.
  var array: Int
  var side: Int

  var isTemporal: Bool { array < 0 }
}

/// What moves of one operand between a memory and the next one inwards, or the arithmetic, in elements.
struct Flow: Sendable {
  var operand: Int
  /// The outer memory.
  var outer: Int
  /// The inner memory; -1 for the arithmetic.
  var inner: Int
  /// Elements that the outer memory sends or takes back, all instances, after multicast and reduction.
  var sent = 0.0
  var sentBusiest = 0.0
  /// Elements that arrive at or leave the inner parts, all of them.
  var received = 0.0
  var receivedBusiest = 0.0
  /// Elements of sums after all parts that work on the same output are added up.
  var sums = 0.0
  /// The largest tile of one inner part.
  var tile = 0.0
  /// The first transfer of one outer instance, and the largest.
  var first = 0.0
  var largest = 0.0
  /// Whether a tile of the inner memory is ever replaced.
  var isReplaced = false

  /// Whether it ends at the arithmetic.
  var isLast: Bool { inner < 0 }
}

/// Counts flows of one mapping.
struct FlowCounter {
  var nest: NestShape
  var machine: MachineShape
  /// Splits of each dimension, outermost first.
  var splits: [[Split]]

  /// The flow of an operand between two stores, and what all parts of each array in between receive or send.
  ///
  /// - Parameters:
  ///   - node: the index of the inner store in the mapping; `Int.max` for the arithmetic.
  func flow(
    operand: Int, outer: Int, inner: Int, before node: Int
  ) -> (Flow, crossings: [(array: Int, elements: Double)]) {
    var flow = Flow(operand: operand, outer: outer, inner: inner)
    let shape = nest.operands[operand]
    let outerPath = machine.memories[outer].pathIndex
    let innerPath = inner < 0 ? Int.max : machine.memories[inner].pathIndex
    // Loops inside the last one that changes the tile leave it where it is; the arithmetic keeps nothing.
    var last = -1
    var replaced = -1
    for d in splits.indices {
      for split in splits[d] where split.isTemporal && split.node < node && split.bound > 1 {
        replaced = max(replaced, shape.relevant & (1 << UInt64(d)) != 0 ? split.node : -1)
        if inner < 0 { last = max(last, split.node) }
      }
    }
    last = max(last, replaced)
    flow.isReplaced = replaced >= 0

    func roles(_ d: Int, unitedBeyond array: Int, unitesAll: Bool) -> [RoleSplit] {
      var list: [RoleSplit] = []
      for split in splits[d] where split.node < node {
        if split.isTemporal {
          list.append(RoleSplit(role: split.node <= last ? .step : .stay, tile: split.tile))
          continue
        }
        let shape = machine.arrays[split.array]
        guard shape.pathIndex < innerPath else { continue }
        let side = shape.sides[split.side]
        let unites =
          operand == Operand.outputs.index
          ? side.reducesOutputs : side.multicast & (1 << UInt8(operand)) != 0
        let role: SplitRole =
          if shape.pathIndex < outerPath { .instance } else if split.array <= array {
            .copy
          } else if unites || unitesAll { .merge } else { .copy }
        list.append(RoleSplit(role: role, tile: split.tile))
      }
      return list
    }
    func product(
      unitedBeyond array: Int = -1, unitesAll: Bool = false, _ take: (SplitCount) -> Void
    ) {
      for axis in shape.axes {
        if axis.isPlain {
          let d = axis.terms[0].dimension
          take(
            .plain(
              length: nest.bounds[d],
              splits: roles(d, unitedBeyond: array, unitesAll: unitesAll), indexes: true))
        } else {
          take(
            .window(axis: axis, bounds: nest.bounds) {
              roles($0, unitedBeyond: array, unitesAll: unitesAll)
            })
        }
      }
      for d in nest.bounds.indices
      where shape.relevant & (1 << UInt64(d)) == 0 && !splits[d].isEmpty {
        take(
          .plain(
            length: nest.bounds[d],
            splits: roles(d, unitedBeyond: array, unitesAll: unitesAll), indexes: false))
      }
    }

    (flow.sent, flow.sentBusiest, flow.received, flow.receivedBusiest) = (1, 1, 1, 1)
    (flow.tile, flow.first, flow.largest) = (1, 1, 1)
    product { count in
      flow.sent *= Double(count.sent)
      flow.sentBusiest *= Double(count.sentBusiest)
      flow.received *= Double(count.received)
      flow.receivedBusiest *= Double(count.receivedBusiest)
      flow.tile *= Double(count.tile)
      flow.first *= Double(count.first)
      flow.largest *= Double(count.largest)
    }
    flow.sums = flow.sent
    if operand == Operand.outputs.index {
      flow.sums = 1
      product(unitesAll: true) { flow.sums *= Double($0.sent) }
    }
    var crossings: [(array: Int, elements: Double)] = []
    for (index, array) in machine.arrays.enumerated()
    where array.pathIndex > outerPath && array.pathIndex < innerPath {
      var crossing = 1.0
      product(unitedBeyond: index) { crossing *= Double($0.sent) }
      crossings.append((index, crossing))
    }
    return (flow, crossings)
  }
}
