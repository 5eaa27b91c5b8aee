// SPDX-License-Identifier: Apache-2.0
public import RafterHardware
public import RafterQuantities

/// Everything that fills what a description of an accelerator leaves open.
///
/// ``standard`` is ours; a technology file replaces any part of it.
public struct TechnologyModel: Sendable, Hashable {
  /// How logic is carried to other nodes.
  public enum Scaling: String, Sendable, Hashable, CaseIterable {
    /// Along published nodes.
    case published
    /// By Stillmaker and Baas, at the supply of the machine.
    case stillmakerBaas = "stillmaker-baas"
  }

  /// Whether the leakage of memories is taken for static power that is left open.
  public enum Leakage: String, Sendable, Hashable, CaseIterable {
    case leftOut = "left-out"
    case counted
  }

  /// What a memory of a description is.
  public struct LevelChoice: Sendable, Hashable {
    /// Its kind; nil for what its name and size suggest.
    public var kind: String?
    /// Banks behind the port; nil for one.
    public var banks: Int?
    /// The width of an access; nil for what its port moves in a cycle.
    public var width: BitCount?
    /// The transistors; nil for low standby power.
    public var device: DeviceType?

    /// Creates a choice.
    public init(
      kind: String? = nil, banks: Int? = nil, width: BitCount? = nil, device: DeviceType? = nil
    ) {
      self.kind = kind
      self.banks = banks
      self.width = width
      self.device = device
    }
  }

  /// A multiply-accumulate as the user states it.
  public struct StatedMAC: Sendable, Hashable {
    /// Its formats.
    public var format: ArithmeticFormat
    /// The node it holds at; nil where it is that of the machine.
    public var node: ProcessNode?
    /// Its energy.
    public var energy: Sourced<EnergyPerMAC>?
    /// The area of one unit.
    public var area: Sourced<Area>?
  }

  /// What it is called.
  public var name: String
  /// Where its numbers come from, as far as they are not ours.
  public var source: Source?
  /// Further sources, by key.
  public var sources: [String: Source]
  /// The kinds of memory by name, in the order to list them.
  public var memories: [(kind: String, technology: MemoryTechnology)] {
    get { kinds.map { ($0.name, $0.technology) } }
    set { kinds = newValue.map { Kind(name: $0.kind, technology: $0.technology) } }
  }
  private var kinds: [Kind]
  /// The fitted SRAMs.
  public var sram: SramModel
  /// Multiply-accumulates by width.
  public var macs: MacModel
  /// Multiply-accumulates that the user states; they come first.
  public var statedMACs: [StatedMAC]
  /// The energy of an operation of the vector unit: that of a 32-bit floating-point addition.
  public var vector: [PublishedAnchor<Per<Joule, Operation>>]
  /// The energy of an operation of the vector unit as the user states it; it comes first.
  public var statedVector: Sourced<EnergyPerOperation>?
  /// Wires on the chip.
  public var wire: WireModel
  /// The kinds of links with their energies.
  public var links: [String: Sourced<EnergyPerBit>]
  /// The kind of the links of the machine; nil where it is not said.
  public var link: String?
  /// ADCs and DACs.
  public var converters: ConverterModel
  /// Logic that makes use of zeros.
  public var sparseLogic = SparseLogic.standard
  /// How logic is carried to other nodes.
  public var scaling: Scaling
  /// What becomes of leakage.
  public var leakage: Leakage
  /// What the memories of the machine are, by name.
  public var levels: [String: LevelChoice]

  private struct Kind: Hashable, Sendable {
    var name: String
    var technology: MemoryTechnology
  }

  /// The technology of a kind of memory.
  public subscript(kind: String) -> MemoryTechnology? {
    kinds.first { $0.name == kind }?.technology
  }

  /// Replaces a kind of memory, or adds one.
  public mutating func set(_ technology: MemoryTechnology, for kind: String) {
    if let index = kinds.firstIndex(where: { $0.name == kind }) {
      kinds[index].technology = technology
    } else {
      kinds.append(Kind(name: kind, technology: technology))
    }
  }

  /// Fitted SRAM laws and published numbers.
  public static let standard = TechnologyModel(
    name: "standard", source: nil, sources: [:],
    kinds: [
      Kind(name: "sram", technology: .sram), Kind(name: "register", technology: .register),
    ] + StatedMemory.drams.map { Kind(name: $0.kind, technology: .stated($0.memory)) },
    sram: SramModel(), macs: .standard, statedMACs: [],
    vector: [
      PublishedAnchor(
        node: ProcessNode(7.0), value: EnergyPerOperation(0.38e-12),
        source: "Jouppi et al., ISCA 2021, table 2: fp32 add (from memory)"),
      PublishedAnchor(
        node: ProcessNode(45.0), voltage: Voltage(0.9), value: EnergyPerOperation(0.9e-12),
        source: "Horowitz, ISSCC 2014: fp32 add"),
    ],
    wire: .standard,
    links: Dictionary(uniqueKeysWithValues: LinkKinds.all.map { ($0.kind, $0.energy) }),
    link: nil, converters: .standard, scaling: .published, leakage: .leftOut, levels: [:])
}
