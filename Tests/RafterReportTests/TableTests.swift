// SPDX-License-Identifier: Apache-2.0
import Rafter
import RafterTestSupport
import Testing

@testable import RafterReport

@Suite struct TableTests {
  static let hostile = [
    String(repeating: "very/long/name/", count: 40), "two\nlines\tand\u{1b}[31mred",
    String(repeating: "漢字", count: 60), "e\u{301}\u{301}\u{301} combining", "right\u{202e}to left",
    "😀👩‍👩‍👧‍👦🇧🇪 emoji", "|pipe|`tick`<b>&", "", String(repeating: "x", count: 500),
  ]

  @Test func `the report of a small network is as reviewed`() {
    let text = AnalysisText.render([SyntheticAnalysis.small()], as: .table, version: "1.0.0")
    expectGolden("small.txt", text)
  }

  @Test func `the same report as Markdown is as reviewed`() {
    let text = AnalysisText.render([SyntheticAnalysis.small()], as: .markdown, version: "1.0.0")
    expectGolden("small.md", text)
  }

  @Test func `the report of a long network shows the forty longest layers and the rest`() {
    let text = AnalysisText.render([SyntheticAnalysis.long()], as: .table, version: "1.0.0")
    expectGolden("long.txt", text)
    let rows = text.split(separator: "\n").filter { $0.hasPrefix("L") }
    #expect(rows.count == 40)
    #expect(text.contains("160 more"))
  }

  @Test func `the reports of weights are as reviewed`() {
    let parts = ParameterReport(SyntheticWeights.list).text(.table)
    let tensors = ParameterReport(SyntheticWeights.list, rows: .tensors).text(.table)
    expectGolden("weights.txt", parts + "\n" + tensors)
    expectGolden("weights.md", ParameterReport(SyntheticWeights.list).text(.markdown))
    expectGolden("weights.csv", ParameterReport(SyntheticWeights.list).text(.csv))
  }

  @Test func `three machines side by side are as reviewed`() {
    var fast = SyntheticMachine()
    fast.levels[0].bandwidth *= 4
    var unknown = SyntheticMachine()
    unknown.levels[0].energy = nil
    let analyses = [
      SyntheticAnalysis.small(), SyntheticAnalysis.small(fast), SyntheticAnalysis.small(unknown),
    ]
    expectGolden("three.txt", AnalysisText.render(analyses, as: .table, version: "1.0.0"))
  }

  @Test func `estimates, unknown energies, cautions and what does not fit are said`() {
    var machine = SyntheticMachine()
    machine.levels[0].energy = nil
    var analysis = SyntheticAnalysis.small(machine)
    analysis.accelerator.cautions = ["timing on this machine is not validated"]
    analysis.fit[0].available = ByteCount(0x1p20)
    analysis.uncertainty = Uncertainty(
      latency: Band(value: 3e-3, low: 2e-3, high: 4e-3), energy: nil,
      flips: ["dram-dominated; compute-dominated if the read energy of dram is 12 % lower"])
    analysis.layers[2].infeasibility = Infeasibility(
      memory: "accumulator", tile: "1 outputs", needed: ByteCount(128), available: ByteCount(64))
    expectGolden("trouble.txt", AnalysisText.render([analysis], as: .table, version: "1.0.0"))
  }

  @Test func `the other reports are as reviewed`() {
    let small = SyntheticAnalysis.small()
    let roofs = RooflineReport(roofs: small.roofs, accelerator: small.accelerator)
    expectGolden("roofline.txt", roofs.text(.table))
    expectGolden("workload.txt", WorkloadReport(small.workload).text(.table))
    expectGolden("nodes.txt", NodeReport(SyntheticGraph.graph).text(.table))
    let tree = ExplanationNode(
      label: "time at dram", value: "64.2 us", equation: "bytes / bandwidth",
      children: [
        ExplanationNode(
          label: "bytes", value: "437 kB", equation: "weights + inputs + outputs",
          children: [
            ExplanationNode(label: "weights", value: "36.9 kB", origin: "model.onnx: node 'conv'"),
            ExplanationNode(label: "inputs", value: "200 kB", origin: "model.onnx: node 'conv'"),
          ]),
        ExplanationNode(
          label: "bandwidth", value: "6.80 GB/s",
          origin: "edge-npu.yaml:14:23 " + String(repeating: "from a long title ", count: 8),
          confidence: .estimated),
      ])
    expectGolden("tree.txt", TreeText.render(tree, as: .table))
  }

  @Test func `the note on the power cap compares each format with itself`() {
    let small = SyntheticAnalysis.small()
    func note(_ change: (inout MachineRoof) -> Void) -> [Substring] {
      var roofs = small.roofs
      for i in roofs.indices { change(&roofs[i]) }
      return RooflineReport(roofs: roofs, accelerator: small.accelerator).text(.table)
        .split(separator: "\n").filter { $0.contains("power cap holds") }
    }
    // A vector unit below the cap is slower than the multipliers, but not held.
    #expect(note { $0.powerCappedPeak = $0.peak * 2 }.isEmpty)
    let held = note { $0.powerCappedPeak = $0.peak * ($0.format == "vector" ? 2 : 0.5) }
    #expect(held.count == 1)
    #expect(held.first?.contains("of int8 x int8 -> int32 at 512 Gop/s of 1.02 Top/s") == true)
    #expect(note { $0.powerCappedPeak = $0.peak * 0.5 }.count == 2)
  }

