// SPDX-License-Identifier: Apache-2.0
public import RafterHardware
import RafterQuantities
import RafterWorkload

/// Turns what was timed on a computer into a machine.
///
/// Peaks and bandwidths are the best of all tries, of all processors at once or of one where others kept the rest busy, in cycles of the
/// measured clock. Registers are a
/// memory that feeds every multiplier, as blocked code uses them; their number is the one thing that is assumed.
public enum HostMachine {
  /// Which processors are the machine.
  public enum Processors: Sendable, Hashable {
    /// All of them together.
    case all
    /// One, while the others rest: it has the caches that they share to itself.
    case one
  }

  /// The machine; nil where nothing was timed.
  public static func machine(
    named name: String, topology: HostTopology, samples: HostSamples, processors: Processors = .all
  ) -> Accelerator? {
    var (topology, samples) = (topology, samples)
    if processors == .one {
      topology.processors = 1
      for index in topology.caches.indices { topology.caches[index].sharedBy = 1 }
      samples.peaks.removeAll { $0.threads > 1 }
      samples.streams.removeAll { $0.threads > 1 }
    }
    let clock = samples.clock.best
    guard clock > .zero, samples.peaks.contains(where: { $0.loop.unit == .multipliers }),
      !samples.streams.isEmpty
    else { return nil }
    let instances = instanceCounts(topology)
    var path: [PathElement] = [
      .memory(memory("dram", capacity: topology.memory, instances: 1, samples, buffering: .single))
    ]
    var outside = 1
    for cache in topology.caches.reversed() {
      let count = instances[cache.level] ?? 1
      if count > outside, count % outside == 0 {
        path.append(.array(array("l\(cache.level)-parts", count / outside)))
        outside = count
      }
      path.append(
        .memory(
          memory(
            "l\(cache.level)", capacity: cache.capacity, instances: outside, samples,
            buffering: .double)))
    }
    if outside == 1, topology.caches.isEmpty, topology.processors > 1 {
      path.append(.array(array("processors", topology.processors)))
      outside = topology.processors
    }
    let formats = formats(samples, instances: outside, clock: clock)
    let widest = formats.map(\.rate.value.value).max() ?? 1
    path.append(.memory(registers(macsPerCycle: widest)))
    path.append(
      .compute(
        ComputeUnit(
          name: "simd", formats: formats, sustained: Sourced(1, provenance), provenance: provenance)
      ))
    let single = formats.first { $0.arithmetic.inputs == .fp32 }?.rate.value.value ?? widest
    return Accelerator(
      name: name, file: name,
      source: Source(
        title:
          "rafter measure on \(topology.processor), the best of \(samples.clock.count) tries each",
        confidence: .measured),
      technology: Technology(frequency: Sourced(clock, provenance)),
      power: PowerBudget(
        staticPower: samples.idlePower.map { Sourced($0, provenance) }, domain: .package),
      // One processor alone wakes no other.
      launch: processors == .all ? Sourced(samples.wake, provenance) : nil, path: path,
      vector: vector(samples, clock: clock)
        // A lane that multiplies and adds can as well do one other operation.
        ?? VectorUnit(
          rate: Sourced(ThroughputPerCycle(single * Double(outside)), assumed), energy: nil),
      cautions: samples.unverified.map { "\(name): not verified: \($0)" })
  }

  private static let provenance = Provenance(confidence: .measured)
  private static let assumed = Provenance(confidence: .assumed)

  /// How many caches of each level there are.
  private static func instanceCounts(_ topology: HostTopology) -> [Int: Int] {
    var counts: [Int: Int] = [:]
    for cache in topology.caches {
      counts[cache.level] = max(1, topology.processors / max(1, cache.sharedBy))
    }
    return counts
  }

  private static func array(_ name: String, _ size: Int) -> FanOut {
    FanOut(
      axes: [.init(name: name, size: size, multicast: [], reducesOutputs: false)],
      wireEnergy: Sourced(.zero, assumed), provenance: provenance)
  }

  private static func memory(
    _ name: String, capacity: ByteCount?, instances: Int, _ samples: HostSamples,
    buffering: MemoryLevel.Buffering
  ) -> MemoryLevel {
    let best = samples.streams.filter { $0.level == name }.map(\.bandwidth.best).max()
    let each = (best ?? Bandwidth(1)) / Double(instances)
    let bandwidth: PortBandwidth =
      name == "dram" ? .perSecond(each) : .perCycle(each / samples.clock.best)
    return MemoryLevel(
      name: name, capacity: capacity.map { Sourced($0, provenance) },
      holds: [.weights, .inputs, .outputs], buffering: buffering,
      ports: [
        Port(
          kind: .readWrite, bandwidth: Sourced(bandwidth, provenance),
          sustained: Sourced(1, provenance), granularity: Sourced(ByteCount(64), assumed))
      ], readEnergy: nil, writeEnergy: nil, provenance: provenance)
  }

  /// 32 registers of 64 bytes, which hold what a block of products needs.
  private static func registers(macsPerCycle: Double) -> MemoryLevel {
    MemoryLevel(
      name: "registers", capacity: Sourced(ByteCount(2048), assumed),
      holds: [.weights, .inputs, .outputs], buffering: .single,
      ports: [
        Port(
          kind: .readWrite,
          bandwidth: Sourced(.perCycle(BandwidthPerCycle(32 * macsPerCycle)), assumed),
          sustained: Sourced(1, assumed))
      ], readEnergy: nil, writeEnergy: nil, provenance: assumed)
  }

  /// Multiplications and additions that do not fuse, where they were timed.
  private static func vector(_ samples: HostSamples, clock: Frequency) -> VectorUnit? {
    let best = samples.peaks.filter { $0.loop.unit == .vector }.map(\.throughput.best).max()
    return best.map {
      VectorUnit(
        rate: Sourced(ThroughputPerCycle($0.value / clock.value), provenance), energy: nil)
    }
  }

  /// For each format the best loop.
  private static func formats(_ samples: HostSamples, instances: Int, clock: Frequency)
    -> [ComputeFormat]
  {
    var found: [(format: ArithmeticFormat, best: Throughput)] = []
    for peak in samples.peaks where peak.loop.unit == .multipliers {
      let best = peak.throughput.best
      if let place = found.firstIndex(where: { $0.format == peak.loop.format }) {
        found[place].best = max(found[place].best, best)
      } else {
        found.append((peak.loop.format, best))
      }
    }
    return found.map { format, best in
      let macs = best.value / 2 / clock.value / Double(instances)
      return ComputeFormat(
        arithmetic: format, rate: Sourced(MACsPerCycle(macs), provenance), energy: nil)
    }
  }
}
