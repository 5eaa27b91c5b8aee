// SPDX-License-Identifier: Apache-2.0

/// An order of the loops between two memories.
///
/// The loops that do not index one operand run innermost, so that its tile stays; of these, those that do not index a
/// second one run innermost of all, so that its tile stays as far as it can. No other property of an order matters. The
/// second operand makes a difference only where a loop indexes one operand alone (``SearchSpace/restsOnce``).
struct LoopOrder: Sendable, BitwiseCopyable {
  /// Below ``count``; the first three have a different operand each that stays.
  var index: Int

  /// Pairs of different operands.
  static let count = 6
  private static let operands = 3

  /// The operand that stays while all loops that do not index it run.
  @inline(__always)
  var stays: Int { index < Self.operands ? index : index - Self.operands }

  /// The operand that stays while some of these run.
  @inline(__always)
  var within: Int {
    let after = stays + (index < Self.operands ? 1 : 2)
    return after < Self.operands ? after : after - Self.operands
  }
}

/// Some of the orders of ``LoopOrder``, as bits.
struct LoopOrders: Sendable, BitwiseCopyable {
  private var bits: UInt8 = 0

  /// The first one alone, where none makes a difference.
  static let first = LoopOrders(bits: 1)
  static let none = LoopOrders(bits: 0)

  private init(bits: UInt8) { self.bits = bits }

  @inline(__always)
  var isEmpty: Bool { bits == 0 }

  @inline(__always)
  mutating func insert(_ order: LoopOrder) { bits |= 1 << UInt8(order.index) }

  /// Takes out one of them; nil once there are none.
  @inline(__always)
  mutating func next() -> LoopOrder? {
    guard bits != 0 else { return nil }
    let order = LoopOrder(index: bits.trailingZeroBitCount)
    bits &= bits &- 1
    return order
  }
}

extension SearchSpace {
  /// The orders of running loops that make a difference.
  ///
  /// - Parameter flags: the loops that run, as bits.
  @inline(__always)
  func orders(running flags: UInt64) -> LoopOrders {
    let resting = (flags & ~relevant[0], flags & ~relevant[1], flags & ~relevant[2])
    guard restsOnce else { return looseOrders(resting) }
    var orders = LoopOrders.none
    if fixed.stays >= 0 {
      orders.insert(LoopOrder(index: fixed.stays))
      return orders
    }
    // What rests decides the order. Where nothing rests under an operand, the order is one of the others'.
    if resting.0 | resting.1 | resting.2 == 0 { return .first }
    if resting.0 != 0 { orders.insert(LoopOrder(index: 0)) }
    if resting.1 != 0 { orders.insert(LoopOrder(index: 1)) }
    if resting.2 != 0 { orders.insert(LoopOrder(index: 2)) }
    return orders
  }

  /// The same where loops may rest under two operands.
  private func looseOrders(_ resting: (UInt64, UInt64, UInt64)) -> LoopOrders {
    let resting: InlineArray<3, UInt64> = [resting.0, resting.1, resting.2]
    var orders = LoopOrders.none
    for index in 0..<LoopOrder.count {
      let order = LoopOrder(index: index)
      if fixed.stays >= 0, order.stays != fixed.stays { continue }
      // An order in which nothing rests under the second is no better than one in which something does.
      if resting[order.stays] & resting[order.within] != 0 { orders.insert(order) }
    }
    for operand in 0..<3 where resting[operand] != 0 && (fixed.stays < 0 || fixed.stays == operand)
    {
      let others = resting[(operand + 1) % 3] | resting[(operand + 2) % 3]
      if resting[operand] & others == 0 { orders.insert(LoopOrder(index: operand)) }
    }
    if orders.isEmpty { orders.insert(LoopOrder(index: max(0, fixed.stays))) }
    return orders
  }

  /// The loops between two memories, outermost first.
  func sequence(of flags: UInt64, _ order: LoopOrder) -> [Int] {
    let loops = active.filter { flags & (1 << UInt64($0)) != 0 }
    // How far inside a loop belongs.
    func depth(_ loop: Int) -> Int {
      let bit: UInt64 = 1 << UInt64(loop)
      return relevant[order.stays] & bit != 0 ? 0 : relevant[order.within] & bit != 0 ? 1 : 2
    }
    return (0...2).flatMap { inside in loops.filter { depth($0) == inside } }
  }

  /// The counted levels of all loops, four bits each, after the loops above a level.
  ///
  /// Loops inside the last one that indexes the operand leave its tile where it is.
  ///
  /// - Parameters:
  ///   - before: the same above the memory further out.
  ///   - flags: the loops that run at the level, as bits.
  @inline(__always)
  func stops(
    _ before: UInt64, of operand: Int, flags: UInt64, _ order: LoopOrder, level: Int
  ) -> UInt64 {
    let indexing = relevant[operand]
    guard flags & indexing != 0 else { return before }
    let resting = flags & ~relevant[order.stays]
    let inner = resting & ~relevant[order.within]
    // The innermost loops of which one indexes the operand: those further out count all.
    let last: UInt64
    let further: UInt64
    if inner & indexing != 0 {
      (last, further) = (inner, flags & ~inner)
    } else if resting & indexing != 0 {
      (last, further) = (resting & ~inner, flags & ~resting)
    } else {
      (last, further) = (flags & ~resting, 0)
    }
    var counted =
      further | (last & (UInt64.max >> UInt64((last & indexing).leadingZeroBitCount)))
    // All loops are counted above the memory further out; these also here.
    var after = everySlot &* UInt64(level - 1)
    while counted != 0 {
      after += 1 << (UInt64(slot[counted.trailingZeroBitCount]) * 4)
      counted &= counted - 1
    }
    return after
  }
}
