// SPDX-License-Identifier: Apache-2.0
public import RafterQuantities

/// What the compatible model says about a mapping [mapping 6.1].
public struct ZigZagResult: Sendable, Hashable {
  /// Accesses of one memory by one operand, in words of the port's greatest width.
  public struct Accesses: Sendable, Hashable {
    /// Per direction, in the order of `ZigZagDirection`.
    public var counts: [Int]

    /// Those of one direction.
    public subscript(_ direction: ZigZagDirection) -> Int { counts[direction.rawValue] }
  }

  /// How busy the multipliers are over a part of the time.
  public struct Utilization: Sendable, Hashable {
    /// Over the loops alone.
    public var ideal: Double
    /// With stalls.
    public var withStalls: Double
    /// With stalls and on-loading.
    public var withOnLoad: Double
    /// Over the whole latency.
    public var overall: Double
  }

  /// Energy of memories and multipliers.
  public var energy: Picojoules
  /// The part of the multipliers.
  public var macEnergy: Picojoules
  /// Accesses per operand (output first) and level, inner to outer.
  public var accesses: [[Accesses]]
  /// Whether an operand is found to be double-buffered at a level, per operand and level.
  public var doubleBuffered: [[Bool]]
  /// Cycles the loops take.
  public var loops: Cycles
  /// Cycles that ports make the array wait.
  public var stall: Cycles
  /// Cycles before the first loop.
  public var onLoad: Cycles
  /// Cycles after the last loop.
  public var offLoad: Cycles
  /// Cycles in which the last results leave a systolic array.
  public var drain: Cycles
  /// How busy the multipliers are.
  public var utilization: Utilization

  /// Loops and stalls.
  public var computePart: Cycles { Cycles(loops.value + stall.value) }
  /// All of it.
  public var latency: Cycles {
    Cycles(loops.value + stall.value + onLoad.value + offLoad.value + drain.value)
  }
  /// Energy times latency, in pJ x cycles.
  public var energyDelay: Double { energy.value * latency.value }
}
