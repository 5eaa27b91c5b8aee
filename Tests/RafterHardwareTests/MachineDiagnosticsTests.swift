// SPDX-License-Identifier: Apache-2.0
import Foundation
import Testing

/// What is wrong with a machine: every `accelerator.` diagnostic.
struct MachineDiagnosticsTests {
  typealias Case = KeyDiagnosticsTests.Case

  static let sources = "technology: {frequency: 100 MHz, area: 4 mm2}"

  static let reading: [Case] = [
    Case(
      "rafter: accelerator/1", "rafter: 1️⃣accelerator/2",
      Said(
        1, "accelerator.version",
        "'accelerator/2' is a version of the format that this Rafter does not read")),
    Case(
      "rafter: accelerator/1", "rafter: 1️⃣workload/1",
      Said(1, "accelerator.version", "this file is of kind 'workload/1', not an accelerator")),
    Case(
      "bandwidth: 8 B/cycle", "bandwidth: {value: 8 B/cycle, source: 1️⃣paper}",
      Said(1, "accelerator.unknown-source", "the source 'paper' is not declared")),
    Case(
      sources, "sources: {1️⃣paper: {title: T, confidence: published}}\n\(sources)",
      Said(1, "accelerator.unused-source", "no number names the source 'paper'")),
    Case(
      "multicast: {columns: [inputs]}", "multicast: {columns: [inputs], 1️⃣row: [weights]}",
      Said(1, "accelerator.unknown-name", "there is no side of the array 'row'")),
    Case(
      "reduce: {rows: [outputs]}", "reduce: {rows: [outputs]}\n    unroll: {rows: [1️⃣R]}",
      Said(1, "accelerator.unknown-loop", "there is no loop 'R'")),
    Case(
      "holds: [weights, inputs, outputs]", "holds: [weights, inputs, outputs, 1️⃣inputs]",
      Said(1, "accelerator.listed-twice", "'holds' lists 'inputs' twice")),
    Case(
      "holds: [weights, inputs, outputs]",
      "holds: [weights, inputs, outputs]\n    1️⃣may-bypass: [weights]",
      Said(
        1, "accelerator.may-bypass",
        "weights cannot bypass memory 'dram', in which they lie before a layer runs")),
    Case(
      "- compute: mac", "- 1️⃣compte: mac",
      Said(
        1, "accelerator.path-element", "a part of the path is neither memory, array nor compute")),
    Case(
      "- memory: dram\n    capacity: 1 GiB", "- 1️⃣memory: dram",
      Said(1, "accelerator.no-capacity", "memory 'dram' has no capacity")),
    Case(
      "energy: {read: 9 pJ/bit, write: 10 pJ/bit}", "energy: 1️⃣9 pJ/bit",
      Said(1, "accelerator.one-energy", "the energy of memory 'dram' is '9 pJ/bit'")),
    Case(
      "operands: int8 x int8", "operands: 1️⃣int8",
      Said(1, "accelerator.format-pair", "'int8' is not a pair of number formats")),
    Case(
      "operands: int8 x int8", "operands: 1️⃣int8 x int9",
      Said(1, "accelerator.unknown-name", "there is no number format 'int9'")),
    Case(
      "energy: 0.2 pJ}",
      "energy: 0.2 pJ}\n      - {1️⃣operands: int8 x int8, accumulate: int32, energy: unknown}",
      Said(1, "accelerator.format-twice", "the format int8 x int8 -> int32 is given twice")),
    Case(
      "formats:\n      - {operands: int8 x int8, accumulate: int32, energy: 0.2 pJ}",
      "1️⃣formats: []",
      Said(
        1, "accelerator.no-formats",
        "compute 'mac' can compute nothing: its list of formats is empty")
    ),
    Case(
      "- array: {rows: 4, columns: 8}\n    multicast: {columns: [inputs]}\n    reduce: {rows: [outputs]}",
      "- 1️⃣array: {}", Said(1, "accelerator.no-sides", "the array has no side")),
    Case(
      "bandwidth: 8 B/cycle}", "bandwidth: 8 B/cycle, serves: [weights, inputs, outputs, 1️⃣a b c]}",
      Said(1, "accelerator.transfer", "'a b c' is not a transfer")),
    Case(
      "{kind: read, bandwidth: 6 B/cycle}",
      "{kind: read, bandwidth: 6 B/cycle, serves: [weights, inputs, outputs, 1️⃣inputs from-memory]}",
      Said(1, "accelerator.port-direction", "a read port cannot serve 'inputs from-memory'")),
  ]

