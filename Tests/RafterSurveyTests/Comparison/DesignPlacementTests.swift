// SPDX-License-Identifier: Apache-2.0
import Rafter
import RafterTestSupport
import Testing

struct ParetoFrontTests {
  @Test func `no point of the front is beaten, and every other one is`() {
    var random = SeededGenerator(seed: 2)
    for _ in 0..<100 {
      let points = (0..<30).map {
        ParetoFront.Point(
          x: Double(Int.random(in: 1...12, using: &random)),
          y: Double(Int.random(in: 1...12, using: &random)), index: $0)
      }
      let front = ParetoFront(of: points).points
      for point in front { #expect(!points.contains { $0.dominates(point) }) }
      for point in points where !front.contains(where: { $0.x == point.x && $0.y == point.y }) {
        #expect(front.contains { $0.dominates(point) })
      }
    }
  }

  @Test func `the distance takes a point just onto the front`() {
    // Front (1, 8), (4, 4), (8, 1). From (1, 1): min(4, 4) = 4 by the middle one.
    let front = ParetoFront(
      of: [(1.0, 8.0), (4, 4), (8, 1), (2, 2)].enumerated().map {
        ParetoFront.Point(x: $1.0, y: $1.1, index: $0)
      })
    #expect(front.points.map(\.index) == [0, 1, 2])
    #expect(front.distance(x: 1, y: 1) == 4)
    #expect(front.distance(x: 4, y: 4) == 1)
    // Beyond: (8, 4) is reached by none; the nearest two give 1/2... of x, min(4/8, 1) and min(1, 1/4).
    #expect(front.distance(x: 8, y: 4) == 0.5)
    #expect(front.dominating(x: 2, y: 2).map(\.index) == [1])
  }
}

struct DesignPlacementTests {
  private func design(_ name: String, attained: SurveyDesign.Attained? = nil) throws -> SurveyDesign
  {
    let file = try #require(BuiltIn.file(name, kind: .accelerator))
    let machine = try AcceleratorReader.read(
      text: String(decoding: file.bytes, as: UTF8.self), file: name
    ).0
    return SurveyDesign(machine, roofs: MachineRoofs.all(of: machine), attained: attained)
  }

  @Test func `a description gives rows with its computed roofs`() throws {
    let design = try design("edge-npu")
    let entry = try #require(design.entries.first)
    let roof = try #require(design.roofs.first)
    #expect(entry.surveyClass == .library)
    #expect(entry.peak == roof.peak)
    #expect(agrees(entry.number(.efficiency), (roof.peakEfficiency?.value ?? 0) / 1e12))
    #expect(agrees(entry.ridge?.value, roof.ridge.value, within: 1e-9))
    #expect(entry.text(.evidence) == "modelled")
  }

  @Test func `every built-in accelerator has rows, and their ids are unique and valid`() throws {
    var entries: [SurveyEntry] = []
    for name in BuiltIn.names(of: .accelerator) {
      let own = try design(name).entries
      #expect(!own.isEmpty, "\(name)")
      entries += own
    }
    let subset = try SurveySubset(of: SurveyTable(entries), where: .all)
    let text = SurveyReport(subset, parts: [], version: "1").text(.csv)
    #expect(throws: Never.self) { try SurveyReader.read(text: text, file: "library.csv") }
  }

