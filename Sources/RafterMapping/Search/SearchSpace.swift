// SPDX-License-Identifier: Apache-2.0
import RafterHardware
import RafterWorkload

/// What a search chooses between, and the tables that do not depend on any choice.
///
/// The space: every operand lies in each memory that holds it, and the operands of one memory have tiles of
/// the same loop ranges there, unless the placement cuts the memory into parts (``Placement/parts``).
/// Between two memories, the loops that do not index one operand run innermost, so that its tile stays: the
/// order is chosen for each memory (``LoopOrder``). On the way into the next memory loops are unrolled on the sides of the arrays in between
/// (``SpatialChoice``). Tile sizes are those of ``TileCandidates``.
final class SearchSpace: Sendable {
  /// Where a port of a memory lies in flat tables.
  struct PortPlace: Sendable {
    var start: Int
    var count: Int
    var isOverlapped: Bool
  }

  /// A side of an array of the path.
  struct SidePlace: Sendable {
    var array: Int
    var side: Int
    /// The level whose parts the array makes.
    var level: Int
    var size: Double
    /// A bit for each operand of which one transfer serves all parts, or takes their sum.
    var unites: UInt8
  }

  /// What one kind of transfer costs at a memory.
  struct Link: Sendable {
    /// The port in flat tables; -1 where none is.
    var place: Int
    /// Cycles of a bit of the busiest instance.
    var cyclesPerBit: Double
    var granularity: Double
    /// Joule of a bit of all instances.
    var energyPerBit: Double
  }

  /// What a memory has room for, in bits of one instance; negative partitions are none.
  struct Room: Sendable {
    var weights: Double
    var inputs: Double
    var outputs: Double
    var shared: Double
    var isDouble: Bool

    /// Whether an operand has a partition of its own.
    func isApart(_ operand: Int) -> Bool {
      (operand == 0 ? weights : operand == 1 ? inputs : outputs) >= 0
    }
  }

  /// A flow that a level decides.
  struct Boundary: Sendable {
    var operand: Int
    var outer: Int
    /// Arrays that it crosses, and whether any of their wires has an energy.
    var arrays: Int
    var hasWires: Bool
    var relevant: UInt64
    var width: OperandWidth
  }

  /// A flow into a memory that a level does not decide yet.
  struct Pending: Sendable {
    var operand: Int
    var outer: Int
    var inner: Int
    var width: OperandWidth
    /// Bits of the inner memory that the operand may take.
    var room: Double
  }

  let nest: NestShape
  let machine: MachineShape
  /// For each operand its loops that run more than once, as bits.
  let relevant: InlineArray<3, UInt64>
  /// Whether no loop rests under two operands, since each indexes two of them at least.
  let restsOnce: Bool
  /// The memory that outputs come from; it is not asked whether they fit.
  let outermostOutputs: Int
  /// For each level the next flow of each operand into a memory further in.
  let pending: [[Pending]]
  /// Of `memory * 12 + operand * 4 + direction`.
  let links: [Link]
  let rooms: [Room]
  let instances: [Double]
  /// For each level its flows: weights, inputs, outputs, where they pass.
  let boundaries: [[Boundary]]
  /// Loops that run more than once.
  let active: [Int]
  /// The place of each loop among the active ones.
  let slot: [Int]
  /// Loops that must be chosen together, since an axis slides over both.
  let items: [[Int]]
  /// The loops of each item, as bits.
  let itemMasks: [UInt64]
  /// A one in the four bits of each active loop.
  let everySlot: UInt64
  /// For each operand the memories that hold it, outermost first.
  let chains: [[Int]]
  /// Memories; level `l` of a search fixes the tiles in memory `l`, and level `levels` is the arithmetic.
  ///
  /// A memory whose operands have tiles of their own is several levels (``Placement/parts``).
  let levels: Int
  /// For each level all levels that are parts of the same memory, outermost first.
  let siblings: [[Int]]
  /// For each array the level whose parts it makes.
  let arrayLevel: [Int]
  /// Of `operand * (levels + 1) + level`: the arrays that a flow into the level crosses.
  let between: [Range<Int>]
  /// All sides of all arrays, outermost first.
  let sides: [SidePlace]
  /// For each operand its axes along which windows slide or padding cuts.
  let slides: [[AxisShape]]
  /// Loops that run more than once, as bits.
  let allActive: UInt64
  /// The distinct elements of each operand.
  let elements: InlineArray<3, Double>
  /// For each level the ports of the memories that its flows, and what they imply for further ones, use.
  let touched: [[Int]]
  /// For each level the ports of the memories that its flows use themselves, and those of all other memories.
  let used: [(own: [PortPlace], others: [PortPlace])]
  /// For each level what passes its memory's border.
  let borders: [TileBorder]
  /// What one instance of each memory holds of each operand at most, of `operand * levels + memory`.
  let holdings: [Holding]
  /// For each operand its elements if every loop that does not index it brings them again.
  let everyPass: InlineArray<3, Double>
  /// How often an element of an input tile is used at most, beyond once for each loop that indexes it alone.
  let tileReuse: Double
  let ports: [PortPlace]
  let portCount: Int
  /// Sustained multiply-accumulates of one multiplier in a cycle, and joule of all of them.
  let rate: Double
  let computeEnergy: Double
  /// Joule of static power in a cycle.
  let staticEnergy: Double
  /// What the user fixed.
  let fixed: Fixed
  /// Whether sides may take any factors: where these are few, a side may stay partly idle if filling it costs
  /// more than it gains, so that a larger array is never worse.
  let isFree: Bool

