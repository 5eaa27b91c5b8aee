// SPDX-License-Identifier: Apache-2.0
public import RafterQuantities
public import RafterWorkload

/// An array of identical parts: what is further in exists once for each of them.
public struct FanOut: Sendable, Hashable {
  /// What the parts along a side have in common by how they are wired.
  public enum Wiring: String, Sendable, Hashable, CaseIterable {
    /// What parts have in common they may share, and may be given apart.
    case flexible
    /// Parts always get the same operands that the side multicasts, and their outputs are always summed.
    case fixed
  }

  /// One side of the array.
  public struct Axis: Sendable, Hashable {
    /// What the description calls it: `rows`, `columns`, `sms`; unique in the path.
    public var name: String
    /// How many parts.
    public var size: Int
    /// Operands that all parts along this axis can receive from one read.
    public var multicast: Set<Operand>
    /// Whether outputs are summed along this axis on their way out.
    public var reducesOutputs: Bool
    /// The loops that may be unrolled on it, by name; nil for any.
    public var unroll: [String]?
    /// Cycles for data to reach the last part, paid at the start and the end of a nest.
    public var fill: Sourced<Cycles>?
    /// Whether what can be shared must be.
    public var wiring: Wiring
    /// Operands that a memory further in keeps once for all parts along this side, see ``Accelerator/nested``.
    var keptInCommon: Set<Operand> = []

    /// Creates an axis.
    public init(
      name: String, size: Int, multicast: Set<Operand>, reducesOutputs: Bool,
      unroll: [String]? = nil, fill: Sourced<Cycles>? = nil, wiring: Wiring = .flexible
    ) {
      self.name = name
      self.size = size
      self.multicast = multicast
      self.reducesOutputs = reducesOutputs
      self.unroll = unroll
      self.fill = fill
      self.wiring = wiring
    }

    /// Whether a loop of a nest may be unrolled on this side.
    ///
    /// On a fixed side no loop may that tells apart what its parts share: along the rows of an in-memory
    /// array only loops that sum, along its columns only loops that reuse the input. The same holds on a side whose
    /// parts work from one memory further in.
    public func mayUnroll(_ dimension: Int, of nest: LoopNest) -> Bool {
      guard unroll?.contains(nest.dimensions[dimension].name) ?? true else { return false }
      var shared = keptInCommon
      if wiring == .fixed { shared.formUnion(multicast.union(reducesOutputs ? [.outputs] : [])) }
      return !shared.contains { operand in
        nest[operand].axes.contains { $0.terms.contains { $0.dimension == dimension } }
      }
    }
  }

  /// Its sides.
  public var axes: [Axis]
  /// The wires: energy of moving a bit from the memory outside to a part; nil for none stated.
  public var wireEnergy: Sourced<EnergyPerBit>?
  /// The line of the file that begins it.
  public var provenance: Provenance
  /// The numbers it leaves open.
  public var open: Set<OpenNumber>

  /// Creates an array.
  public init(
    axes: [Axis], wireEnergy: Sourced<EnergyPerBit>? = nil, provenance: Provenance,
    open: Set<OpenNumber> = []
  ) {
    self.axes = axes
    self.wireEnergy = wireEnergy
    self.provenance = provenance
    self.open = open
  }

  /// How many parts there are.
  public var size: Int { axes.reduce(1) { $0 * $1.size } }
}
