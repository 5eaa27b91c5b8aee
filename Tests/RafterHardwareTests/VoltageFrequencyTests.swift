// SPDX-License-Identifier: Apache-2.0
import RafterDiagnostics
import RafterHardware
import RafterQuantities
import RafterTestSupport
import Testing

struct VoltageFrequencyTests {
  /// The tiny machine at 0.8 V and 100 MHz with a relation.
  static func text(_ relation: String, technology: String = "voltage: 0.8 V, ") throws -> String {
    try tiny(
      ("{frequency: 100 MHz", "{\(technology)frequency: 100 MHz"),
      ("\nvector:", "\nvoltage-frequency: \(relation)\nvector:")
    )
  }

  static func read(_ relation: String) throws -> VoltageFrequency {
    let text = try text(relation)
    return try #require(try AcceleratorReader.read(text: text, file: "t.yaml").0.voltageFrequency)
  }

  /// The ids of what is said about the relation, without the warnings of the fixture.
  static func ids(_ relation: String, technology: String = "voltage: 0.8 V, ") throws -> [String] {
    diagnostics(of: try text(relation, technology: technology))
      .filter { $0.severity == .error }.map(\.id)
  }

  static let law = "{v-threshold: 0.3 V, alpha: 1.5, v-min: 0.5 V, v-max: 1 V}"

  @Test func `a law is read with its range, and goes through the point of the description`() throws
  {
    let relation = try Self.read(
      "{v-threshold: 0.3 V, alpha: {value: 1.5, confidence: assumed}, v-min: 500 mV, v-max: 1 V}")
    guard case .alphaPower(let law) = relation.relation else {
      Issue.record("no law")
      return
    }
    #expect(law.threshold.value == Voltage(0.3) && law.alpha.value == 1.5)
    #expect(law.alpha.provenance.confidence == .assumed)
    #expect(law.lowest.value == Voltage(0.5) && law.highest.value == Voltage(1))
    #expect(relation.nominal.value == Voltage(0.8))
    // Nothing is said of supplies: the outermost memory has its own.
    #expect(relation.ownSupply == ["dram"])
    #expect(try Self.read("{own-supply: [], \(Self.law.dropFirst())").ownSupply.isEmpty)
  }

  @Test func `a table is read in the order of its voltages, each point with its source`() throws {
    let relation = try Self.read(
      "{confidence: measured, table: [{voltage: 1 V, frequency: 150 MHz, static: 14 mW},"
        + " {voltage: 0.6 V, frequency: 60 MHz, static: 8 mW, confidence: assumed}]}")
    guard case .table(let points) = relation.relation else {
      Issue.record("no table")
      return
    }
    #expect(points.map { $0.voltage.value } == [Voltage(0.6), Voltage(1)])
    #expect(points.map { $0.staticPower?.value } == [Power(8e-3), Power(14e-3)])
    #expect(points.map { $0.frequency.provenance.confidence } == [.assumed, .measured])
  }

