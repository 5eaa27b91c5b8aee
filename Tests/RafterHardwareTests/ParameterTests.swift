// SPDX-License-Identifier: Apache-2.0
import RafterDiagnostics
import RafterHardware
import RafterQuantities
import Testing

struct ParameterTests {
  /// The tiny machine with a parameter for its scratchpad and one for its columns.
  static func text(
    pad: String = "{value: 64 B, range: 32 B..1 KiB, steps: x2}", columns: String = "8",
    reference: String = "$pad"
  ) throws -> String {
    try tiny(
      ("technology:", "parameters:\n  pad: \(pad)\n  wide: \(columns)\ntechnology:"),
      ("columns: 8", "columns: $wide"), ("capacity: 64 B", "capacity: \(reference)"))
  }

  static func said(_ text: String, _ settings: [ParameterSetting] = []) -> [String] {
    do {
      return try AcceleratorReader.read(text: text, file: "t.yaml", settings: settings).1
        .map { "\($0.location?.text ?? "-") \($0.id)" }
    } catch {
      return error.diagnostics.map { "\($0.location?.text ?? "-") \($0.id)" }
    }
  }

  @Test func `a reference stands for the number`() throws {
    let machine = try AcceleratorReader.read(text: Self.text(), file: "t.yaml").0
    #expect(machine.memories.last?.capacity?.value == ByteCount(64.0))
    #expect(machine.computeInstances == 4 * 8)
    #expect(machine.parameters.map(\.name) == ["pad", "wide"])
    // The number stands where the parameter is declared.
    #expect(machine.memories.last?.capacity?.provenance.location?.text == "t.yaml:5:16")
  }

  @Test(arguments: [
    (
      "{value: 64 B, range: 32 B..1 KiB, steps: x2}",
      ["32 B", "64 B", "128 B", "256 B", "512 B", "1024 B"]
    ),
    ("{value: 64 B, range: 32..128 B, steps: +32 B}", ["32 B", "64 B", "96 B", "128 B"]),
    // The end is tried even where the steps do not meet it.
    ("{value: 64 B, range: 50..130 B, steps: x2}", ["50 B", "100 B", "130 B"]),
    ("{value: 64 B, range: 32..128 B}", ["32 B", "128 B"]),
    ("64 B", ["64 B"]),
  ])
  func `the values of a sweep`(pad: String, values: [String]) throws {
    let machine = try AcceleratorReader.read(text: Self.text(pad: pad), file: "t.yaml").0
    #expect(machine.parameters[0].points == values)
  }

  @Test func `a setting replaces the value and nothing else`() throws {
    let text = try Self.text()
    let setting = try ParameterSetting.parse("pad=512B")
    let machine = try AcceleratorReader.read(text: text, file: "t.yaml", settings: [setting]).0
    var before = try AcceleratorReader.read(text: text, file: "t.yaml").0
    #expect(machine.memories.last?.capacity?.value == ByteCount(512.0))
    // It is nobody's number but the user's.
    let stated = try #require(machine.memories.last?.capacity).provenance
    #expect(stated.location?.file == "--set pad=512B" && stated.confidence == .assumed)
    before.parameters = machine.parameters
    if case .memory(var pad) = before.path[2] {
      pad.capacity = machine.memories.last?.capacity
      before.path[2] = .memory(pad)
    }
    #expect(before == machine)
  }

  @Test func `a parameter of the base can be given a value in the child`() throws {
    let base = try Self.text()
    let child = try AcceleratorReader.read(
      text: ExtendsTests.head("swept") + "parameters: {pad: 128 B}", file: "child.yaml",
      bases: ExtendsTests.bases(["swept": base])
    ).0
    #expect(child.memories.last?.capacity?.value == ByteCount(128.0))
    // The range stays the base's.
    #expect(child.parameters.first { $0.name == "pad" }?.range == 32...1024)
  }

  @Test func `unknown names are errors, of files and of settings`() throws {
    #expect(
      try Self.said(Self.text(reference: "$pat"))
        == [
          "t.yaml:5:3 accelerator.unused-parameter", "t.yaml:20:15 accelerator.unknown-parameter",
        ])
    #expect(
      try Self.said(Self.text(), [ParameterSetting(name: "pat", value: "1 B")])
        == ["--set pat=1 B accelerator.unknown-parameter"])
    #expect(
      Self.said(tiny, [ParameterSetting(name: "pad", value: "1 B")])
        == ["--set pad=1 B accelerator.unknown-parameter"])
  }

  @Test(arguments: [
    ("{value: 64 B, range: 128 B..1 KiB}", "t.yaml:5:16 accelerator.parameter-range"),
    ("{value: 64 B, range: 128 B..32 B}", "t.yaml:5:29 accelerator.parameter-range"),
    ("{value: 64 B, range: 1..2 W}", "t.yaml:5:29 accelerator.parameter-range"),
    ("{value: 64 B, steps: x2}", "t.yaml:5:29 accelerator.parameter-steps"),
    ("{value: 64 B, range: 32..64 B, steps: x1}", "t.yaml:5:46 accelerator.parameter-steps"),
    ("{value: 64 B, range: 32..64 B, steps: 2}", "t.yaml:5:46 accelerator.parameter-steps"),
    (
      "{value: 64 B, range: 32..64 B, steps: x1.00001}",
      "t.yaml:5:46 accelerator.parameter-steps"
    ),
    ("{value: much}", "t.yaml:5:16 accelerator.parameter-value"),
    ("{value: $wide}", "t.yaml:5:16 accelerator.parameter-value"),
    ("{valu: 64 B}", "t.yaml:5:9 document.unknown-key"),
    // The place of a wrong unit is that of the number.
    ("64 W", "t.yaml:5:8 document.wrong-unit"),
  ])
  func `what is wrong with a parameter is said once`(pad: String, problem: String) throws {
    #expect(try Self.said(Self.text(pad: pad)) == [problem])
  }

  @Test(arguments: ["", "pad", "=1", "pad="])
  func `a setting needs a name and a value`(text: String) {
    #expect(throws: DiagnosticList.self) { try ParameterSetting.parse(text) }
  }

  @Test func `text that looks like a reference can be quoted`() throws {
    // A memory may be called anything.
    let text = try tiny(("memory: spad", "memory: \"$pad\""))
    #expect(try AcceleratorReader.read(text: text, file: "t.yaml").0.memories.last?.name == "$pad")
  }
}
