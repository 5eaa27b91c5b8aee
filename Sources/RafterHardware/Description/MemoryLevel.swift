// SPDX-License-Identifier: Apache-2.0
public import RafterQuantities
public import RafterWorkload

/// A movement of a tensor as seen from a memory.
public enum TransferDirection: String, Sendable, Hashable, CaseIterable {
  /// Read, for a memory or the arithmetic further in.
  case toArray = "to-array"
  /// Written, by the arithmetic or a memory further in.
  case fromArray = "from-array"
  /// Read, to be written into the memory further out.
  case toMemory = "to-memory"
  /// Written, with what was read from the memory further out.
  case fromMemory = "from-memory"

  /// Whether the memory is read.
  public var isRead: Bool { self == .toArray || self == .toMemory }
}

/// A tensor moving in a direction: what a port may be reserved for.
public struct Transfer: Sendable, Hashable {
  /// The tensor.
  public var operand: Operand
  /// Its direction.
  public var direction: TransferDirection

  /// Creates a transfer.
  public init(_ operand: Operand, _ direction: TransferDirection) {
    self.operand = operand
    self.direction = direction
  }
}

/// The width of a port, in the unit the file gives it in: on-chip ports follow the clock, DRAM does not.
public enum PortBandwidth: Sendable, Hashable {
  case perCycle(BandwidthPerCycle)
  case perSecond(Bandwidth)

  /// Bytes per cycle of the given clock.
  public func perCycle(at clock: Frequency) -> BandwidthPerCycle {
    switch self {
    case .perCycle(let bandwidth): bandwidth
    case .perSecond(let bandwidth): bandwidth / clock
    }
  }

  /// Bytes per second at the given clock.
  public func perSecond(at clock: Frequency) -> Bandwidth {
    switch self {
    case .perCycle(let bandwidth): bandwidth * clock
    case .perSecond(let bandwidth): bandwidth
    }
  }
}

/// A port of one instance of a memory.
public struct Port: Sendable, Hashable {
  /// What can be done through it.
  public enum Kind: String, Sendable, Hashable, CaseIterable {
    case read, write
    case readWrite = "read-write"
  }

  /// What can be done through it.
  public var kind: Kind
  /// Its width.
  public var bandwidth: Sourced<PortBandwidth>
  /// The share of the bandwidth that long transfers reach, in (0, 1].
  public var sustained: Sourced<Double>
  /// The least that one access moves; nil where any amount can be moved.
  public var granularity: Sourced<ByteCount>?
  /// The transfers it is reserved for; nil for all that its kind allows and no other port serves.
  public var serves: [Transfer]?

  /// Creates a port.
  public init(
    kind: Kind, bandwidth: Sourced<PortBandwidth>, sustained: Sourced<Double>,
    granularity: Sourced<ByteCount>? = nil, serves: [Transfer]? = nil
  ) {
    self.kind = kind
    self.bandwidth = bandwidth
    self.sustained = sustained
    self.granularity = granularity
    self.serves = serves
  }

  /// Whether a transfer may use this port.
  public func carries(_ transfer: Transfer) -> Bool {
    let allowed =
      switch kind {
      case .read: transfer.direction.isRead
      case .write: !transfer.direction.isRead
      case .readWrite: true
      }
    return allowed && (serves?.contains(transfer) ?? true)
  }
}

/// A memory on the path from the outermost one to the arithmetic.
public struct MemoryLevel: Sendable, Hashable {
  /// Whether a tile can be filled while the one before it is used.
  public enum Buffering: String, Sendable, Hashable, CaseIterable {
    case single, double
  }

  /// What it is called: `dram`, `buffer`; unique in the path.
  public var name: String
  /// The bytes of one instance; nil where the description sets no limit.
  public var capacity: Sourced<ByteCount>?
  /// Capacity set aside for one operand; operands not listed share ``capacity`` less these.
  public var partitions: [Operand: Sourced<ByteCount>]
  /// Which operands it may hold; the others bypass it.
  public var holds: Set<Operand>
  /// Those of ``holds`` that a mapping may send past it, each layer as is best: the wires for both exist.
  public var mayBypass: Set<Operand>
  /// Whether filling overlaps with use.
  ///
  /// Double halves the capacity for tiles that are replaced.
  public var buffering: Buffering
  /// The ports of one instance.
  public var ports: [Port]
  /// The energy of reading; nil where it is unknown.
  public var readEnergy: Sourced<EnergyPerBit>?
  /// The energy of writing; nil where it is unknown.
  public var writeEnergy: Sourced<EnergyPerBit>?
  /// The area of all instances together.
  public var area: Sourced<Area>?
  /// The line of the file that begins this memory.
  public var provenance: Provenance
  /// The numbers it leaves open.
  public var open: Set<OpenNumber>
  /// What it stores without zeros; nil where nothing is said.
  public var compression: CompressedStorage?
  /// The sides of the path's arrays over which one instance is shared; nil for those that stand after it.
  ///
  /// A memory that stands after an array exists once for each of its parts, unless it is said to be shared: a register
  /// of weights that serves a row of multipliers while a register of sums serves a column has no place on a tree.
  public var sharedAcross: [String]?

  /// Creates a memory.
  public init(
    name: String, capacity: Sourced<ByteCount>?, partitions: [Operand: Sourced<ByteCount>] = [:],
    holds: Set<Operand>, mayBypass: Set<Operand> = [], buffering: Buffering, ports: [Port],
    readEnergy: Sourced<EnergyPerBit>?, writeEnergy: Sourced<EnergyPerBit>?,
    area: Sourced<Area>? = nil, provenance: Provenance, open: Set<OpenNumber> = [],
    compression: CompressedStorage? = nil, sharedAcross: [String]? = nil
  ) {
    self.name = name
    self.capacity = capacity
    self.partitions = partitions
    self.holds = holds
    self.mayBypass = mayBypass
    self.buffering = buffering
    self.ports = ports
    self.readEnergy = readEnergy
    self.writeEnergy = writeEnergy
    self.area = area
    self.provenance = provenance
    self.open = open
    self.compression = compression
    self.sharedAcross = sharedAcross
  }

  /// The port that a transfer uses: the first that names it, else the first that may carry it.
  public func port(for transfer: Transfer) -> Int? {
    ports.firstIndex { $0.serves != nil && $0.carries(transfer) }
      ?? ports.firstIndex { $0.serves == nil && $0.carries(transfer) }
  }
}
