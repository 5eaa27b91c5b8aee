// SPDX-License-Identifier: Apache-2.0
public import RafterQuantities

/// A machine as the runs of AccelForge describe one: energy per bit, and how fast each component is [mapping 6.2].
public struct AccelForgeMachine: Sendable, Hashable {
  /// How the time of a memory follows from its reads and writes.
  public enum Timing: Sendable, Hashable {
    /// Without limit.
    case unlimited
    /// Reads and writes share a bandwidth, in bits per second.
    case shared(Quantity<Per<Bit, Second>>)
    /// Reads and writes have their own.
    case separate(read: Quantity<Per<Bit, Second>>, write: Quantity<Per<Bit, Second>>)
  }

  /// A memory.
  public struct Memory: Sendable, Hashable {
    /// Its name.
    public var name: String
    /// Energy of a bit read.
    public var read: EnergyPerBit
    /// Energy of a bit written.
    public var write: EnergyPerBit
    /// How fast it is.
    public var timing: Timing

    /// Creates a memory.
    public init(name: String, read: EnergyPerBit, write: EnergyPerBit, timing: Timing) {
      self.name = name
      self.read = read
      self.write = write
      self.timing = timing
    }
  }

  /// Its memories.
  public var memories: [Memory]
  /// Energy of a multiply-accumulate.
  public var macEnergy: Energy
  /// Multiply-accumulates per second of one unit.
  public var macRate: Double
  /// Steps of one operand per second of one scalar unit; there is one for each local buffer.
  public var scalarRate: Double
  /// Bits of a value.
  public var wordBits: Int

  /// Creates a machine.
  public init(
    memories: [Memory], macEnergy: Energy, macRate: Double, scalarRate: Double, wordBits: Int
  ) {
    self.memories = memories
    self.macEnergy = macEnergy
    self.macRate = macRate
    self.scalarRate = scalarRate
    self.wordBits = wordBits
  }

  /// Unlimited memories at 1 J per bit over one unit that takes a second and a joule.
  static let simple = AccelForgeMachine(
    memories: ["MainMemory", "GlobalBuffer"].map {
      Memory(name: $0, read: EnergyPerBit(1.0), write: EnergyPerBit(1.0), timing: .unlimited)
    }, macEnergy: Energy(1.0), macRate: 1, scalarRate: 1, wordBits: 8)
}
