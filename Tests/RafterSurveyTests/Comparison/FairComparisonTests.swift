// SPDX-License-Identifier: Apache-2.0
import Rafter
import Testing

struct FairComparisonTests {
  private func subset(_ filter: String) throws -> SurveySubset {
    try SurveySubset(
      of: try BuiltInTable.read(), where: try SurveyFilter(text: filter), duplicates: .keep)
  }

  // hardware.md 4: energy at 0.8 V relative to 7 nm.
  @Test(arguments: [
    (130.0, 32.5), (90, 20.1), (65, 13.2), (45, 10.6), (32, 7.0), (28, 5.1), (22, 2.9), (16, 1.8),
    (10, 1.25),
  ])
  func `energy between nodes is that of Stillmaker and Baas`(node: Double, ratio: Double) throws {
    let supply = Voltage(0.8)
    let own = try #require(NodeScaling.relativeEnergy(at: ProcessNode(node), supply: supply))
    let seven = try #require(NodeScaling.relativeEnergy(at: ProcessNode(7.0), supply: supply))
    #expect(agrees(own / seven, ratio, within: 0.025))
  }

  @Test func `nodes outside the table have no scaling`() {
    for node in [5.0, 180] {
      #expect(NodeScaling.relativeEnergy(at: ProcessNode(node), supply: Voltage(0.8)) == nil)
      #expect(NodeScaling.relativeArea(at: ProcessNode(node)) == nil)
    }
  }

  // The page scales to 28 nm and 0.8 V, takes 0.8 V where no supply is filed and 7 nm for newer nodes; we
  // leave those rows out, so the arithmetic is checked here with its choice.
  @Test(arguments: [
    ("class=aimc-sram", 20.4), ("class=dimc and family=integer", 11.7),
    ("class=digital and family=integer", 2.4),
  ])
  func `medians at 28 nm and 0.8 V are those of the page`(filter: String, median: Double) throws {
    let target = try #require(
      NodeScaling.relativeEnergy(at: ProcessNode(28.0), supply: Voltage(0.8)))
    let scaled = try subset(filter).entries.compactMap { entry -> Double? in
      guard let node = entry.node, let value = entry.number(.eightBitEfficiency),
        let own = NodeScaling.relativeEnergy(
          at: max(node, ProcessNode(7.0)), supply: entry.supply ?? Voltage(0.8))
      else { return nil }
      return value * own / target
    }
    #expect(agrees(Quantiles(scaled).median, median, within: 0.01))
  }

  @Test func `the bit product takes a row to another width`() throws {
    // 10 TOPS/W at 4b x 4b is 10 x 16/64 at 8b x 8b with the exponent -1, 10 x (1/4)^0.5 with -0.5.
    let entry = SurveyEntry([
      (.id, .text("a")), (.kind, .text("npu")), (.format, .words(["int"])),
      (.activationBits, .number(4)), (.weightBits, .number(4)), (.efficiency, .number(10)),
    ])
    let table = SurveyTable([entry])
    let rows = try SurveySubset(of: table, where: .all)
    for (exponent, value) in [(-1.0, 2.5), (-0.5, 5), (0, 10)] {
      let fair = FairComparison(bits: .init(reference: 64, exponent: exponent))
      let result = try fair.applied(to: rows)
      #expect(agrees(result.entries.first?.number(.efficiency), value))
      #expect(result.fairness.count == 1)
    }
  }

  @Test(arguments: [Double.nan, .infinity, 5, -1e9])
  func `an exponent out of reason is refused`(exponent: Double) throws {
    let error = #expect(throws: DiagnosticList.self) {
      try FairComparison(bits: .init(exponent: exponent)).applied(to: try subset("class=dimc"))
    }
    #expect(error?.diagnostics.contains { $0.id == "survey.exponent" } == true)
  }

  @Test func `normalised efficiency equals the filed 8b figure`() throws {
    let rows = try subset(
      "class=aimc-sram and norm1b_tops_per_w known and act_bits known and weight_bits known")
    let fair = try FairComparison(bits: .init()).applied(to: rows)
    for (before, after) in zip(rows.entries, fair.entries) {
      #expect(
        agrees(after.number(.efficiency), before.number(.eightBitEfficiency) ?? 0, within: 1e-9))
    }
  }

  @Test func `floating point is refused, with the way out`() throws {
    let error = #expect(throws: DiagnosticList.self) {
      try FairComparison(bits: .init()).applied(to: try subset("class=product"))
    }
    #expect(error?.diagnostics.map(\.id) == ["survey.normalise-float"])
    #expect(error?.diagnostics.first?.suggestion == "add 'and family=integer' to --where")
    #expect(throws: Never.self) {
      try FairComparison(bits: .init()).applied(to: try subset("class=product and family=integer"))
    }
  }

  @Test(arguments: ["class=aimc-sram", "class=aimc-nonvolatile", "class=product"])
  func `scaling of logic is refused where no logic was measured`(filter: String) throws {
    let fair = FairComparison(technology: .init(node: ProcessNode(28.0)))
    let error = #expect(throws: DiagnosticList.self) { try fair.applied(to: try subset(filter)) }
    #expect(error?.diagnostics.first?.id == "survey.scale-class")
    #expect(error?.diagnostics.first?.notes.first?.isEmpty == false)
  }

  @Test func `a target outside the model is refused`() throws {
    for technology in [
      FairComparison.Technology(node: ProcessNode(3.0)),
      .init(node: ProcessNode(28.0), supply: Voltage(3.0)),
    ] {
      let error = #expect(throws: DiagnosticList.self) {
        try FairComparison(technology: technology).applied(to: try subset("class=digital"))
      }
      #expect(error?.diagnostics.first?.id == "survey.scale-target")
    }
  }

  @Test func `rows without a supply are left out and counted, unless one is assumed`() throws {
    let filter = "class=digital and family=integer and domain=chip"
    let rows = try subset(filter)
    let strict = try FairComparison(technology: .init(node: ProcessNode(28.0))).applied(to: rows)
    let assumed = try FairComparison(
      technology: .init(node: ProcessNode(28.0), assumedSupply: Voltage(0.8))
    ).applied(to: rows)
    #expect(strict.entries.count < assumed.entries.count)
    #expect(strict.leftOut.contains { $0.hasSuffix("without a supply") })
    #expect(!assumed.leftOut.contains { $0.hasSuffix("without a supply") })
    #expect(strict.entries.allSatisfy { $0.supply != nil })
  }

  @Test func `a row at the target is not moved`() throws {
    let entry = SurveyEntry([
      (.id, .text("a")), (.kind, .text("npu")), (.evidence, .text("measured")),
      (.format, .words(["int8"])), (.node, .number(28)), (.supplyMinimum, .number(0.8)),
      (.efficiency, .number(3)), (.density, .number(2)),
    ])
    let rows = try SurveySubset(of: SurveyTable([entry]), where: .all)
    let result = try FairComparison(technology: .init(node: ProcessNode(28.0))).applied(to: rows)
    #expect(agrees(result.entries.first?.number(.efficiency), 3))
    #expect(agrees(result.entries.first?.number(.density), 2))
  }
}
