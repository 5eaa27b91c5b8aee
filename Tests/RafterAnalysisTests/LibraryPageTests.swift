// SPDX-License-Identifier: Apache-2.0
import Foundation
import Rafter
import RafterTestSupport
import Testing

/// The built-in machines against what their makers print.
@Suite struct LibraryPageTests {
  static let page = PublishedFigures.folder.appending(path: "Accelerators.md")

  // A peak is multipliers x rate x 2 x clock: sparse peaks, which are twice the dense ones, cannot pass.
  @Test func `every published dense peak is met within a hundredth`() throws {
    let peaks = try PublishedPeak.all()
    #expect(peaks.count >= 130)
    for peak in peaks {
      let computed = try ComputedPeak(peak).roof.peak.value / 1e12
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
      let machine = try PublishedFigures.machine(name)
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

  // Where makers print a bandwidth, peak over bandwidth; a data sheet may round either.
  @Test func `every ridge is that of the printed peak and bandwidth within 3 %`() throws {
    var compared = 0
    for peak in try PublishedPeak.all() {
      guard let printed = peak.ridge else { continue }
      compared += 1
      let ours = try ComputedPeak(peak).ridge
      #expect(
        abs(ours / printed - 1) <= 0.03,
        "\(peak.machine) \(peak.format): \(ours) against \(printed)")
    }
    #expect(compared >= 100)
  }

  // A cap has to cover the format that draws most with memory at full bandwidth. Of processors for data centres, whose
  // cap is there for that alone and whose static power is known, arithmetic + memory + static power come near it.
  @Test(arguments: [
    "nvidia-a100", "nvidia-h100-sxm", "nvidia-h200-sxm", "nvidia-b200-sxm", "nvidia-b300-sxm",
    "nvidia-gb300", "amd-mi300x", "amd-mi355x", "intel-gaudi2", "intel-gaudi3", "nvidia-l4",
    "tpu-v4", "huawei-ascend-910",
  ])
  func `all that is described, busy at once, draws near the cap`(name: String) throws {
    let cap = try #require(try PublishedFigures.machine(name).power.cap).value.value
    let watts = try PublishedPeak.all().filter { $0.machine == name }.compactMap {
      peak -> Double? in
      let ours = try ComputedPeak(peak)
      return ours.efficiency(.cap).map { ours.roof.peak.value / ($0 * 1e12) }
    }
    let most = try #require(watts.max())
    #expect((0.6...1.4).contains(most / cap), "\(name): \(most) W of \(cap)")
  }

  @Test func `chips at work reach their printed efficiency within the band of its reasons`()
    async throws
  {
    for figure in try PublishedEfficiency.all() {
      let ours = try await figure.computed()
      #expect(
        figure.band.contains(ours / figure.printed),
        "\(figure.machine): \(ours) against \(figure.printed) TOPS/W")
    }
  }

  // 9.7 and 1.79 pJ of a column at 0.85 V, 20.4 and 3.56 at 1.2 V: cells and converters rise by 2.085, the square of the
  // supply by 1.993; the clock by 2.5, measured.
  @Test func `Jia 2020 moved to its other supply is as it was measured there`() throws {
    let low = try PublishedFigures.machine("jia-2020")
    let high = try low.operating(at: .voltage(Voltage(1.2))).0
    let clock = high.technology.frequency.value.value / low.technology.frequency.value.value
    #expect(abs(clock - 2.5) < 1e-9)
    let before = try #require(low.compute?.formats.first?.energy).value.value
    let after = try #require(high.compute?.formats.first?.energy).value.value
    #expect(abs(after / before / 2.085 - 1) < 0.05)
  }

