// SPDX-License-Identifier: Apache-2.0
public import RafterAnalysis
public import RafterHardware
public import RafterQuantities

/// One part made smaller so that another can grow, on the same area.
public struct Trade: Sendable {
  /// A part and how much of it there is now.
  public struct Share: Sendable, Hashable {
    /// The part and its factor: `0.500 x capacity of buffer`.
    public var name: String
    /// The part in words: `capacity of buffer`.
    public var part: String
    /// Its size over what it was.
    public var factor: Double
  }

  /// What is given up.
  public var given: Share
  /// What it is given up for.
  public var gained: Share
  /// The machine.
  public var machine: Accelerator
  /// The area that is left over: sizes come in steps.
  public var leftOver: Area
  /// What a sample takes.
  public var outcome: Outcome
  /// What it takes now.
  public var base: Outcome

  /// The share of the time that is saved; negative where it takes longer.
  public var timeSaved: Double { 1 - outcome.latency.ratio(to: base.latency) }
  /// The share of the energy that is saved; nil where it is unknown.
  public var energySaved: Double? {
    guard let after = outcome.energy, let before = base.energy, before > .zero else { return nil }
    return 1 - after.ratio(to: before)
  }
  /// `1/2 capacity of buffer for 1.31 times rows`.
  public var name: String { "\(given.name) for \(gained.name)" }
}

/// What to give up for what.
public struct TradeTable: Sendable {
  /// The analysis of the design as it is.
  public var base: Analysis
  /// What a sample takes now.
  public var outcome: Outcome
  /// All trades that can be run, most time saved first, then most energy.
  public var trades: [Trade]
  /// Pairs that cannot be run: something fits nowhere then.
  public var unfit: [String]
  /// Parts that cannot be traded, since nothing tells their area.
  public var unpriced: [String]

  /// Trades that save time or energy.
  public var paying: [Trade] {
    trades.filter {
      $0.timeSaved >= Advisor.threshold || ($0.energySaved ?? 0) >= Advisor.threshold
    }
  }
}
