// SPDX-License-Identifier: Apache-2.0
public import RafterQuantities

/// The least that crosses the outer border of a memory as a function of its capacity: the ski-slope curve
/// [Huang et al., ISCA 2024; rooflines 2.3].
public struct CapacityCurve: Sendable, Hashable {
  /// One capacity.
  public struct Point: Sendable, Hashable {
    /// Bytes of all instances together.
    public var capacity: ByteCount
    /// The least bits found that cross, both directions, all products and their repeats.
    public var moved: BitCount
    /// No mapping moves less: proven by the search, by a larger capacity or by a closed form.
    public var least: BitCount
    /// The closed form `2 n / sqrt(R S) - 2 S + outputs`, or compulsory traffic if that is more.
    public var closedForm: BitCount
    /// Whether this is the capacity that the machine has.
    public var isOwn: Bool

    /// Creates a point.
    public init(
      capacity: ByteCount, moved: BitCount, least: BitCount, closedForm: BitCount, isOwn: Bool
    ) {
      self.capacity = capacity
      self.moved = moved
      self.least = least
      self.closedForm = closedForm
      self.isOwn = isOwn
    }

    /// How far `moved` can lie above the least, as a share of it.
    public var gap: Double { max(0, moved.ratio(to: least) - 1) }
    /// Whether nothing less is possible.
    public var isOptimal: Bool { gap < 1e-9 }
  }

  /// The memory whose capacity varies.
  public var memory: String
  /// The memory outside that everything comes from.
  public var outer: String
  /// In order of capacity.
  public var points: [Point]
  /// Each operand once.
  public var compulsory: BitCount
  /// What the machine has, all instances together; nil where its file sets no limit.
  public var own: ByteCount?
  /// Twice the multiply-accumulates, so that intensities can be formed.
  public var operations: Operations

  /// Creates a curve.
  public init(
    memory: String, outer: String, points: [Point], compulsory: BitCount, own: ByteCount?,
    operations: Operations
  ) {
    self.memory = memory
    self.outer = outer
    self.points = points
    self.compulsory = compulsory
    self.own = own
    self.operations = operations
  }

  /// Operations for each byte that crosses.
  public func intensity(_ moved: BitCount) -> OperationalIntensity { operations / moved.bytes }
}