  static let structure: [Case] = [
    Case(
      "  - compute: mac\n    formats:\n      - {operands: int8 x int8, accumulate: int32, energy: 0.2 pJ}\n",
      "",
      Said(1, "accelerator.no-compute", "the path does not end with arithmetic"),
      also: ("path:", "1️⃣path:")),
    Case(
      "path:\n  - memory: dram", "path:\n  - 1️⃣array: {tiles: 2}\n  - memory: dram",
      Said(1, "accelerator.path-order", "the path begins with an array")),
    Case(
      "energy: 0.2 pJ}", "energy: 0.2 pJ}\n  - 1️⃣array: {tiles: 2}",
      Said(1, "accelerator.path-order", "this stands behind the arithmetic")),
    Case(
      "- array: {rows: 4,", "- 1️⃣array: {a: 1000000, b: 1000000, c: 1000000, rows: 4,",
      Said(1, "accelerator.too-many-parts", "the arrays together have more than 2^40 parts")),
    Case(
      "- compute: mac", "- 1️⃣compute: dram",
      Said(1, "accelerator.name-twice", "the name 'dram' is already taken in line 7")),
    Case(
      "columns: 8}\n    multicast: {columns: [inputs]}",
      "spad: 8}\n    multicast: {spad: [inputs]}",
      Said(1, "accelerator.name-twice", "the name 'spad' is already taken in line 13"),
      also: ("- memory: spad", "- 1️⃣memory: spad")),
    Case(
      "path:",
      "1️⃣path: [{compute: mac, formats: [{operands: int8 x int8, accumulate: int32, energy: unknown}]}]\n#",
      Said(1, "accelerator.no-memory", "the path has no memory"),
      also: (Self.pathBody, "")),
    Case(
      "holds: [weights, inputs, outputs]", "holds: [weights, inputs]",
      Said(1, "accelerator.held-nowhere", "no memory holds outputs"),
      also: ("path:", "1️⃣path:"), ("holds: [weights, inputs, outputs]", "holds: [weights, inputs]")),
  ]

  /// What stands below `path:`.
  static var pathBody: String {
    let body = tiny[(tiny.firstRange(of: "path:\n")?.upperBound ?? tiny.startIndex)...]
    return String(body[..<(body.firstRange(of: "vector:")?.lowerBound ?? body.endIndex)])
  }

