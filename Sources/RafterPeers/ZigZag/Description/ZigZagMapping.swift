// SPDX-License-Identifier: Apache-2.0

/// A loop: a dimension and how often it runs.
public struct ZigZagLoop: Sendable, Hashable {
  /// The dimension.
  public var dimension: String
  /// The iterations.
  public var factor: Int

  /// Creates a loop.
  public init(_ dimension: String, _ factor: Int) {
    self.dimension = dimension
    self.factor = factor
  }
}

/// A dimension unrolled over units of the array; the factor may be a fraction where it does not divide.
public struct ZigZagUnrolling: Sendable, Hashable {
  /// The dimension.
  public var dimension: String
  /// Units in use: their mean where the dimension is no multiple.
  public var factor: Double

  /// Creates an unrolling.
  public init(_ dimension: String, _ factor: Double) {
    self.dimension = dimension
    self.factor = factor
  }
}

/// Unrollings per operand (output first) and level; level 0 is the array, level k lies above memory k.
public typealias ZigZagSpatialLevels = [[[ZigZagUnrolling]]]

/// How the loops of a layer lie on a machine.
public struct ZigZagMapping: Sendable, Hashable {
  /// Whole unrollings, which give the latency.
  public var whole: ZigZagSpatialLevels
  /// Unrollings with fractions, which give accesses, energy and the shares of double buffering.
  public var fractional: ZigZagSpatialLevels
  /// Temporal loops, innermost first: one order for all operands.
  public var order: [ZigZagLoop]
  /// How many loops lie at a level or below, per operand (output first) and memory level.
  ///
  /// They count before irrelevant loops are moved down. The last number of each operand is the count of loops.
  public var cuts: [[Int]]

  /// Creates a mapping.
  public init(
    whole: ZigZagSpatialLevels, fractional: ZigZagSpatialLevels, order: [ZigZagLoop], cuts: [[Int]]
  ) {
    self.whole = whole
    self.fractional = fractional
    self.order = order
    self.cuts = cuts
  }
}

/// What is unrolled on each dimension of the array: the user's dataflow.
public struct ZigZagDataflow: Sendable, Hashable {
  /// What one array dimension carries.
  public struct Entry: Sendable, Hashable {
    /// The array dimension.
    public var arrayDimension: String
    /// What is unrolled on it.
    public var unrollings: [ZigZagLoop]

    /// Creates an entry.
    public init(_ arrayDimension: String, _ unrollings: [ZigZagLoop]) {
      self.arrayDimension = arrayDimension
      self.unrollings = unrollings
    }
  }

  /// In the order of the array's dimensions.
  public var entries: [Entry]

  /// Creates a dataflow.
  public init(_ entries: [Entry]) { self.entries = entries }
}
