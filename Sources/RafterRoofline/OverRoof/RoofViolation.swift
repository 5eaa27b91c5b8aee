// SPDX-License-Identifier: Apache-2.0
import RafterQuantities

/// A point that lies above a roof: an error of the data or of the model, never clamped [rooflines 3.9].
public struct RoofViolation: Sendable, Hashable {
  /// A roof that cannot be exceeded.
  public enum Roof: Sendable, Hashable {
    /// The flat roof of a format.
    case peak(format: String)
    /// The slope of a level.
    case bandwidth(level: String)
    /// The ceiling of the power cap.
    case power(level: String)
    /// The energy roof of a level and a format.
    case energy(level: String, format: String)
    /// A layer's own throughput roof.
    case layerThroughput
    /// A layer's own energy roof.
    case layerEnergy

    /// In words: `the bandwidth roof of dram`.
    public var description: String {
      switch self {
      case .peak(let format): "the peak of \(format)"
      case .bandwidth(let level): "the bandwidth roof of \(level)"
      case .power(let level): "the power roof at \(level)"
      case .energy(let level, let format): "the energy roof of \(level) in \(format)"
      case .layerThroughput: "the layer's own throughput roof"
      case .layerEnergy: "the layer's own energy roof"
      }
    }
  }

  /// The point, as it was given.
  public var point: String
  /// The roof it lies above.
  public var roof: Roof
  /// The point over the roof, above 1.
  public var excess: Double
  /// What may have gone wrong, the likeliest first.
  public var causes: [OverRoofCause]

  /// Creates a violation.
  public init(point: String, roof: Roof, excess: Double, causes: [OverRoofCause]) {
    self.point = point
    self.roof = roof
    self.excess = excess
    self.causes = causes
  }

  /// A sentence: which point, which roof, how far, and what to look at.
  public var message: String {
    let far =
      excess < 1.1
      ? "\(Format.significant((excess - 1) * 100)) % above \(roof.description)"
      : "at \(Format.significant(excess)) times \(roof.description)"
    let reasons = causes.map(\.explanation).joined(separator: "; or ")
    return "\(point) lies \(far): \(reasons)"
  }
}

/// Why a point may lie above a roof [rooflines 3.9, property 19].
public enum OverRoofCause: Sendable, Hashable {
  /// Bits taken for bytes, powers of ten for powers of two, cycles for seconds.
  case unit
  /// MACs or nominal operations counted where the roof counts executed operations, or the reverse.
  case operationCount
  /// The point ran in another format than the roof's.
  case format(String?)
  /// Bytes came by a path that the level's traffic or bandwidth leaves out.
  case path

  /// What to look at.
  public var explanation: String {
    switch self {
    case .unit: "a unit may be off (bits for bytes, GB for GiB, cycles for seconds)"
    case .operationCount:
      "operations may be miscounted (a MAC is two; nominal work that was skipped or transformed)"
    case .format(let other?): "it may have run in \(other), whose roof holds it"
    case .format(nil): "it may have run in a faster format than the roof's"
    case .path: "data may have come by another path (a cache, a second port, a bypass)"
    }
  }
}
