// SPDX-License-Identifier: Apache-2.0
import Foundation
import Rafter

/// How fast the search counts, what one product costs without start-up, and what a search costs against the size of the
/// problem.
///
///     RafterReplay FOLDER speed [FILE.svg]   mappings a second, the product that AccelForge was timed on, and the cost of
///                                            a search as a table, and as a curve if a file is named
enum SearchSpeed {
  /// Prints the tables, in Markdown.
  static func run(_ folder: String, curve file: String?) throws {
    print("| search | mappings | s | M mappings/s |")
    print("|---|---|---|---|")
    let convolution = nest(["K": 256, "C": 64, "OY": 56, "OX": 56, "FY": 3, "FX": 3, "B": 4])
    for objective in Objective.allCases {
      let (mapped, seconds) = best(
        convolution, machine(memories: 4), objective, SearchLimit(mappings: 2_000_000, gap: 0))
      let count = mapped?.certificate.mappingsConsidered ?? 0
      print(
        "| 7 loops, 4 memories, \(objective.rawValue) | \(count) | \(rounded(seconds))"
          + " | \(rounded(Double(count) / seconds / 1e6)) |")
    }
    print("\n| product of 512 x 512 x 512 on tpu_v4i | ms | gap |")
    print("|---|---|---|")
    let path = "\(folder)/../compare/tpu-v4i-8bit.yaml"
    let text = try String(contentsOfFile: path, encoding: .utf8)
    let bases = AcceleratorBases { name, _ in
      BuiltIn.file(name, kind: .accelerator).map {
        AcceleratorBases.File(text: String(decoding: $0.bytes, as: UTF8.self), file: name)
      }
    }
    let chip = try AcceleratorReader.read(text: text, file: path, bases: bases).0
    for objective in Objective.allCases {
      let product = nest(
        ["M": 512, "N": 512, "K": 512],
        accumulate: chip.compute?.formats.first?.arithmetic.accumulate ?? .int32)
      let (mapped, seconds) = best(product, chip, objective, SearchLimit())
      print(
        "| \(objective.rawValue) | \(rounded(seconds * 1e3))"
          + " | \(rounded(mapped?.certificate.gap ?? .infinity)) |")
    }
    print("\n| size | memories | mappings | s | gap |")
    print("|---|---|---|---|---|")
    var points: [SearchCostChart.Point] = []
    for memories in 2...6 {
      for size in [64, 512, 4096, 32_768, 262_144, 1_048_576] {
        let product = nest(["M": size, "N": size, "K": size])
        let (mapped, seconds) = timed(
          product, machine(memories: memories), .energy, SearchLimit())
        let certificate = mapped?.certificate
        print(
          "| \(size) | \(memories) | \(certificate?.mappingsConsidered ?? 0)"
            + " | \(rounded(seconds)) | \(rounded(certificate?.gap ?? .infinity)) |")
        points.append(
          SearchCostChart.Point(
            size: size, memories: memories, time: Seconds(seconds),
            gap: certificate?.gap ?? .infinity))
      }
    }
    if let file {
      try SearchCostChart(points).svg().write(toFile: file, atomically: true, encoding: .utf8)
    }
  }

  /// The fastest of five: the first one also loads code.
  private static func best(
    _ nest: LoopNest, _ machine: Accelerator, _ objective: Objective, _ limit: SearchLimit
  ) -> (MappedNest?, seconds: Double) {
    let first = timed(nest, machine, objective, limit)
    let others = (1..<5).map { _ in timed(nest, machine, objective, limit) }
    return others.reduce(first) { $1.seconds < $0.seconds ? $1 : $0 }
  }

  private static func timed(
    _ nest: LoopNest, _ machine: Accelerator, _ objective: Objective, _ limit: SearchLimit
  ) -> (MappedNest?, seconds: Double) {
    guard let format = machine.compute?.formats.first else { return (nil, 0) }
    let start = ContinuousClock.now
    let result = Mapper.map(nest, on: machine, format: format, objective: objective, limit: limit)
    let seconds = (ContinuousClock.now - start) / .seconds(1)
    guard case .mapped(let mapped) = result else { return (nil, seconds) }
    return (mapped, seconds)
  }

  /// A convolution of seven loops, or a matrix product of three.
  private static func nest(
    _ bounds: KeyValuePairs<String, Int>, accumulate: NumberFormat = .int32
  ) -> LoopNest {
    let dimensions = bounds.map { LoopDimension($0.key, $0.value) }
    func axis(_ names: String...) -> AxisProjection {
      let indices = names.compactMap { name in dimensions.firstIndex { $0.name == name } }
      let reach = indices.reduce(1) { $0 + dimensions[$1].bound - 1 }
      return AxisProjection(terms: indices.map { .init(dimension: $0) }, extent: reach)
    }
    func operand(_ role: Operand, _ axes: [AxisProjection]) -> NestOperand {
      NestOperand(
        role: role, tensor: "", format: .int8, isConstant: role == .weights, axes: axes)
    }
    let operands =
      dimensions.count == 3
      ? [
        operand(.weights, [axis("K"), axis("N")]), operand(.inputs, [axis("M"), axis("K")]),
        operand(.outputs, [axis("M"), axis("N")]),
      ]
      : [
        operand(.weights, [axis("K"), axis("C"), axis("FY"), axis("FX")]),
        operand(.inputs, [axis("B"), axis("C"), axis("OY", "FY"), axis("OX", "FX")]),
        operand(.outputs, [axis("B"), axis("K"), axis("OY"), axis("OX")]),
      ]
    return LoopNest(dimensions: dimensions, operands: operands, accumulate: accumulate)
  }

  /// Memories that hold everything, each a sixteenth of the one outside it, before one multiplier.
  private static func machine(memories: Int) -> Accelerator {
    let ours = Provenance(confidence: .assumed)
    let path = (0..<memories).map { level -> PathElement in
      // From 256 bytes next to the arithmetic outwards; the outermost one has no limit.
      let capacity = (1..<(memories - level)).reduce(256.0) { size, _ in size * 16 }
      let energy = Sourced(EnergyPerBit(0.02e-12 * Double(1 << (2 * (memories - 1 - level)))), ours)
      return .memory(
        MemoryLevel(
          name: "m\(level)", capacity: level == 0 ? nil : Sourced(ByteCount(capacity), ours),
          holds: Set(Operand.allCases), buffering: .double,
          ports: [
            Port(
              kind: .readWrite, bandwidth: Sourced(.perCycle(BandwidthPerCycle(16)), ours),
              sustained: Sourced(1, ours))
          ], readEnergy: energy, writeEnergy: energy, provenance: ours))
    }
    let format = ComputeFormat(
      arithmetic: ArithmeticFormat(inputs: .int8, weights: .int8, accumulate: .int32),
      rate: Sourced(MACsPerCycle(1.0), ours), energy: Sourced(EnergyPerMAC(0.2e-12), ours))
    return Accelerator(
      name: "\(memories) memories", file: "",
      source: Source(title: "made for the benchmark", confidence: .assumed),
      technology: Technology(frequency: Sourced(Frequency(1e9), ours)),
      path: path + [
        .compute(
          ComputeUnit(name: "mac", formats: [format], sustained: Sourced(1, ours), provenance: ours)
        )
      ])
  }

  private static func rounded(_ value: Double) -> String { Format.significant(value) }
}
