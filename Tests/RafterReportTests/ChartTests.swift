// SPDX-License-Identifier: Apache-2.0
import Rafter
import RafterTestSupport
import Testing

@testable import RafterReport

@Suite struct ChartTests {
  @Test(arguments: ChartKind.allCases, ChartTheme.allCases)
  func `the charts of both networks are as reviewed`(kind: ChartKind, theme: ChartTheme) throws {
    for (name, analysis) in [
      ("small", SyntheticAnalysis.small()), ("long", SyntheticAnalysis.long()),
    ] {
      let svg = try Charts.svg(kind, of: analysis, theme: theme)
      expectGolden("\(kind.rawValue)-\(name)-\(theme.rawValue).svg", svg)
    }
  }
}
