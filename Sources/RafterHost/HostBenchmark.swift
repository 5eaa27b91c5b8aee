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
  /// Everything is timed so many times over, a part of the tries each time: a neighbour that is busy for a while slows one part only.
  private static let sweeps = 5
  /// Where tries take long, as those through main memory do, fewer have to do.
  private static let longest = Duration.milliseconds(400)

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
    let subjects = subjects
    var rates = [[Double]](repeating: [], count: subjects.count)
    var clocks: [Double] = []
    for sweep in 1...Self.sweeps {
      progress("everything, part \(sweep) of \(Self.sweeps)")
      // Of 12 tries in 5 parts, 3, 3, 2, 2 and 2.
      let count = tries / Self.sweeps + (sweep <= tries % Self.sweeps ? 1 : 0)
      clocks += (0..<max(1, count)).map { _ in clock }
      for (index, subject) in subjects.enumerated() {
        // What takes longer than a part does so in every part.
        rates[index] += repeated(subject, tries: max(1, count))
      }
    }
    var peaks: [HostSamples.Peak] = []
    var streams: [HostSamples.Stream] = []
    for (subject, rates) in zip(subjects, rates) where !rates.isEmpty {
      switch subject {
      case .peak(let loop, let threads):
        let work = rafter_peak_operations(Self.code(loop)) * Double(threads)
        peaks.append(
          .init(loop: loop, threads: threads, throughput: Self.summary(rates.map { work * $0 })))
      case .stream(let set, let pattern, let threads):
        let bytes = set.bytes(of: pattern)
        // The arrays are cut to whole steps of the loops.
        let moved = Double(bytes / pattern.arrays / 256 * 256 * pattern.arrays * threads)
        streams.append(
          .init(
            level: set.level, pattern: pattern, threads: threads, bytesEach: ByteCount(bytes),
            bandwidth: Self.summary(rates.map { moved * $0 })))
      }
    }
    if let busy = Self.busyLevel(streams) {
      unverified.append(
        "\(busy) on all processors at once: it was slower than on one, so others were at work; time again at rest"
      )
    }
    let wake = rafter_time_wake(Int32(topology.processors), Int32(20 * tries))
    return HostSamples(
      clock: Self.summary(clocks), peaks: peaks, streams: streams, wake: Seconds(max(0, wake)),
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

  /// Cycles per second of one try.
  private var clock: Double {
    let count: UInt64 = 20_000_000
    return Double(count) / rafter_time_additions(count)
  }

  /// What is timed.
  private enum Subject {
    case peak(InstructionLoop, threads: Int)
    case stream(WorkingSet, StreamPattern, threads: Int)
  }

  private var subjects: [Subject] {
    let threads = topology.processors == 1 ? [1] : [1, topology.processors]
    let peaks = InstructionLoop.allCases.filter(Self.isPresent).flatMap { loop in
      threads.map { Subject.peak(loop, threads: $0) }
    }
    let streams = threads.flatMap { count in
      workingSets(threads: count).flatMap { set in
        set.patterns.map { Subject.stream(set, $0, threads: count) }
      }
    }
    return peaks + streams
  }

  /// Rounds per second of each try.
  ///
  /// Where there are registers of 512 bits a few tries with them and with those of 256 say which move more: on a Xeon of 2019 the wide ones do in
  /// caches, and the narrow ones by a fifth from main memory.
  private func repeated(_ subject: Subject, tries: Int) -> [Double] {
    guard case .stream = subject, Self.isPresent(.avx512Fp32) else {
      return repeated(tries) { time(subject, rounds: $0) }
    }
    let few = min(tries, Self.triesOfWidth)
    let wide = repeated(few) { time(subject, rounds: $0) }
    let narrow = repeated(few) { time(subject, rounds: $0, isNarrow: true) }
    let isNarrow = (narrow.max() ?? 0) > (wide.max() ?? 0)
    return (isNarrow ? narrow : wide)
      + (tries > few
        ? repeated(tries - few) { time(subject, rounds: $0, isNarrow: isNarrow) } : [])
  }

  /// How many tries choose between two widths of registers.
  private static let triesOfWidth = 3

  /// Seconds for so many rounds; negative where it cannot be run.
  private func time(_ subject: Subject, rounds: UInt64, isNarrow: Bool = false) -> Double {
    switch subject {
    case .peak(let loop, let threads):
      return rafter_time_peak(Self.code(loop), Int32(threads), rounds, RAFTER_CLOCK_THREAD)
    case .stream(let set, let pattern, let threads):
      let code =
        switch pattern {
        case .read: RAFTER_STREAM_READ
        case .copy: RAFTER_STREAM_COPY
        case .triad: RAFTER_STREAM_TRIAD
        case .copyPastCaches: RAFTER_STREAM_COPY_PAST_CACHES
        case .triadPastCaches: RAFTER_STREAM_TRIAD_PAST_CACHES
        }
      return rafter_time_stream(
        code, isNarrow ? 1 : 0, Int32(threads), set.bytes(of: pattern),
        set.isSlowToFill ? 15 * rounds : 1, rounds,
        set.clock)
    }
  }

  /// Rounds per second of each try; none where it cannot be run.
  private func repeated(_ tries: Int, _ time: (UInt64) -> Double) -> [Double] {
    var rounds: UInt64 = 1
    while rounds < 1 << 40 {
      let seconds = time(rounds)
      if seconds < 0 { return [] }
      if seconds >= Self.length { break }
      let factor = seconds > Self.length / 64 ? 1.2 * Self.length / seconds : 16
      rounds = max(rounds + 1, UInt64(Double(rounds) * factor))
    }
    var found: [Double] = []
    let clock = ContinuousClock()
    let begin = clock.now
    while found.count < tries {
      if !found.isEmpty, clock.now - begin > Self.longest { break }
      let seconds = time(rounds)
      guard seconds > 0 else { return [] }
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
    /// A cache that many use takes in what passes by only after many rounds: some 30 ms, where 2 ms found three quarters of its
    /// bandwidth.
    var isSlowToFill = false

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
          clock: threads > 1 && isShared ? RAFTER_CLOCK_WALL : RAFTER_CLOCK_THREAD,
          isSlowToFill: isShared))
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
