// SPDX-License-Identifier: Apache-2.0
import RafterDiagnostics
import RafterHardware
import RafterMapping
import RafterQuantities
import RafterWorkload
import Testing

@Suite struct ValidityTests {
  /// Ids and lines of what is said about the nodes of a mapping of a 10 x 256 x 300 product on a systolic
  /// array; the nodes begin in line 3.
  static func said(
    _ nodes: String, head: String = "rafter: mapping/1\nnodes:",
    nest: LoopNest = TestNests.gemm(m: 10, n: 256, k: 300),
    machine: Accelerator = TestMachines.systolic()
  ) -> [Diagnostic] {
    do {
      let draft = try MappingReader.read(text: head + "\n" + nodes, file: "m.yaml")
      _ = try draft.mappings(of: [nest], on: machine, format: TestMachines.int8)
      return []
    } catch {
      return error.diagnostics
    }
  }

  static func line(_ diagnostic: Diagnostic) -> Int? {
    if case .text(let line, _, _)? = diagnostic.location?.position { line } else { nil }
  }

  static let good = """
      - store: {memory: dram, operands: [weights, inputs, outputs]}
      - store: {memory: unified, operands: [inputs, outputs]}
      - store: {memory: accumulators, operands: [outputs]}
      - for: {dimension: K, tile: 150}
      - parallel: {dimension: K, factor: 150, on: rows}
      - parallel: {dimension: N, factor: 256, on: columns}
      - store: {memory: register, operands: [weights]}
      - for: {dimension: M, tile: 1}
    """

  @Test func `a good mapping is taken`() { #expect(Self.said(Self.good).isEmpty) }

  struct Slip: Sendable, CustomTestStringConvertible {
    var old: String
    var new: String
    var id: String
    var line: Int
    var column: Int
    var testDescription: String { "\(id): \(new)" }
  }

  @Test(arguments: [
    Slip(
      old: "for: {dimension: K,", new: "for: {dimension: H,", id: "mapping.unknown-dimension",
      line: 6, column: 22),
    Slip(
      old: "memory: unified", new: "memory: unifeid", id: "mapping.unknown-memory", line: 4,
      column: 21),
    Slip(
      old: "on: columns", new: "on: colunms", id: "mapping.unknown-side", line: 8, column: 47),
    Slip(
      old: "[inputs, outputs]", new: "[inputs, output]", id: "document.unknown-word", line: 4,
      column: 49),
    Slip(
      old: "dimension: K, tile: 150", new: "dimension: K, tile: 301", id: "mapping.tile-grows",
      line: 6, column: 31),
    Slip(
      old: "K, tile: 150", new: "K, tile: 300", id: "mapping.unfinished", line: 2, column: 1),
    Slip(
      old: "[inputs, outputs]", new: "[weights, inputs, outputs]", id: "mapping.not-held",
      line: 4, column: 41),
    Slip(
      old: "{memory: accumulators, operands: [outputs]}",
      new: "{memory: unified, operands: [outputs]}", id: "mapping.store-order", line: 5,
      column: 41),
    Slip(
      old: "[weights, inputs, outputs]", new: "[inputs, outputs]", id: "mapping.first-store",
      line: 9, column: 42),
    Slip(
      old: "for: {dimension: M", new: "fro: {dimension: M", id: "document.unknown-key", line: 10,
      column: 5),
    Slip(
      old: "factor: 256, on", new: "factor: 256, tile: 2, on", id: "mapping.parts", line: 8,
      column: 38),
    Slip(
      old: "factor: 256, on: columns", new: "on: columns", id: "mapping.parts", line: 8,
      column: 15),
    Slip(
      old: "tile: 1}", new: "tile: one}", id: "document.not-a-count", line: 10, column: 31),
  ])
  func `a slip is found where it stands, with a remedy`(slip: Slip) throws {
    let found = Self.said(Self.good.replacing(slip.old, with: slip.new, maxReplacements: 1))
    let first = try #require(found.first { $0.id == slip.id }, "\(found)")
    #expect(first.location?.text == "m.yaml:\(slip.line):\(slip.column)")
    #expect(first.suggestion?.isEmpty == false)
  }

  @Test func `parts beyond a side are counted over all dimensions on it`() throws {
    let nodes = Self.good
      .replacing(
        "factor: 256, on: columns}",
        with: "factor: 128, on: columns}\n  - parallel: {dimension: M, factor: 5, on: columns}"
      )
      .replacing("[weights]}", with: "[weights]}\n  - for: {dimension: N, tile: 1}")
    let found = Self.said(nodes)
    // 128 x 5 = 640 parts of 256.
    #expect(found.map(\.id) == ["mapping.side-overfull"], "\(nodes) \(found)")
    #expect(found.first?.message.contains("640") == true)
  }

  @Test func `a store outside an array cannot follow a loop over its parts`() {
    let nodes = """
        - store: {memory: dram, operands: [weights, inputs, outputs]}
        - parallel: {dimension: K, factor: 150, on: rows}
        - store: {memory: unified, operands: [inputs, outputs]}
        - store: {memory: register, operands: [weights]}
        - parallel: {dimension: N, factor: 256, on: columns}
        - for: {dimension: K, tile: 1}
        - for: {dimension: M, tile: 1}
      """
    let found = Self.said(nodes).filter { $0.id == "mapping.array-order" }
    #expect(found.map(Self.line) == [5, 7])
  }

  @Test func `a tile that does not fit names memory, tile, bytes needed, there and missing`() throws
  {
    // 64 x 64 sums of 32 bit are 16,384 B; 64 x 300 and 300 x 64 bytes of inputs and weights 38,400 B:
    // 54,784 B of 51,200 B.
    let nest = TestNests.gemm(m: 128, n: 128, k: 300)
    let machine = TestMachines.twoLevel(capacity: 50 * 1024)
    let found = Self.said(
      """
        - store: {memory: dram, operands: [weights, inputs, outputs]}
        - for: {dimension: M, tile: 64}
        - for: {dimension: N, tile: 64}
        - store: {memory: buffer, operands: [weights, inputs, outputs]}
        - for: {dimension: K, tile: 1}
        - for: {dimension: M, tile: 1}
        - for: {dimension: N, tile: 1}
      """, nest: nest, machine: machine)
    let only = try #require(found.first)
    #expect(found.count == 1)
    #expect(only.id == "mapping.does-not-fit")
    #expect(Self.line(only) == 6)
    #expect(
      only.message
        == "buffer has to hold 54.8 kB and has 51.2 kB: 3.58 kB are missing")
    #expect(only.notes.count == 3)
  }

  @Test func `everything that is wrong is said at once, in the order of the file`() {
    let found = Self.said(
      """
        - store: {memory: dram, operands: [weights, inputs, output]}
        - for: {dimension: Q, tile: 4}
        - for: {dimension: M, tile: 11}
        - parallel: {dimension: N, factor: 300, on: lines}
        - store: {memory: register, operands: [inputs]}
      """, head: "rafter: mapping/1\nnest: {M: 12}\nnodes:")
    #expect(
      found.map(\.id) == [
        "mapping.other-layer", "document.unknown-word", "mapping.unknown-dimension",
        "mapping.tile-grows", "mapping.unknown-side", "mapping.not-held",
      ])
    #expect(found.compactMap(Self.line) == [2, 4, 5, 6, 7, 8])
  }

  @Test(arguments: [
    "nodes: []", "{}", "rafter: mapping/1\nnodes: 3", "rafter: mapping/2\nnodes: []",
  ])
  func `a file of another form is refused`(text: String) {
    #expect(!Self.said("", head: text).isEmpty)
  }
}
