// SPDX-License-Identifier: Apache-2.0
import Rafter
import RafterTestSupport
import Testing

/// The list of machines, its filters, and the drawing of one.
@Suite struct CatalogueTests {
  static let entries: [CatalogueEntry] = BuiltIn.names(of: .accelerator).compactMap { name in
    (try? machine(name)).map { CatalogueEntry($0) }
  }

  static func machine(_ name: String) throws -> Accelerator {
    let file = try #require(BuiltIn.file(name, kind: .accelerator))
    return try AcceleratorReader.read(
      text: String(decoding: file.bytes, as: UTF8.self), file: name
    ).0
  }

  private func names(_ change: (inout CatalogueFilter) -> Void) -> [String] {
    var filter = CatalogueFilter()
    change(&filter)
    return Self.entries.filter(filter.shows).map(\.name)
  }

  @Test func `every built-in machine has a class and a maker, and a year unless it is a template`()
  {
    #expect(Self.entries.count == BuiltIn.names(of: .accelerator).count)
    for entry in Self.entries {
      #expect(entry.about.class != nil && entry.about.vendor != nil, "\(entry.name)")
      #expect((entry.about.year == nil) == (entry.about.class == .template), "\(entry.name)")
      #expect(entry.about.year.map { (1990...2026).contains($0) } ?? true, "\(entry.name)")
    }
    #expect(Set(Identity.Class.allCases).isSubset(of: Self.entries.compactMap(\.about.class)))
  }

