// SPDX-License-Identifier: Apache-2.0
import RafterWorkload

/// The numbers of a flow that are products over loops, in the order of a column.
enum FlowColumn {
  static let sent = 0
  static let sentBusiest = 1
  static let received = 2
  static let receivedBusiest = 3
  static let tile = 4
  static let first = 5
  static let largest = 6
  static let sums = 7
}

/// What else is a product over loops, and needed less often.
enum ExtraColumn {
  /// Steps over time so far of the loops that do not index the operand (of the column of `stop` 0).
  static let ahead = 0
  /// The least tile of the next inner memory if no loop that indexes the operand runs before it.
  static let reach = 1
  /// Crossings of outer arrays, where a flow passes several.
  static let crossings = 2
}

extension TilePool {
  mutating func expand(
    _ node: Int, space: SearchSpace, spatial: SpatialChoice, limit: Int,
    near focus: [Int]?, ends: Bool
  ) {
    let next = Int(nodes[node].level) + 1
    let loops = items[Int(nodes[node].item)]
    let first = Int(nodes[node].tiles)
    var isThin = false
    // Of each loop the sizes, and the splits and the length down to the node.
    sizesOfLoops.removeAll(keepingCapacity: true)
    for i in splits.indices { splits[i].removeAll(keepingCapacity: true) }
    var lengths = InlineArray<16, Int>(repeating: 0)
    var known = InlineArray<16, Int>(repeating: 0)
    for (i, d) in loops.enumerated() {
      let length = tiles[first + i]
      let deeper = spatial.factor(of: d, after: next)
      let here = spatial.factor(of: d, after: next - 1) / deeper
      let part = (length + here - 1) / here
      lengths[i] = chain(node, i, space: space, spatial: spatial)
      known[i] = splits[i].count
      var sizes: [Int]
      if next == space.levels {
        sizes = [1]
      } else if !space.matters(d, at: next)
        && (here == 1 || !(space.isSliding(d) || Self.isRagged(space.nest.bounds[d], splits[i])))
      {
        sizes = [part]
      } else {
        // A tile fills the arrays further in, so that what is unrolled is used.
        sizes = candidates(of: part, unit: deeper)
        if sizes.count > limit {
          sizes =
            focus.map { TileCandidates.near($0[d], of: sizes, count: limit, ends: ends) }
            ?? TileCandidates.thin(sizes, to: limit)
          isThin = true
        }
      }
      sizesOfLoops.append(sizes)
    }
    let count = sizesOfLoops.reduce(1) { $0 * $1.count }
    nodes[node].firstChild = Int32(nodes.count)
    nodes[node].childCount = Int32(count)
    nodes[node].isThinned = isThin
    for choice in 0..<count {
      var index = choice
      for (i, d) in loops.enumerated().reversed() {
        let tile = sizesOfLoops[i][index % sizesOfLoops[i].count]
        index /= sizesOfLoops[i].count
        chosen[i] = tile
        var length = lengths[i]
        Self.extend(&splits[i], &length, tile: tile, of: d, level: next, spatial)
      }
      append(parent: node, loops: loops, level: next, space: space, spatial: spatial)
      for i in loops.indices { splits[i].removeLast(splits[i].count - known[i]) }
    }
    // The arithmetic has one combination, of which no beginning is bounded.
    if next < space.levels { noteLeast(of: node, space: space) }
  }

  /// Whether splits leave ranges of different lengths: parts of the shorter ones take fewer steps with small tiles, and fewer
  /// copies with large ones.
  private static func isRagged(_ length: Int, _ splits: [ChainSplit]) -> Bool {
    var length = length
    for split in splits {
      if length % split.tile != 0 { return true }
      length = split.tile
    }
    return false
  }

  /// The sizes of a part that fill the arrays further in.
  private mutating func candidates(of part: Int, unit: Int) -> [Int] {
    let question = Candidates(part: part, unit: unit)
    if let known = candidates[question] { return known }
    let found = TileCandidates.sizes(of: part, unit: unit).filter { $0 >= min(part, unit) }
    candidates[question] = found
    return found
  }

