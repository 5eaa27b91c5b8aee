// SPDX-License-Identifier: Apache-2.0
import Rafter
import Testing

/// What was recorded on computers, and what becomes of it.
@Suite struct HostMachineTests {
  /// As Linux shows it on a virtual machine with two processors of an EPYC of the third generation.
  static let epyc: [String: String] = [
    "cpuinfo": "processor\t: 0\nvendor_id\t: AuthenticAMD\nmodel name\t: AMD EPYC\n",
    "meminfo": "MemTotal:       24000000 kB\nMemFree: 1 kB\n",
    "cache0/level": "1\n", "cache0/type": "Data\n", "cache0/size": "32K\n",
    "cache0/shared_cpu_list": "0\n", "cache1/level": "1\n", "cache1/type": "Instruction\n",
    "cache1/size": "32K\n", "cache1/shared_cpu_list": "0\n", "cache2/level": "2\n",
    "cache2/type": "Unified\n", "cache2/size": "512K\n", "cache2/shared_cpu_list": "0\n",
    "cache3/level": "3\n", "cache3/type": "Unified\n", "cache3/size": "32M\n",
    "cache3/shared_cpu_list": "0-1\n",
  ]

  private func tries<D>(_ best: Double) -> Tries<D> {
    Tries(best: Quantity(best), median: Quantity(best * 0.9), count: 15)
  }

  private func samples(threads: Int = 2, idle: Power? = nil) -> HostSamples {
    HostSamples(
      clock: tries(3e9),
      peaks: [
        .init(loop: .avx2Fp32, threads: 1, throughput: tries(96e9)),
        .init(loop: .portableFp32, threads: threads, throughput: tries(48e9)),
        // Two processors of 16 lanes, two operations each: 2 * 16 * 2 * 3 GHz = 192 Gop/s.
        .init(loop: .avx2Fp32, threads: threads, throughput: tries(192e9)),
        .init(loop: .avx2Int8, threads: threads, throughput: tries(384e9)),
      ],
      streams: [
        .init(
          level: "l1", pattern: .read, threads: threads, bytesEach: ByteCount(16384.0),
          bandwidth: tries(384e9)),
        .init(
          level: "l2", pattern: .read, threads: threads, bytesEach: ByteCount(262144.0),
          bandwidth: tries(192e9)),
        .init(
          level: "l3", pattern: .read, threads: threads, bytesEach: ByteCount(8e6),
          bandwidth: tries(96e9)),
        .init(
          level: "dram", pattern: .read, threads: threads, bytesEach: ByteCount(6e7),
          bandwidth: tries(40e9)),
        .init(
          level: "dram", pattern: .triad, threads: threads, bytesEach: ByteCount(6e7),
          bandwidth: tries(30e9)),
      ], wake: Seconds(12e-6), idlePower: idle,
      unverified: ["AMX int8: compiled, but this processor does not have it"])
  }

