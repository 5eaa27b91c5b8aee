// SPDX-License-Identifier: Apache-2.0
import RafterDiagnostics
import Testing

/// What is wrong with keys and numbers: `document.` diagnostics on the way through the accelerator reader.
struct KeyDiagnosticsTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var old: String
    var new: String
    var also: [[String]]
    var expected: [Said]
    var testDescription: String { expected.map(\.id).joined(separator: ", ") + ": " + new }

    init(_ old: String, _ new: String, _ expected: Said..., also: (String, String)...) {
      self.old = old
      self.new = new
      self.also = also.map { [$0.0, $0.1] }
      self.expected = expected
    }

    /// The tiny machine with its fault.
    func text() throws -> String {
      var text = try tiny((old, new))
      for pair in also {
        let range = try #require(text.firstRange(of: pair[0]), "no '\(pair[0])'")
        text.replaceSubrange(range, with: pair[1])
      }
      return text
    }
  }

  static let keys: [Case] = [
    Case(
      "capacity: 1 GiB", "1️⃣capcity: 1 GiB\n    capacity: 1 GiB",
      Said(1, "document.unknown-key", "unknown key 'capcity' in memory 'dram'")),
    Case(
      "kind: read-write, bandwidth", "kind: read-write, 1️⃣bandwith: 1 B/s, bandwidth",
      Said(1, "document.unknown-key", "unknown key 'bandwith' in port 1 of memory 'dram'")),
    Case(
      "capacity: 1 GiB", "1️⃣bandwidth: 8 B/cycle\n    capacity: 1 GiB",
      Said(1, "document.unknown-key", "unknown key 'bandwidth' in memory 'dram'")),
    Case(
      "capacity: 1 GiB", "capacity: 1 GiB\n    1️⃣capacity: 2 GiB",
      Said(1, "document.duplicate-key", "the key 'capacity' is given twice")),
    Case(
      "- {kind: read-write, bandwidth: 8 B/cycle}", "- 1️⃣{bandwidth: 8 B/cycle}",
      Said(1, "document.missing-key", "'kind' is missing in port 1 of memory 'dram'")),
    Case(
      "holds: [weights, inputs, outputs]", "holds: 1️⃣weights",
      Said(1, "document.wrong-kind", "'holds' is 'weights', not a list")),
    Case(
      "source: {title: a test, confidence: estimated}", "source: 1️⃣a test",
      Said(
        1, "document.wrong-kind",
        "'source' is 'a test', not a mapping with 'title', 'confidence'")),
    Case(
      "capacity: 1 GiB", "capacity: 1️⃣[1 GiB]",
      Said(1, "document.wrong-kind", "'capacity' is a list, not a capacity")),
    Case(
      "name: tiny", "name:1️⃣",
      Said(1, "document.wrong-kind", "'name' is nothing, not a text")),
    Case(
      "kind: read-write", "kind: 1️⃣readwrite",
      Said(1, "document.unknown-word", "'kind' cannot be 'readwrite'")),
    Case(
      "rows: 4", "rows: 1️⃣4.5",
      Said(1, "document.not-a-count", "the side 'rows' is '4.5', not a whole number")),
    Case(
      "rows: 4", "rows: 1️⃣0", Said(1, "document.count-range", "the side 'rows' is 0")),
    Case(
      "vector:", "cautions: 1️⃣[" + (0..<101).map { "c\($0), " }.joined() + "]\nvector:",
      Said(1, "document.too-many", "'cautions' has 101 entries")),
    Case(
      "capacity: 1 GiB", "1️⃣capcity: 1 GiB",
      Said(1, "document.unknown-key", "unknown key 'capcity' in memory 'dram'")),
  ]

  static let numbers: [Case] = [
    Case(
      "bandwidth: 8 B/cycle", "bandwidth: 1️⃣8",
      Said(1, "document.no-unit", "a bandwidth needs a unit")),
    Case(
      "capacity: 64 B", "capacity: 1️⃣64 KB",
      Said(1, "document.unknown-unit", "unknown unit 'KB'")),
    Case(
      "capacity: 64 B", "capacity: 1️⃣64 K", Said(1, "document.unknown-unit", "unknown unit 'K'")),
    Case(
      "bandwidth: 8 B/cycle", "bandwidth: 1️⃣8 Mb/s",
      Said(1, "document.unknown-unit", "unknown unit 'Mb/s'")),
    Case(
      "capacity: 64 B", "capacity: 1️⃣64 pJ",
      Said(1, "document.wrong-unit", "a capacity is not in J")),
    Case(
      "rate: 4 op/cycle", "rate: 1️⃣4 MAC/cycle",
      Said(1, "document.wrong-unit", "a rate of operations is not in MAC/cycle")),
    Case(
      "capacity: 64 B", "capacity: 1️⃣plenty",
      Said(1, "document.not-a-quantity", "'plenty' is not a capacity")),
    Case(
      "energy: unknown}", "energy: 1️⃣unkown}",
      Said(1, "document.not-a-quantity", "'unkown' is not an energy of an operation")),
    Case(
      "capacity: 64 B", "capacity: 1️⃣1e999 B",
      Said(1, "document.not-a-quantity", "'1e999 B' is not a finite number")),
    Case(
      "capacity: 64 B", "capacity: 1️⃣0 B",
      Said(1, "document.not-positive", "a capacity of '0 B' is not above zero")),
    Case(
      "read: 9 pJ/bit", "read: 1️⃣-9 pJ/bit",
      Said(1, "document.not-positive", "an energy of moving a bit of '-9 pJ/bit' is below zero")),
    Case(
      "frequency: 100 MHz", "frequency: 1️⃣1 THz",
      Said(1, "document.implausible", "'1 THz' cannot be a clock frequency")),
    Case(
      "capacity: 1 GiB", "capacity: 1️⃣2 EB",
      Said(1, "document.implausible", "'2 EB' cannot be a capacity")),
    Case(
      "read: 9 pJ/bit", "read: 1️⃣9 J/bit",
      Said(1, "document.implausible", "'9 J/bit' cannot be an energy of moving a bit")),
    Case(
      "bandwidth: 8 B/cycle", "bandwidth: 8 B/cycle, sustained: 1️⃣85",
      Said(1, "document.implausible", "'85' cannot be a share")),
    Case(
      "read: 9 pJ/bit", "read: {value: 9 pJ/bit, range: 1️⃣7 pJ/bit}",
      Said(1, "document.not-a-range", "the range is '7 pJ/bit', not two numbers")),
    Case(
      "read: 9 pJ/bit", "read: {value: 9 pJ/bit, range: 1️⃣12..7 pJ/bit}",
      Said(1, "document.range-order", "the range '12..7 pJ/bit' ends before it begins")),
    Case(
      "read: 9 pJ/bit", "read: {value: 9 pJ/bit, range: 1️⃣10..12 pJ/bit}",
      Said(
        1, "document.range-misses-value",
        "the range '10..12 pJ/bit' does not contain the value '9 pJ/bit'")),
  ]

  @Test(arguments: keys + numbers)
  func `a fault is said once, at its place`(fault: Case) throws {
    #expect(said(about: try fault.text()) == fault.expected)
  }

  static let remedies: [(String, String, String)] = [
    ("bandwidth: 8 B/cycle", "bandwidth: 32", "did you mean `32 B/cycle` or `32 GB/s`?"),
    ("capacity: 64 B", "capacity: 64 KB", "did you mean `64 KiB` or `64 kB`?"),
    (
      "bandwidth: 8 B/cycle", "bandwidth: 8 KB/s", "did you mean `8 KiB/s` or `8 kB/s`?"
    ),
    (
      "capacity: 1 GiB", "capcity: 1 GiB\n    capacity: 1 GiB",
      "further keys are partitions, may-bypass, buffering, area, shared-across, compression, source, confidence"
    ),
    ("kind: read-write,", "kind: read-write, sustaned: 1,", "did you mean 'sustained'?"),
    (
      "capacity: 1 GiB", "capacity: 1 GiB\n    granularity: 8 B",
      "'granularity' belongs under 'ports'"
    ),
    ("bandwidth: 8 B/cycle", "bandwidth: 8 B/cycle, sustained: 85 %", "did you mean `0.85`?"),
    ("bandwidth: 8 B/cycle", "bandwidth: 8 B/cycle, sustained: 85", "did you mean `0.85`?"),
    ("holds: [weights, inputs, outputs]", "holds: weights", "write it as a list: `[weights]`"),
    (
      "frequency: 100 MHz", "frequency: 100 mHz",
      "a clock frequency is 1 kHz to 20 GHz; is the prefix right?"
    ),
    ("kind: read-write", "kind: readwrite", "did you mean 'read-write'?"),
    ("energy: unknown}", "energy: unkown}", "did you mean 'unknown'?"),
    ("rate: 4 op/cycle", "rate: 4 MAC/cycle", "write it in `op/cycle`"),
  ]

  @Test(arguments: remedies)
  func `a fault comes with its remedy`(old: String, new: String, remedy: String) throws {
    #expect(diagnostics(of: try tiny((old, new))).map(\.suggestion) == [remedy])
  }

  @Test func `all faults of a file come at once, in the order of their places`() throws {
    let text = try tiny(
      ("name: tiny", "1️⃣nam: tiny\nname: tiny"),
      ("frequency: 100 MHz", "frequency: 2️⃣100"),
      ("capacity: 1 GiB", "capacity: 3️⃣1 GB/s"),
      ("kind: read-write, bandwidth: 8 B/cycle", "kind: 4️⃣both, bandwidth: 5️⃣8 KB/cycle"),
      ("rows: 4", "rows: 6️⃣-4"),
      (
        "holds: [weights, inputs, outputs]\n    ports:\n      - {kind: read, ",
        "holds: [weights, inputs, 7️⃣output]\n    ports:\n      - {kind: read, "
      ),
      ("int8 x int8", "8️⃣int8 x int9"),
      ("vector: {", "9️⃣vektor: {"))
    #expect(said(about: text).map(\.marker) == [1, 2, 3, 4, 5, 6, 7, 8, 9])
  }
}