  @Test(arguments: [
    ("{nominal: 0.8 V}", ["accelerator.voltage-frequency"]),
    (
      "{table: [{voltage: 0.6 V, frequency: 60 MHz}, {voltage: 1 V, frequency: 150 MHz}], alpha: 1.3}",
      ["accelerator.voltage-frequency"]
    ),
    ("{v-threshold: 0.3 V, v-min: 0.5 V}", ["accelerator.voltage-frequency"]),
    ("{table: [{voltage: 0.8 V, frequency: 100 MHz}]}", ["accelerator.voltage-frequency"]),
    (
      "{table: [{voltage: 0.6 V, frequency: 60 MHz, static: 1 mW}, {voltage: 1 V, frequency: 150 MHz}]}",
      ["accelerator.voltage-frequency"]
    ),
    (
      "{table: [{voltage: 0.6 V, frequency: 160 MHz}, {voltage: 1 V, frequency: 150 MHz}]}",
      ["accelerator.voltage-order"]
    ),
    (
      "{table: [{voltage: 0.8 V, frequency: 100 MHz}, {voltage: 0.8 V, frequency: 150 MHz}]}",
      ["accelerator.voltage-order"]
    ),
    // 80 MHz at 0.8 V, and the description says 100 MHz.
    (
      "{table: [{voltage: 0.6 V, frequency: 60 MHz}, {voltage: 1 V, frequency: 100 MHz}]}",
      ["accelerator.nominal-voltage"]
    ),
    (
      "{table: [{voltage: 0.9 V, frequency: 160 MHz}, {voltage: 1 V, frequency: 170 MHz}]}",
      ["accelerator.nominal-voltage"]
    ),
    (
      "{v-threshold: 0.5 V, alpha: 1.5, v-min: 0.5 V, v-max: 1 V}",
      ["accelerator.voltage-order"]
    ),
    (
      "{v-threshold: 0.3 V, alpha: 1.5, v-min: 1 V, v-max: 0.5 V}",
      ["accelerator.voltage-order"]
    ),
    (
      "{v-threshold: 0.3 V, alpha: 1.5, v-min: 0.4 V, v-max: 0.7 V}",
      ["accelerator.nominal-voltage"]
    ),
    (
      "{nominal: 0.9 V, v-threshold: 0.3 V, alpha: 1.5, v-min: 0.4 V, v-max: 1 V}",
      ["accelerator.nominal-voltage"]
    ),
    (
      "{own-supply: [drum], v-threshold: 0.3 V, alpha: 1.5, v-min: 0.4 V, v-max: 1 V}",
      ["accelerator.unknown-name"]
    ),
  ])
  func `what contradicts itself is an error, once`(relation: String, expected: [String]) throws {
    #expect(try Self.ids(relation) == expected)
  }

  @Test func `alpha is from 1 to 2`() throws {
    for (alpha, count) in [("0.9", 1), ("1", 0), ("2", 0), ("2.1", 1), ("1.5 V", 1)] {
      #expect(
        try Self.ids(Self.law.replacing("alpha: 1.5", with: "alpha: \(alpha)")).count == count)
    }
  }

  @Test func `without a voltage of the description there is nothing to start from`() throws {
    #expect(try Self.ids(Self.law, technology: "") == ["accelerator.nominal-voltage"])
    // One that only `nominal` states is enough.
    let own = "{nominal: 0.8 V, \(Self.law.dropFirst())"
    #expect(try Self.ids(own, technology: "").isEmpty)
  }

  @Test func `all that is wrong is said at once, and a key misspelt is named`() throws {
    let text = try Self.text(
      "{own-suply: [dram], v-threshold: 0.6 V, alpha: 1.5, v-min: 0.5 V, v-max: 0.7 V}")
    let ids = diagnostics(of: text).filter { $0.severity == .error }.map(\.id)
    #expect(ids.count == 3)
    #expect(ids.contains("accelerator.voltage-order"))
    #expect(ids.contains("accelerator.nominal-voltage"))
  }

  @Test func `a parameter may stand for a voltage`() throws {
    let text = try Self.text(Self.law.replacing("0.5 V", with: "$least"))
      .replacing("technology:", with: "parameters: {least: 0.5 V}\ntechnology:")
    let relation = try AcceleratorReader.read(text: text, file: "t.yaml").0.voltageFrequency
    guard case .alphaPower(let law)? = relation?.relation else {
      Issue.record("no law")
      return
    }
    #expect(law.lowest.value == Voltage(0.5))
  }

  @Test(arguments: [
    law,
    "{own-supply: [spad], table: [{voltage: 0.6 V, frequency: 60 MHz, static: 8 mW},"
      + " {voltage: 1 V, frequency: 150 MHz, static: 14 mW}]}",
  ])
  func `it is the same after it was written and read`(relation: String) throws {
    let machine = try AcceleratorReader.read(text: Self.text(relation), file: "t.yaml").0
    let text = AcceleratorWriter.text(machine)
    let again = try AcceleratorReader.read(text: text, file: "written").0
    #expect(AcceleratorWriter.text(again) == text)
    #expect(again.voltageFrequency?.ownSupply == machine.voltageFrequency?.ownSupply)
    #expect(again.voltageFrequency?.nominal.value == Voltage(0.8))
  }
}
