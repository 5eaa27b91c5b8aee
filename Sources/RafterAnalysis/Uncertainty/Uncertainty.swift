// SPDX-License-Identifier: Apache-2.0

/// A number and the band its inputs leave it in, in the base unit of what it measures.
public struct Band: Sendable, Hashable {
  /// The number with every constant at its value.
  public var value: Double
  /// The least within the bands of all constants.
  public var low: Double
  /// The greatest within the bands of all constants.
  public var high: Double

  /// Creates a band.
  public init(value: Double, low: Double, high: Double) {
    self.value = value
    self.low = low
    self.high = high
  }

  /// Of two that move together.
  static func + (a: Self, b: Self) -> Self {
    Self(value: a.value + b.value, low: a.low + b.low, high: a.high + b.high)
  }
}

/// How far a result can move within the bands of the constants it rests on.
public struct Uncertainty: Sendable, Hashable {
  /// Seconds.
  public var latency: Band
  /// Joules; nil where energy is unknown.
  public var energy: Band?
  /// Labels that would change within the bands: `dram-dominated; compute-dominated if the read energy of
  /// dram is 12 % lower`.
  public var flips: [String]

  /// Creates an uncertainty.
  public init(latency: Band, energy: Band?, flips: [String] = []) {
    self.latency = latency
    self.energy = energy
    self.flips = flips
  }
}
