// SPDX-License-Identifier: Apache-2.0
public import RafterQuantities

/// Measured points of a set and the roofs of the machine they were measured on.
///
///     attained(I) <= min(peak, lift * I * bandwidth)
///
/// A point above a roof is an error in the inputs: it becomes a row that misses, and is drawn where it lies.
public struct MeasuredRoofline: Sendable, Hashable {
  /// A flat roof.
  public struct Ceiling: Sendable, Hashable {
    /// What it is: `int8`, `bf16 at the power cap`.
    public var name: String
    /// The most operations a second.
    public var peak: Throughput

    /// Creates a roof.
    public init(_ name: String, peak: Throughput) {
      self.name = name
      self.peak = peak
    }
  }

  /// A slanted roof.
  public struct Slope: Sendable, Hashable {
    /// The memory that it is of.
    public var name: String
    /// The most bytes a second.
    public var bandwidth: Bandwidth

    /// Creates a roof.
    public init(_ name: String, bandwidth: Bandwidth) {
      self.name = name
      self.bandwidth = bandwidth
    }
  }

  /// What was measured, and what we say.
  public struct Point: Sendable, Hashable {
    /// The case.
    public var name: String
    /// Operations for each byte of the first slope's memory.
    public var intensity: OperationalIntensity
    /// What was attained.
    public var measured: Throughput
    /// What the model says would be attained.
    public var predicted: Throughput?
    /// The name of its flat roof; nil for the highest.
    public var ceiling: String?
    /// The factor by which what a cache keeps from run to run may lift it above the slope, at least 1.
    public var lift: Double

    /// Creates a point.
    public init(
      _ name: String, intensity: OperationalIntensity, measured: Throughput,
      predicted: Throughput?, ceiling: String? = nil, lift: Double = 1
    ) {
      self.name = name
      self.intensity = intensity
      self.measured = measured
      self.predicted = predicted
      self.ceiling = ceiling
      self.lift = lift
    }
  }

  /// The machine.
  public var machine: String
  /// The flat roofs, highest first.
  public var ceilings: [Ceiling]
  /// The slanted roofs; the first one's bytes are those of the axis, and none is given where only flat roofs are known.
  public var slopes: [Slope]
  /// The points, in the order of the rows.
  public var points: [Point]

  /// Creates a roofline.
  public init(machine: String, ceilings: [Ceiling], slopes: [Slope], points: [Point]) {
    self.machine = machine
    self.ceilings = ceilings
    self.slopes = slopes
    self.points = points
  }
}
