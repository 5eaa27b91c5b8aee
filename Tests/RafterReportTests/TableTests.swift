// SPDX-License-Identifier: Apache-2.0
import Rafter
import RafterTestSupport
import Testing

@Suite struct TableTests {
  @Test func `the report of a small network is as reviewed`() {
    let text = AnalysisText.render([SyntheticAnalysis.small()], as: .table, version: "1.0.0")
    expectGolden("small.txt", text)
  }

  @Test func `the report of a long network shows the thirty longest layers and the rest`() {
    let text = AnalysisText.render([SyntheticAnalysis.long()], as: .table, version: "1.0.0")
    expectGolden("long.txt", text)
    let rows = text.split(separator: "\n").filter { $0.hasPrefix("L") }
    #expect(rows.count == 30)
    #expect(text.contains("170 more"))
  }
}
