// SPDX-License-Identifier: Apache-2.0
public import RafterQuantities

/// A loop of a layer laid out over a dimension of the array.
public struct SpatialLoop: Sendable, Hashable {
  /// The loop's bound, L_d; at least 1.
  public var bound: Int
  /// The units it is laid out over, U_d; at least 1.
  public var units: Int

  /// Creates a loop laid out over units.
  ///
  /// - Precondition: both are at least 1.
  public init(bound: Int, units: Int) {
    precondition(bound >= 1 && units >= 1, "a spatial loop needs bounds of at least 1")
    self.bound = bound
    self.units = units
  }

  /// `L / (ceil(L/U) * U)`: the last round may leave units idle.
  public var utilization: Double {
    let rounds = bound / units + (bound % units == 0 ? 0 : 1)
    return Double(bound) / (Double(rounds) * Double(units))
  }
}

/// The share of the array that a layer's shape uses.
public enum SpatialUtilization {
  /// `SU = product over d of L_d / (ceil(L_d/U_d)*U_d)`, in (0, 1] [rooflines 3.2].
  public static func share(_ loops: [SpatialLoop]) -> Double {
    loops.reduce(1) { $0 * $1.utilization }
  }

  /// The spatial ceiling, `Pi_SU = Pi * SU`.
  public static func ceiling(_ peak: Throughput, _ loops: [SpatialLoop]) -> Throughput {
    peak * share(loops)
  }
}