  /// Adds the node of the chosen tiles, of which the splits are known.
  private mutating func append(
    parent node: Int, loops: [Int], level next: Int, space: SearchSpace, spatial: SpatialChoice
  ) {
    let this = nodes.count
    nodes.append(
      Node(
        item: nodes[node].item, level: Int32(next), parent: Int32(node), firstChild: -1,
        childCount: 0, tiles: Int32(tiles.count), columns: columns.count, flags: 0, moved: 0,
        steps: 1, isThinned: false))
    for i in loops.indices { tiles.append(chosen[i]) }
    for (i, d) in loops.enumerated() {
      if splits[i].contains(where: { $0.level == next && $0.array < 0 }) {
        nodes[this].flags |= 1 << UInt64(d)
      }
      let deeper = spatial.factor(of: d, after: next)
      nodes[this].steps *= Double(Self.steps(space.nest.bounds[d], splits[i], 0, deeper: deeper))
    }
    nodes[this].moved = nodes[node].moved | nodes[this].flags
    let first = columns.count
    let added = 3 * (next + 1)
    columns.append(contentsOf: repeatElement(SIMD8(repeating: 1), count: added))
    extras.append(contentsOf: repeatElement(1, count: added * width))
    for operand in 0..<3 {
      let relevant = space.nest.operands[operand].relevant
      let isWhole = loops.allSatisfy { relevant & (1 << UInt64($0)) != 0 }
      for stop in 0...next {
        // Only what the scan reads: the arithmetic counts all levels; loops that all index the operand
        // are always counted.
        if next == space.levels ? stop < next : (isWhole && stop > 0) { continue }
        let at = first + operand * (next + 1) + stop
        if stop > 0, next < space.levels, !runs(at: stop, of: loops, except: relevant) {
          repeatColumn(at)
        } else {
          setColumn(at, operand, stop, next, loops, space: space, spatial: spatial)
        }
      }
    }
  }

  /// Whether any of the item's loops that are not among some runs over time above the memory of a level.
  private func runs(at level: Int, of loops: [Int], except relevant: UInt64) -> Bool {
    for (i, d) in loops.enumerated() where relevant & (1 << UInt64(d)) == 0 {
      for split in splits[i] where split.level == level && split.array < 0 { return true }
    }
    return false
  }

  /// Counts a column as the one before it, with one level of the other loops less, where none of them runs there.
  private mutating func repeatColumn(_ at: Int) {
    columns[at] = columns[at - 1]
    for k in ExtraColumn.crossings..<width { extras[at * width + k] = extras[(at - 1) * width + k] }
  }

  /// A split on the way to a node: over time (`array < 0`) or on an array, above the memory of `level`.
  struct ChainSplit {
    var level: Int
    var array: Int
    var side: Int
    var tile: Int
    var bound: Int
  }

  /// Adds the splits of one loop down to a node, outermost first; splits into one piece are left out.
  ///
  /// - Returns: the length that is left.
  private mutating func chain(
    _ node: Int, _ index: Int, space: SearchSpace, spatial: SpatialChoice
  ) -> Int {
    // For each level the node on the way.
    var path = InlineArray<10, Int>(repeating: 0)
    let last = Int(nodes[node].level)
    var step = node
    for level in (0..<last).reversed() {
      path[level] = step
      step = Int(nodes[step].parent)
    }
    let d = items[Int(nodes[node].item)][index]
    var length = space.nest.bounds[d]
    for level in 0..<last {
      let tile = tiles[Int(nodes[path[level]].tiles) + index]
      Self.extend(&splits[index], &length, tile: tile, of: d, level: level + 1, spatial)
    }
    return length
  }

  /// Adds the splits of a loop between one memory and the next.
  private static func extend(
    _ splits: inout [ChainSplit], _ length: inout Int, tile: Int, of dimension: Int, level: Int,
    _ spatial: SpatialChoice
  ) {
    let here = spatial.range(from: level - 1, to: level)
    var outer = tile
    for i in here where Int(spatial[i].dimension) == dimension { outer *= Int(spatial[i].factor) }
    if outer < length {
      splits.append(
        ChainSplit(
          level: level, array: -1, side: -1, tile: outer, bound: (length + outer - 1) / outer))
      length = outer
    }
    for i in here where Int(spatial[i].dimension) == dimension {
      outer /= Int(spatial[i].factor)
      if outer < length {
        splits.append(
          ChainSplit(
            level: level, array: Int(spatial[i].array), side: Int(spatial[i].side), tile: outer,
            bound: (length + outer - 1) / outer))
        length = outer
      }
    }
  }

  private static func steps(
    _ length: Int, _ splits: [ChainSplit], _ index: Int, deeper: Int
  ) -> Int {
    guard index < splits.count else { return (length + deeper - 1) / deeper }
    let split = splits[index]
    let full = length / split.tile
    guard split.array < 0, full > 0 else {
      return steps(min(length, split.tile), splits, index + 1, deeper: deeper)
    }
    let left = length % split.tile
    return full * steps(split.tile, splits, index + 1, deeper: deeper)
      + (left > 0 ? steps(left, splits, index + 1, deeper: deeper) : 0)
  }

  /// How parts of arrays count for an operand.
  private struct Counting {
    /// Parts of arrays up to this one count one by one.
    var beyond = -1
    /// Whether all others count together, whatever the arrays can do.
    var all = false
  }

