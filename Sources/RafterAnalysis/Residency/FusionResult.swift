// SPDX-License-Identifier: Apache-2.0
public import RafterQuantities
import RafterWorkload

/// What it brings that a tensor stays further in.
public struct ResidencyGain: Sendable, Hashable {
  /// Bytes that no longer cross the memory that the tensor came from, both ways.
  public var bytes: ByteCount
  /// Time saved over all layers that it takes part in.
  public var time: Seconds
  /// Energy saved; nil where it is unknown.
  public var energy: Energy?

  /// Creates a gain.
  public init(bytes: ByteCount, time: Seconds, energy: Energy?) {
    self.bytes = bytes
    self.time = time
    self.energy = energy
  }
}

/// How much of a tensor stays.
public enum ResidentExtent: String, Sendable, Hashable {
  /// All of it.
  case whole
  /// The rows that its reader is at, with those that the next step needs again (the halo); both layers take turns.
  case rows
}

/// Whether a tensor stays, and where.
public enum ResidencyOutcome: Sendable, Hashable {
  /// It stays in a memory, and takes so much room there; the gain is that of this tensor alone.
  case kept(memory: String, extent: ResidentExtent, room: ByteCount, gain: ResidencyGain)
  /// It goes back, for a reason.
  case notKept(reason: String)
}

/// An edge of the graph and what becomes of it.
public struct FusedEdge: Sendable, Hashable {
  /// The edge.
  public var edge: GraphEdge
  /// The id of the layer that makes the tensor.
  public var producer: String
  /// The ids of those that read it.
  public var consumers: [String]
  /// What becomes of it.
  public var outcome: ResidencyOutcome

  /// Whether it stays.
  public var isKept: Bool {
    if case .kept = outcome { true } else { false }
  }
}

/// Which tensors of a network stay between its layers, and what that brings [rooflines 3.6].
///
/// The order of the layers and their mappings are given: nothing but the traffic of what stays is left out, so operations
/// and all other traffic are as before.
public struct FusionAnalysis: Sendable, Hashable {
  /// The tensors between layers, in the order in which they are written.
  public var edges: [FusedEdge]
  /// All weights of the network together, from one run to the next.
  public var weights: ResidencyOutcome
  /// Bytes of all weights.
  public var weightBytes: ByteCount
  /// The network's time with every tensor at home.
  public var latencyAtHome: Seconds
  /// Its energy; nil where unknown.
  public var energyAtHome: Energy?
}
