// SPDX-License-Identifier: Apache-2.0
public import RafterQuantities

/// A loop of arithmetic: an instruction set and a format.
public enum InstructionLoop: String, Sendable, Hashable, CaseIterable {
  case portableFp32 = "portable fp32"
  case avx2Fp32 = "AVX2 fp32"
  case avx2Fp64 = "AVX2 fp64"
  case avx2Int8 = "AVX2 int8"
  case avx512Fp32 = "AVX-512 fp32"
  case avx512Fp64 = "AVX-512 fp64"
  case avx512VnniInt8 = "AVX-512 VNNI int8"
  case avxVnniInt8 = "AVX-VNNI int8"
  case avx512Bf16 = "AVX-512 bf16"
  case amxInt8 = "AMX int8"
  case amxBf16 = "AMX bf16"
  case neonFp32 = "NEON fp32"
  case neonFp64 = "NEON fp64"
  case neonFp16 = "NEON fp16"
  case neonDotInt8 = "NEON dot product int8"
  case portableVector = "portable vector fp32"
  case avx2Vector = "AVX2 vector fp32"
  case avx512Vector = "AVX-512 vector fp32"
  case neonVector = "NEON vector fp32"

  /// What does it.
  public enum Unit: Sendable, Hashable {
    /// Multiply-accumulates, two operations each.
    case multipliers
    /// Multiplications and additions apart, one operation each.
    case vector
  }

  /// What it times.
  public var unit: Unit {
    switch self {
    case .portableVector, .avx2Vector, .avx512Vector, .neonVector: .vector
    default: .multipliers
    }
  }

  /// What it multiplies and adds.
  public var format: ArithmeticFormat {
    switch self {
    case .portableFp32, .avx2Fp32, .avx512Fp32, .neonFp32, .portableVector, .avx2Vector,
      .avx512Vector, .neonVector:
      ArithmeticFormat(inputs: .fp32, weights: .fp32, accumulate: .fp32)
    case .avx2Fp64, .avx512Fp64, .neonFp64:
      ArithmeticFormat(inputs: .fp64, weights: .fp64, accumulate: .fp64)
    case .avx2Int8, .avx512VnniInt8, .avxVnniInt8, .amxInt8, .neonDotInt8:
      ArithmeticFormat(inputs: .int8, weights: .int8, accumulate: .int32)
    case .avx512Bf16, .amxBf16:
      ArithmeticFormat(inputs: .bf16, weights: .bf16, accumulate: .fp32)
    case .neonFp16: ArithmeticFormat(inputs: .fp16, weights: .fp16, accumulate: .fp16)
    }
  }
}

/// How a stream uses memory; bytes are counted as STREAM does: each array once, no reading before writing.
public enum StreamPattern: String, Sendable, Hashable, CaseIterable {
  case read, copy, triad
  /// With stores that go past the caches, so that what is counted is all that moves.
  case copyPastCaches = "copy past caches"
  case triadPastCaches = "triad past caches"

  /// How many arrays it goes through.
  public var arrays: Int {
    switch self {
    case .read: 1
    case .copy, .copyPastCaches: 2
    case .triad, .triadPastCaches: 3
    }
  }
}

/// The best of some tries, and the one in the middle.
public struct Tries<D: Dimension>: Sendable, Hashable {
  /// The best.
  public var best: Quantity<D>
  /// The median.
  public var median: Quantity<D>
  /// How many.
  public var count: Int

  /// Creates a summary.
  public init(best: Quantity<D>, median: Quantity<D>, count: Int) {
    self.best = best
    self.median = median
    self.count = count
  }

  /// How far the median is from the best, as a share of the best.
  public var spread: Double { (median.ratio(to: best) - 1).magnitude }
}

/// What was timed on a computer.
public struct HostSamples: Sendable, Hashable {
  /// A peak.
  public struct Peak: Sendable, Hashable {
    /// The loop.
    public var loop: InstructionLoop
    /// Threads, each on a processor of its own.
    public var threads: Int
    /// MACs as operations, of all threads together.
    public var throughput: Tries<Per<Operation, Second>>

    /// Creates a peak.
    public init(loop: InstructionLoop, threads: Int, throughput: Tries<Per<Operation, Second>>) {
      self.loop = loop
      self.threads = threads
      self.throughput = throughput
    }
  }

  /// A bandwidth.
  public struct Stream: Sendable, Hashable {
    /// The memory: `l1`, `dram`.
    public var level: String
    /// How it is used.
    public var pattern: StreamPattern
    /// Threads, each on a processor of its own.
    public var threads: Int
    /// The bytes that each thread goes through.
    public var bytesEach: ByteCount
    /// Of all threads together.
    public var bandwidth: Tries<Per<Byte, Second>>

    /// Creates a bandwidth.
    public init(
      level: String, pattern: StreamPattern, threads: Int, bytesEach: ByteCount,
      bandwidth: Tries<Per<Byte, Second>>
    ) {
      self.level = level
      self.pattern = pattern
      self.threads = threads
      self.bytesEach = bytesEach
      self.bandwidth = bandwidth
    }
  }

  /// The clock, by additions that wait for one another.
  public var clock: Tries<Per<Cycle, Second>>
  /// Peaks.
  public var peaks: [Peak]
  /// Bandwidths.
  public var streams: [Stream]
  /// The least time to wake a thread on every processor and hear from all.
  public var wake: Seconds
  /// The power of the package at rest; nil where the system does not show it.
  public var idlePower: Power?
  /// What this computer lacks or does not show, so that it is not verified.
  public var unverified: [String]

  /// Creates samples.
  public init(
    clock: Tries<Per<Cycle, Second>>, peaks: [Peak], streams: [Stream], wake: Seconds,
    idlePower: Power?, unverified: [String]
  ) {
    self.clock = clock
    self.peaks = peaks
    self.streams = streams
    self.wake = wake
    self.idlePower = idlePower
    self.unverified = unverified
  }
}
