// SPDX-License-Identifier: Apache-2.0
import CRafterKernels
public import RafterQuantities

/// Times this computer.
///
/// Only the best of many tries says what it can do: whatever else runs makes a try slower, never faster. Peaks and caches of one
/// processor are timed by the time that a thread had its processor; what processors share, by the clock on the wall.
public struct HostBenchmark {
  private let topology: HostTopology
  private let tries: Int

  /// Seconds that a try takes, about: shorter than the turn that a busy system gives to a process.
  private static let length = 0.002
  /// Where tries take long, as those through main memory do, fewer have to do.
  private static let fewTries = 5
  private static let longest = Duration.seconds(2)

  /// Creates a benchmark.
  ///
  /// - Parameters:
  ///   - topology: the processors and caches there are.
  ///   - tries: for each number.
  public init(_ topology: HostTopology, tries: Int) {
    self.topology = topology
    self.tries = max(1, tries)
  }

  /// Times everything; some seconds for each try in ten.
  public func run(idlePower: Power?, progress: (String) -> Void) -> HostSamples {
    progress("clock")
    var unverified = missingLoops
    if rafter_is_optimised() == 0 {
      unverified.append(
        "everything: this is a debug build, whose loops are far slower than the processor; build in release"
      )
    }
    if idlePower == nil {
      unverified.append(
        "energy: no counter of the package can be read (RAPL), so energies are unknown")
    }
    let threads = topology.processors == 1 ? [1] : [1, topology.processors]
    var peaks: [HostSamples.Peak] = []
    for loop in InstructionLoop.allCases where Self.isPresent(loop) {
      progress(loop.rawValue)
      for count in threads {
        if let found = peak(loop, threads: count) {
          peaks.append(.init(loop: loop, threads: count, throughput: found))
        }
      }
    }
    var streams: [HostSamples.Stream] = []
    for count in threads {
      for set in workingSets(threads: count) {
        for pattern in set.patterns {
          progress("\(set.level) \(pattern.rawValue)")
          let bytes = set.bytes(of: pattern)
          if let found = stream(pattern, threads: count, bytes: bytes, clock: set.clock) {
            streams.append(
              .init(
                level: set.level, pattern: pattern, threads: count, bytesEach: ByteCount(bytes),
                bandwidth: found))
          }
        }
      }
    }
    if let busy = Self.busyLevel(streams) {
      unverified.append(
        "\(busy) on all processors at once: it was slower than on one, so others were at work; time again at rest"
      )
    }
    let wake = rafter_time_wake(Int32(topology.processors), Int32(20 * tries))
    return HostSamples(
      clock: clock, peaks: peaks, streams: streams, wake: Seconds(max(0, wake)),
      idlePower: idlePower, unverified: unverified)
  }

  private static func code(_ loop: InstructionLoop) -> rafter_peak {
    switch loop {
    case .portableFp32: RAFTER_PEAK_PORTABLE_FP32
    case .avx2Fp32: RAFTER_PEAK_AVX2_FP32
    case .avx2Fp64: RAFTER_PEAK_AVX2_FP64
    case .avx2Int8: RAFTER_PEAK_AVX2_INT8
    case .avx512Fp32: RAFTER_PEAK_AVX512_FP32
    case .avx512Fp64: RAFTER_PEAK_AVX512_FP64
    case .avx512VnniInt8: RAFTER_PEAK_AVX512_VNNI_INT8
    case .avxVnniInt8: RAFTER_PEAK_AVX_VNNI_INT8
    case .avx512Bf16: RAFTER_PEAK_AVX512_BF16
    case .amxInt8: RAFTER_PEAK_AMX_INT8
    case .amxBf16: RAFTER_PEAK_AMX_BF16
    case .neonFp32: RAFTER_PEAK_NEON_FP32
    case .neonFp64: RAFTER_PEAK_NEON_FP64
    case .neonFp16: RAFTER_PEAK_NEON_FP16
    case .neonDotInt8: RAFTER_PEAK_NEON_DOT_INT8
    case .portableVector: RAFTER_PEAK_PORTABLE_VECTOR
    case .avx2Vector: RAFTER_PEAK_AVX2_VECTOR
    case .avx512Vector: RAFTER_PEAK_AVX512_VECTOR
    case .neonVector: RAFTER_PEAK_NEON_VECTOR
    }
  }

  /// A memory that was slower on all processors than on one, which work of others alone explains.
  private static func busyLevel(_ streams: [HostSamples.Stream]) -> String? {
    func best(_ level: String, isOne: Bool) -> Bandwidth {
      streams.filter { $0.level == level && ($0.threads == 1) == isOne }.map(\.bandwidth.best).max()
        ?? .zero
    }
    return streams.first {
      $0.threads > 1 && best($0.level, isOne: false) < best($0.level, isOne: true)
    }?.level
  }

  private static func isPresent(_ loop: InstructionLoop) -> Bool {
    rafter_peak_is_present(code(loop)) != 0
  }