  static let machine: [Case] = [
    Case(
      "    holds: [weights, inputs, outputs]\n    ports:\n      - {kind: read, ",
      "    1️⃣holds: []\n    ports:\n      - {kind: read, ",
      Said(1, "accelerator.holds-nothing", "memory 'spad' holds no operand"),
      also: ("bandwidth: 8 B/cycle", "bandwidth: 800 B/cycle")),
    Case(
      "capacity: 64 B\n    holds: [weights, inputs, outputs]",
      "capacity: 64 B\n    1️⃣partitions: {inputs: 8 B}\n    holds: [weights, outputs]",
      Said(
        1, "accelerator.partition-not-held",
        "memory 'spad' sets capacity aside for inputs, which it does not hold"),
      also: ("bandwidth: 8 B/cycle", "bandwidth: 800 B/cycle")),
    Case(
      "capacity: 64 B", "capacity: 64 B\n    1️⃣partitions: {inputs: 65 B}",
      Said(
        1, "accelerator.partitions-exceed", "the partitions of memory 'spad' take 65 B of 64 B")),
    Case(
      "capacity: 64 B", "1️⃣capacity: 64 B\n    partitions: {inputs: 32 B, weights: 32 B}",
      Said(
        1, "accelerator.no-room",
        "memory 'spad' can hold no outputs: it has 0 B for them, an element takes 4 B")),
    Case(
      "capacity: 64 B", "1️⃣capacity: 6 B\n    buffering: double",
      Said(
        1, "accelerator.no-room",
        "memory 'spad' can hold no outputs: it has 3 B for them, an element takes 4 B")),
    Case(
      "read: 0.1 pJ/bit", "read: 1️⃣120 pJ/bit",
      Said(
        1, "accelerator.large-energy",
        "120 pJ/bit to read memory 'spad' is more than DRAM takes")),
    Case(
      "capacity: 64 B\n    holds: [weights, inputs, outputs]\n    ports:\n      - {kind: read, bandwidth: 6 B/cycle}",
      "capacity: 64 B\n    holds: [weights, outputs]\n    ports:\n      - {kind: read, bandwidth: 6 B/cycle, serves: [weights, 1️⃣inputs to-array, outputs]}",
      Said(
        1, "accelerator.serves-not-held",
        "the port serves inputs, which memory 'spad' does not hold"),
      also: ("bandwidth: 8 B/cycle", "bandwidth: 800 B/cycle")),
    Case(
      "{kind: read, bandwidth: 6 B/cycle}",
      "{kind: read, bandwidth: 6 B/cycle, granularity: 1️⃣128 B}",
      Said(1, "accelerator.granularity", "one access of 128 B is more than memory 'spad' holds")),
    Case(
      "ports:\n      - {kind: read, bandwidth: 6 B/cycle}\n", "1️⃣ports:\n",
      Said(
        1, "accelerator.no-port",
        "memory 'spad' has no port for 'weights to-array': weights cannot be read"),
      Said(
        1, "accelerator.no-port",
        "memory 'spad' has no port for 'inputs to-array': inputs cannot be read"),
      Said(
        1, "accelerator.no-port",
        "memory 'spad' has no port for 'outputs to-memory': results cannot be read for the memory further out"
      ),
      Said(
        1, "accelerator.no-port",
        "memory 'spad' has no port for 'outputs to-array': partial sums cannot be read for adding")),
    Case(
      "ports:\n      - {kind: read-write, ", "1️⃣ports:\n      - {kind: read, ",
      Said(
        1, "accelerator.no-port",
        "memory 'dram' has no port for 'outputs from-array': results cannot be written")),
    Case(
      "- {kind: write, bandwidth: 6 B/cycle}",
      "- {kind: write, bandwidth: 6 B/cycle}\n      - {1️⃣kind: write, bandwidth: 6 B/cycle}",
      Said(1, "accelerator.unused-port", "port 3 of memory 'spad' is never used")),
    Case(
      "bandwidth: 8 B/cycle", "bandwidth: 1️⃣900 TB/s",
      Said(
        1, "accelerator.fast-outermost",
        "900 TB/s is more than any outermost memory reaches; 'dram' is at its beginning")),
    Case(
      "    ports:\n      - {kind: read-write, bandwidth: 8 B/cycle}\n", "",
      Said(1, "accelerator.no-ports", "memory 'dram' has no ports: its transfers take no time"),
      also: ("- memory: dram", "- 1️⃣memory: dram")),
    Case(
      "    energy: {read: 9 pJ/bit, write: 10 pJ/bit}\n", "",
      Said(
        1, "accelerator.no-energy",
        "memory 'dram' has no energy: no energy roof is drawn through it"),
      also: ("- memory: dram", "- 1️⃣memory: dram")),
    Case(
      "    ports:\n      - {kind: read, bandwidth: 6 B/cycle}",
      "    1️⃣ports:\n      - {kind: read, bandwidth: 6 B/cycle, serves: [weights, inputs, outputs to-array]}",
      Said(
        1, "accelerator.ports-reserved",
        "every read port of memory 'spad' is reserved for other transfers than 'outputs to-memory',"
          + " which therefore takes no time")),
    // 1 weight + 1 input + a sum of 4 bytes = 6 B/cycle.
    Case(
      "{kind: read, bandwidth: 6 B/cycle}", "{1️⃣kind: read, bandwidth: 5 B/cycle}",
      Said(
        1, "accelerator.slow-port",
        "port 1 of memory 'spad' is slower than the arithmetic: int8 x int8 -> int32 at full rate"
          + " needs 6 B/cycle, it sustains 5 B/cycle")),
    Case(
      "static: 10 mW", "static: 1️⃣10 W",
      Said(
        1, "accelerator.static-above-cap",
        "the static power of 10 W leaves nothing of the cap of 1 W")),
    // 4 x 8 units of 0.2 mm2 = 6.4 mm2.
    Case(
      "area: 4 mm2}", "area: 1️⃣4 mm2}",
      Said(1, "accelerator.area", "the parts take 6.400 mm2, the chip has 4 mm2"),
      also: ("energy: 0.2 pJ}", "energy: 0.2 pJ, area: 0.2 mm2}")),
    Case(
      "energy: unknown}", "energy: unknown, memory: 1️⃣buffer}",
      Said(1, "accelerator.unknown-name", "there is no memory 'buffer'")),
    Case(
      "vector: {rate: 4 op/cycle, energy: unknown}",
      "vector: {rate: 4 op/cycle, energy: unknown}\nlinks: {bandwidth: 1 GB/s, start: 1 us, step: 1 us, ramp: 1 kB, energy: unknown, topology: switch, dimensions: 1️⃣[8]}",
      Said(
        1, "accelerator.links-dimensions",
        "'dimensions' has 1 side, and topology 'switch' has none")),
    Case(
      "vector: {rate: 4 op/cycle, energy: unknown}",
      "vector: {rate: 4 op/cycle, energy: unknown}\nlinks: {bandwidth: 1 GB/s, start: 1 us, step: 1 us, ramp: 1 kB, energy: unknown, topology: mesh, dimensions: [4], 1️⃣closes-every: 2}",
      Said(
        1, "accelerator.links-closes-every",
        "no side of a mesh closes, so `closes-every` means nothing")),
    Case(
      "energy: unknown}", "energy: unknown, memory: 1️⃣registers}",
      Said(
        1, "accelerator.vector-memory",
        "the vector unit cannot work from memory 'registers', which holds neither inputs nor outputs"
      ),
      also: ("  - compute: mac", registers + "  - compute: mac")),
  ]

