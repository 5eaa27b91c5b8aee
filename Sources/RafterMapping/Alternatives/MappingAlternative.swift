// SPDX-License-Identifier: Apache-2.0
public import RafterHardware
public import RafterQuantities
public import RafterWorkload

/// A mapping that differs from the chosen one in one decision, and what it would cost.
public struct MappingAlternative: Sendable, Hashable {
  /// The decision.
  public enum Change: Sendable, Hashable {
    /// Another loop runs innermost above a memory (nil: the arithmetic), so that other operands stay there.
    case order(memory: Int?, innermost: Int, kept: [Operand])
    /// The next larger or smaller tile of a dimension in a memory.
    case tile(memory: Int, dimension: Int, from: Int, to: Int)
  }

  /// What changes the most.
  public enum Cause: Sendable, Hashable {
    /// Steps of the arithmetic, by a ratio.
    case arithmetic(Double)
    /// Cycles in which first tiles arrive and last ones leave, by a ratio.
    case edges(Double)
    /// What moves at a memory, by a ratio; infinite where nothing moved before.
    case transfer(memory: Int, Transfer, Double)
  }

  /// What comes of it.
  public enum Outcome: Sendable, Hashable {
    /// It runs: latency and energy as ratios to the chosen mapping's; energy nil where it is unknown.
    case runs(latency: Double, energy: Double?, Cause?)
    /// A memory is too small for it.
    case doesNotFit(memory: Int, missing: ByteCount)
  }

  /// The decision.
  public var change: Change
  /// What comes of it.
  public var outcome: Outcome
  /// The whole mapping.
  public var mapping: Mapping

  /// Creates an alternative.
  public init(change: Change, outcome: Outcome, mapping: Mapping) {
    self.change = change
    self.outcome = outcome
    self.mapping = mapping
  }
}
