// SPDX-License-Identifier: Apache-2.0
import RafterQuantities
import RafterWorkload

/// How many numbers of a description are trusted how far.
public struct ConfidenceCount: Sendable, Hashable {
  /// Numbers by what they are trusted with; nothing for none.
  public var stated: [Confidence: Int] = [:]
  /// Numbers of which the description says that nobody knows them.
  public var unknown = 0
  /// Numbers that it leaves open.
  public var open = 0

  /// Counts nothing.
  public init() {}

  /// All that are stated.
  public var known: Int { stated.values.reduce(0, +) }

  /// The share of stated numbers that somebody measured or printed; 0 where none is stated.
  public var shareOfPublished: Double {
    known == 0 ? 0 : Double(self[.measured] + self[.published]) / Double(known)
  }

  /// The numbers of one confidence.
  public subscript(_ confidence: Confidence) -> Int { stated[confidence] ?? 0 }

  /// Both together.
  public static func + (a: ConfidenceCount, b: ConfidenceCount) -> ConfidenceCount {
    var sum = a
    sum.stated.merge(b.stated, uniquingKeysWith: +)
    sum.unknown += b.unknown
    sum.open += b.open
    return sum
  }

  fileprivate mutating func add<Value>(_ number: Sourced<Value>?) {
    // What we put where a file says nothing is nobody's number.
    guard let number, number.provenance.location != nil else { return }
    stated[number.provenance.confidence, default: 0] += 1
  }

  /// A number that may be unknown or open.
  fileprivate mutating func add<Value>(_ number: Sourced<Value>?, isOpen: Bool) {
    if number != nil { return add(number) }
    if isOpen { open += 1 } else { unknown += 1 }
  }
}

extension Accelerator {
  /// The numbers that the file states, and those that it does not.
  public var confidenceCount: ConfidenceCount {
    var count = ConfidenceCount()
    count.add(technology.node)
    count.add(technology.voltage)
    count.add(technology.frequency)
    count.add(technology.area)
    count.add(power.staticPower, isOpen: power.open.contains(.staticPower))
    count.add(power.cap)
    count.add(launch)
    for element in statedPath {
      switch element {
      case .memory(let memory): count.add(memory)
      case .array(let array):
        for axis in array.axes { count.add(axis.fill) }
        count.add(array.wireEnergy, isOpen: array.open.contains(.wireEnergy))
      case .compute(let unit): count.add(unit)
      }
    }
    if let vector {
      count.add(vector.rate)
      count.add(vector.energy, isOpen: vector.open.contains(.energy))
      for kind in SpecialFunction.operators {
        guard let function = vector.special[kind] else { continue }
        count.add(function.rate)
        count.add(function.energy, isOpen: function.open.contains(.energy))
      }
    }
    if let links {
      count.add(links.bandwidth)
      count.add(links.sustained)
      count.add(links.start)
      count.add(links.step)
      count.add(links.ramp)
      count.add(links.energy, isOpen: links.open.contains(.energy))
    }
    switch voltageFrequency?.relation {
    case .table(let points):
      for point in points {
        count.add(point.voltage)
        count.add(point.frequency)
        count.add(point.staticPower)
      }
    case .alphaPower(let law):
      count.add(law.threshold)
      count.add(law.alpha)
      count.add(law.lowest)
      count.add(law.highest)
    case nil: break
    }
    return count
  }
}

extension ConfidenceCount {
  fileprivate mutating func add(_ memory: MemoryLevel) {
    // A capacity that partitions make up is stated by them.
    if memory.partitions.isEmpty { add(memory.capacity) }
    for operand in Operand.allCases { add(memory.partitions[operand]) }
    for port in memory.ports {
      add(port.bandwidth)
      add(port.sustained)
      add(port.granularity)
    }
    add(memory.readEnergy, isOpen: memory.open.contains(.readEnergy))
    add(memory.writeEnergy, isOpen: memory.open.contains(.writeEnergy))
    add(memory.area, isOpen: memory.open.contains(.area))
  }

  fileprivate mutating func add(_ unit: ComputeUnit) {
    add(unit.sustained)
    for format in unit.formats {
      let own = format.inMemory?.stated ?? [.rate, .energy]
      if own.contains(.rate) { add(format.rate) }
      if own.contains(.energy) { add(format.energy, isOpen: format.open.contains(.energy)) }
      add(format.area, isOpen: format.open.contains(.area))
    }
    guard let array = unit.inMemory else { return }
    add(array.cyclesPerStep)
    for event in InMemoryEnergies.Event.allCases { add(array.energies.stated[event]) }
    unknown += array.energies.unknown.count
    open += array.energies.open.count
    add(array.rewrite.bandwidth)
    add(array.rewrite.energy, isOpen: array.rewrite.open.contains(.writeEnergy))
  }
}
