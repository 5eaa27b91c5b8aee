// SPDX-License-Identifier: Apache-2.0
import RafterHardware
import RafterLibrary
import RafterQuantities
import RafterWorkload
import Testing

struct WritingTests {
  /// Everything a value holds but where in a file it stood, how it was spelt there, and what a part of the path as a
  /// whole says of its numbers, which say it themselves in what is written.
  private func content(_ value: Any) -> String {
    let mirror = Mirror(reflecting: value)
    var parts: [String] = []
    let isPart = value is MemoryLevel || value is FanOut || value is ComputeUnit
    for child in mirror.children {
      if ["location", "text", "file"].contains(child.label ?? "") { continue }
      if isPart, child.label == "provenance" { continue }
      parts.append("\(child.label ?? "-")=\(content(child.value))")
    }
    if [.set, .dictionary].contains(mirror.displayStyle) { parts.sort() }
    return parts.isEmpty ? "\(value)" : "\(type(of: value))(\(parts.joined(separator: ";")))"
  }

  /// Where two texts part.
  private func difference(_ a: String, _ b: String) -> String? {
    guard a != b else { return nil }
    let common = zip(a, b).prefix { $0 == $1 }.count
    let start = max(0, common - 120)
    return "\(a.dropFirst(start).prefix(200)) | \(b.dropFirst(start).prefix(200))"
  }

  @Test(arguments: BuiltIn.names(of: .accelerator))
  func `a built-in machine is the same after it was written and read`(name: String) throws {
    let machine = try AcceleratorReader.read(text: bundled(name), file: name).0
    let text = AcceleratorWriter.text(machine)
    let (again, warnings) = try AcceleratorReader.read(text: text, file: "written")
    #expect(warnings.isEmpty)
    #expect(difference(content(again), content(machine)) == nil)
    #expect(AcceleratorWriter.text(again) == text)
  }

  @Test func `in-memory arrays, zeros, open and unknown numbers are the same after writing`() throws
  {
    let texts = [
      InMemoryTests.small("active-rows: 4\n      buffering: double"),
      InMemoryTests.small().replacing("adc: 100 fJ, ", with: ""),
      try SparsityTests.text(
        "{gating: [inputs], gated-energy: 0.1, skipping: [weights], structure: {weights: 2:4}}",
        memory: "{operands: [weights], format-overhead: {weights: 2 bit}}"),
      try tiny(("power: {static: 10 mW, cap: 1 W}", "power: {static: unknown}")),
      try tiny(("columns: 8}\n", "columns: 8}\n    wire: unknown\n    wiring: {rows: fixed}\n")),
      try tiny(("{read: 9 pJ/bit, write: 10 pJ/bit}", "{read: 9 pJ/bit}")),
      try tiny((", energy: 0.2 pJ}", ", area: unknown}")),
      try tiny(("capacity: 64 B\n", "capacity: 64 B\n    may-bypass: [weights]\n")),
      try SharingTests.text(),
      try tiny(
        ("name: tiny\n", "name: tiny\nabout: {class: edge, vendor: A Maker, year: 2020}\n"),
        (
          "energy: unknown}\n",
          "energy: unknown, special: {softmax: {rate: 0.5 op/cycle}, activation: {rate: 2 op/cycle, energy: 3 pJ}}}\n"
        )),
    ]
    for text in texts {
      let machine = try AcceleratorReader.read(text: text, file: "t").0
      let again = try AcceleratorReader.read(
        text: AcceleratorWriter.text(machine), file: "written"
      ).0
      #expect(difference(content(again), content(machine)) == nil)
    }
  }

  @Test func `numbers that no short decimal says are written exactly`() throws {
    var machine = try AcceleratorReader.read(text: bundled("edge-npu"), file: "edge-npu").0
    for step in 1...200 {
      let factor = 1 + 1 / Double(step * 7)
      machine.technology.frequency.value = Frequency(123e6 * factor)
      machine.power.cap = .init(Power(2.0 / 3 * factor), .init(confidence: .assumed))
      guard case .memory(var memory) = machine.path[0] else { return }
      memory.readEnergy = .init(EnergyPerBit(1e-12 * factor / 3), .init(confidence: .measured))
      memory.capacity?.value = ByteCount(64.0 * Double(step) + 0.125)
      machine.path[0] = .memory(memory)
      let again = try AcceleratorReader.read(
        text: AcceleratorWriter.text(machine), file: "written"
      ).0
      #expect(difference(content(again), content(machine)) == nil)
    }
  }

  @Test func `a title with quotes, colons and line ends comes back as it was`() throws {
    var machine = try AcceleratorReader.read(text: bundled("edge-npu"), file: "edge-npu").0
    machine.source.title = "He said: \"#1\\ {of} [all]\"\nand\tmore é"
    machine.cautions = ["yes", "- no", "a: b"]
    let again = try AcceleratorReader.read(
      text: AcceleratorWriter.text(machine, heading: ["A heading", "", "of three lines"]),
      file: "written"
    ).0
    #expect(again.source == machine.source)
    #expect(again.cautions == machine.cautions)
  }

  // 9.5 pJ per word of 64 bit is 0.1484375 pJ/bit = 148.4375 fJ/bit: the shorter text wins.
  @Test func `the shortest exact text is chosen`() {
    #expect(EnergyPerBit(9e-12).exactText(in: ["pJ/bit", "fJ/bit"]) == "9 pJ/bit")
    #expect(ByteCount(65536).exactText(in: ["KiB", "MiB", "B"]) == "64 KiB")
    #expect(ByteCount(100).exactText(in: ["KiB", "MiB", "B"]) == "100 B")
    #expect(Frequency(1.05e9).exactText(in: ["MHz", "GHz"]) == "1050 MHz")
    #expect(Seconds(1e-300).exactText(in: []) == "1e-300 s")
  }
}
