// SPDX-License-Identifier: Apache-2.0
import Rafter
import Testing

/// Published effects of levers, and what analyses say of the same change.
enum Anchors {
  /// Of one change.
  struct Row {
    var lever: String
    var change: String
    var published: String
    var ours: String
    var source: String
    /// What our model leaves out, or why the two may differ.
    var misses: String
  }

  /// Latency and energy of layers on a machine.
  struct Figures {
    var time: Double
    var energy: Double?
    var analysis: Analysis
  }

  static func run(_ layers: [String], _ formats: String, on machine: Accelerator) async throws
    -> Figures
  {
    let text = """
      rafter: workload/1
      name: anchor
      formats: \(formats)
      layers:
      \(layers.map { "  - \($0)" }.joined(separator: "\n"))
      """
    let workload = try LayerListReader.read(text: text, file: "anchor.yaml", name: "anchor")
    let analysis = try await Analyzer.analyze(workload, on: machine, parallelism: 2)
    return Figures(
      time: analysis.totals.latency.value, energy: analysis.totals.energy?.value,
      analysis: analysis)
  }

  static func gemm(_ m: Int, _ n: Int, _ k: Int, repeats: Int = 1) -> String {
    "{name: product, operator: gemm, dimensions: {M: \(m), N: \(n), K: \(k)}, repeats: \(repeats)}"
  }

  static func convolution(
    _ name: String, batch: Int = 1, side: Int, channels: Int, from inputs: Int, kernel: Int = 3,
    repeats: Int = 1
  ) -> String {
    "{name: \(name), operator: convolution, dimensions: {B: \(batch), K: \(channels), C: \(inputs), OY: \(side), "
      + "OX: \(side), FY: \(kernel), FX: \(kernel)}, padding: \(kernel / 2), repeats: \(repeats)}"
  }

  static func number(_ value: Double) -> String { Format.significant(value) }

  /// All of them, worked out once for all tests.
  struct Found {
    var engine: Engine
    var tpu: [WhatIf: Speedup]
    var envision: Envision
    var diana: Diana
    var dispatch: Double
  }

  static let found = Task {
    Found(
      engine: try await engine(), tpu: try await tpu(), envision: try await envision(),
      diana: try await diana(), dispatch: try await dispatch())
  }

  /// Time and energy over those of the first.
  struct Ratio {
    var time: Double
    var energy: Double
  }

  // MARK: Apple's engine, narrower weights

  /// Ratios of 16, 8 and 4 bits of weights.
  struct Engine {
    /// Of the product as a program of its own, with the 0.23 ms that starting one takes.
    var started: [Ratio]
    /// Of the product within a program.
    var within: [Ratio]
  }

  static func engine() async throws -> Engine {
    Engine(
      started: try await engine(starting: Seconds(0.23e-3)), within: try await engine(starting: nil)
    )
  }

