// SPDX-License-Identifier: Apache-2.0
import RafterDiagnostics
import Testing

@testable import RafterPeers

@Suite struct SiliconTests {
  @Test(arguments: ["charge-domain-imc", "colonnade", "tpu-v1", "nvdla", "eyeriss-v1", "gemmini"])
  func `every judged row of a set is within its tolerance`(_ name: String) throws {
    let set = try #require(ValidationSet.silicon.first { $0.name == name })
    let found = ValidationOutcome(set, try SiliconFiles.findings(set))
    let wrong = found.rows.filter { !$0.isRight }
    #expect(wrong.isEmpty, "\(wrong.map { "\($0.name), \($0.quantity): \($0.error ?? .nan)" })")
    #expect(found.rows.contains { $0.role == .judged })
    // Constants are at most a fifth of the rows, and each says what rows left out of its fit came to.
    #expect(found.findings.fitted.count * 5 <= found.rows.count)
    #expect(found.findings.fitted.allSatisfy { $0.leaveOneOut != nil && $0.name.contains("from ") })
    #expect(!set.peers.isEmpty)
  }

  @Test func `names of sets are their own`() {
    let names = ValidationSet.peers.map(\.name)
    #expect(Set(names).count == names.count)
  }

  @Test func `a table without its columns is refused, and all that is wrong in one is said`() {
    for set in ValidationSet.silicon {
      let problems = SiliconFiles.problems(set, "# nothing\na,b\n1,2\n")
      #expect(problems.map(\.id) == ["peers.not-a-case-file"], "\(set.name)")
    }
    let head = "macs,conv_buffer_KB,sdram_GBps,published_fps\n"
    let problems = SiliconFiles.problems(.nvdla, head + "64,128,x,7.3\n64,128,1\n-1,0,1,7\n")
    // A word, a field too few, two numbers out of range.
    #expect(
      problems.map(\.id) == [
        "peers.row-length", "peers.not-a-number", "peers.not-a-number", "peers.not-a-number",
      ])
    #expect(problems.allSatisfy { $0.location != nil && $0.suggestion != nil })
  }

  @Test func `fields in quotes keep their commas`() {
    let table = CaseTable(
      ValidationFile(path: "t.csv", text: "#  a note\nname,size\n\"a, b\", 3 \n\nc,4\n"))
    #expect(table.rows.map { table.text("name", $0) } == ["a, b", "c"])
    #expect(table.rows.map { table.text("size", $0) } == ["3", "4"])
    #expect(table.rows.map(\.line) == [3, 5])
    #expect(table.comments == ["  a note"])
  }

  @Test func `rows that are shown are never wrong, and judged ones can be`() {
    let shown = ValidationRow(shown: "a", "q", unit: "1", published: 1, predicted: 9)
    #expect(shown.isRight)
    #expect(shown.error == 8)
    #expect(ValidationRow(over: "rows", "mean error", 0.05, tolerance: 0.1).isRight)
    #expect(!ValidationRow(over: "rows", "mean error", 0.15, tolerance: 0.1).isRight)
    #expect(!ValidationRow(over: "rows", "mean error", nil, tolerance: 0.1).isRight)
  }

  @Test func `a fit by relative errors finds what made the rows`() {
    let rows: [(coefficients: [Double], truth: Double)] = [
      ([1, 0, 2], 5), ([0, 1, 1], 5), ([1, 1, 1], 6), ([3, 2, 1], 11),
    ]
    // 1, 3, 2: 1 + 4, 3 + 2, 1 + 3 + 2, 3 + 6 + 2.
    let fit = RelativeFit(rows)
    #expect(zip(fit.constants, [1.0, 3, 2]).allSatisfy { abs($0 - $1) < 1e-9 })
    #expect(zip(fit.leavingOneOut(), rows).allSatisfy { abs($0 - $1.truth) < 1e-6 })
    // A constant is never below zero.
    #expect(RelativeFit([([1, 1], 1), ([1, 2], 0.5)]).constants.allSatisfy { $0 >= 0 })
  }
}
