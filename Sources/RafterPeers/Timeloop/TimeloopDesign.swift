// SPDX-License-Identifier: Apache-2.0
public import RafterQuantities

/// A problem as Timeloop sees one: dimensions, and tensors as boxes in their own space.
public struct TimeloopProblem: Sendable, Hashable {
  /// A rank of a tensor: a sum of dimensions times coefficients.
  public struct Rank: Sendable, Hashable {
    /// The coefficient of each dimension of the problem; 0 where it takes no part.
    public var coefficients: [Int]
  }

  /// A tensor.
  public struct DataSpace: Sendable, Hashable {
    /// Whether it is read only, or reduced in place.
    public enum Access: Sendable, Hashable {
      case read, readWrite
    }

    /// Its name.
    public var name: String
    /// Its ranks.
    public var ranks: [Rank]
    /// Whether it is an input or the output.
    public var access: Access
  }

  /// Names of the dimensions.
  public var dimensions: [String]
  /// Their sizes.
  public var sizes: [Int]
  /// The tensors.
  public var dataSpaces: [DataSpace]

  /// One step of the innermost loops for every point of the nest.
  var computes: Int { sizes.reduce(1, *) }
}

/// A level of a design: storage, or the units that compute.
public struct TimeloopLevel: Sendable, Hashable {
  /// Its name.
  public var name: String
  /// Instances in the machine.
  public var instances: Int
  /// Words that one access of the table of energies moves.
  public var block: Double
  /// Words an instance may read in a cycle; nil is without limit.
  public var readBandwidth: Double?
  /// Words an instance may write in a cycle; nil is without limit.
  public var writeBandwidth: Double?
  /// Energy of a read of a block.
  public var readEnergy: Picojoules
  /// Energy of a write of a block from outside.
  public var writeEnergy: Picojoules
  /// Energy of a write of a block from inside.
  public var updateEnergy: Picojoules
  /// Energy that an instance in use leaks in a cycle.
  public var leakage: Picojoules
  /// Energy of an operation, of the units that compute.
  public var computeEnergy: Picojoules
}

/// The loops of a level and what it keeps.
public struct TimeloopTiling: Sendable, Hashable {
  /// A loop: the place of its dimension, and its bound.
  public struct Loop: Sendable, Hashable {
    /// The place of the dimension.
    public var dimension: Int
    /// Iterations.
    public var bound: Int
  }

  /// Temporal loops, innermost first.
  public var temporal: [Loop] = []
  /// Spatial loops below the temporal ones.
  public var spatial: [Loop] = []
  /// Whether the level stores each data space.
  public var keeps: [Bool]
}

/// A design with a mapping: levels outermost first, units that compute last.
public struct TimeloopDesign: Sendable, Hashable {
  /// The problem.
  public var problem: TimeloopProblem
  /// Storage levels, outermost first.
  public var storage: [TimeloopLevel]
  /// The units that compute.
  public var compute: TimeloopLevel
  /// The loops of each storage level.
  public var tilings: [TimeloopTiling]
  /// What it does about zeros; nil for a dense design.
  public var sparsity: SparseloopDescription?
}
