// SPDX-License-Identifier: Apache-2.0
import Rafter
import RafterTestSupport
import Testing

@testable import RafterReport

@Suite struct ValidationPageTests {
  private static func outcome(
    _ rows: [ValidationRow], rooflines: [MeasuredRoofline] = []
  ) -> ValidationOutcome {
    let set = ValidationSet(
      name: "made-up", source: "this test", kindOfTruth: "silicon", builtIn: [], form: "nothing"
    ) { _ in .init(rows: []) }
    return ValidationOutcome(set, .init(rows: rows, rooflines: rooflines))
  }

  private static let rows = [
    ValidationRow("a", "time", unit: "s", published: 1e-3, predicted: 1.1e-3, tolerance: 0.15),
    ValidationRow("b", "time", unit: "s", published: 2e-3, predicted: 5e-3, tolerance: 0.15),
    ValidationRow("c", "energy", unit: "J", published: 4, predicted: 4, tolerance: 0.15),
    ValidationRow("d", "energy", unit: "J", published: 5, predicted: nil, tolerance: 0.15),
  ]

  private static let roofline = MeasuredRoofline(
    machine: "m", ceilings: [.init("int8", peak: Throughput(100e9))],
    slopes: [.init("dram", bandwidth: Bandwidth(10e9))],
    points: [
      .init("below", intensity: .init(5), measured: .init(40e9), predicted: .init(50e9)),
      // min(100e9, 5 * 10e9) = 50e9, and 60e9 is above it.
      .init("above", intensity: .init(5), measured: .init(60e9), predicted: nil),
      .init("flat", intensity: .init(100), measured: .init(100e9), predicted: nil),
    ])

  @Test func `each row with two numbers is a mark, hollow beyond its tolerance`() throws {
    let scene = try #require(ValidationChart(Self.outcome(Self.rows)).scene)
    // Above, a mark for each of three rows; below, one for each again.
    let marks = scene.markers.filter(\.isData)
    #expect(marks.count == 6)
    #expect(marks.filter { $0.style == .hollow }.count == 2)
    for mark in marks { #expect(scene.plots.contains { $0.contains(mark.centre) }) }
  }

  @Test func `a right prediction lies on the diagonal`() throws {
    let scene = try #require(ValidationChart(Self.outcome([Self.rows[2]])).scene)
    let plot = try #require(scene.plots.first)
    let mark = try #require(scene.markers.first { $0.isData && plot.contains($0.centre) })
    let along = (mark.centre.x - plot.minX) / (plot.maxX - plot.minX)
    let up = (plot.maxY - mark.centre.y) / (plot.maxY - plot.minY)
    #expect((along - up).magnitude < 1e-9)
  }

  @Test func `measured points above a roof are told, and stay where they are`() throws {
    #expect(Self.roofline.pointsAboveRoofs.map(\.name) == ["above"])
    let outcome = Self.outcome(Self.rows, rooflines: [Self.roofline])
    let text = ValidationReport([outcome]).text(.table)
    #expect(text.contains("error in the inputs: the measured point of 'above'"))
    #expect(outcome.rows.last?.isRight == false)
    #expect(text.contains("1 of 3 measured points lie above a roof of m"))
    let scene = try #require(MeasuredRooflineChart(Self.roofline, set: "made-up").scene)
    let marks = scene.markers.filter { $0.isData && $0.shape == .diamond }
    #expect(marks.count == 3)
    #expect(marks.filter { $0.paint == .vermillion }.count == 1)
  }

  @Test func `the page names every set and shows every picture it writes`() {
    let page = ValidationPage([Self.outcome(Self.rows, rooflines: [Self.roofline])])
    expectGolden("validation-page.md", page.article.text)
    #expect(page.charts.map(\.name) == ["validation-made-up.svg", "validation-made-up-roofs.svg"])
    for chart in page.charts {
      #expect(page.article.text.contains("(\(chart.name.dropLast(4)))"))
    }
    // Nothing is drawn where nothing is off.
    #expect(ValidationPage([Self.outcome([Self.rows[2]])]).charts.isEmpty)
  }
}
