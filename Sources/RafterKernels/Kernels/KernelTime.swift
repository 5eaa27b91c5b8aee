// SPDX-License-Identifier: Apache-2.0
public import RafterQuantities

/// The time of a kernel, or of a few in a row, and what it is made of.
public struct KernelTime: Sendable, Hashable {
  /// What holds a kernel up.
  public enum Limiter: String, Sendable, Hashable {
    case launch, compute, memory, power
  }

  /// Starting.
  public var launch: Seconds
  /// Arithmetic alone: waves of tiles.
  public var compute: Seconds
  /// Traffic of the outermost memory alone.
  public var memory: Seconds
  /// Running: arithmetic and traffic as they overlap, and what follows them.
  public var running: Seconds
  /// The least time that the power cap allows; zero where none is given.
  public var powerLimit: Seconds
  /// Operations.
  public var operations: Operations
  /// Bytes of compulsory traffic.
  public var bytes: ByteCount

  /// Creates a time without a power limit.
  public init(
    launch: Seconds, compute: Seconds, memory: Seconds, running: Seconds, operations: Operations,
    bytes: ByteCount
  ) {
    self.launch = launch
    self.compute = compute
    self.memory = memory
    self.running = running
    self.operations = operations
    self.bytes = bytes
    powerLimit = .zero
  }

  /// All of it: `max(launch + running, power limit)`.
  public var total: Seconds { max(launch + running, powerLimit) }

  /// The largest part.
  public var limiter: Limiter {
    if powerLimit > launch + running { return .power }
    if launch > max(compute, memory) { return .launch }
    return compute >= memory ? .compute : .memory
  }

  /// One after the other.
  static func + (a: KernelTime, b: KernelTime) -> KernelTime {
    KernelTime(
      launch: a.launch + b.launch, compute: a.compute + b.compute, memory: a.memory + b.memory,
      running: a.running + b.running, operations: a.operations + b.operations,
      bytes: a.bytes + b.bytes)
  }
}
