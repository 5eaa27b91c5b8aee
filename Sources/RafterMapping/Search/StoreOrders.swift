// SPDX-License-Identifier: Apache-2.0

/// The most orders of stores that a search goes through, those of all ways to bypass memories together.
let maximumOrders = 96

/// The most levels of a search: its accounts have fixed places.
let maximumLevels = 8

extension MachineShape {
  /// The placements of which tiles are uneven, and which stores they set apart.
  ///
  /// A store is where an operand's tile in a memory is cut. In order, each is a level of the search, and loops may run
  /// between any two; without loops in between, they are even. Arrays keep their place, so stores may change
  /// places with those of other memories between two arrays. Where these orders are more than ``maximumOrders``, or have more levels
  /// than ``maximumLevels``, only the stores of one memory at a time are set apart.
  ///
  /// - Parameter even: placements without parts.
  func unevenPlacements(of even: [Placement]) -> ([Placement], UnevenSpace) {
    var all: [Placement]? = []
    for placement in even {
      guard let orders = placement.applied(to: self).everyOrder else {
        all = nil
        break
      }
      all? += orders.map { Placement(bypassed: placement.bypassed, parts: $0) }
      if let count = all?.count, count > maximumOrders {
        all = nil
        break
      }
    }
    if let all { return (all, UnevenSpace(extent: .every, orders: all.count)) }
    let some = even.flatMap { placement in
      placement.applied(to: self).ordersOfOneMemory.map {
        Placement(bypassed: placement.bypassed, parts: $0)
      }
    }
    return (some, UnevenSpace(extent: .oneMemory, orders: some.count))
  }

  /// For each operand the memories that it is filled into, outermost first.
  private var filled: [[Int]] {
    (0..<3).map { o in
      Array(memories.indices.filter { memories[$0].holds >> UInt8(o) & 1 == 1 }.dropFirst())
    }
  }

  /// A bit for each operand that comes from a memory.
  private func home(_ memory: Int) -> UInt8 {
    (0..<3).reduce(0) { bits, o in
      memories.firstIndex { $0.holds >> UInt8(o) & 1 == 1 } == memory ? bits | 1 << UInt8(o) : bits
    }
  }

  /// All orders of all stores; nil where they are too many, or too long.
  ///
  /// Where there is only one, memories are filled with one operand each: that is what even tiles are.
  private var everyOrder: [[Placement.Part]]? {
    let filled = filled
    let homes = memories.indices.map { home($0) }
    let levels = filled.reduce(0) { $0 + $1.count }
    let count = homes.enumerated().count { $0.offset == 0 || $0.element != 0 } + levels
    guard count <= maximumLevels else { return nil }
    var orders: [[Placement.Part]] = [[]]
    for segment in segments {
      let start = segment.filter { $0 == 0 || homes[$0] != 0 }.map {
        Placement.Part(memory: $0, operands: homes[$0])
      }
      let stores = filled.map { $0.filter { segment.contains($0) } }
      guard let own = Self.interleavings(stores, most: maximumOrders / orders.count) else {
        return nil
      }
      orders = orders.flatMap { order in own.map { order + start + $0 } }
    }
    return orders.count > 1 ? orders : []
  }

  /// Memories without an array in between, outermost first.
  private var segments: [[Int]] {
    var list: [[Int]] = []
    var former = -1
    for (m, memory) in memories.enumerated() {
      let outside = arrays.count { $0.pathIndex < memory.pathIndex }
      if outside != former { list.append([]) }
      former = outside
      list[list.count - 1].append(m)
    }
    return list
  }

  /// All orders of three lists that keep the order of each; nil where they are more than `most`.
  private static func interleavings(_ stores: [[Int]], most: Int) -> [[Placement.Part]]? {
    var found: [[Placement.Part]] = []
    var order: [Placement.Part] = []
    var next = [0, 0, 0]
    func choose() {
      guard found.count <= most else { return }
      var isDone = true
      for o in 0..<3 where next[o] < stores[o].count {
        isDone = false
        order.append(Placement.Part(memory: stores[o][next[o]], operands: 1 << UInt8(o)))
        next[o] += 1
        choose()
        next[o] -= 1
        order.removeLast()
      }
      if isDone { found.append(order) }
    }
    choose()
    return found.count > most ? nil : found
  }

  /// The orders of the stores of each memory, all others even.
  private var ordersOfOneMemory: [[Placement.Part]] {
    let whole = memories.map { Placement.Part(memory: $0.index, operands: $0.holds) }
    return memories.indices.flatMap { m -> [[Placement.Part]] in
      let filled = memories[m].holds & ~home(m)
      let count = filled.nonzeroBitCount
      guard count > 1, whole.count + count - 1 <= maximumLevels,
        let orders = Self.interleavings(
          (0..<3).map { filled >> UInt8($0) & 1 == 1 ? [m] : [] }, most: 6)
      else { return [] }
      return orders.map { order in
        var parts = order
        // What comes from here lies here before all loops.
        parts[0].operands |= home(m)
        return whole[..<m] + parts + whole[(m + 1)...]
      }
    }
  }
}
