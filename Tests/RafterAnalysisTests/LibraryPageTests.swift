// SPDX-License-Identifier: Apache-2.0
import Foundation
import Rafter
import RafterTestSupport
import Testing

/// The built-in machines against what their makers print.
@Suite struct LibraryPageTests {
  /// A published peak.
  struct Peak {
    var machine: String
    var format: String
    var tops: Double
    var efficiency: Double?
    var density: Double?
    var confidence: String
  }

  static let repository = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()
  static let page = repository.appending(path: "Documentation/Validation/Accelerators.md")

  static func peaks() throws -> [Peak] {
    let file = repository.appending(path: "Documentation/Validation/published-peaks.csv")
    return try String(contentsOf: file, encoding: .utf8).split(separator: "\n").dropFirst().map {
      line in
      let cells = line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
      try #require(cells.count == 7, "\(line)")
      return Peak(
        machine: cells[0], format: cells[1], tops: try #require(Double(cells[2])),
        efficiency: Double(cells[3]), density: Double(cells[4]), confidence: cells[5])
    }
  }

  static func machine(_ name: String) throws -> Accelerator {
    let file = try #require(BuiltIn.file(name, kind: .accelerator), "\(name) is not built in")
    return try AcceleratorReader.read(
      text: String(decoding: file.bytes, as: UTF8.self), file: name
    ).0
  }

  /// The roof at the outermost memory in the first format whose name begins as published.
  static func roof(_ peak: Peak) throws -> MachineRoof {
    let machine = try machine(peak.machine)
    let outermost = try #require(machine.memories.first).name
    let roofs = MachineRoofs.all(of: machine).filter { $0.level == outermost }
    let exact = roofs.first { $0.format == peak.format }
    return try #require(
      exact ?? roofs.first { $0.format.hasPrefix(peak.format) }, "\(peak.machine): \(peak.format)")
  }

  // A peak is multipliers x rate x 2 x clock: sparse peaks, which are twice the dense ones, cannot pass.
  @Test func `every published dense peak is met within a hundredth`() throws {
    let peaks = try Self.peaks()
    #expect(peaks.count >= 130)
    for peak in peaks {
      let computed = try Self.roof(peak).peak.value / 1e12
      #expect(
        abs(computed / peak.tops - 1) <= 0.011,
        "\(peak.machine) \(peak.format): \(computed) against \(peak.tops)")
    }
  }

  @Test
  func `the library has at least forty machines of three levels, each number stated or unknown`()
    throws
  {
    let names = BuiltIn.names(of: .accelerator)
    var whole = 0
    for name in names {
      let machine = try Self.machine(name)
      // The cells of an in-memory array are read where they lie: they have no port of their own.
      if machine.compute?.inMemory != nil { continue }
      if machine.memories.count >= 3 { whole += 1 }
      for memory in machine.memories {
        #expect(!memory.ports.isEmpty, "\(name): \(memory.name) has no bandwidth")
        #expect(
          memory.readEnergy != nil || !memory.open.contains(.readEnergy),
          "\(name): \(memory.name) leaves its energy open")
      }
      #expect(!machine.source.title.isEmpty)
    }
    #expect(whole >= 40)
  }

  /// Bands within which everything that was ever built lies; a slip of a prefix leaves them.
  @Test func `ridges, power and density are those of machines that can be built`() throws {
    for name in BuiltIn.names(of: .accelerator) {
      let machine = try Self.machine(name)
      let roofs = MachineRoofs.all(of: machine).filter { $0.format != "vector" }
      let outermost = machine.memories.first?.name
      let best = try #require(roofs.filter { $0.level == outermost }.max { $0.peak < $1.peak })
      // Op/byte at the outermost memory: from microcontrollers to a wafer behind Ethernet.
      #expect((0.05...100_000).contains(best.ridge.value), "\(name): ridge \(best.ridge.value)")
      if let cap = machine.power.cap?.value {
        let watts = cap.value / (best.peak.value / 1e12)
        #expect((0.001...500).contains(watts), "\(name): \(watts) W per TOPS")
      }
      if let area = machine.technology.area?.value {
        let density = best.peak.value / 1e12 / area.value
        #expect((1e-5...60).contains(density), "\(name): \(density) TOPS/mm2")
      }
    }
  }

  @Test func `the page of validation shows each of them, and how far numbers can be trusted`()
    throws
  {
    let tables = [("| machine |", try Self.table()), ("| class |", try Self.trust())]
    var text = (try? String(contentsOf: Self.page, encoding: .utf8)) ?? ""
    if ProcessInfo.processInfo.environment["RECORD_GOLDEN"] != nil {
      for (head, table) in tables {
        let start = try #require(text.range(of: head))
        let end = text.range(of: "\n\n", range: start.lowerBound..<text.endIndex)
        text.replaceSubrange(
          start.lowerBound..<(end?.lowerBound ?? text.endIndex),
          with: end == nil ? table + "\n" : table)
      }
      try text.write(to: Self.page, atomically: true, encoding: .utf8)
      return
    }
    for (_, table) in tables { #expect(text.contains(table)) }
  }

  /// Machines and numbers by class, and all together.
  static func trust() throws -> String {
    let machines = try BuiltIn.names(of: .accelerator).map { try machine($0) }
    func row(_ name: String, _ some: [Accelerator]) -> String {
      let count = some.reduce(ConfidenceCount()) { $0 + $1.confidenceCount }
      let cells =
        ["\(some.count)"] + Confidence.allCases.map { "\(count[$0])" }
        + ["\(count.unknown)", "\(count.open)", Format.percent(count.shareOfPublished)]
      return "| \(name) | \(cells.joined(separator: " | ")) |"
    }
    let rows = Identity.Class.allCases.map { kind in
      row(kind.rawValue, machines.filter { $0.about.class == kind })
    }
    return
      ([
        "| class | machines | \(Confidence.allCases.map(\.rawValue).joined(separator: " | ")) | unknown | open | measured or published |",
        "|---|" + String(repeating: "---:|", count: 8),
      ] + rows + [row("all", machines)]).joined(separator: "\n")
  }

  static func table() throws -> String {
    var lines = [
      "| machine | format | published TOPS | ours | error | TOPS/W published | roof at the outermost memory | TOPS/mm2 published | ours | ridge, op/byte |",
      "|---|---|---:|---:|---:|---:|---:|---:|---:|---:|",
    ]
    func number(_ value: Double?) -> String { value.map { Format.significant($0) } ?? "-" }
    for peak in try peaks() {
      let roof = try roof(peak)
      let ours = roof.peak.value / 1e12
      let mark = peak.confidence == "recalled" ? " (recalled)" : ""
      lines.append(
        "| \(peak.machine) | \(roof.format) | \(number(peak.tops))\(mark) | \(number(ours)) | "
          + "\(Format.fixed((ours / peak.tops - 1) * 100, decimals: 1)) % | \(number(peak.efficiency)) | "
          + "\(number(roof.peakEfficiency.map { $0.value / 1e12 })) | \(number(peak.density)) | "
          + "\(number(roof.peakDensity.map { $0.value / 1e12 })) | \(number(roof.ridge.value)) |")
    }
    return lines.joined(separator: "\n")
  }
}
