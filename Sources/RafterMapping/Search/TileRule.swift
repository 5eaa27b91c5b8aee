// SPDX-License-Identifier: Apache-2.0

/// Whether the operands of one memory have tiles of the same loop ranges.
public enum TileRule: String, Sendable, Hashable, CaseIterable {
  /// They have: each memory cuts the loops at one place.
  case even
  /// Each operand cuts them at a place of its own, as in ZigZag and AccelForge; even tiles are among these.
  case uneven
}

/// How far a search goes through tiles that differ between the operands of one memory.
public struct UnevenSpace: Sendable, Hashable {
  /// Which stores may stand apart.
  public enum Extent: String, Sendable, Hashable {
    /// All of them: every order of the stores of all operands that keeps each operand's own.
    case every
    /// Those of one memory at a time, since all orders would be too many, or have too many places between loops.
    case oneMemory = "one-memory"
  }

  /// Which stores may stand apart.
  public var extent: Extent
  /// How many orders of stores were searched besides the even one, those of all placements together.
  public var orders: Int

  /// Creates a description.
  public init(extent: Extent, orders: Int) {
    self.extent = extent
    self.orders = orders
  }
}