  init(
    nest: NestShape, machine: MachineShape, staticEnergy: Double, fixed: Fixed = Fixed()
  ) {
    self.fixed = fixed
    self.nest = nest
    self.machine = machine
    self.staticEnergy = staticEnergy
    rate = machine.rate
    computeEnergy = nest.macs * (machine.computeEnergy ?? 0)
    relevant = [
      nest.operands[0].relevant, nest.operands[1].relevant, nest.operands[2].relevant,
    ]
    var links: [Link] = []
    var rooms: [Room] = []
    instances = machine.memories.map(\.instances)
    var boundaries: [[Boundary]] = []
    var pending: [[Pending]] = []
    let active = nest.bounds.indices.filter { nest.bounds[$0] > 1 }
    self.active = active
    restsOnce = active.allSatisfy { d in
      nest.operands.count { $0.relevant & (1 << UInt64(d)) != 0 } >= 2
    }
    var slot = nest.bounds.map { _ in 0 }
    for (i, d) in active.enumerated() { slot[d] = i }
    self.slot = slot
    items = Self.items(nest, active)
    itemMasks = items.map { $0.reduce(0) { $0 | 1 << UInt64($1) } }
    everySlot = active.indices.reduce(0) { $0 | 1 << (UInt64($1) * 4) }
    let held = (0..<3).map { o in
      machine.memories.indices.filter { machine.memories[$0].holds & (1 << UInt8(o)) != 0 }
    }
    chains = held
    outermostOutputs = held[2].first ?? 0
    let levels = machine.memories.count
    self.levels = levels
    let arrayLevel = machine.arrays.map { array in
      machine.memories.count { $0.pathIndex < array.pathIndex }
    }
    self.arrayLevel = arrayLevel
    sides = machine.arrays.indices.flatMap { a in
      machine.arrays[a].sides.indices.map { s in
        SidePlace(
          array: a, side: s, level: arrayLevel[a], size: Double(machine.arrays[a].sides[s].size),
          unites: (0..<3).reduce(UInt8(0)) {
            Self.unites($1, machine.arrays[a].sides[s]) ? $0 | 1 << UInt8($1) : $0
          })
      }
    }
    // Arrays lie in order, so those that a flow crosses follow one another.
    let between = (0..<3).flatMap { operand in
      (0...levels).map { level -> Range<Int> in
        guard level > 0, let outer = Self.outer(held[operand], into: level, of: levels) else {
          return 0..<0
        }
        let first = arrayLevel.firstIndex { $0 > outer } ?? arrayLevel.count
        let end = arrayLevel.firstIndex { $0 > level } ?? arrayLevel.count
        return first..<max(first, end)
      }
    }
    self.between = between
    allActive = active.reduce(0) { $0 | 1 << UInt64($1) }
    elements = [
      nest.operands[0].elements, nest.operands[1].elements, nest.operands[2].elements,
    ]
    slides = nest.operands.map { $0.axes.filter { !$0.isPlain } }
    var ports: [PortPlace] = []
    var portCount = 0
    let siblings = machine.memories.map { memory in
      machine.memories.indices.filter { machine.memories[$0].index == memory.index }
    }
    self.siblings = siblings
    // For each level where the ports of its memory lie: parts of one memory share them.
    var placeOf: [Int] = []
    for (m, memory) in machine.memories.enumerated() {
      if siblings[m][0] < m {
        placeOf.append(placeOf[siblings[m][0]])
      } else {
        let isOverlapped = held.allSatisfy { chain in
          siblings[m].allSatisfy { part in
            guard let i = chain.firstIndex(of: part), i + 1 < chain.count else { return true }
            return machine.memories[chain[i + 1]].isDouble
          }
        }
        placeOf.append(ports.count)
        ports.append(
          PortPlace(start: portCount, count: memory.ports.count, isOverlapped: isOverlapped))
        portCount += memory.ports.count
      }
      let first = ports[placeOf[m]].start
      for operand in 0..<3 {
        for direction in TransferDirection.allCases {
          let port = memory.port(operand, direction)
          let energy = direction.isRead ? memory.readEnergy : memory.writeEnergy
          // Bits are those of the dense nest: what is spared makes each of them cheaper.
          let left = memory.left(operand, direction)
          links.append(
            Link(
              place: port < 0 ? -1 : first + port,
              cyclesPerBit: port < 0 ? 0 : left.time / memory.ports[port].bitsPerCycle,
              granularity: port < 0 || left.bits == 0
                ? 0 : memory.ports[port].granularity / left.bits,
              energyPerBit: (energy ?? unknownEnergy) * left.bits))
        }
      }
      rooms.append(
        Room(
          weights: memory.partitionBits[0], inputs: memory.partitionBits[1],
          outputs: memory.partitionBits[2], shared: memory.sharedBits,
          isDouble: memory.isDouble))
    }
    for level in 0...levels {
      boundaries.append(
        (0..<3).compactMap { operand in
          guard level > 0, let outer = Self.outer(held[operand], into: level, of: levels) else {
            return nil
          }
          let crossed = between[operand * (levels + 1) + level]
          return Boundary(
            operand: operand, outer: outer, arrays: crossed.count,
            hasWires: crossed.contains { machine.arrays[$0].wireEnergy != nil },
            relevant: nest.operands[operand].relevant, width: nest.width(operand))
        })
      pending.append(
        (0..<3).compactMap { operand in
          let chain = held[operand]
          guard let i = chain.firstIndex(where: { $0 > level }), i > 0 else { return nil }
          let room = machine.memories[chain[i]].partitionBits[operand]
          return Pending(
            operand: operand, outer: chain[i - 1], inner: chain[i],
            width: nest.width(operand),
            room: room < 0 ? machine.memories[chain[i]].sharedBits : room)
        })
    }
    self.links = links
    self.rooms = rooms
    self.ports = ports
    self.portCount = portCount
    self.boundaries = boundaries
    self.pending = pending
    touched = (0...levels).map { level in
      let used =
        boundaries[level].flatMap { [$0.outer, level] }
        + pending[level].flatMap { [$0.outer, $0.inner] }
      return Set(used.filter { $0 < levels }.map { placeOf[$0] }).sorted().flatMap {
        ports[$0].start..<(ports[$0].start + ports[$0].count)
      }
    }
    used = (0...levels).map { level in
      let own = Set(
        boundaries[level].flatMap { [$0.outer, level] }.filter { $0 < levels }.map { placeOf[$0] })
      return (
        own: own.sorted().map { ports[$0] },
        others: ports.indices.filter { !own.contains($0) }.map { ports[$0] }
      )
    }
    isFree = Self.isFree(sides, machine, nest, active)
    borders = Self.borders(
      chains: held, levels: levels, links: links, nest: nest, active: active)
    holdings = Self.holdings(nest, rooms: rooms, instances: instances, chains: held)
    tileReuse = Self.tileReuse(nest)
    func everyPass(_ o: Int) -> Double {
      active.reduce(nest.operands[o].elements) { product, d in
        nest.operands[o].relevant & (1 << UInt64(d)) == 0
          ? product * Double(nest.bounds[d]) : product
      }
    }
    self.everyPass = [everyPass(0), everyPass(1), everyPass(2)]
  }