  /// Bands within which everything that was ever built lies; a slip of a prefix leaves them.
  @Test func `ridges, power and density are those of machines that can be built`() throws {
    for name in BuiltIn.names(of: .accelerator) {
      let machine = try PublishedFigures.machine(name)
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
        // Arrays of cells reach thousands with weights and inputs of a bit.
        let greatest = machine.compute?.inMemory == nil ? 60.0 : 6000
        #expect((1e-5...greatest).contains(density), "\(name): \(density) TOPS/mm2")
      }
    }
  }

  @Test func `the page of validation shows each of them, and how far numbers can be trusted`()
    async throws
  {
    let tables = [
      ("| machine | format | published TOPS |", try Self.table()),
      ("| machine | format that draws most |", try Self.caps()),
      ("| machine | precision |", try await Self.efficiencies()),
      ("| class |", try Self.trust()),
    ]
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
    let machines = try BuiltIn.names(of: .accelerator).map { try PublishedFigures.machine($0) }
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

  /// Each printed peak with the figures beside it, ours and how far they are apart.
  static func table() throws -> String {
    var lines = [
      "| machine | format | published TOPS | ours | error | published TOPS/W | of | ours | error | roof | published TOPS/mm2 | ours | error | published op/byte | ours | error | sustained | by construction |",
      "|---|---|" + String(repeating: "---:|", count: 4) + "---|"
        + String(repeating: "---:|", count: 10) + "---|",
    ]
    for peak in try PublishedPeak.all() {
      let ours = try ComputedPeak(peak)
      let tops = ours.roof.peak.value / 1e12
      let efficiency = peak.basis.flatMap { ours.efficiency($0) }
      let density = ours.roof.peakDensity.map { $0.value / 1e12 }
      var constructed = ours.clockFollowsPeak ? ["TOPS"] : []
      if efficiency != nil, PublishedPeak.energyFromPrint.contains(peak.machine) {
        constructed.append("TOPS/W")
      }
      if peak.density != nil, density != nil { constructed.append("TOPS/mm2") }
      if peak.ridge != nil { constructed.append("op/byte") }
      let mark = peak.confidence == "recalled" ? " (recalled)" : ""
      let cells = [
        peak.machine, ours.roof.format, number(peak.tops) + mark, number(tops),
        error(tops, peak.tops), number(peak.efficiency), peak.basis?.rawValue ?? "-",
        number(efficiency), error(efficiency, peak.efficiency),
        number(ours.roof.peakEfficiency.map { $0.value / 1e12 }), number(peak.density),
        number(density), error(density, peak.density), number(peak.ridge), number(ours.ridge),
        error(ours.ridge, peak.ridge), number(ours.roof.ridge.value),
        constructed.isEmpty ? "-" : constructed.joined(separator: ", "),
      ]
      lines.append("| \(cells.joined(separator: " | ")) |")
    }
    return lines.joined(separator: "\n")
  }

  /// What a machine draws with all that is described busy at once, in the format that draws most, against its cap.
  static func caps() throws -> String {
    var lines = [
      "| machine | format that draws most | static W | arithmetic W | memory W | together | cap | ours/cap |",
      "|---|---|" + String(repeating: "---:|", count: 6),
    ]
    let peaks = try PublishedPeak.all()
    for name in BuiltIn.names(of: .accelerator) {
      let machine = try PublishedFigures.machine(name)
      let roofs = try peaks.filter { $0.machine == name }.map { try ComputedPeak($0).roof }
      guard let cap = machine.power.cap?.value.value,
        let most = roofs.max(by: { arithmetic($0) < arithmetic($1) }), arithmetic(most) > 0
      else { continue }
      let memory = most.energyPerByte.map { $0.value * most.bandwidth.value }
      let idle = machine.power.staticPower?.value.value
      let sum = (idle ?? 0) + arithmetic(most) + (memory ?? 0)
      lines.append(
        "| \(name) | \(most.format) | \(number(idle)) | \(number(arithmetic(most))) | \(number(memory)) | "
          + "\(number(sum)) | \(number(cap)) | \(Format.fixed(sum / cap, decimals: 2)) |")
    }
    return lines.joined(separator: "\n")
  }

  private static func arithmetic(_ roof: MachineRoof) -> Double {
    roof.energyPerOperation.map { $0.value * roof.peak.value } ?? 0
  }

  /// Efficiencies printed for a chip at work against a layer mapped on its description.
  static func efficiencies() async throws -> String {
    var lines = [
      "| machine | precision | published TOPS/W | outermost memory | ours | error | by construction | published for | why they differ |",
      "|---|---|---:|---|---:|---:|---|---|---|",
    ]
    for figure in try PublishedEfficiency.all() {
      let ours = try await figure.computed()
      lines.append(
        "| \(figure.machine) | \(figure.precision) | \(number(figure.printed)) | "
          + "\(figure.outermost.rawValue) | \(number(ours)) | \(error(ours, figure.printed)) | "
          + "\(figure.constructed) | \(figure.source) | \(figure.why) |")
    }
    return lines.joined(separator: "\n")
  }

  private static func number(_ value: Double?) -> String {
    value.map { Format.significant($0) } ?? "-"
  }

  private static func error(_ ours: Double?, _ printed: Double?) -> String {
    guard let ours, let printed else { return "-" }
    return "\(Format.fixed((ours / printed - 1) * 100, decimals: 1)) %"
  }
}