  private var missingLoops: [String] {
    InstructionLoop.allCases.filter { !Self.isPresent($0) }.map { loop in
      rafter_peak_is_compiled(Self.code(loop)) != 0
        ? "\(loop.rawValue): compiled, but this processor does not have it"
        : "\(loop.rawValue): for another architecture, not compiled here"
    }
  }

  private var clock: Tries<Per<Cycle, Second>> {
    let count: UInt64 = 20_000_000
    let times = (0..<tries).map { _ in rafter_time_additions(count) }
    return Self.summary(times.map { Double(count) / $0 })
  }

  private func peak(_ loop: InstructionLoop, threads: Int) -> Tries<Per<Operation, Second>>? {
    let code = Self.code(loop)
    let work = rafter_peak_operations(code) * Double(threads)
    return repeated(threads: threads) {
      rafter_time_peak(code, Int32(threads), $0, RAFTER_CLOCK_THREAD)
    }.map {
      Self.summary($0.map { work * $0 })
    }
  }

  private func stream(_ pattern: StreamPattern, threads: Int, bytes: Int, clock: rafter_clock)
    -> Tries<Per<Byte, Second>>?
  {
    let code =
      switch pattern {
      case .read: RAFTER_STREAM_READ
      case .copy: RAFTER_STREAM_COPY
      case .triad: RAFTER_STREAM_TRIAD
      case .copyPastCaches: RAFTER_STREAM_COPY_PAST_CACHES
      case .triadPastCaches: RAFTER_STREAM_TRIAD_PAST_CACHES
      }
    // The arrays are cut to whole steps of the loops.
    let moved = bytes / pattern.arrays / 256 * 256 * pattern.arrays * threads
    return repeated(threads: threads) { rafter_time_stream(code, Int32(threads), bytes, $0, clock) }
      .map {
        Self.summary($0.map { Double(moved) * $0 })
      }
  }

  /// Rounds per second of each try; nil where it cannot be run.
  private func repeated(threads: Int, _ time: (UInt64) -> Double) -> [Double]? {
    var rounds: UInt64 = 1
    while rounds < 1 << 40 {
      let seconds = time(rounds)
      if seconds < 0 { return nil }
      if seconds >= Self.length { break }
      let factor = seconds > Self.length / 64 ? 1.2 * Self.length / seconds : 16
      rounds = max(rounds + 1, UInt64(Double(rounds) * factor))
    }
    var found: [Double] = []
    let clock = ContinuousClock()
    let begin = clock.now
    while found.count < tries {
      if found.count >= Self.fewTries, clock.now - begin > Self.longest { break }
      let seconds = time(rounds)
      guard seconds > 0 else { return nil }
      found.append(Double(rounds) / seconds)
    }
    return found
  }

  /// What a thread goes through so that it comes from one memory.
  private struct WorkingSet {
    var level: String
    /// Of all arrays together in a cache; of each array in main memory.
    var bytes: Int
    var patterns: [StreamPattern]
    var clock: rafter_clock

    func bytes(of pattern: StreamPattern) -> Int {
      level == "dram" ? bytes * pattern.arrays : bytes
    }
  }

  /// For each memory what lies in it, and in none further in.
  private func workingSets(threads: Int) -> [WorkingSet] {
    var found: [WorkingSet] = []
    var inner = 0.0
    var all = 0.0
    for cache in topology.caches {
      let share = cache.capacity.value / Double(min(threads, cache.sharedBy))
      let isShared = cache.sharedBy > 1
      // Half of it, so that nothing else has to leave; of a cache that others use too, an eighth. But well above what is further in.
      let bytes = max(share / (isShared ? 8 : 2), min(4 * inner, 0.8 * share))
      found.append(
        WorkingSet(
          level: "l\(cache.level)", bytes: Int(bytes), patterns: [.read, .copy, .triad],
          clock: threads > 1 && isShared ? RAFTER_CLOCK_WALL : RAFTER_CLOCK_THREAD))
      inner = share
      all =
        cache.capacity.value * (Double(topology.processors) / Double(cache.sharedBy)).rounded(.up)
    }
    // Each array four times the caches, as STREAM asks.
    let most = (topology.memory?.value ?? 0x1p30) / 12
    found.append(
      WorkingSet(
        level: "dram", bytes: Int(min(most, max(4 * all, 0x1p27)) / Double(threads)),
        patterns: StreamPattern.allCases,
        clock: threads > 1 ? RAFTER_CLOCK_WALL : RAFTER_CLOCK_THREAD))
    return found
  }

  private static func summary<D>(_ values: [Double]) -> Tries<D> {
    let sorted = values.sorted()
    let best = sorted.last ?? 0
    return Tries(
      best: Quantity(best), median: Quantity(sorted.isEmpty ? 0 : sorted[sorted.count / 2]),
      count: sorted.count)
  }
}
