// SPDX-License-Identifier: Apache-2.0
import Foundation
import Rafter
import Testing

@testable import RafterReport

struct SurveyReportTests {
  private static let table = Result {
    let bytes = BuiltIn.file("chips", kind: .chips)?.bytes ?? []
    return try SurveyReader.read(text: String(decoding: bytes, as: UTF8.self), file: "chips.csv")
      .table
  }

  private static func subset(_ filter: String) throws -> SurveySubset {
    try SurveySubset(of: try table.get(), where: try SurveyFilter(text: filter))
  }

  private static func design() throws -> SurveyDesign {
    let bytes = BuiltIn.file("edge-npu", kind: .accelerator)?.bytes ?? []
    let machine = try AcceleratorReader.read(
      text: String(decoding: bytes, as: UTF8.self), file: "edge-npu"
    ).0
    return SurveyDesign(machine, roofs: MachineRoofs.all(of: machine))
  }

  @Test func `the JSON keeps to its schema`() throws {
    let subset = try Self.subset("class=digital")
    let report = SurveyReport(
      subset, parts: [],
      trends: [
        try Trend(of: .efficiency, in: subset.entries),
        try Trend(of: .eightBitDensity, along: .node, in: subset.entries),
      ], quantiles: [QuantitySummary(of: .ridge, in: subset.entries)],
      placements: try DesignPlacement.all(of: try Self.design(), among: subset), version: "1")
    let problems = try SchemaValidator().problems(
      try JSONReader.read(report.text(.json)), kind: "survey")
    #expect(problems.isEmpty, "\(problems.prefix(5))")
  }

  @Test func `text keeps to a hundred columns and says the subset, the rule and the sources`()
    throws
  {
    let subset = try Self.subset("class=product and format=fp16/bf16")
    let report = SurveyReport(
      subset, parts: [.rows, .overview],
      trends: [try Trend(of: .efficiency, in: subset.entries)],
      quantiles: [QuantitySummary(of: .ridge, in: subset.entries)], version: "1")
    let text = report.text(.table)
    for line in text.split(separator: "\n") { #expect(line.count <= 100, "\(line)") }
    for words in [
      "class=product and format=fp16/bf16; duplicates dropped",
      "doubles every 3.5 years (95 %: 2.7 to 4.9), n = 54, R2 = 0.49", "linear interpolation",
      "CC BY 4.0",
    ] {
      #expect(text.contains(words), "\(words)")
    }
  }

  @Test func `a flat trend is said to be none`() throws {
    let subset = try Self.subset("class=product and format=int8")
    let trend = try Trend(of: .efficiency, in: subset.entries)
    #expect(SurveyWords.summary(trend).hasPrefix("no significant trend"))
  }

  @Test(arguments: SurveyChartKind.allCases)
  func `every plot says its n, its subset and its rule, and is the same twice`(
    kind: SurveyChartKind
  )
    throws
  {
    let subset = try Self.subset("id known")
    let placements = try DesignPlacement.all(of: try Self.design(), among: subset)
    let scene = try SurveyCharts.scene(kind, of: subset, placements: placements)
    let words = scene.texts.map(\.text).joined(separator: " ")
    #expect(words.contains("n = "))
    #expect(words.contains("id known; duplicates dropped"))
    let hasQuantiles = [.ridgeYear, .ridgeFormat, .systemLoss, .roofs].contains(kind)
    #expect(words.contains("linear interpolation") == hasQuantiles)
    #expect(words.contains("CC BY 4.0") || kind == .systemLoss)
    for marker in scene.markers where marker.isData {
      #expect(scene.plots.contains { $0.insetBy(-1).contains(marker.centre) })
    }
    let once = try SurveyCharts.svg(kind, of: subset, placements: placements)
    #expect(once == (try SurveyCharts.svg(kind, of: subset, placements: placements)))
  }

  @Test(arguments: SurveyChartKind.allCases)
  func `no text of a plot covers another, leaves the picture or hides a mark`(kind: SurveyChartKind)
    throws
  {
    for filter in ["id known", "class=product", "family=integer and class!=library"] {
      let subset = try Self.subset(filter)
      guard let scene = try? SurveyCharts.scene(kind, of: subset) else { continue }
      let picture = Rect(minX: 0, minY: 0, maxX: scene.width, maxY: scene.height)
      let texts = scene.texts
      for (index, text) in texts.enumerated() {
        #expect(text.outline.corners.allSatisfy(picture.contains), "\(filter): \(text.text)")
        for other in texts.dropFirst(index + 1) {
          #expect(
            !text.outline.overlaps(other.outline), "\(filter): \(text.text) | \(other.text)")
        }
        // The legend is whole, and a name in the plot covers no mark.
        if text.role == .legend { #expect(!text.text.contains("…"), "\(text.text)") }
        guard text.role == .layer else { continue }
        for mark in scene.markers where mark.isData {
          let outline = Outline(mark.shape.corners(mark.centre, radius: mark.radius))
          #expect(!text.outline.overlaps(outline), "\(filter): \(text.text)")
        }
      }
    }
  }

  @Test func `an energy ridge is said to be a lower bound wherever it is printed`() throws {
    let subset = try Self.subset("class=product and format=int8")
    let reports = [
      SurveyReport(subset, parts: [.rows], columns: [.name, .energyRidge], version: "1"),
      SurveyReport(
        subset, parts: [], trends: [try Trend(of: .energyRidge, in: subset.entries)], version: "1"),
      SurveyReport(
        subset, parts: [], quantiles: [QuantitySummary(of: .energyRidge, in: subset.entries)],
        version: "1"),
    ]
    for report in reports {
      let words = report.text(.table).split(whereSeparator: \.isWhitespace).joined(separator: " ")
      #expect(words.contains("a lower bound"), "\(words.suffix(300))")
    }
    for kind in [SurveyChartKind.ridgeYear, .ridgeFormat, .roofs] {
      let words = try SurveyCharts.scene(kind, of: subset).texts.map(\.text).joined(separator: " ")
      #expect(words.contains("lower bound"))
    }
  }

  @Test func `a fit through several classes says so`() throws {
    let mixed = try Self.subset("class=product or class=digital")
    let trend = try Trend(of: .efficiency, in: mixed.entries)
    #expect(SurveyWords.sentences(trend).contains("one line through 2 classes: product, digital"))
    let pure = try Trend(of: .efficiency, in: try Self.subset("class=digital").entries)
    #expect(!SurveyWords.sentences(pure).contains { $0.hasPrefix("one line through") })
  }

  @Test func `the title names what was done to the figures`() throws {
    let subset = try Self.subset("class=digital and family=integer and domain=chip")
    let fair = FairComparison(
      bits: .init(), technology: .init(node: ProcessNode(28.0), assumedSupply: Voltage(0.8)))
    let scene = try SurveyCharts.scene(.efficiencyYear, of: try fair.applied(to: subset))
    #expect(scene.title.contains("8b x 8b"))
    #expect(scene.title.contains("28 nm"))
    let headings = scene.texts.filter { $0.role == .heading }.map(\.text).joined()
    #expect(headings.contains("Stillmaker and Baas"))
  }

  @Test func `a plot without data is refused`() throws {
    let error = #expect(throws: DiagnosticList.self) {
      try SurveyCharts.svg(.ridgeYear, of: try Self.subset("class=aimc-nonvolatile"))
    }
    #expect(error?.diagnostics.map(\.id) == ["report.nothing-to-plot"])
  }
}
