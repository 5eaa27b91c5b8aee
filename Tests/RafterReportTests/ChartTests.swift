// SPDX-License-Identifier: Apache-2.0
import Foundation
import Rafter
import RafterTestSupport
import Testing

@testable import RafterReport

@Suite struct ChartTests {
  static func capped() -> Analysis {
    var machine = SyntheticMachine()
    machine.cap = 0.12
    return SyntheticAnalysis.small(machine)
  }
  static func unknown() -> Analysis {
    var machine = SyntheticMachine()
    machine.levels[0].energy = nil
    return SyntheticAnalysis.small(machine)
  }
  /// Names as bad files have them.
  static func hostile() -> Analysis {
    var analysis = SyntheticAnalysis.small()
    analysis.workload.name = String(repeating: "model <&> \u{1b}\n", count: 30)
    analysis.headline = [String(repeating: "a sentence without end ", count: 40)]
    for i in analysis.layers.indices {
      analysis.layers[i].layer.id = "layer-\(i)-" + String(repeating: "漢", count: 30)
      analysis.layers[i].layer.name = "<script>\u{0}\(i)" + String(repeating: "x", count: 300)
    }
    return analysis
  }

  @Test(arguments: ChartKind.allCases, ChartTheme.allCases)
  func `the charts of both networks are as reviewed`(kind: ChartKind, theme: ChartTheme) throws {
    for (name, analysis) in [
      ("small", SyntheticAnalysis.small()), ("long", SyntheticAnalysis.long()),
    ] {
      let svg = try Charts.svg(kind, of: analysis, theme: theme)
      expectGolden("\(kind.rawValue)-\(name)-\(theme.rawValue).svg", svg)
      #expect(try Charts.svg(kind, of: analysis, theme: theme) == svg)
    }
  }

  @Test
  func `one layer's way from peak to attained, a power cap and an unknown energy are as reviewed`()
    throws
  {
    let layer = try Charts.svg(.waterfall, of: SyntheticAnalysis.small(), layer: "L14")
    expectGolden("waterfall-L14-light.svg", layer)
    expectGolden("roofline-capped-light.svg", try Charts.svg(.roofline, of: Self.capped()))
    expectGolden("roofline-unknown-light.svg", try Charts.svg(.roofline, of: Self.unknown()))
    var inner = SyntheticAnalysis.small()
    inner.options.level = "buffer"
    expectGolden("roofline-buffer-dark.svg", try Charts.svg(.roofline, of: inner, theme: .dark))
  }

  static var all: [(String, Analysis)] {
    [
      ("small", SyntheticAnalysis.small()), ("long", SyntheticAnalysis.long()),
      ("capped", capped()), ("unknown", unknown()), ("hostile", hostile()),
    ]
  }