  static let registers = """
      - memory: registers
        capacity: 1 B
        holds: [weights]
        ports: [{kind: read-write, bandwidth: 1 B/cycle}]
        energy: unknown

    """

  @Test(arguments: reading + structure + machine)
  func `a fault is said once, at its place`(fault: Case) throws {
    #expect(said(about: try fault.text()) == fault.expected)
  }

  @Test func `every id has a case`() throws {
    let tested = Set(
      (KeyDiagnosticsTests.keys + KeyDiagnosticsTests.numbers + Self.reading
        + Self.structure + Self.machine).flatMap(\.expected).map(\.id))
    // Those of YAML itself are in the tests of documents.
    let elsewhere: Set<String> = [
      "document.syntax", "document.empty", "document.too-large", "document.too-deep",
      "document.anchor", "document.tag", "document.key-not-text",
    ]
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appending(path: "Sources")
    var ids: Set<String> = []
    for file in [
      "RafterHardware/Diagnostics.swift", "RafterHardware/CheckDiagnostics.swift",
      "RafterDocuments/Diagnostics.swift", "RafterDocuments/QuantityDiagnostics.swift",
    ] {
      let text = try String(contentsOf: root.appending(path: file), encoding: .utf8)
      for match in text.matches(of: /id: "([a-z.-]+)"/) { ids.insert(String(match.1)) }
    }
    #expect(ids.count > 40)
    #expect(ids.subtracting(tested).subtracting(elsewhere) == [])
  }
}
