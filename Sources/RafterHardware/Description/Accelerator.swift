// SPDX-License-Identifier: Apache-2.0
public import RafterQuantities

/// A part of the path from the outermost memory to the arithmetic.
public enum PathElement: Sendable, Hashable {
  case memory(MemoryLevel)
  case array(FanOut)
  case compute(ComputeUnit)
}

/// Node, supply, clock and area.
public struct Technology: Sendable, Hashable {
  /// The process node.
  public var node: Sourced<ProcessNode>?
  /// The supply voltage.
  public var voltage: Sourced<Voltage>?
  /// The clock that all cycles are counted in.
  public var frequency: Sourced<Frequency>
  /// The area of the whole chip.
  public var area: Sourced<Area>?

  /// Creates a technology.
  public init(
    node: Sourced<ProcessNode>? = nil, voltage: Sourced<Voltage>? = nil,
    frequency: Sourced<Frequency>, area: Sourced<Area>? = nil
  ) {
    self.node = node
    self.voltage = voltage
    self.frequency = frequency
    self.area = area
  }
}

/// Power that does not depend on the work, and the limit on all of it.
public struct PowerBudget: Sendable, Hashable {
  /// What the numbers include.
  public enum Domain: String, Sendable, Hashable, CaseIterable {
    case rail, macro, core, chip, package, board, wall
  }

  /// Drawn whether or not anything is computed; nil where it is unknown or not stated.
  public var staticPower: Sourced<Power>?
  /// The most that may be drawn.
  public var cap: Sourced<Power>?
  /// What the numbers include.
  public var domain: Domain?
  /// The numbers it leaves open.
  public var open: Set<OpenNumber>

  /// Creates a power budget.
  public init(
    staticPower: Sourced<Power>? = nil, cap: Sourced<Power>? = nil, domain: Domain? = nil,
    open: Set<OpenNumber> = []
  ) {
    self.staticPower = staticPower
    self.cap = cap
    self.domain = domain
    self.open = open
  }
}

/// A description of an accelerator, each number with its source.
public struct Accelerator: Sendable, Hashable {
  /// What it is called.
  public var name: String
  /// The file or the built-in name it was read from.
  public var file: String
  /// Where the description as a whole comes from.
  public var source: Source
  /// Further sources, by the key that numbers name them by.
  public var sources: [String: Source]
  /// Node, supply, clock, area.
  public var technology: Technology
  /// Static power and cap.
  public var power: PowerBudget
  /// The time to start one layer.
  public var launch: Sourced<Seconds>?
  /// From the outermost memory to the arithmetic.
  public var path: [PathElement]
  /// The vector unit; without one, vector operations take no time and that is said.
  public var vector: VectorUnit?
  /// The links to other devices of this kind; nil where none are described.
  public var links: Links?
  /// Cautions that every report on this machine repeats, such as timing that is not validated.
  public var cautions: [String]
  /// The numbers that have names, in the order of the file.
  public var parameters: [Parameter]
  /// How the clock follows the supply; nil where nothing is said.
  public var voltageFrequency: VoltageFrequency?
  /// From where to where it was moved; nil for a machine as described.
  public var operatingMove: OperatingMove?
  /// What it is among others.
  public var about: Identity

  /// Creates a description.
  public init(
    name: String, file: String, source: Source, sources: [String: Source] = [:],
    technology: Technology, power: PowerBudget = PowerBudget(), launch: Sourced<Seconds>? = nil,
    path: [PathElement], vector: VectorUnit? = nil, links: Links? = nil, cautions: [String] = [],
    parameters: [Parameter] = [], voltageFrequency: VoltageFrequency? = nil,
    operatingMove: OperatingMove? = nil, about: Identity = Identity()
  ) {
    self.name = name
    self.file = file
    self.source = source
    self.sources = sources
    self.technology = technology
    self.power = power
    self.launch = launch
    self.path = path
    self.vector = vector
    self.links = links
    self.cautions = cautions
    self.parameters = parameters
    self.voltageFrequency = voltageFrequency
    self.operatingMove = operatingMove
    self.about = about
  }

  /// The memories, outermost first.
  public var memories: [MemoryLevel] {
    path.compactMap { if case .memory(let memory) = $0 { memory } else { nil } }
  }

  /// The arithmetic at the end of the path.
  public var compute: ComputeUnit? {
    for case .compute(let unit) in path { return unit }
    return nil
  }

  /// How many instances of the path element at an index there are: the product of the arrays before it.
  ///
  /// A memory that is shared across sides exists once for each part of all others.
  public func instances(at index: Int) -> Int {
    if path.indices.contains(index), case .memory(let memory) = path[index],
      memory.sharedAcross != nil
    {
      let shared = sidesSharing(memoryAt: index)
      return sides.reduce(1) { shared.contains($1.name) ? $0 : $0 * $1.size }
    }
    return path[..<index].reduce(1) { product, element in
      if case .array(let array) = element { product * array.size } else { product }
    }
  }

  /// How many multipliers there are.
  public var computeInstances: Int { instances(at: path.count) }

  /// The dense peak in one pair of formats: `multipliers * rate`, in operations per cycle.
  ///
  /// Pi(fmt) of the enhanced roofline [rooflines 3.2], before the sustained factor.
  public func peak(_ format: ComputeFormat) -> ThroughputPerCycle {
    MACsPerCycle(Double(computeInstances) * format.rate.value.value).operations
  }
}
