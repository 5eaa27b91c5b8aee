// SPDX-License-Identifier: Apache-2.0
import RafterWorkload

/// The trees of all items in flat tables.
///
/// A tree depends on what is unrolled of its item's loops and on which of their sizes are considered alone, so searches
/// that have these in common share it.
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

  /// Which sizes of a loop are considered at each level.
  struct Sizes: Sendable {
    /// How many at most.
    var limits: [Int]
    /// For each level and loop the size that they are to be near to; nil for sizes of the whole range.
    var focus: [[Int]]?
    /// Whether the largest and the smallest size are considered besides those near.
    var ends = true
  }

  /// What a tree depends on.
  private struct Root: Hashable {
    var item: Int
    var unrollings: [Unrolling]
    var limits: [Int]
    /// For each level the sizes that the item's loops are to be near to; empty for sizes of the whole range.
    var focus: [Int]
    var ends: Bool
  }

  let width: Int
  let items: [[Int]]
  /// How many items.
  let count: Int
  private var sizes = Sizes(limits: [])
  private var roots: [Root: Int32] = [:]
  /// Trees are forgotten when they take some ten megabytes.
  static let mostNodes = 20_000
  /// About how many nodes a search makes, and columns for one.
  private static let usualNodes = 2000
  private static let usualColumns = 8
  var nodes: [Node] = []
  var tiles: [Int] = []
  /// For each node, operand and number of counted levels the products of ``FlowColumn``.
  var columns: [SIMD8<Double>] = []
  /// Of each column, `width` more.
  var extras: [Double] = []
  /// For each node with children, operand and number of counted levels the least columns of all children.
  var least: [SIMD8<Double>] = []

  /// While nodes are made: for each loop of the item its sizes, its splits and the tile of the node.
  ///
  /// There is room for the loops of any item; what is beyond those of this one is empty.
  var sizesOfLoops: [[Int]] = []
  var splits: [[ChainSplit]]
  var chosen = InlineArray<16, Int>(repeating: 1)
  /// While a column is counted: what each split does.
  var roles: [RoleSplit] = []
  var windows = WindowMemory()
  /// Sizes that were asked for before.
  var candidates: [Candidates: [Int]] = [:]

  /// What sizes are candidates for: a part of a loop, tiled in units of what the arrays further in take.
  struct Candidates: Hashable {
    var part: Int
    var unit: Int
  }

  init(space: SearchSpace) {
    width = ExtraColumn.crossings + space.machine.arrays.count
    items = space.items
    count = space.items.count
    splits = Array(repeating: [], count: space.items.reduce(0) { max($0, $1.count) })
    // What most searches come to: growing copies all that is there.
    nodes.reserveCapacity(Self.usualNodes)
    columns.reserveCapacity(Self.usualNodes * Self.usualColumns)
    least.reserveCapacity(Self.usualNodes * Self.usualColumns / 4)
  }

  /// The root of each item's tree under a spatial choice; makes those that are not there yet.
  mutating func roots(
    space: SearchSpace, spatial: SpatialChoice, sizes: Sizes
  ) -> InlineArray<16, Int32> {
    self.sizes = sizes
    if nodes.count > Self.mostNodes { forget() }
    var found = InlineArray<16, Int32>(repeating: 0)
    for (i, item) in items.enumerated() {
      let root = Root(
        item: i, unrollings: unrollings(of: i, space: space, spatial: spatial),
        limits: sizes.limits, focus: focus(on: item), ends: sizes.ends)
      if let node = roots[root] {
        found[i] = node
      } else {
        found[i] = Int32(nodes.count)
        roots[root] = found[i]
        appendRoot(i, item, space: space, spatial: spatial)
      }
    }
    return found
  }

  /// What is unrolled of an item's loops.
  private func unrollings(
    of item: Int, space: SearchSpace, spatial: SpatialChoice
  ) -> [Unrolling] {
    let mask = space.itemMasks[item]
    var found: [Unrolling] = []
    for k in 0..<spatial.count where mask >> UInt64(spatial[k].dimension) & 1 == 1 {
      if found.isEmpty { found.reserveCapacity(spatial.count) }
      found.append(spatial[k])
    }
    return found
  }

  /// For each level the sizes that an item's loops are to be near to.
  private func focus(on item: [Int]) -> [Int] {
    guard let focus = sizes.focus else { return [] }
    var found: [Int] = []
    found.reserveCapacity(focus.count * item.count)
    for tiles in focus { for d in item { found.append(tiles[d]) } }
    return found
  }

  private mutating func appendRoot(
    _ index: Int, _ item: [Int], space: SearchSpace, spatial: SpatialChoice
  ) {
    var steps = 1.0
    for d in item {
      let bound = space.nest.bounds[d]
      let factor = spatial.factor(of: d, after: 0)
      steps *= Double((bound + factor - 1) / factor)
    }
    nodes.append(
      Node(
        item: Int32(index), level: 0, parent: -1, firstChild: -1, childCount: 0,
        tiles: Int32(tiles.count), columns: 0, flags: 0, moved: 0, steps: steps,
        isThinned: false))
    tiles += item.map { space.nest.bounds[$0] }
  }

  private mutating func forget() {
    roots.removeAll(keepingCapacity: true)
    nodes.removeAll(keepingCapacity: true)
    tiles.removeAll(keepingCapacity: true)
    columns.removeAll(keepingCapacity: true)
    extras.removeAll(keepingCapacity: true)
    least.removeAll(keepingCapacity: true)
    candidates.removeAll(keepingCapacity: true)
  }

  /// Where the columns of an operand begin, for a number of counted levels.
  @inline(__always)
  func column(_ node: Node, operand: Int, stop: Int) -> Int {
    node.columns + operand * (Int(node.level) + 1) + stop
  }

  /// What is known of an operand's flow further in: its steps so far, and the least tile.
  ///
  /// - Parameter chosen: a node of each item.
  @inline(__always)
  func ahead(_ chosen: InlineArray<16, Int32>, operand: Int) -> (steps: Double, tile: Double) {
    var (steps, tile) = (1.0, 1.0)
    for i in 0..<count {
      let at = column(nodes[Int(chosen[i])], operand: operand, stop: 0) * width
      steps *= extras[at + ExtraColumn.ahead]
      tile *= extras[at + ExtraColumn.reach]
    }
    return (steps, tile)
  }

  /// Notes the least columns and steps of a node's children, as far as a scan reads them: loops that all index an operand
  /// are always counted.
  mutating func noteLeast(of node: Int, space: SearchSpace) {
    let first = Int(nodes[node].firstChild)
    let children = first..<(first + Int(nodes[node].childCount))
    let level = Int(nodes[node].level) + 1
    nodes[node].least = least.count
    nodes[node].leastSteps = children.reduce(.infinity) { min($0, nodes[$1].steps) }
    for operand in 0..<3 {
      let isWhole = space.itemMasks[Int(nodes[node].item)] & ~space.relevant[operand] == 0
      for stop in 0...level {
        if isWhole && stop > 0 {
          least.append(SIMD8(repeating: 1))
          continue
        }
        var smallest = columns[column(nodes[first], operand: operand, stop: stop)]
        for child in children.dropFirst() {
          smallest = pointwiseMin(
            smallest, columns[column(nodes[child], operand: operand, stop: stop)])
        }
        least.append(smallest)
      }
    }
  }

  /// Makes the children of a node, the tiles in the next memory, if they are not there yet.
  mutating func open(_ node: Int, space: SearchSpace, spatial: SpatialChoice) {
    guard nodes[node].firstChild < 0 else { return }
    let level = Int(nodes[node].level) + 1
    expand(
      node, space: space, spatial: spatial, limit: sizes.limits[level],
      near: sizes.focus?[level - 1], ends: sizes.ends)
  }
}
