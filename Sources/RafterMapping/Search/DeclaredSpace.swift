// SPDX-License-Identifier: Apache-2.0

/// The mappings that a certificate speaks of.
///
/// Every operand lies in each memory that holds it, or passes by where it may; the operands of one memory have tiles of the same loop
/// ranges, or each its own where that was asked for (``UnevenSpace``).
/// Tiles need not divide: a loop of length n takes `ceil(n/1)`, `ceil(n/2)`, ... and the same in
/// multiples of what is unrolled further in; other sizes give as many tiles with no less in each. Between two
/// memories the loops that do not index one operand run innermost, and of these those that do not index a second one innermost
/// of all; no other order costs less. A side
/// of an array takes up to three loops, with factors of which none can be raised; any factors, where all sides have
/// at most 1000 choices of them together, or where nothing that fills the arrays fits the memories.
public struct DeclaredSpace: Sendable, Hashable {
  /// Loops that run more than once.
  public var dimensions: [String]
  /// The memories, outermost first.
  public var memories: [String]
  /// The sides of arrays, outermost first.
  public var sides: [String]
  /// What may bypass what, outermost first; every combination is searched.
  public var bypasses: [Bypass]
  /// How many combinations there are, that without bypass included.
  public var placements: Int
  /// How far the tiles of one memory may differ besides; nil where they are even.
  public var uneven: UnevenSpace?
  /// What was given by the user.
  public var constraints: MappingConstraints
  /// How many mappings there are, at most: tile sizes, orders and unrollings multiplied.
  public var size: Double

  /// Creates a space.
  public init(
    dimensions: [String], memories: [String], sides: [String], bypasses: [Bypass] = [],
    placements: Int = 1, uneven: UnevenSpace? = nil, constraints: MappingConstraints, size: Double
  ) {
    self.uneven = uneven
    self.bypasses = bypasses
    self.placements = placements
    self.dimensions = dimensions
    self.memories = memories
    self.sides = sides
    self.constraints = constraints
    self.size = size
  }
}

extension SearchSpace {
  /// How many mappings the space has at most.
  ///
  /// The product over loops of the ways to choose falling tile sizes for all memories in which they matter,
  /// three orders for each memory but the outermost, or six (``LoopOrder``), and all options of each side at full length.
  ///
  /// - Parameter memory: what sides may unroll, as far as it is known.
  func size(_ memory: inout OptionMemory) -> Double {
    var size = 1.0
    for d in active {
      let choices = (1..<max(1, levels)).count { matters(d, at: $0) }
      size *= Self.chains(nest.bounds[d], choices)
    }
    for level in 1..<max(1, levels) where !boundaries[level].isEmpty {
      size *= restsOnce ? 3 : Double(LoopOrder.count)
    }
    let filling = isFree ? Filling.any : .full
    for side in sides.indices {
      let options = memory.options(of: side, in: self, lengths: nest.bounds, filling)
      size *= Double(max(1, options.count))
    }
    return size
  }

  /// How many falling chains of so many sizes `ceil(length / n)` there are.
  ///
  /// All sizes of a size are sizes of the length, so one table over them serves all.
  static func chains(_ length: Int, _ count: Int) -> Double {
    guard count > 0 else { return 1 }
    // Smallest first: a chain goes on with any size that is not larger.
    let sizes = Array(TileCandidates.ceilings(length).reversed())
    var ways = [Double](repeating: 1, count: sizes.count)
    for _ in 1..<count {
      var sum = 0.0
      for i in sizes.indices {
        sum += ways[i]
        ways[i] = sum
      }
    }
    return ways.reduce(0, +)
  }
}
