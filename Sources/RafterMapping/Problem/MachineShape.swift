// SPDX-License-Identifier: Apache-2.0
import RafterHardware
import RafterQuantities
import RafterWorkload

/// One port of one instance as flat numbers.
struct PortShape: Sendable {
  /// Sustained bits in a cycle.
  var bitsPerCycle: Double
  /// Bits of one access; 0 where any amount can be moved.
  var granularity: Double
}

/// One memory as flat numbers.
struct MemoryShape: Sendable {
  /// Its index in `Accelerator.memories`; several levels of a search may be parts of one memory.
  var index: Int
  var pathIndex: Int
  /// How many there are.
  var instances: Double
  /// Bits of one instance that operands without a partition share; infinite where no limit is given.
  var sharedBits: Double
  /// Bits of one instance set aside for an operand; negative for none.
  var partitionBits: [Double]
  /// All bits of one instance.
  var totalBits: Double
  /// A bit for each operand it holds.
  var holds: UInt8
  /// A bit for each of them that may pass it by.
  var mayBypass: UInt8
  var isDouble: Bool
  var ports: [PortShape]
  /// The port of `operand.index * 4 + direction`; -1 where nothing can carry it.
  var portOf: [Int]
  /// Joule per bit; nil where unknown.
  var readEnergy: Double?
  var writeEnergy: Double?
  /// What is left of `operand.index * 4 + direction` where a nest is spared something; empty where nothing is.
  var left: [NestSavings.Left] = []

  func left(_ operand: Int, _ direction: TransferDirection) -> NestSavings.Left {
    left.isEmpty ? .all : left[operand * 4 + direction.index]
  }

  func port(_ operand: Int, _ direction: TransferDirection) -> Int {
    portOf[operand * 4 + direction.index]
  }
}

/// One side of an array as flat numbers.
struct SideShape: Sendable, Hashable {
  var size: Int
  /// A bit for each operand that one read serves to all parts.
  var multicast: UInt8
  var reducesOutputs: Bool
  var fill: Double
  /// The loops that may be unrolled on it, as bits.
  var allowed: UInt64
}

/// An array as flat numbers.
struct ArrayShape: Sendable {
  var pathIndex: Int
  var sides: [SideShape]
  var wireEnergy: Double?
}

/// A machine as flat numbers, for one format of its arithmetic.
struct MachineShape: Sendable {
  var memories: [MemoryShape]
  var arrays: [ArrayShape]
  /// Multipliers.
  var units: Double
  /// Sustained multiply-accumulates of one multiplier in a cycle.
  var rate: Double
  /// Joule per multiply-accumulate; nil where unknown.
  var computeEnergy: Double?
  /// Joule of each element of an operand that the arithmetic takes from, or gives to, the innermost memory of
  /// that operand: drivers and converters of in-memory arrays.
  var conversionEnergy: InlineArray<3, Double>
  /// The share that is left of what crosses wires between the arithmetic and the memory next to it.
  var executed = 1.0
}

extension TransferDirection {
  /// 0 to 3: for flat tables.
  var index: Int {
    switch self {
    case .toArray: 0
    case .fromArray: 1
    case .toMemory: 2
    case .fromMemory: 3
    }
  }
}

extension MachineShape {
  /// - Parameter nest: the loops that may be unrolled; none where only rates and energies are asked for.
  init(_ accelerator: Accelerator, format: ComputeFormat, nest: LoopNest? = nil) {
    let (accelerator, format) = accelerator.arranged(for: format)
    let clock = accelerator.technology.frequency.value
    memories = []
    arrays = []
    var instances = 1.0
    for (index, element) in accelerator.path.enumerated() {
      switch element {
      case .memory(let level):
        memories.append(
          MemoryShape(
            level, index: memories.count, pathIndex: index, instances: instances, clock: clock))
      case .array(let array):
        let sides = array.axes.map { axis in
          var allowed: UInt64 = 0
          if let nest {
            for d in nest.dimensions.indices where axis.mayUnroll(d, of: nest) {
              allowed |= 1 << UInt64(d)
            }
          }
          return SideShape(
            size: axis.size,
            multicast: axis.multicast.reduce(0) { $0 | 1 << UInt8($1.index) },
            reducesOutputs: axis.reducesOutputs, fill: axis.fill?.value.value ?? 0,
            allowed: allowed)
        }
        arrays.append(
          ArrayShape(pathIndex: index, sides: sides, wireEnergy: array.wireEnergy?.value.value))
        instances *= Double(array.size)
      case .compute:
        break
      }
    }
    units = instances
    rate = format.rate.value.value * (accelerator.compute?.sustained.value ?? 1)
    let whole = format.energy?.value.value
    computeEnergy = whole.map { $0 * (format.inMemory?.ownShare ?? 1) }
    conversionEnergy = [
      0, (whole ?? 0) * (format.inMemory?.inputRatio ?? 0),
      (whole ?? 0) * (format.inMemory?.outputRatio ?? 0),
    ]
  }
}

extension MemoryShape {
  fileprivate init(
    _ level: MemoryLevel, index: Int, pathIndex: Int, instances: Double, clock: Frequency
  ) {
    self.index = index
    self.pathIndex = pathIndex
    self.instances = instances
    partitionBits = Operand.allCases.map { level.partitions[$0]?.value.bits.value ?? -1 }
    let setAside = partitionBits.reduce(0) { $0 + max(0, $1) }
    let capacity = level.capacity?.value.bits.value ?? .infinity
    sharedBits = max(0, capacity - setAside)
    let partitioned = Operand.allCases.allSatisfy {
      !level.holds.contains($0) || level.partitions[$0] != nil
    }
    totalBits = partitioned ? setAside : max(capacity, setAside)
    holds = level.holds.reduce(0) { $0 | 1 << UInt8($1.index) }
    mayBypass = holds & level.mayBypass.reduce(0) { $0 | 1 << UInt8($1.index) }
    isDouble = level.buffering == .double
    ports = level.ports.map {
      PortShape(
        bitsPerCycle: $0.bandwidth.value.perCycle(at: clock).value * 8 * $0.sustained.value,
        granularity: $0.granularity?.value.bits.value ?? 0)
    }
    portOf = Operand.allCases.flatMap { operand in
      TransferDirection.allCases.map { level.port(for: Transfer(operand, $0)) ?? -1 }
    }
    readEnergy = level.readEnergy?.value.value
    writeEnergy = level.writeEnergy?.value.value
  }
}
