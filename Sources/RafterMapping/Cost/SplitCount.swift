// SPDX-License-Identifier: Apache-2.0

/// What a loop does to an operand on its way from one memory to the next.
enum SplitRole: UInt8, Sendable {
  /// Over time: a new tile at each step.
  case step
  /// Over time, without effect on the operand: the tile stays.
  case stay
  /// Over the instances of the outer memory.
  case instance
  /// Over parts of an array that one transfer serves together.
  case merge
  /// Over parts of an array that are served one by one.
  case copy
}

/// One split of a loop's range: `tile` iterations a piece.
struct RoleSplit: Sendable {
  var role: SplitRole
  var tile: Int
}

/// Sums over all pieces that the splits of some loops make of their ranges [mapping 2].
struct SplitCount: Sendable {
  /// Indices at the outer memory, over all instances and steps.
  var sent = 0
  /// The same of the busiest instance of the outer memory.
  var sentBusiest = 0
  /// Indices at the parts, over all of them and all steps.
  var received = 0
  /// The same of the busiest part.
  var receivedBusiest = 0
  /// The largest tile of one part.
  var tile = 0
  /// The indices of the first transfer of the first instance.
  var first = 0
  /// The indices of the largest transfer of one instance.
  var largest = 0
}

extension SplitCount {
  /// Counts a range of a loop along which no index repeats.
  ///
  /// - Parameters:
  ///   - level: the first of the splits that counts.
  ///   - indexes: whether the loop indexes the operand; otherwise each piece counts as 1.
  static func plain(
    length: Int, splits: borrowing [RoleSplit], level: Int = 0, indexes: Bool
  ) -> SplitCount {
    guard level < splits.count else {
      let size = indexes ? length : 1
      return SplitCount(
        sent: size, sentBusiest: size, received: size, receivedBusiest: size, tile: size,
        first: size, largest: size)
    }
    let tile = splits[level].tile
    let full = length / tile
    let left = length % tile
    // The first piece is the longest, so maxima are its own.
    var sum = plain(
      length: min(length, tile), splits: splits, level: level + 1, indexes: indexes)
    let role = splits[level].role
    if full == 0 || (full == 1 && left == 0) || role == .stay { return sum }
    let head = sum
    let tail =
      left == 0
      ? SplitCount() : plain(length: left, splits: splits, level: level + 1, indexes: indexes)
    let unites = role == .merge && !indexes
    sum.received = full * head.received + tail.received
    if !unites { sum.sent = full * head.sent + tail.sent }
    if role == .step {
      sum.receivedBusiest = full * head.receivedBusiest + tail.receivedBusiest
    }
    if role != .instance && !unites {
      sum.sentBusiest = full * head.sentBusiest + tail.sentBusiest
    }
    if role == .copy || (role == .merge && indexes) {
      sum.first = full * head.first + tail.first
      sum.largest = full * head.largest + tail.largest
    }
    return sum
  }
}