  /// Time and energy of 16, 8 and 4 bits of weights over those of 16.
  private static func engine(starting launch: Seconds?) async throws -> [Ratio] {
    var machine = try Products.machine("apple-m1-ane")
    if let launch { machine.launch?.value = launch }
    var found: [(time: Double, energy: Double)] = []
    for weights in ["fp16", "int8", "int4"] {
      let figures = try await run(
        [gemm(16, 4096, 4096)],
        "{inputs: fp16, weights: \(weights), outputs: fp16, accumulate: fp32}", on: machine)
      found.append((figures.time, try #require(figures.energy)))
    }
    return found.map {
      Ratio(time: $0.time / found[0].time, energy: $0.energy / found[0].energy)
    }
  }

  // MARK: TPU v1, what if

  /// Applications as uniform layers that give weights, layers and batch of table 1.
  static let applications = [
    // 20 M weights in 5 layers, batch 200.
    ("MLP0", 61.0, gemm(200, 2000, 2000, repeats: 5)),
    // 52 M weights in 24 layers, batch 64.
    ("LSTM0", 29.0, gemm(64, 1472, 1472, repeats: 24)),
    // 8 M weights in 16 layers; 2888 MACs a byte at batch 8 are 19 x 19 positions.
    ("CNN0", 5.0, convolution("board", batch: 8, side: 19, channels: 236, from: 236, repeats: 16)),
  ]

  enum WhatIf: String, CaseIterable {
    case memory = "weight memory of 170 GB/s (GDDR5)"
    case clock = "four times the clock"
    case array = "512 x 512 multipliers"

    func applied(to base: Accelerator) throws -> Accelerator {
      var machine = base
      switch self {
      case .memory:
        guard case .memory(var memory) = base.path[0] else { return base }
        memory.ports[0].bandwidth = memory.ports[0].bandwidth.scaled(by: 170.0 / 34)
        machine.path[0] = .memory(memory)
      case .clock:
        machine.technology.frequency = base.technology.frequency.scaled(by: 4)
      case .array:
        let index = try #require(
          base.path.firstIndex { if case .array = $0 { true } else { false } })
        guard case .array(var array) = base.path[index] else { return base }
        for side in array.axes.indices { array.axes[side].size *= 2 }
        machine.path[index] = .array(array)
      }
      return machine
    }
  }

  /// How many times as fast each application is, and their mean by deployment.
  struct Speedup {
    var each: [Double]
    var mean: Double
  }

  static func tpu() async throws -> [WhatIf: Speedup] {
    let base = try Products.machine("tpu-v1")
    let before = try await times(on: base)
    let shares = applications.map(\.1)
    var found: [WhatIf: Speedup] = [:]
    for change in WhatIf.allCases {
      let after = try await times(on: try change.applied(to: base))
      let each = zip(before, after).map { $0 / $1 }
      found[change] = Speedup(
        each: each, mean: zip(each, shares).map(*).reduce(0, +) / shares.reduce(0, +))
    }
    return found
  }

  private static func times(on machine: Accelerator) async throws -> [Double] {
    var times: [Double] = []
    for (_, _, layer) in applications {
      let formats = "{inputs: int8, weights: int8, outputs: int8, accumulate: int32}"
      times.append(try await run([layer], formats, on: machine).time)
    }
    return times
  }

  // MARK: Envision, 16 to 4 bits

  /// Operations for each joule of the chip, without the memory outside.
  struct Envision {
    /// In 16 bits.
    var wide: Double
    /// In 4 bits at the same supply.
    var narrow: Double
    /// In 4 bits at a quarter of the clock and the supply that it needs.
    var lowered: Double
  }

  static func envision() async throws -> Envision {
    let machine = try Products.machine("envision")
    func efficiency(_ format: String, _ sums: String, on machine: Accelerator) async throws
      -> Double
    {
      let figures = try await run(
        [convolution("conv", side: 13, channels: 192, from: 256)],
        "{inputs: \(format), weights: \(format), outputs: \(format), accumulate: \(sums)}",
        on: machine)
      let outside = figures.analysis.layers[0].levels.first { $0.name == "dram" }?.energy?.value
      let chip = try #require(figures.energy) - (outside ?? 0)
      return figures.analysis.totals.operations.value / chip
    }
    return Envision(
      wide: try await efficiency("int16", "int48", on: machine),
      narrow: try await efficiency("int4", "int16", on: machine),
      lowered: try await efficiency(
        "int4", "int16", on: try machine.operating(at: .voltage(Voltage(0.65))).0))
  }

  // MARK: DIANA, analog against digital

  /// ResNet-20 for CIFAR-10: 40.6 M MACs.
  static let resnet20 = [
    convolution("stem", side: 32, channels: 16, from: 3),
    convolution("stage1", side: 32, channels: 16, from: 16, repeats: 6),
    "{name: down2, operator: convolution, dimensions: {B: 1, K: 32, C: 16, OY: 16, OX: 16, FY: 3, FX: 3}, stride: 2, padding: 1}",
    convolution("stage2", side: 16, channels: 32, from: 32, repeats: 5),
    "{name: down3, operator: convolution, dimensions: {B: 1, K: 64, C: 32, OY: 8, OX: 8, FY: 3, FX: 3}, stride: 2, padding: 1}",
    convolution("stage3", side: 8, channels: 64, from: 64, repeats: 5),
    gemm(1, 10, 64),
  ]

  struct Diana {
    /// The digital core.
    var digital: Double
    /// The published peak of the analog array, by which its columns are priced.
    var peak: Double
    /// What the array reaches with the rows and columns that the layers use.
    var used: Double
    /// The network on array and memories.
    var system: Double
    var loss: Double { peak / system }
  }

  /// The digital core, and the analog core of the same chip between the same memories.
  ///
  /// 1152 x 512 cells of 1.5 bit, inputs of 7 bits in one step, 17.6 ns for one; 600 TOPS/W of the full array are
  /// `2 * 1152 op / 600 TOPS/W = 3.84 pJ` for a column. Drawn as int8 x int2: there is no format of 1.5 bits.
  static func diana() async throws -> Diana {
    let base = try Products.machine("diana-digital")
    let formats = "{inputs: int8, weights: int8, outputs: int8, accumulate: int32}"
    let digital = try await run(resnet20, formats, on: base)
    let peak = 600e12
    let rows = 1152
    func published<V: Sendable & Hashable>(_ value: V) -> Sourced<V> {
      Sourced(value, Provenance(confidence: .published, text: "DIANA"))
    }
    let array = InMemoryArray(
      rows: rows, columns: 512, bitsPerCell: 2, inputBitsPerStep: 8, dacBits: 7, adcBits: 6,
      cyclesPerStep: published(Cycles(5)), style: .analog,
      energies: InMemoryEnergies(stated: [
        .bitline: published(Energy(2 * Double(rows) / peak)), .dac: published(.zero),
        .adc: published(.zero), .datapath: published(.zero),
      ]),
      rewrite: InMemoryArray.Rewrite(
        bandwidth: published(.perCycle(BandwidthPerCycle(8))),
        energy: published(EnergyPerBit(0.056e-12)), open: []))
    let narrow = ArithmeticFormat(inputs: .int8, weights: .int2, accumulate: .int16)
    var unit = ComputeUnit(
      name: "analog",
      formats: [
        ComputeFormat(
          arithmetic: narrow, rate: published(MACsPerCycle(1)), energy: nil, open: [.energy])
      ], sustained: published(1), provenance: Provenance(confidence: .published, text: "DIANA"),
      inMemory: array)
    unit.formats[0].rate = Sourced(MACsPerCycle(1), Provenance(confidence: .assumed, text: ""))
    // Behind the memory of activations: its weights come from the memory outside.
    guard let machine = base.replacing(from: 2, byInMemory: unit) else { throw Missing.array }
    let analog = try await run(
      resnet20, "{inputs: int8, weights: int2, outputs: int8, accumulate: int16}", on: machine)
    let operations = analog.analysis.totals.operations.value
    let multiplying = analog.analysis.layers.reduce(0.0) { sum, layer in
      sum + Double(layer.layer.repeats)
        * layer.energyItems.filter { $0.kind == .compute }.reduce(0) { $0 + $1.energy.value }
    }
    return Diana(
      digital: digital.analysis.totals.operations.value / (try #require(digital.energy)),
      peak: try #require(array.efficiency(weightBits: 2, inputBits: 8, .macro)).value,
      used: operations / multiplying, system: operations / (try #require(analog.energy)))
  }

  private enum Missing: Error { case array }

  // MARK: Batch at the floor of a dispatch

  /// How many times less a sample of 512 takes than one alone, with 0.23 ms to start a program.
  static func dispatch() async throws -> Double {
    var machine = try Products.machine("apple-m1-ane")
    machine.launch?.value = Seconds(0.23e-3)
    let formats = "{inputs: fp16, weights: fp16, outputs: fp16, accumulate: fp32}"
    let one = try await run([gemm(1, 1024, 1024)], formats, on: machine)
    let many = try await run([gemm(512, 1024, 1024)], formats, on: machine)
    return one.time / (many.time / 512)
  }
}
