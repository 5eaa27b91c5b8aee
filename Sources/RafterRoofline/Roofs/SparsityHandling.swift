// SPDX-License-Identifier: Apache-2.0
public import RafterQuantities

/// What a machine does with zeros.
public enum SparsityHandling: Sendable, Hashable {
  /// Computes with them.
  case dense
  /// Saves the energy of a multiplication by zero, not its cycle.
  case gating
  /// Leaves them out, at most so many times faster than dense.
  case skipping(greatestSpeedup: Double)

  /// Nominal operations for each dense one in the same time [rooflines 3.2, 3.6].
  ///
  ///     skipping:       balance / max(d, 1/s_max)
  ///     dense, gating:  1
  ///
  /// - Parameters:
  ///   - density: the share of operations that are executed, d in (0, 1].
  ///   - balance: average over greatest load of the units, in (0, 1]; 1 at density 1.
  public func gain(density: Double, balance: Double = 1) -> Double {
    switch self {
    case .dense, .gating: 1
    case .skipping(let greatest): balance / max(density, 1 / greatest)
    }
  }

  /// The sparsity ceiling in nominal operations, `Pi_sp`.
  public func ceiling(_ peak: Throughput, density: Double, balance: Double = 1) -> Throughput {
    peak * gain(density: density, balance: balance)
  }

  /// The share of the dense arithmetic energy that is spent [rooflines 3.6].
  ///
  ///     dense: 1    gating: d + (1-d)*g    skipping: d
  ///
  /// - Parameters:
  ///   - density: d, the share of operations that are not on zeros, in [0, 1].
  ///   - gated: what a gated operation still costs, g, as a share of a full one.
  public func energyShare(density: Double, gated: Double = 0) -> Double {
    switch self {
    case .dense: 1
    case .gating: density + (1 - density) * gated
    case .skipping: density
    }
  }
}