  @Test func `a filter shows those and only those`() {
    #expect(
      names { $0.classes = [.imc] }
        == [
          "colonnade", "diana-analog", "jia-2020", "jia-2021", "tsmc-2021", "tsmc-2022",
          "tsmc-2023",
        ])
    #expect(names { $0.vendors = ["amd"] } == ["amd-mi210", "amd-mi300x", "amd-mi355x"])
    #expect(
      names {
        $0.classes = [.tpu]
        $0.years = 2023...2024
      } == ["tpu-v5e", "tpu-v5p", "tpu-v6e"])
    #expect(
      names {
        $0.classes = [.gpu]
        $0.nodes = ProcessNode(7)...ProcessNode(8)
      } == ["nvidia-a100"])
    #expect(
      names { $0.text = "EYERISS" } == ["eyeriss-v1", "eyeriss-v2", "timeloop-eyeriss-like"])
    // 80 GiB and more than 900 Top/s in bf16: H100, not A100.
    let large = names {
      $0.vendors = ["NVIDIA"]
      $0.operand = .bf16
      $0.peaks = Throughput(900e12)...Throughput(.infinity)
      $0.capacities = ByteCount(80 * 0x1p30)...ByteCount(100 * 0x1p30)
    }
    #expect(large == ["nvidia-h100-sxm"])
  }

  @Test func `a machine whose number is not known does not pass where it is asked for`() throws {
    var machine = try Self.machine("edge-npu")
    machine.technology.node = nil
    machine.about.year = nil
    let entry = CatalogueEntry(machine)
    var filter = CatalogueFilter()
    #expect(filter.shows(entry))
    filter.years = 0...9999
    #expect(!filter.shows(entry))
    filter.years = nil
    filter.nodes = ProcessNode(0.1)...ProcessNode(1000)
    #expect(!filter.shows(entry))
  }

  @Test func `a maker and a format that no machine has are named`() {
    var filter = CatalogueFilter()
    filter.vendors = ["NVIDEA", "amd"]
    filter.operand = .fp64
    let said = filter.unknown(among: Self.entries)
    #expect(said.map(\.id) == ["report.unknown-vendor", "report.format-of-none"])
    #expect(said.first?.suggestion == "did you mean 'NVIDIA'?")
  }

  @Test func `the list in all forms`() throws {
    let few = Self.entries.filter {
      ["eyeriss-v1", "jia-2020", "nvidia-h100-sxm"].contains($0.name)
    }
    let report = CatalogueReport(few)
    expectGolden("accelerators.txt", report.text(.table))
    expectGolden("accelerators.json", report.text(.json))
    expectGolden("accelerators.csv", report.text(.csv))
    for entries in [few, [], Self.entries] {
      let json = CatalogueReport(entries, operand: .int8).text(.json)
      #expect(try SchemaValidator().problems(JSONReader.read(json), kind: "accelerators") == [])
    }
    #expect(CatalogueReport([]).text(.table).contains("No machine"))
    for line in CatalogueReport(Self.entries).text(.table).split(separator: "\n") {
      #expect(line.count <= 100)
    }
  }

  @Test(arguments: ["eyeriss-v1", "jia-2020", "nvidia-h100-sxm", "zigzag-meta-prototype"])
  func `a machine is drawn as reviewed`(name: String) throws {
    expectGolden("hierarchy-\(name).txt", HierarchyDrawing(try Self.machine(name)).text)
  }

  @Test func `every machine is drawn within its frame, each level once`() throws {
    for name in BuiltIn.names(of: .accelerator) {
      let machine = try Self.machine(name)
      let lines = HierarchyDrawing(machine).text.split(separator: "\n")
      #expect(lines.allSatisfy { $0.count <= 92 }, "\(name)")
      let stated = machine.statedPath.compactMap { element -> String? in
        if case .memory(let memory) = element { memory.name } else { nil }
      }
      for level in stated {
        #expect(lines.filter { $0.hasPrefix("| \(level) ") }.count == 1, "\(name): \(level)")
      }
    }
  }

  @Test func `all that is shown of a machine is its file still`() throws {
    for name in ["eyeriss-v1", "zigzag-meta-prototype", "jia-2020"] {
      let file = try #require(BuiltIn.file(name, kind: .accelerator))
      let text = String(decoding: file.bytes, as: UTF8.self)
      let report = MachineReport(file: text, machine: try Self.machine(name))
      #expect(report.text.hasPrefix(text))
      #expect(report.text(.file) == text)
      let again = try AcceleratorReader.read(text: report.text, file: name).0
      #expect(try again == Self.machine(name))
    }
  }

  // power 2, technology 2; memory: capacity, 1 port width, 2 energies; array: nothing; pad: 1 + 2 + 2; mac: 1 energy;
  // vector: 1 rate: 4 + 4 + 5 + 1 + 1 = 15 stated; vector energy unknown; two areas, a wire and the area of the MAC open.
  @Test func `numbers are counted once each`() throws {
    let text = """
      rafter: accelerator/1
      name: tiny
      source: {title: a test, confidence: estimated}
      technology: {frequency: 100 MHz, area: {value: 4 mm2, confidence: published}}
      power: {static: 10 mW, cap: 1 W}
      path:
        - memory: dram
          capacity: 1 GiB
          holds: [weights, inputs, outputs]
          ports: [{kind: read-write, bandwidth: 8 B/cycle}]
          energy: {read: 9 pJ/bit, write: 10 pJ/bit}
        - array: {rows: 4, columns: 8}
        - memory: pad
          capacity: 64 B
          holds: [weights, inputs, outputs]
          ports: [{kind: read, bandwidth: 6 B/cycle}, {kind: write, bandwidth: 6 B/cycle}]
          energy: {read: 0.1 pJ/bit, write: 0.1 pJ/bit}
        - compute: mac
          formats: [{operands: int8 x int8, accumulate: int32, energy: 0.2 pJ}]
      vector: {rate: 4 op/cycle, energy: unknown}

      """
    let count = try AcceleratorReader.read(text: text, file: "t").0.confidenceCount
    #expect(count.known == 15)
    #expect(count[.estimated] == 14 && count[.published] == 1)
    #expect(count.unknown == 1)
    #expect(count.open == 4)
    #expect((count + count).known == 30)
    #expect(abs(count.shareOfPublished - 1.0 / 15) < 1e-12)
  }
}
