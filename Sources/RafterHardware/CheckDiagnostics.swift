// SPDX-License-Identifier: Apache-2.0
import RafterDiagnostics
import RafterQuantities
import RafterWorkload

// What can be wrong with an accelerator as a machine.

extension Diagnostic {
  static func noMemory(at place: SourceLocation) -> Diagnostic {
    Diagnostic(
      id: "accelerator.no-memory", "the path has no memory", at: place,
      suggestion: "begin it with the outermost one: `- memory: dram`")
  }

  static func noCompute(at place: SourceLocation) -> Diagnostic {
    Diagnostic(
      id: "accelerator.no-compute", "the path does not end with arithmetic", at: place,
      suggestion: "end it with `- compute: mac` and its formats")
  }

  static func beginsWithArray(at place: SourceLocation) -> Diagnostic {
    Diagnostic(
      id: "accelerator.path-order", "the path begins with an array", at: place,
      suggestion: "put the outermost memory before it")
  }

  static func afterCompute(at place: SourceLocation) -> Diagnostic {
    Diagnostic(
      id: "accelerator.path-order", "this stands behind the arithmetic", at: place,
      suggestion: "the path goes from the outermost memory to the arithmetic, which is last")
  }

  static func tooManyParts(at place: SourceLocation) -> Diagnostic {
    Diagnostic(
      id: "accelerator.too-many-parts", "the arrays together have more than 2^40 parts", at: place,
      suggestion: "check their sides")
  }

  static func nameTwice(_ name: String, first: SourceLocation, at place: SourceLocation)
    -> Diagnostic
  {
    let line = if case .text(let line, _, _) = first.position { " in line \(line)" } else { "" }
    return Diagnostic(
      id: "accelerator.name-twice", "the name '\(name)' is already taken\(line)", at: place,
      suggestion: "memories, sides and arithmetic each need a name of their own")
  }

  static func holdsNothing(_ name: String, at place: SourceLocation) -> Diagnostic {
    Diagnostic(
      id: "accelerator.holds-nothing", "memory '\(name)' holds no operand", at: place,
      suggestion: "list some of weights, inputs, outputs, or remove the memory")
  }

  static func heldNowhere(_ operand: Operand, at place: SourceLocation) -> Diagnostic {
    Diagnostic(
      id: "accelerator.held-nowhere", "no memory holds \(operand.rawValue)", at: place,
      suggestion: "add '\(operand.rawValue)' to the `holds` of a memory")
  }

  static func bypassNotHeld(_ operand: Operand, _ name: String, at place: SourceLocation)
    -> Diagnostic
  {
    Diagnostic(
      id: "accelerator.may-bypass",
      "\(operand.rawValue) may bypass memory '\(name)', which does not hold them", at: place,
      suggestion: "add '\(operand.rawValue)' to its `holds`, or remove it here")
  }

  static func bypassOfHome(_ operand: Operand, _ name: String, at place: SourceLocation)
    -> Diagnostic
  {
    Diagnostic(
      id: "accelerator.may-bypass",
      "\(operand.rawValue) cannot bypass memory '\(name)', in which they lie before a layer runs",
      at: place, suggestion: "remove '\(operand.rawValue)' here: it is their outermost memory")
  }

  static func partitionNotHeld(_ operand: Operand, _ name: String, at place: SourceLocation)
    -> Diagnostic
  {
    Diagnostic(
      id: "accelerator.partition-not-held",
      "memory '\(name)' sets capacity aside for \(operand.rawValue), which it does not hold",
      at: place, suggestion: "add '\(operand.rawValue)' to its `holds`, or remove the partition")
  }

  static func partitionsExceed(
    _ sum: ByteCount, _ capacity: ByteCount, _ name: String, at place: SourceLocation
  ) -> Diagnostic {
    Diagnostic(
      id: "accelerator.partitions-exceed",
      "the partitions of memory '\(name)' take \(sum.formattedCapacity()) of"
        + " \(capacity.formattedCapacity())",
      at: place, suggestion: "make them smaller, or the capacity larger")
  }

