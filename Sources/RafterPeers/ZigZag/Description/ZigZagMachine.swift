// SPDX-License-Identifier: Apache-2.0
public import RafterQuantities

/// A machine as ZigZag sees one: memories with ports, and an array with named dimensions [mapping 6.1].
public struct ZigZagMachine: Sendable, Hashable {
  /// One dimension of the array.
  public struct ArrayDimension: Sendable, Hashable {
    /// Its name, such as `D1`.
    public var name: String
    /// Its units.
    public var size: Int

    /// Creates a dimension.
    public init(name: String, size: Int) {
      self.name = name
      self.size = size
    }
  }

  /// What one port does for one operand.
  public struct Service: Sendable, Hashable {
    /// The memory operand: `I1`, `I2`, `O`.
    public var operand: String
    /// Which way.
    public var direction: ZigZagDirection

    /// Creates a service.
    public init(_ operand: String, _ direction: ZigZagDirection) {
      self.operand = operand
      self.direction = direction
    }
  }

  /// A port of a memory.
  public struct Port: Sendable, Hashable {
    /// The least it moves in a cycle: a short transfer takes a word of this width.
    public var minimum: Quantity<Per<Bit, Cycle>>
    /// The most it moves in a cycle, and the width of the word that has the memory's energy.
    public var maximum: Quantity<Per<Bit, Cycle>>
    /// What it does, in the order of the memory's operands.
    public var serves: [Service]

    /// Creates a port.
    public init(
      minimum: Quantity<Per<Bit, Cycle>>, maximum: Quantity<Per<Bit, Cycle>>, serves: [Service]
    ) {
      self.minimum = minimum
      self.maximum = maximum
      self.serves = serves
    }
  }

  /// A memory level.
  public struct Memory: Sendable, Hashable {
    /// Its name.
    public var name: String
    /// What one instance holds.
    public var capacity: BitCount
    /// Energy to read a word of the port's greatest width.
    public var readEnergy: Picojoules
    /// Energy to write a word of the port's greatest width.
    public var writeEnergy: Picojoules
    /// The memory operands it stores.
    public var operands: [String]
    /// The array dimensions over which one instance is shared; the others multiply the instances.
    public var sharedAcross: [String]
    /// Whether the allocator keeps room for two tiles.
    public var isDoubleBuffered: Bool
    /// Its ports.
    public var ports: [Port]

    /// Creates a memory; what its ports serve is put in the order of its operands, as the peer does.
    public init(
      name: String, capacity: BitCount, readEnergy: Picojoules, writeEnergy: Picojoules,
      operands: [String], sharedAcross: [String], isDoubleBuffered: Bool = false, ports: [Port]
    ) {
      self.name = name
      self.capacity = capacity
      self.readEnergy = readEnergy
      self.writeEnergy = writeEnergy
      self.operands = operands
      self.sharedAcross = sharedAcross
      self.isDoubleBuffered = isDoubleBuffered
      self.ports = ports.map { port in
        var port = port
        port.serves = operands.flatMap { name in port.serves.filter { $0.operand == name } }
        return port
      }
    }

    /// The port that serves an operand one way.
    func port(_ operand: String, _ direction: ZigZagDirection) -> Port? {
      ports.first { $0.serves.contains(Service(operand, direction)) }
    }
  }

  /// Its name.
  public var name: String
  /// Where its numbers come from.
  public var source: String
  /// Its memories, inner to outer.
  public var memories: [Memory]
  /// The dimensions of its array.
  public var array: [ArrayDimension]
  /// The energy of one multiply-accumulate.
  public var macEnergy: Picojoules
  /// The array dimensions along which results leave a unit a cycle.
  public var systolic: [String]

  /// Creates a machine.
  public init(
    name: String, source: String, memories: [Memory], array: [ArrayDimension],
    macEnergy: Picojoules, systolic: [String]
  ) {
    self.name = name
    self.source = source
    self.memories = memories
    self.array = array
    self.macEnergy = macEnergy
    self.systolic = systolic
  }

  /// The multipliers.
  var unitCount: Int { array.reduce(1) { $0 * $1.size } }

  /// The memories of one operand, inner to outer: its level list.
  func levels(of operand: String) -> [Int] {
    memories.indices.filter { memories[$0].operands.contains(operand) }
  }
}
