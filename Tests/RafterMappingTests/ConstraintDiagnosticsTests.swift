// SPDX-License-Identifier: Apache-2.0
import RafterDiagnostics
import RafterHardware
import RafterMapping
import RafterWorkload
import Testing

/// Constraints that cannot be kept are said in words, all at once.
@Suite struct ConstraintDiagnosticsTests {
  static let machine = TestMachines.accelerator(
    "sides",
    [
      .memory(TestMachines.memory("dram", nil, ports: [TestMachines.port(4)])),
      TestMachines.array([
        TestMachines.side("rows", 8, reduces: true, unroll: ["K"]),
        TestMachines.side("columns", 4),
      ]),
    ])

  static func diagnostics(_ sides: [String: [MappingConstraints.Part]]) -> [Diagnostic] {
    MappingConstraints(sides: sides).diagnostics(
      for: TestNests.gemm(m: 4, n: 4, k: 16), on: machine)
  }

  @Test func `each conflict has an id and a remedy`() {
    #expect(Self.diagnostics(["rows": [.init(dimension: "K", factor: 8)], "columns": []]) == [])
    let cases: [(String, MappingConstraints.Part, id: String, remedy: String)] = [
      ("row", .init(dimension: "K", factor: 1), "mapping.unknown-side", "did you mean 'rows'?"),
      ("columns", .init(dimension: "Q", factor: 1), "mapping.unknown-dimension", "B, M, N, K"),
      ("columns", .init(dimension: "k", factor: 1), "mapping.unknown-dimension", "'K'"),
      ("rows", .init(dimension: "M", factor: 2), "mapping.not-unrollable", "it takes K"),
      ("columns", .init(dimension: "K", factor: 5), "mapping.side-overfull", "at most 4"),
      ("columns", .init(dimension: "K", factor: 0), "mapping.parts", "1 or more"),
    ]
    for (side, part, id, remedy) in cases {
      let found = Self.diagnostics([side: [part]])
      #expect(found.map(\.id) == [id])
      #expect(found.first?.suggestion?.contains(remedy) == true, "\(found)")
    }
  }

  @Test func `all conflicts are said at once, and none is repeated`() {
    let found = Self.diagnostics([
      "rows": [.init(dimension: "M", factor: 4), .init(dimension: "Z", factor: 4)],
      "side": [.init(dimension: "K", factor: 1)],
    ])
    // M is not for rows, there is no Z, 4 * 4 > 8 parts, and there is no such side.
    #expect(
      found.map(\.id) == [
        "mapping.not-unrollable", "mapping.unknown-dimension", "mapping.side-overfull",
        "mapping.unknown-side",
      ])
  }
}