  static func noRoom(
    _ operand: Operand, _ name: String, usable: ByteCount, element: ByteCount,
    _ buffering: MemoryLevel.Buffering, at place: SourceLocation
  ) -> Diagnostic {
    Diagnostic(
      id: "accelerator.no-room",
      "memory '\(name)' can hold no \(operand.rawValue): it has \(usable.formattedCapacity()) for"
        + " them, an element takes \(element.formattedCapacity())",
      at: place,
      suggestion: "enlarge it, or take '\(operand.rawValue)' out of its `holds`",
      notes: buffering == .double ? ["double buffering leaves half of the capacity to a tile"] : [])
  }

  static func largeEnergy(
    _ text: String, _ direction: String, _ name: String, at place: SourceLocation?
  ) -> Diagnostic {
    Diagnostic(
      .warning, id: "accelerator.large-energy",
      "\(text) to \(direction) memory '\(name)' is more than DRAM takes", at: place,
      suggestion: "on-chip memories take 0.01 to 5 pJ/bit; is the prefix or the unit right?")
  }

  static func servesNotHeld(_ operand: Operand, _ name: String, at place: SourceLocation)
    -> Diagnostic
  {
    Diagnostic(
      id: "accelerator.serves-not-held",
      "the port serves \(operand.rawValue), which memory '\(name)' does not hold", at: place,
      suggestion: "add '\(operand.rawValue)' to its `holds`, or remove it here")
  }

  static func granularityAboveCapacity(
    _ text: String, _ name: String, at place: SourceLocation?
  ) -> Diagnostic {
    Diagnostic(
      id: "accelerator.granularity",
      "one access of \(text) is more than memory '\(name)' holds", at: place,
      suggestion: "is the unit right?")
  }

  static func noPort(for transfer: Transfer, _ name: String, at place: SourceLocation)
    -> Diagnostic
  {
    let operand = transfer.operand.rawValue
    let reason =
      switch transfer.direction {
      case .toArray where transfer.operand == .outputs: "partial sums cannot be read for adding"
      case .toArray: "\(operand) cannot be read"
      case .fromMemory: "\(operand) cannot be filled in from the memory further out"
      case .fromArray: "results cannot be written"
      case .toMemory: "results cannot be read for the memory further out"
      }
    let kind = transfer.direction.isRead ? "read" : "write"
    return Diagnostic(
      id: "accelerator.no-port",
      "memory '\(name)' has no port for '\(operand) \(transfer.direction.rawValue)': \(reason)",
      at: place,
      suggestion: "add `{kind: \(kind), bandwidth: ...}`, or add it to the `serves` of a port")
  }

  static func portsReserved(_ transfer: Transfer, _ name: String, at place: SourceLocation)
    -> Diagnostic
  {
    let words = "\(transfer.operand.rawValue) \(transfer.direction.rawValue)"
    return Diagnostic(
      .warning, id: "accelerator.ports-reserved",
      "every \(transfer.direction.isRead ? "read" : "write") port of memory '\(name)' is reserved"
        + " for other transfers than '\(words)', which therefore takes no time",
      at: place, suggestion: "add '\(words)' to the `serves` of a port")
  }

  static func noPorts(_ name: String, at place: SourceLocation) -> Diagnostic {
    Diagnostic(
      .warning, id: "accelerator.no-ports",
      "memory '\(name)' has no ports: its transfers take no time", at: place,
      suggestion: "add `ports: [{kind: read-write, bandwidth: ...}]`")
  }

  /// An energy left open: of a part as a whole, or of some of its keys.
  static func noEnergy(_ title: String, _ keys: [String] = [], at place: SourceLocation)
    -> Diagnostic
  {
    let what = keys.isEmpty ? "no energy" : "no \(keys.joined(separator: " or ")) energy"
    let suggestion =
      title.hasPrefix("memory")
      ? "add `energy: {read: ..., write: ...}`, or `energy: unknown`"
      : "add `energy: ...`, or `energy: unknown`"
    return Diagnostic(
      .warning, id: "accelerator.no-energy",
      "\(title) has \(what): no energy roof is drawn through it", at: place,
      suggestion: suggestion)
  }

  static func unusedPort(_ number: Int, _ name: String, at place: SourceLocation) -> Diagnostic {
    Diagnostic(
      .warning, id: "accelerator.unused-port", "port \(number) of memory '\(name)' is never used",
      at: place,
      suggestion: "a transfer takes the first port that may carry it: widen that one, or say with"
        + " `serves` which transfers this one carries")
  }