  @Test func `a layer near the power cap makes a column of powers, one far from it does not`()
    throws
  {
    var analysis = SyntheticAnalysis.small()
    func text() -> String { AnalysisText.render([analysis], as: .table, version: "1") }
    #expect(!text().contains("power"))
    let hottest = try #require(analysis.hottestLayer)
    let most = try #require(hottest.averagePower)
    #expect(most.value == (hottest.energy?.value ?? 0) / hottest.latency.value)
    func cap(_ power: Power) {
      analysis.accelerator.power.cap = Sourced(power, Provenance(confidence: .published))
    }
    cap(most * 2)
    #expect(!text().contains(/energy +power/))
    #expect(text().contains("; \(hottest.layer.id) draws most, \(most.formatted())"))
    #expect(text().contains("a roof of "))
    cap(most * 1.1)
    #expect(text().contains(/energy +power/))
    // An unknown energy leaves the roof of power unknown too.
    analysis.layers[0].energy = nil
    #expect(analysis.layers[0].averagePower == nil && analysis.powerCeiling == nil)
    #expect(!text().contains("power cap   "))
  }

  @Test func `a machine that was moved says from where to where`() {
    var analysis = SyntheticAnalysis.small()
    analysis.accelerator.operatingMove = OperatingMove(
      voltage: Voltage(0.6), frequency: Frequency(373e6), describedVoltage: Voltage(0.8),
      describedFrequency: Frequency(600e6), dynamicEnergyFactor: 0.5625)
    #expect(
      AnalysisText.render([analysis], as: .table, version: "1").contains(
        "at 600 mV and 373 MHz (described at 800 mV and 600 MHz): on-chip energies x 0.56"))
  }

  @Test(arguments: ["L01", "a-much-longer-id-than-any-layer-should-have"])
  func `no line is wider than 100 columns, whatever names a file brings`(id: String) {
    for name in Self.hostile {
      var analysis = SyntheticAnalysis.small()
      analysis.workload.name = name
      analysis.workload.source = name
      analysis.workload.bindings = [name]
      analysis.accelerator.name = name
      analysis.headline = [name]
      analysis.fit[0].memory = name
      analysis.accelerator.power.cap = Sourced(Power(5), Provenance(confidence: .published))
      for i in analysis.layers.indices {
        analysis.layers[i].layer.id = id
        analysis.layers[i].layer.name = name
        analysis.layers[i].energyRegime = .levelDominated(name)
        analysis.layers[i].timeRegime = .bandwidthBound(level: name, port: "read")
        analysis.workload.layers[i].name = name
        analysis.workload.layers[i].operators = name
      }
      for i in analysis.roofs.indices { analysis.roofs[i].level = name }
      var graph = SyntheticGraph.graph
      for i in graph.nodes.indices { graph.nodes[i].name = name }
      let deep = (0..<30).reduce(ExplanationNode(label: name, value: name)) { node, _ in
        ExplanationNode(label: name, value: "1", equation: name, origin: name, children: [node])
      }
      let reports = [
        AnalysisText.render([analysis], as: .table, version: "1"),
        AnalysisText.render([analysis, analysis, analysis], as: .table, version: "1"),
        AnalysisText.render(Array(repeating: analysis, count: 7), as: .table, version: "1"),
        WorkloadReport(analysis.workload).text(.table), NodeReport(graph).text(.table),
        RooflineReport(roofs: analysis.roofs, accelerator: analysis.accelerator).text(.table),
      ]
      for report in reports {
        let widest = report.split(separator: "\n").max {
          DisplayWidth.of($0) < DisplayWidth.of($1)
        }
        #expect(DisplayWidth.of(widest ?? "") <= 100, "\(widest ?? "")")
        #expect(!report.unicodeScalars.contains("\u{1b}"))
      }
      #expect(!TreeText.render(deep, as: .table).unicodeScalars.contains("\u{1b}"))
    }
  }

  @Test func `widths count columns, not characters`() {
    #expect(DisplayWidth.of("abc") == 3)
    #expect(DisplayWidth.of("漢字") == 4)
    #expect(DisplayWidth.of("e\u{301}") == 1)
    #expect(DisplayWidth.of("😀") == 2)
    #expect(PlainText.middleEllipsis("stage1/block1/conv1", columns: 11) == "stag…/conv1")
    #expect(PlainText.wrap("aaa bbb ccccccccc", columns: 7) == ["aaa bbb", "ccccccc", "cc"])
  }

  @Test func `a number keeps its unit on its line`() {
    #expect(PlainText.wrap("it saves 12 %.", columns: 12) == ["it saves", "12 %."])
    #expect(PlainText.wrap("for 0.5 mm2 more", columns: 9) == ["for", "0.5 mm2", "more"])
    #expect(PlainText.wrap("4 bananas", columns: 5) == ["4", "banan", "as"])
  }

  @Test func `the sum of the shown and the other layers' times is the network's`() {
    let analysis = SyntheticAnalysis.long()
    let shown = LayerTable.selection(analysis.layers)
    #expect(shown == shown.sorted())
    let least = shown.map { analysis.layers[$0].latency }.min() ?? .zero
    let others = analysis.layers.indices.filter { !shown.contains($0) }
    #expect(others.allSatisfy { analysis.layers[$0].latency <= least })
  }
}
