// SPDX-License-Identifier: Apache-2.0

/// What of a model could not be counted: its totals are then lower bounds.
public struct UncountedWork: Sendable, Hashable {
  /// Nodes whose operator is not known: their arithmetic is not counted.
  public var unknownNodes: Int
  /// Nodes without a known shape: neither their arithmetic nor all of their bytes are counted.
  public var shapelessNodes: Int
  /// Loops of which the run decides how often they turn: the turns that are known are counted.
  public var openLoops: Int
  /// The operator that comes first among the causes, with its domain if that is not the default one:
  /// `com.acme::Frobnicate`.
  public var firstOperator: String
  /// The node of ``firstOperator``.
  public var firstNode: String

  /// Creates a note of what is not counted.
  public init(
    unknownNodes: Int, shapelessNodes: Int, openLoops: Int = 0, firstOperator: String,
    firstNode: String
  ) {
    self.unknownNodes = unknownNodes
    self.shapelessNodes = shapelessNodes
    self.openLoops = openLoops
    self.firstOperator = firstOperator
    self.firstNode = firstNode
  }
}