  static func fastOutermost(_ text: String, _ name: String, at place: SourceLocation?)
    -> Diagnostic
  {
    Diagnostic(
      .warning, id: "accelerator.fast-outermost",
      "\(text) is more than any outermost memory reaches; '\(name)' is at its beginning",
      at: place, suggestion: "HBM4 reaches 2 TB/s for each stack; is the prefix right?")
  }

  static func slowPort(
    _ number: Int, _ name: String, format: ArithmeticFormat, needed: BandwidthPerCycle,
    given: BandwidthPerCycle, at place: SourceLocation
  ) -> Diagnostic {
    let needs = short(needed.value)
    let gives = short(given.value)
    return Diagnostic(
      .warning, id: "accelerator.slow-port",
      "port \(number) of memory '\(name)' is slower than the arithmetic: \(format) at full rate"
        + " needs \(needs) B/cycle, it sustains \(gives) B/cycle",
      at: place,
      suggestion: "no layer can reach the peak: widen the port, let a side `multicast` or `reduce`,"
        + " or add registers further in")
  }

  /// Whole numbers without a point.
  private static func short(_ value: Double) -> String {
    value == value.rounded() && value < 1e9
      ? Format.fixed(value, decimals: 0) : Format.significant(value, digits: 4)
  }

  static func staticAboveCap(_ text: String, cap: String, at place: SourceLocation?) -> Diagnostic {
    Diagnostic(
      id: "accelerator.static-above-cap",
      "the static power of \(text) leaves nothing of the cap of \(cap)", at: place,
      suggestion: "is the prefix right?")
  }

  static func partsAboveChip(_ parts: Area, _ chip: Area, at place: SourceLocation?) -> Diagnostic {
    Diagnostic(
      .warning, id: "accelerator.area",
      "the parts take \(short(parts.value)) mm2, the chip has"
        + " \(short(chip.value)) mm2",
      at: place,
      suggestion: "a memory's area is that of all its instances, a format's that of one unit")
  }

  static func vectorMemoryWithoutActivations(_ name: String, at place: SourceLocation)
    -> Diagnostic
  {
    Diagnostic(
      id: "accelerator.vector-memory",
      "the vector unit cannot work from memory '\(name)', which holds neither inputs nor outputs",
      at: place, suggestion: "name a memory that does")
  }

  static func gridSides(_ count: Int, of topology: Links.Topology, at place: SourceLocation)
    -> Diagnostic
  {
    let (wanted, remedy) =
      switch topology {
      case .crossbar: ("none", "leave out `dimensions`")
      case .ring: ("one", "write `dimensions: [8]`, or leave it out where all devices take part")
      case .fullyConnected:
        ("one", "write `dimensions: [8]`: how many devices there are; or leave it out")
      case .torus, .mesh: ("one to three", "write `dimensions: [4, 4, 4]`")
      }
    return Diagnostic(
      id: "accelerator.links-dimensions",
      "'dimensions' has \(count) \(count == 1 ? "side" : "sides"), and topology '\(topology.rawValue)' has \(wanted)",
      at: place, suggestion: remedy)
  }

  static func noGrid(_ topology: Links.Topology, at place: SourceLocation) -> Diagnostic {
    Diagnostic(
      id: "accelerator.links-dimensions",
      "how many devices the sides of the \(topology.rawValue) have is not stated", at: place,
      suggestion: "write `dimensions: [4, 4, 4]`")
  }

  static func gridTooLarge(at place: SourceLocation) -> Diagnostic {
    Diagnostic(
      id: "accelerator.links-dimensions", "the sides multiply to more than 2^40 devices", at: place,
      suggestion: "state the devices along each side: `dimensions: [16, 16, 16]`")
  }

  static func closesNothing(_ topology: Links.Topology, at place: SourceLocation) -> Diagnostic {
    Diagnostic(
      id: "accelerator.links-closes-every",
      "no side of a \(topology.rawValue) closes, so `closes-every` means nothing", at: place,
      suggestion: "leave it out, or write `topology: torus`")
  }
}