  @Test func `caches are read as the system shows them, instructions left out`() {
    let topology = HostTopology(linux: Self.epyc, processors: 2)
    #expect(topology.processor == "AMD EPYC")
    #expect(
      topology.caches == [
        .init(level: 1, capacity: ByteCount(32768), sharedBy: 1),
        .init(level: 2, capacity: ByteCount(524288), sharedBy: 1),
        .init(level: 3, capacity: ByteCount(33_554_432), sharedBy: 2),
      ])
    #expect(topology.memory == ByteCount(24_576_000_000))
    // Nothing is guessed where nothing is shown.
    let bare = HostTopology(linux: [:], processors: 4)
    #expect(bare.caches.isEmpty)
    #expect(bare.memory == nil)
  }

  @Test func `of two rounds the better counts, number by number`() throws {
    var later = samples(idle: Power(40))
    later.clock = Tries(best: Quantity(3.1e9), median: Quantity(3.0e9), count: 15)
    later.peaks[2].throughput = tries(180e9)
    later.streams[4].bandwidth = Tries(
      best: Quantity(45e9), median: Quantity(20e9), count: 15)
    later.streams.removeFirst()
    later.wake = Seconds(10e-6)
    later.unverified.append("energy")
    let first = samples()
    let joined = first.better(of: later)
    #expect(joined.clock == Tries(best: Quantity(3.1e9), median: Quantity(2.7e9), count: 30))
    // 192 before and 180 after; the median is 0.9 of the lower.
    #expect(
      joined.peaks[2].throughput
        == Tries(best: Quantity(192e9), median: Quantity(162e9), count: 30))
    #expect(joined.streams.count == 5)
    // Timed once: as it was.
    #expect(joined.streams[0] == first.streams[0])
    // Triads of main memory became faster, and spread more.
    let triad = try #require(joined.streams.last { $0.pattern == .triad })
    #expect(triad.bandwidth == Tries(best: Quantity(45e9), median: Quantity(20e9), count: 30))
    #expect(joined.wake == Seconds(10e-6))
    #expect(joined.idlePower == Power(40))
    #expect(joined.unverified.count == 2)
    // 45 is not the triad before: 30 / 45 is a third less.
    let change = first.largestChange(to: later)
    #expect(abs(change.share - 0.333333) < 1e-4)
    #expect(first.better(of: first).largestChange(to: first).share == 0)
  }

  @Test func `the machine has the timed peaks and bandwidths as its roofs`() throws {
    let topology = HostTopology(linux: Self.epyc, processors: 2)
    let machine = try #require(
      HostMachine.machine(named: "host", topology: topology, samples: samples()))
    let roofs = MachineRoofs.all(of: machine)
    func roof(_ level: String, _ format: String) throws -> MachineRoof {
      try #require(roofs.first { $0.level == level && $0.format == format })
    }
    let single = "fp32 x fp32 -> fp32"
    // The best loop of a format on all processors.
    #expect(abs(try roof("dram", single).peak.value / 192e9 - 1) < 1e-9)
    #expect(abs(try roof("dram", "int8 x int8 -> int32").peak.value / 384e9 - 1) < 1e-9)
    for (level, bandwidth) in [("dram", 40e9), ("l3", 96e9), ("l2", 192e9), ("l1", 384e9)] {
      #expect(abs(try roof(level, single).bandwidth.value / bandwidth - 1) < 1e-9, "\(level)")
    }
    // One processor alone is no less than all while others are at work.
    var busy = samples()
    busy.peaks[0].throughput = tries(200e9)
    let other = try #require(HostMachine.machine(named: "host", topology: topology, samples: busy))
    let peak = MachineRoofs.all(of: other).first { $0.format == single }?.peak
    #expect(abs((peak?.value ?? 0) / 200e9 - 1) < 1e-9)
    #expect(machine.launch?.value == Seconds(12e-6))
    #expect(machine.power.staticPower == nil)
    #expect(
      machine.cautions == [
        "host: not verified: AMX int8: compiled, but this processor does not have it"
      ])
  }

  @Test func `one processor alone has its own peaks, the shared cache to itself, and wakes nobody`()
    throws
  {
    let topology = HostTopology(linux: Self.epyc, processors: 2)
    var both = samples()
    both.streams.append(
      .init(
        level: "dram", pattern: .triadPastCaches, threads: 1, bytesEach: ByteCount(6e7),
        bandwidth: tries(25e9)))
    both.peaks.append(.init(loop: .avx2Vector, threads: 1, throughput: tries(90e9)))
    both.peaks.append(.init(loop: .avx2Vector, threads: 2, throughput: tries(180e9)))
    let one = try #require(
      HostMachine.machine(named: "one", topology: topology, samples: both, processors: .one))
    let roofs = MachineRoofs.all(of: one)
    let dram = try #require(roofs.first { $0.level == "dram" && $0.format.hasPrefix("fp32") })
    #expect(abs(dram.peak.value / 96e9 - 1) < 1e-9)
    #expect(abs(dram.bandwidth.value / 25e9 - 1) < 1e-9)
    #expect(one.launch == nil)
    // No array of parts: there is one of each.
    #expect(!one.path.contains { if case .array = $0 { true } else { false } })
    // What does not fuse has the roof that was timed, of one or of all.
    let all = try #require(HostMachine.machine(named: "all", topology: topology, samples: both))
    #expect(abs((one.vector?.rate.value.value ?? 0) * 3e9 / 90e9 - 1) < 1e-9)
    #expect(abs((all.vector?.rate.value.value ?? 0) * 3e9 / 180e9 - 1) < 1e-9)
    // A vector loop is no format of the multipliers.
    #expect(one.compute?.formats.count == 1)
  }

  @Test func `loops of other processors are formats of their machines`() throws {
    // As their vendors state them. A core of Sapphire Rapids with tiles at 2 GHz: 16 x 16 x 64 MACs in 16 cycles of int8, half of it in
    // bf16. A core with four pipes of NEON at 3 GHz: 4 x 16 lanes of dot products, a quarter in fp32.
    let topology = HostTopology(linux: Self.epyc, processors: 1)
    func machine(_ clock: Double, _ peaks: [(InstructionLoop, Double)]) -> Accelerator? {
      var samples = samples(threads: 1)
      samples.clock = tries(clock)
      samples.peaks = peaks.map { .init(loop: $0, threads: 1, throughput: tries($1)) }
      return HostMachine.machine(named: "other", topology: topology, samples: samples)
    }
    func rates(_ machine: Accelerator?) -> [String: Double] {
      let formats = machine?.compute?.formats ?? []
      return Dictionary(
        uniqueKeysWithValues: formats.map {
          ($0.arithmetic.description, ($0.rate.value.value * 1e3).rounded() / 1e3)
        })
    }
    #expect(
      rates(
        machine(
          2e9, [(.amxInt8, 2 * 1024 * 2e9), (.amxBf16, 2 * 512 * 2e9), (.avx512Fp32, 2 * 32 * 2e9)])
      )
        == ["int8 x int8 -> int32": 1024, "bf16 x bf16 -> fp32": 512, "fp32 x fp32 -> fp32": 32])
    #expect(
      rates(
        machine(
          3e9, [(.neonDotInt8, 2 * 64 * 3e9), (.neonFp16, 2 * 32 * 3e9), (.neonFp32, 2 * 16 * 3e9)])
      )
        == ["int8 x int8 -> int32": 64, "fp16 x fp16 -> fp16": 32, "fp32 x fp32 -> fp32": 16])
  }

  @Test func `the file that is written reads back as the same machine`() throws {
    let topology = HostTopology(linux: Self.epyc, processors: 2)
    let machine = try #require(
      HostMachine.machine(named: "host", topology: topology, samples: samples(idle: Power(20))))
    let text = AcceleratorWriter.text(machine)
    let (read, notes) = try AcceleratorReader.read(text: text, file: "host.yaml")
    #expect(!notes.contains { $0.severity == .error })
    #expect(read.power.staticPower?.value == Power(20))
    for (a, b) in zip(MachineRoofs.all(of: machine), MachineRoofs.all(of: read)) {
      #expect(a.level == b.level && a.format == b.format)
      #expect(abs(a.peak.ratio(to: b.peak) - 1) < 1e-6)
      #expect(abs(a.bandwidth.ratio(to: b.bandwidth) - 1) < 1e-6)
    }
  }

  @Test func `processors that do not share their caches are arrays of them`() throws {
    // Sixteen processors in two groups of eight, a third-level cache each.
    var files = Self.epyc
    files["cache3/shared_cpu_list"] = "0-7\n"
    let topology = HostTopology(linux: files, processors: 16)
    let machine = try #require(
      HostMachine.machine(named: "host", topology: topology, samples: samples(threads: 16)))
    let sizes = machine.path.compactMap {
      if case .array(let array) = $0 { array.size } else { nil }
    }
    #expect(sizes == [2, 8])
    let roofs = MachineRoofs.all(of: machine)
    #expect(abs((roofs.first { $0.level == "l3" }?.bandwidth.value ?? 0) / 96e9 - 1) < 1e-9)
    #expect(abs((roofs.first { $0.level == "l1" }?.bandwidth.value ?? 0) / 384e9 - 1) < 1e-9)
  }

  @Test func `a counter of energy that begins anew is followed over its end`() throws {
    let before = try #require(EnergyCounter(energy: "262143000000\n", limit: "262143328850\n"))
    let after = try #require(EnergyCounter(energy: "671150\n", limit: "262143328850\n"))
    // 328850 + 671150 uJ = 1 J.
    #expect(abs(before.energy(until: after).value - 1) < 1e-9)
    #expect(EnergyCounter(energy: "", limit: "1") == nil)
  }
}
