// SPDX-License-Identifier: Apache-2.0
public import RafterDiagnostics
public import RafterHardware
public import RafterQuantities

/// What the model of a kernel has to know of a GPU, all of it out of its description.
///
/// A multiprocessor (streaming multiprocessor, compute unit) is what the array around the partitions of multipliers counts: the memory that
/// tiles lie in exists once in each, just outside those partitions. The cache is the memory outside it, the last that all of them share. What
/// lies between partitions and multipliers may be registers, or a memory of sums and one of operands.
public struct GPU: Sendable, Hashable {
  /// What it is called.
  public var name: String
  /// How many multiprocessors there are.
  public var multiprocessors: Int
  /// The clock behind the peaks.
  public var clock: Frequency
  /// The dense peak of the whole chip in each pair of formats, in the order of the description.
  public var peaks: [Peak]
  /// Bytes that the outermost memory moves in a second, at the share that long streams reach.
  public var memoryBandwidth: Bandwidth
  /// Bytes that the outermost memory moves in a second at most.
  public var memoryPeak: Bandwidth
  /// What the cache holds.
  public var cacheCapacity: ByteCount
  /// Bytes that the cache moves in a second, at the share that long streams reach.
  public var cacheBandwidth: Bandwidth
  /// The most that the board may draw; nil where it is not stated.
  public var powerCap: Power?

  /// The dense peak in one pair of formats.
  public struct Peak: Sendable, Hashable {
    /// The formats.
    public var arithmetic: ArithmeticFormat
    /// Operations of the whole chip in a second.
    public var rate: Throughput

    /// Creates a peak.
    public init(arithmetic: ArithmeticFormat, rate: Throughput) {
      self.arithmetic = arithmetic
      self.rate = rate
    }
  }

  /// Takes the facts out of a description.
  ///
  /// - Throws: That it is no GPU: fewer than four memories or two multiprocessors, no bandwidths of memory and cache, no capacity
  ///   of the cache.
  public init(_ machine: Accelerator) throws(DiagnosticList) {
    let places = machine.path.indices.filter {
      if case .memory = machine.path[$0] { true } else { false }
    }
    guard places.count >= 4, let compute = machine.compute, let outer = machine.memories.first,
      let memory = Self.bandwidth(of: outer, machine)
    else { throw DiagnosticList(.notAGPU(machine.name)) }
    // The last array is that of the multipliers, the one before it that of the partitions.
    let arrays = machine.path.indices.filter {
      if case .array = machine.path[$0] { true } else { false }
    }
    guard let partitions = arrays.dropLast().last,
      let tiles = places.lastIndex(where: { $0 < partitions }), tiles > 0
    else { throw DiagnosticList(.notAGPU(machine.name)) }
    let cachePlace = places[tiles - 1]
    let cache = machine.memories[tiles - 1]
    let caches = Double(machine.instances(at: cachePlace))
    guard let capacity = cache.capacity?.value, let bandwidth = Self.bandwidth(of: cache, machine)
    else { throw DiagnosticList(.notAGPU(machine.name)) }
    let parts = machine.instances(at: places[tiles])
    guard parts > 1 else { throw DiagnosticList(.notAGPU(machine.name)) }
    let clock = machine.technology.frequency.value
    name = machine.name
    multiprocessors = parts
    self.clock = clock
    peaks = compute.formats.map {
      Peak(arithmetic: $0.arithmetic, rate: machine.peak($0) * clock)
    }
    let memories = Double(machine.instances(at: places[0]))
    memoryBandwidth = memory.sustained * memories
    memoryPeak = memory.peak * memories
    cacheCapacity = capacity * caches
    cacheBandwidth = bandwidth.sustained * caches
    powerCap = machine.power.cap?.value
  }

  /// The bandwidth of the first port that reads.
  private static func bandwidth(of memory: MemoryLevel, _ machine: Accelerator)
    -> (peak: Bandwidth, sustained: Bandwidth)?
  {
    guard let port = memory.ports.first(where: { $0.kind != .write }) else { return nil }
    let peak = port.bandwidth.value.perSecond(at: machine.technology.frequency.value)
    return (peak, peak * port.sustained.value)
  }

  /// The dense peak for a format of products; nil where the chip does not compute in it.
  public func peak(_ format: ProductFormat) -> Throughput? {
    peaks.first {
      $0.arithmetic.inputs == format.multiplied && $0.arithmetic.weights == format.multiplied
    }?.rate
  }
}