  @Test(arguments: ChartKind.allCases)
  func `no two texts overlap and none leaves the picture`(kind: ChartKind) throws {
    for (name, analysis) in Self.all {
      let scene = try Charts.scene(kind, of: analysis, layer: nil)
      let page = Rect(minX: 0, minY: 0, maxX: scene.width, maxY: scene.height)
      let texts = scene.texts
      for (i, text) in texts.enumerated() {
        #expect(
          text.outline.corners.allSatisfy(page.contains), "\(name): '\(text.text)' is clipped")
        #expect(text.size >= 11)
        for other in texts[(i + 1)...] where text.outline.overlaps(other.outline) {
          Issue.record("\(kind) of \(name): '\(text.text)' and '\(other.text)' overlap")
        }
      }
    }
  }

  @Test(arguments: ChartKind.allCases)
  func `all marks lie inside the plots`(kind: ChartKind) throws {
    for (name, analysis) in Self.all {
      let scene = try Charts.scene(kind, of: analysis, layer: nil)
      for marker in scene.markers where marker.isData {
        #expect(
          scene.plots.contains { $0.insetBy(-0.01).contains(marker.centre) }, "\(name): \(marker)")
      }
    }
  }

  @Test func `every layer of a small network is named in both panels`() throws {
    let analysis = SyntheticAnalysis.small()
    let scene = try Charts.scene(.roofline, of: analysis, layer: nil)
    for layer in analysis.layers {
      let names = scene.texts.filter { $0.role == .layer && $0.text == layer.layer.id }
      #expect(names.count == 2, "\(layer.layer.id) is named \(names.count) times")
    }
  }

  @Test func `a layer lies where its numbers say`() throws {
    let analysis = SyntheticAnalysis.small()
    let data = RooflineData(analysis, level: "dram", layer: nil)
    let point = try #require(data.points.first { $0.layer.layer.id == "L07" })
    let layer = point.layer
    // x: operations over the bytes at dram, y: operations over time and over energy.
    let bytes = layer.levels[0].mapped.total.value
    #expect(point.mapped == layer.work.value / bytes)
    #expect(point.throughput == layer.work.value / layer.latency.value)
    #expect(point.efficiency == layer.efficiency?.value)
  }

  @Test func `marker areas are in proportion to shares`() {
    let small = RooflinePanel.radius(0.1)
    let large = RooflinePanel.radius(0.4)
    #expect((large * large / (small * small) - 4).magnitude < 1e-9)
  }

  @Test func `no energy roof is drawn through a level of unknown energy, and the panel says so`()
    throws
  {
    let analysis = Self.unknown()
    let data = RooflineData(analysis, level: "dram", layer: nil)
    let lines = RooflineLines.energy(data, level: "dram")
    #expect(!lines.contains { $0.slopeLabel?.hasPrefix("dram") == true })
    #expect(!lines.contains { $0.weight == .layer })
    #expect(lines.contains { $0.slopeLabel?.hasPrefix("buffer") == true })
    let scene = try Charts.scene(.roofline, of: analysis, layer: nil)
    #expect(scene.texts.contains { $0.role == .note && $0.text.contains("dram is unknown") })
  }

  @Test func `layers of vector operations are hollow and lie under the vector roof`() throws {
    let analysis = SyntheticAnalysis.small()
    let scene = try Charts.scene(.roofline, of: analysis, layer: nil)
    let vectors = analysis.layers.filter { $0.layer.nests.isEmpty }
    let hollow = scene.markers.filter { $0.isData && $0.style == .hollow }
    #expect(hollow.count == 2 * vectors.count)
    for layer in vectors { #expect(layer.throughput.value <= 16e9) }
  }

  @Test func `an unknown layer is refused with the likely one`() {
    do {
      _ = try Charts.svg(.waterfall, of: SyntheticAnalysis.small(), layer: "stem/conv2")
      Issue.record("accepted")
    } catch {
      #expect(error.diagnostics[0].id == "report.unknown-layer")
      #expect(error.diagnostics[0].suggestion == "did you mean 'stem/conv1'?")
    }
  }

  @Test func `a network of which no layer runs is refused`() {
    var analysis = SyntheticAnalysis.small()
    let reason = Infeasibility(
      memory: "buffer", tile: "1 weights", needed: ByteCount(9), available: ByteCount(3))
    for i in analysis.layers.indices { analysis.layers[i].infeasibility = reason }
    #expect(throws: DiagnosticList.self) { try Charts.svg(.roofline, of: analysis) }
  }

  @Test func `SVG is well-formed for any name`() throws {
    for kind in ChartKind.allCases {
      let svg = try Charts.svg(kind, of: Self.hostile(), layer: nil)
      var depth = 0
      for part in svg.split(separator: "<") {
        if part.hasPrefix("/") { depth -= 1 } else if !part.contains("/>") { depth += 1 }
        #expect(part.filter { $0 == ">" }.count == 1)
      }
      #expect(depth == 0)
      #expect(!svg.contains("<script"))
      #expect(
        svg.unicodeScalars.allSatisfy { $0.value >= 0x20 || $0 == "\n" || $0 == "\t" })
    }
  }
}