  private mutating func setColumn(
    _ at: Int, _ operand: Int, _ stop: Int, _ next: Int, _ loops: [Int], space: SearchSpace,
    spatial: SpatialChoice
  ) {
    if stop == 0 {
      lookAhead(operand, next, loops, at: at, space: space, spatial: spatial)
    }
    guard let outer = space.outer(of: operand, into: next) else { return }
    func product(_ counting: Counting, _ take: (SplitCount) -> Void) {
      let shape = space.nest.operands[operand]
      func setRoles(_ index: Int, relevant: Bool) {
        roles.removeAll(keepingCapacity: true)
        addRoles(
          splits[index], operand, relevant: relevant, outer: outer, stop: stop, counting, space)
      }
      for axis in shape.axes {
        guard let term = axis.terms.first, let i = loops.firstIndex(of: term.dimension) else {
          continue
        }
        if axis.isPlain {
          setRoles(i, relevant: true)
          take(.plain(length: space.nest.bounds[loops[i]], splits: roles, indexes: true))
        } else {
          roles.removeAll(keepingCapacity: true)
          let lengths = axis.terms.map { term in
            let before = roles.count
            addRoles(
              splits[loops.firstIndex(of: term.dimension) ?? 0], operand, relevant: true,
              outer: outer, stop: stop, counting, space)
            return roles.count - before
          }
          take(windows.count(axis, operand: operand, roles, lengths, space.nest.bounds))
        }
      }
      for (i, d) in loops.enumerated() where shape.relevant & (1 << UInt64(d)) == 0 {
        setRoles(i, relevant: false)
        take(.plain(length: space.nest.bounds[d], splits: roles, indexes: false))
      }
    }
    var column = SIMD8<Double>(repeating: 1)
    product(Counting()) { count in
      column *= SIMD8(
        Double(count.sent), Double(count.sentBusiest), Double(count.received),
        Double(count.receivedBusiest), Double(count.tile), Double(count.first),
        Double(count.largest), Double(count.sent))
    }
    if operand == Operand.outputs.index,
      splits.contains(where: { $0.contains { $0.array >= 0 } })
    {
      column[FlowColumn.sums] = 1
      product(Counting(all: true)) { column[FlowColumn.sums] *= Double($0.sent) }
    }
    columns[at] = column
    // Arrays between the two memories but the innermost, which all parts' tiles cross.
    for (k, array) in space.between[operand * (space.levels + 1) + next].dropLast().enumerated() {
      var crossing = 1.0
      product(Counting(beyond: array)) { crossing *= Double($0.sent) }
      extras[at * width + ExtraColumn.crossings + k] = crossing
    }
  }

  /// Notes what each split does to an operand.
  private mutating func addRoles(
    _ splits: [ChainSplit], _ operand: Int, relevant: Bool, outer: Int, stop: Int,
    _ counting: Counting, _ space: SearchSpace
  ) {
    for split in splits {
      roles.append(
        RoleSplit(
          role: Self.role(
            split, operand, relevant: relevant, outer: outer, stop: stop, counting, space),
          tile: split.tile))
    }
  }

  @inline(__always)
  private static func role(
    _ split: ChainSplit, _ operand: Int, relevant: Bool, outer: Int, stop: Int,
    _ counting: Counting, _ space: SearchSpace
  ) -> SplitRole {
    if split.array < 0 { return relevant || split.level <= stop ? .step : .stay }
    if split.level <= outer { return .instance }
    if split.array <= counting.beyond { return .copy }
    let side = space.machine.arrays[split.array].sides[split.side]
    return counting.all || SearchSpace.unites(operand, side) ? .merge : .copy
  }

  /// What is known at a level of a flow into a memory further in.
  private mutating func lookAhead(
    _ operand: Int, _ level: Int, _ loops: [Int], at begin: Int, space: SearchSpace,
    spatial: SpatialChoice
  ) {
    guard let pending = space.pending[level].first(where: { $0.operand == operand }) else { return }
    let shape = space.nest.operands[operand]
    let tile = tiles.count - loops.count
    for (i, d) in loops.enumerated() {
      if shape.relevant & (1 << UInt64(d)) == 0 {
        let temporal = splits[i]
        var steps = 0
        Self.pieces(space.nest.bounds[d], temporal, 0, &steps)
        extras[begin * width + ExtraColumn.ahead] *= Double(steps)
      } else if shape.axes.contains(where: { $0.isPlain && $0.terms[0].dimension == d }) {
        let factor =
          spatial.factor(of: d, after: level)
          / spatial.factor(of: d, after: pending.inner)
        extras[begin * width + ExtraColumn.reach] *= Double((tiles[tile + i] + factor - 1) / factor)
      }
    }
  }

  /// Counts the steps over time of the first part.
  private static func pieces(
    _ length: Int, _ splits: [ChainSplit], _ index: Int, _ count: inout Int
  ) {
    guard index < splits.count else {
      count += 1
      return
    }
    let split = splits[index]
    guard split.array < 0, length > split.tile else {
      return pieces(min(length, split.tile), splits, index + 1, &count)
    }
    var full = 0
    pieces(split.tile, splits, index + 1, &full)
    count += full * (length / split.tile)
    if length % split.tile > 0 { pieces(length % split.tile, splits, index + 1, &count) }
  }
}
