// SPDX-License-Identifier: Apache-2.0
import RafterHardware
public import RafterWorkload

/// What a run of a nest is spared beside the counts of its mapping: by zeros, and by data that stay where they are.
///
/// The mapping itself is one of the dense nest: its tiles have the room of dense ones. All shares are in [0, 1] of the dense amount; ``none`` changes nothing,
/// bit for bit [rooflines 3.9, property 17].
public struct NestSavings: Sendable, Hashable {
  /// An operand that a memory stores without its zeros.
  public struct Stored: Sendable, Hashable {
    /// The memory (index in `Accelerator.memories`).
    public var memory: Int
    /// The operand.
    public var operand: Operand
    /// Its bits there, metadata included, over those of all its elements.
    public var share: Double

    /// Creates it.
    public init(memory: Int, operand: Operand, share: Double) {
      self.memory = memory
      self.operand = operand
      self.share = share
    }
  }

  /// An operand that lies in a memory before and after the run, so that nothing of it crosses a memory further out.
  public struct Resident: Sendable, Hashable {
    /// The operand.
    public var operand: Operand
    /// The memory (index in `Accelerator.memories`).
    public var memory: Int

    /// Creates it.
    public init(operand: Operand, memory: Int) {
      self.operand = operand
      self.memory = memory
    }
  }

  /// Steps of the arithmetic over those of the dense nest, waiting for the slowest part included: time follows it.
  public var steps: Double
  /// Multiply-accumulates that are executed over all: what moves between the arithmetic and its memories follows it.
  public var executed: Double
  /// Energy of the arithmetic over that of all multiply-accumulates.
  public var arithmeticEnergy: Double
  /// Operands that lie somewhere without their zeros.
  public var stored: [Stored]
  /// Operands that stay.
  public var resident: [Resident]

  /// Creates savings.
  public init(
    steps: Double = 1, executed: Double = 1, arithmeticEnergy: Double = 1, stored: [Stored] = [],
    resident: [Resident] = []
  ) {
    self.steps = steps
    self.executed = executed
    self.arithmeticEnergy = arithmeticEnergy
    self.stored = stored
    self.resident = resident
  }

  /// Nothing is spared.
  public static let none = NestSavings()
}

extension NestSavings {
  /// What is left of a transfer's bits and of its time, as shares.
  struct Left: Sendable {
    var bits: Double
    var time: Double

    static let all = Left(bits: 1, time: 1)
  }

  /// What is left of one kind of transfer at a memory.
  ///
  /// - Parameters:
  ///   - innermost: For each operand the memory that the arithmetic works on.
  ///   - returnsSums: Whether unfinished sums come back to this memory; they are kept whole.
  func left(
    of operand: Int, _ direction: TransferDirection, at memory: Int, innermost: [Int],
    returnsSums: Bool
  ) -> Left {
    if let stay = resident.first(where: { $0.operand.index == operand }) {
      let facesOut = direction == .toMemory || direction == .fromMemory
      if memory < stay.memory || (memory == stay.memory && facesOut) {
        return Left(bits: 0, time: 0)
      }
    }
    let facesIn = direction == .toArray || direction == .fromArray
    if facesIn, memory == innermost[operand], executed < 1 {
      return Left(bits: executed, time: max(steps, executed))
    }
    if operand == Operand.outputs.index, returnsSums { return .all }
    let share = stored.first { $0.memory == memory && $0.operand.index == operand }?.share ?? 1
    return Left(bits: share, time: share)
  }
}

extension Evaluator {
  /// Takes what is spared off the transfers of a memory, and rounds what is left up to whole accesses again.
  ///
  /// - Parameters:
  ///   - dense: Transfers in whole accesses, as the mapping makes them.
  ///   - original: The same before they were rounded.
  ///   - attainable: The least bits that any mapping could move, for each.
  static func spare(
    _ dense: inout [TransferBits], from original: [TransferBits], attainable: inout [Double],
    memory: MemoryShape, rule: (TransferBits) -> NestSavings.Left
  ) {
    for index in dense.indices where dense[index].mapped > 0 {
      let left = rule(dense[index])
      guard left.bits != 1 || left.time != 1 else { continue }
      let port = memory.port(dense[index].operand, dense[index].direction)
      var fewer = original[index]
      fewer.mapped *= left.bits
      fewer.largest *= left.bits
      fewer.edge *= left.bits
      let granularity = port < 0 ? 0 : memory.ports[port].granularity
      let rounded = roundUp(fewer, granularity: granularity)
      let share = rounded.mapped / dense[index].mapped
      let time = left.bits > 0 ? left.time / left.bits : 0
      dense[index].mapped *= share
      dense[index].compulsory *= share
      attainable[index] *= share
      dense[index].busiest *= share * time
      dense[index].edge = rounded.edge * time
    }
  }
}