  /// Loops joined by an axis of which tiles overlap.
  private static func items(_ nest: NestShape, _ active: [Int]) -> [[Int]] {
    var items: [[Int]] = []
    for d in active {
      var group = [d]
      for axis in nest.operands.flatMap(\.axes)
      where axis.terms.contains(where: { $0.dimension == d }) {
        group += axis.terms.map(\.dimension)
      }
      var merged = Set(group)
      items.removeAll { item in
        guard !merged.isDisjoint(with: item) else { return false }
        merged.formUnion(item)
        return true
      }
      items.append(merged.sorted())
    }
    return items
  }

  /// The memory that an operand comes from on its way into a level; nil where it does not pass.
  func outer(of operand: Int, into level: Int) -> Int? {
    Self.outer(chains[operand], into: level, of: levels)
  }

  private static func outer(_ chain: [Int], into level: Int, of levels: Int) -> Int? {
    if level == levels { return chain.last }
    guard let i = chain.firstIndex(of: level), i > 0 else { return nil }
    return chain[i - 1]
  }

  /// Whether one transfer serves all parts of a side, or takes their sum.
  static func unites(_ operand: Int, _ side: SideShape) -> Bool {
    operand == Operand.outputs.index
      ? side.reducesOutputs : side.multicast & (1 << UInt8(operand)) != 0
  }

  /// Whether windows slide along a loop: which of its iterations parts do side by side then decides how
  /// much they have in common.
  func isSliding(_ dimension: Int) -> Bool {
    slides.contains { $0.contains { $0.terms.contains { $0.dimension == dimension } } }
  }

  /// Whether a loop's tile in a memory matters: to an operand that is filled into it, or to one that passes it by
  /// on its way to a memory further in.
  ///
  /// A loop that indexes neither may as well run further in: no flow over this level counts it there. One that
  /// indexes an operand that passes by may not, since loops out here that do not index it come above it.
  func matters(_ dimension: Int, at level: Int) -> Bool {
    (0..<3).contains {
      nest.operands[$0].relevant & (1 << UInt64(dimension)) != 0
        && (outer(of: $0, into: level) != nil || passes($0, level))
    }
  }

  /// Whether an operand passes a memory by on its way to one further in.
  private func passes(_ operand: Int, _ level: Int) -> Bool {
    let chain = chains[operand]
    guard let first = chain.first, let last = chain.last else { return false }
    return first < level && level < last && !chain.contains(level)
  }
}
