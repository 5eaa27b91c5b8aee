// SPDX-License-Identifier: Apache-2.0
public import RafterHardware
public import RafterQuantities

/// Watts for each byte held.
public typealias LeakagePerByte = Quantity<Per<Per<Joule, Second>, Byte>>
/// Square millimetres for each byte held.
public typealias AreaPerByte = Quantity<Per<SquareMillimetre, Byte>>

/// A kind of memory, such as `sram`, `hbm3` or one of the user's own.
public enum MemoryTechnology: Sendable, Hashable {
  /// The fitted laws.
  case sram
  /// Flip-flops.
  case register
  /// Numbers or laws stated for the kind.
  case stated(StatedMemory)
}

/// What is stated of a kind of memory.
public struct StatedMemory: Sendable, Hashable {
  /// The energy of an access.
  public enum AccessEnergy: Sendable, Hashable {
    /// The same for every capacity and width.
    case perBit(Sourced<EnergyPerBit>)
    /// By capacity and width.
    case law(PowerLaw<Joule>, Provenance)
  }

  /// The node the numbers hold at; nil where it does not matter.
  public var node: ProcessNode?
  /// The energy of reading.
  public var read: AccessEnergy
  /// The energy of writing.
  public var write: AccessEnergy
  /// What it draws at rest for each byte.
  public var leakage: Sourced<LeakagePerByte>?
  /// What it takes of the chip for each byte.
  public var area: Sourced<AreaPerByte>?
  /// What the numbers include and where they are from.
  public var note: String

  /// Creates a kind of memory.
  public init(
    node: ProcessNode? = nil, read: AccessEnergy, write: AccessEnergy,
    leakage: Sourced<LeakagePerByte>? = nil, area: Sourced<AreaPerByte>? = nil, note: String
  ) {
    self.node = node
    self.read = read
    self.write = write
    self.leakage = leakage
    self.area = area
    self.note = note
  }

  /// What a memory of this kind costs; a node that differs from the stated one is warned of.
  public func estimate(_ shape: SramShape, at wanted: ProcessNode?, kind: String) -> MemoryEstimate
  {
    let isElsewhere = node.flatMap { own in wanted.map { $0 != own } } ?? false
    return MemoryEstimate(
      read: value(read, shape), write: value(write, shape),
      readRange: range(read), writeRange: range(write),
      leakage: leakage.map { $0.value * shape.capacity },
      area: area.map { $0.value * shape.capacity },
      basis: "\(kind): \(note)",
      cautions: isElsewhere
        ? [.notScaled(kind, from: node ?? .zero, to: wanted ?? .zero)] : [])
  }

  private func range(_ energy: AccessEnergy) -> ClosedRange<Double>? {
    if case .perBit(let stated) = energy { stated.range } else { nil }
  }

  private func value(_ energy: AccessEnergy, _ shape: SramShape) -> EnergyPerBit {
    switch energy {
    case .perBit(let stated): stated.value
    case .law(let law, _):
      law.value(capacity: shape.capacity, width: shape.width) / shape.width
    }
  }
}
