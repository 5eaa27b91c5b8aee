// SPDX-License-Identifier: Apache-2.0
import Foundation
import Rafter
import Testing

/// What makers print of the built-in machines, and the same figures of our descriptions.
enum PublishedFigures {
  static let folder = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "Documentation/Validation")

  /// The cells of a table without its head.
  static func cells(_ name: String, columns: Int) throws -> [[String]] {
    try String(contentsOf: folder.appending(path: name), encoding: .utf8).split(separator: "\n")
      .dropFirst().map { line in
        let cells = line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        try #require(cells.count == columns, "\(line)")
        return cells
      }
  }

  static func machine(_ name: String) throws -> Accelerator {
    let file = try #require(BuiltIn.file(name, kind: .accelerator), "\(name) is not built in")
    return try AcceleratorReader.read(
      text: String(decoding: file.bytes, as: UTF8.self), file: name
    ).0
  }
}

/// A dense peak as it is printed, with what is printed beside it.
struct PublishedPeak {
  /// Machines whose energy of a MAC was taken from their printed efficiency or power, whole or in part.
  static let energyFromPrint: Set = [
    "apple-m1-ane", "axelera-metis", "envision", "nvdla-2048", "nvdla-64", "siracusa", "vega",
    "jia-2021", "tsmc-2021", "tsmc-2022", "tsmc-2023",
  ]

  /// What the printed power covers.
  enum PowerBasis: String {
    /// The most that chip or board may draw, whatever runs.
    case cap
    /// What the chip drew, without what lies outside.
    case chip
  }

  var machine: String
  var format: String
  var tops: Double
  var efficiency: Double?
  var density: Double?
  var confidence: String
  var basis: PowerBasis?
  /// GB/s of the outermost memory.
  var bandwidth: Double?

  /// Op/byte: where peak and bandwidth, both as printed, meet.
  var ridge: Double? { bandwidth.map { tops * 1e3 / $0 } }

  static func all() throws -> [PublishedPeak] {
    try PublishedFigures.cells("published-peaks.csv", columns: 9).map { cells in
      PublishedPeak(
        machine: cells[0], format: cells[1], tops: try #require(Double(cells[2])),
        efficiency: Double(cells[3]), density: Double(cells[4]), confidence: cells[5],
        basis: PowerBasis(rawValue: cells[7]), bandwidth: Double(cells[8]))
    }
  }
}

/// The figures of a description that stand beside a printed peak.
struct ComputedPeak {
  var roof: MachineRoof
  /// Whether the clock was derived from the printed peak.
  var clockFollowsPeak: Bool
  /// The roof at the outermost memory as it is on its data sheet, nothing lost.
  var ridge: Double

  init(_ peak: PublishedPeak) throws {
    var machine = try PublishedFigures.machine(peak.machine)
    roof = try Self.roof(machine, peak)
    clockFollowsPeak = machine.technology.frequency.provenance.confidence == .estimated
    let outermost = try #require(
      machine.path.firstIndex { if case .memory = $0 { true } else { false } })
    if case .memory(var memory) = machine.path[outermost] {
      for port in memory.ports.indices { memory.ports[port].sustained.value = 1 }
      machine.path[outermost] = .memory(memory)
    }
    ridge = try Self.roof(machine, peak).ridge.value
  }

  /// The roof at the outermost memory in the first format whose name begins as printed.
  private static func roof(_ machine: Accelerator, _ peak: PublishedPeak) throws -> MachineRoof {
    let outermost = try #require(machine.memories.first).name
    let roofs = MachineRoofs.all(of: machine).filter { $0.level == outermost }
    return try #require(
      roofs.first { $0.format == peak.format } ?? roofs.first { $0.format.hasPrefix(peak.format) },
      "\(peak.machine): \(peak.format)")
  }

  /// TOPS/W on the basis of the printed figure: of a cap, arithmetic at its peak and the outermost memory at its
  /// bandwidth at once, `e(ridge) = e_op + e_byte/ridge + P_s/peak`; of a chip, arithmetic and static power alone.
  func efficiency(_ basis: PublishedPeak.PowerBasis) -> Double? {
    guard let chip = roof.peakEfficiency else { return nil }
    switch basis {
    case .chip: return chip.value / 1e12
    case .cap:
      guard let byte = roof.energyPerByte else { return nil }
      return 1e-12 / (1 / chip.value + byte.value / roof.ridge.value)
    }
  }
}

/// An efficiency that was measured or printed for a chip at work.
struct PublishedEfficiency {
  /// Whether the energy of the outermost memory is part of it.
  enum Outermost: String {
    case with, without
  }

  var machine: String
  var precision: String
  var printed: Double
  var outermost: Outermost
  /// The band that ours over printed has to stay in.
  var band: ClosedRange<Double>
  var source: String
  var why: String
  /// Whether numbers of the description were taken from the printed power: `no`, `partly`, `yes`.
  var constructed: String

  static func all() throws -> [PublishedEfficiency] {
    try PublishedFigures.cells("published-efficiencies.csv", columns: 10).map { cells in
      let least = try #require(Double(cells[4]))
      let greatest = try #require(Double(cells[5]))
      return PublishedEfficiency(
        machine: cells[0], precision: cells[1], printed: try #require(Double(cells[2])),
        outermost: try #require(Outermost(rawValue: cells[3])), band: least...greatest,
        source: cells[7], why: cells[8],
        constructed: cells[9])
    }
  }

  /// A layer that suits all of them: 3 x 3 kernels, 64 channels in and out, 32 x 32 points.
  static let layer = """
    rafter: workload/1
    name: conv
    formats: {inputs: int8, weights: int8, outputs: int8, accumulate: int32}
    layers:
      - {name: conv, operator: convolution, dimensions: {B: 1, K: 64, C: 64, OY: 32, OX: 32, FY: 3, FX: 3}}

    """

  /// TOPS/W of that layer in its mapping of least energy.
  func computed() async throws -> Double {
    let machine = try PublishedFigures.machine(machine)
    let workload = try LayerListReader.read(text: Self.layer, file: "conv.yaml", name: "conv")
    let analysis = try await Analyzer.analyze(
      workload, on: machine,
      options: AnalysisOptions(precision: try Precision(text: precision), objective: .energy),
      parallelism: 1)
    let layer = try #require(analysis.layers.first)
    let outer = try #require(machine.memories.first).name
    let joules = layer.energyItems.reduce(0.0) { sum, item in
      switch item.kind {
      case .compulsory(outer), .capacityExcess(outer), .mappingExcess(outer):
        outermost == .with ? sum + item.energy.value : sum
      default: sum + item.energy.value
      }
    }
    return layer.work.value / joules / 1e12
  }
}