  @Test func `rank, distance and the better ones follow from the rows`() throws {
    let machine = try design("edge-npu")
    let own = try #require(machine.entries.first)
    let (x, y) = (try #require(own.number(.efficiency)), try #require(own.number(.density)))
    func chip(_ id: String, _ dx: Double, _ dy: Double) -> SurveyEntry {
      SurveyEntry([
        (.id, .text(id)), (.name, .text(id)), (.kind, .text("npu")), (.evidence, .text("measured")),
        (.format, .words(["int8"])), (.activationBits, .number(8)), (.weightBits, .number(8)),
        (.efficiency, .number(x * dx)), (.density, .number(y * dy)), (.node, .number(7)),
        (.lever, .words(["sparsity"])), (.leverSource, .text("title")),
      ])
    }
    let rows = [chip("better", 2, 3), chip("worse", 0.5, 0.5), chip("narrow", 4, 0.5)]
    let subset = try SurveySubset(of: SurveyTable(rows), where: .all)
    let peak = try #require(try DesignPlacement.all(of: machine, among: subset).first)
    #expect(peak.company.count == 3)
    // It beats one of three in efficiency.
    #expect(agrees(peak.standings.first?.rank, 1.0 / 3))
    #expect(agrees(peak.distance, 2))
    #expect(peak.better.map(\.entry.id) == ["better"])
    #expect(agrees(peak.better.first?.rateRatio, 3))
    let words = try #require(peak.better.first?.differences)
    #expect(words.contains("lever: sparsity"))
    #expect(words.contains { $0.hasPrefix("node 7 nm") })
  }

  @Test func `an attained point is placed beside the peak`() throws {
    let formats = try #require(try design("edge-npu").accelerator.compute).formats
    let attained = SurveyDesign.Attained(
      workload: "resnet50", runs: [.init(format: try #require(formats.first).arithmetic, share: 1)],
      throughput: Throughput(5e11), efficiency: EnergyEfficiency(1e12))
    let machine = try design("edge-npu", attained: attained)
    let subset = try SurveySubset(
      of: try BuiltInTable.read(), where: try SurveyFilter(text: "class=digital"))
    let placements = try DesignPlacement.all(of: machine, among: subset)
    let found = try #require(placements.first { $0.point == .attained("resnet50") })
    #expect(agrees(found.entry.number(.efficiency), 1))
    #expect(agrees(found.entry.number(.peak), 0.5))
    #expect(found.basis == .attained)
    // A ridge is of a peak.
    #expect(found.entry.ridge == nil && found.entry.number(.memoryPerRate) == nil)
    #expect(placements.count == machine.entries.count + 1)
  }

  @Test func `what a workload reached stands under the formats it ran in`() throws {
    let formats = try #require(try design("edge-npu").accelerator.compute).formats.map(\.arithmetic)
    try #require(formats.count >= 3)
    let attained = SurveyDesign.Attained(
      workload: "mixed",
      runs: [.init(format: formats[1], share: 0.75), .init(format: formats[2], share: 0.25)],
      throughput: Throughput(5e11), efficiency: EnergyEfficiency(1e12))
    let subset = try SurveySubset(
      of: try BuiltInTable.read(), where: try SurveyFilter(text: "class=digital"))
    let placements = try DesignPlacement.all(
      of: try design("edge-npu", attained: attained), among: subset)
    let found = placements.filter { $0.basis == .attained }
    #expect(found.map(\.share) == [0.75, 0.25])
    for (placement, format) in zip(found, formats.dropFirst()) {
      #expect(placement.entry.number(.activationBits) == format.inputs.bitsPerElement.value)
      #expect(placement.entry.number(.weightBits) == format.weights.bitsPerElement.value)
    }
  }

  @Test func `a design without an area is placed by its rate`() throws {
    var machine = try design("edge-npu")
    machine.accelerator.technology.area = nil
    machine.roofs = MachineRoofs.all(of: machine.accelerator)
    let subset = try SurveySubset(
      of: try BuiltInTable.read(), where: try SurveyFilter(text: "class=digital"))
    for placement in try DesignPlacement.all(of: machine, among: subset) {
      #expect(placement.secondGoal == .peak)
      #expect(placement.entry.number(.density) == nil)
      #expect(!placement.standings.contains { $0.quantity == .density })
    }
  }

  @Test func `the levers of a description are what it shows`() throws {
    let entry = try #require(try design("edge-npu").entries.first)
    #expect(entry.words(.lever) == ["parallelism", "data-reuse", "quantization"])
    #expect(entry.text(.leverSource)?.hasPrefix("the description: ") == true)
  }

  @Test func `among products the efficiency is that of data sheets`() throws {
    let machine = try design("nvidia-a100")
    let cap = try #require(machine.accelerator.power.cap?.value)
    let subset = try SurveySubset(
      of: try BuiltInTable.read(), where: try SurveyFilter(text: "class=product"))
    let peak = try #require(try DesignPlacement.all(of: machine, among: subset).first)
    #expect(peak.basis == .powerCap)
    let rate = try #require(peak.entry.peak)
    #expect(agrees(peak.entry.efficiency?.value, rate.value / cap.value))
  }
}
