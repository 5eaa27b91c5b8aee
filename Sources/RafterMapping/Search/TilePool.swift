// SPDX-License-Identifier: Apache-2.0
import RafterWorkload

/// The trees of all items in flat tables, for one spatial choice.
///
/// A node is a tile of one item's loops in one memory; its parent the tile further out. Each node carries
/// what these loops contribute to every flow into its memory, for every number of outer loops over time
/// that the flow counts (`stop`). The contribution of a mapping is a product over items.
struct TilePool: Sendable {
  /// What the inner loop of the search reads of a node.
  struct Node: Sendable {
    var item: Int32
    var level: Int32
    var parent: Int32
    var firstChild: Int32
    var childCount: Int32
    /// Where its tiles begin.
    var tiles: Int32
    /// Where its columns begin.
    var columns: Int
    /// Loops that run between the outer memory and this one, as bits.
    var flags: UInt64
    /// Loops that run anywhere above this memory.
    var moved: UInt64
    /// Steps over time, at least.
    var steps: Double
    /// Where the least columns of its children begin, and the least of their steps.
    var least = 0
    var leastSteps = 1.0
    /// Whether tile sizes were left out among its children.
    var isThinned: Bool
  }

  let width: Int
  let items: [[Int]]
  /// How many items.
  let count: Int
  var nodes: [Node] = []
  var tiles: [Int] = []
  /// For each node, operand and number of counted levels the products of ``FlowColumn``.
  var columns: [SIMD8<Double>] = []
  /// Of each column, `width` more.
  var extras: [Double] = []
  /// For each node with children, operand and number of counted levels the least columns of all children.
  var least: [SIMD8<Double>] = []

  init(space: SearchSpace, spatial: SpatialChoice) {
    width = ExtraColumn.crossings + space.machine.arrays.count
    items = space.items
    count = space.items.count
    for (i, item) in items.enumerated() {
      var steps = 1.0
      for d in item {
        let bound = space.nest.bounds[d]
        let factor = spatial.factor(of: d, after: 0)
        steps *= Double((bound + factor - 1) / factor)
      }
      nodes.append(
        Node(
          item: Int32(i), level: 0, parent: -1, firstChild: -1, childCount: 0,
          tiles: Int32(tiles.count), columns: 0, flags: 0, moved: 0, steps: steps,
          isThinned: false))
      tiles += item.map { space.nest.bounds[$0] }
    }
  }

  /// Where the columns of an operand begin, for a number of counted levels.
  @inline(__always)
  func column(_ node: Node, operand: Int, stop: Int) -> Int {
    node.columns + operand * (Int(node.level) + 1) + stop
  }

  /// Where the least columns of a node's children begin.
  @inline(__always)
  func leastColumn(_ node: Node, operand: Int, stop: Int) -> Int {
    node.least + operand * (Int(node.level) + 2) + stop
  }

  /// Notes the least columns and steps of a node's children.
  mutating func noteLeast(of node: Int) {
    let first = Int(nodes[node].firstChild)
    let children = first..<(first + Int(nodes[node].childCount))
    nodes[node].least = least.count
    nodes[node].leastSteps = children.reduce(.infinity) { min($0, nodes[$1].steps) }
    for operand in 0..<3 {
      for stop in 0...(Int(nodes[node].level) + 1) {
        var smallest = SIMD8<Double>(repeating: .infinity)
        for child in children {
          smallest = pointwiseMin(
            smallest, columns[column(nodes[child], operand: operand, stop: stop)])
        }
        least.append(smallest)
      }
    }
  }

  /// The children of a node: the tiles in the next memory.
  ///
  /// - Parameters:
  ///   - limit: how many sizes of a loop at most.
  ///   - focus: for each loop the size that they are to be near to; nil for sizes of the whole range.
  mutating func children(
    of node: Int, space: SearchSpace, spatial: SpatialChoice, limit: Int,
    near focus: [Int]?
  ) -> Range<Int> {
    if nodes[node].firstChild < 0 {
      expand(node, space: space, spatial: spatial, limit: limit, near: focus)
    }
    let first = Int(nodes[node].firstChild)
    return first..<(first + Int(nodes[node].childCount))
  }
}
