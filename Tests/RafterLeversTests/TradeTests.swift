// SPDX-License-Identifier: Apache-2.0
import Rafter
import Testing

struct TradeTests {
  private func trades() async throws -> TradeTable {
    try await TradeStudy.run(
      Design(
        workload: Products.family(m: 64, n: 256, k: 256), accelerator: Products.machine(),
        options: AnalysisOptions()), parallelism: 2)
  }

  @Test func `a trade takes no more area, and an analysis of its file gives its numbers`()
    async throws
  {
    let table = try await trades()
    #expect(table.trades.count > 5)
    for trade in table.trades {
      #expect(trade.leftOver >= .zero, "\(trade.name)")
      #expect(trade.given.factor < 1 && trade.gained.factor > 1, "\(trade.name)")
    }
    let trade = try #require(table.trades.first)
    let read = try AcceleratorReader.read(
      text: AcceleratorWriter.text(trade.machine), file: "written.yaml"
    ).0
    let member = try Products.family(m: 64, n: 256, k: 256).load(nil, 1)
    let again = Outcome(
      try await Analyzer.analyze(member.workload, on: read, parallelism: 2), batch: 1)
    #expect(again == trade.outcome)
  }

  @Test func `nothing is left over that would have room for one part more`() async throws {
    let machine = try Products.machine()
    // Half of the columns for rows: both are multipliers with the same memories, so rows double.
    let table = try await trades()
    let swap = table.trades.first {
      $0.given.name.hasSuffix("columns") && $0.gained.name.hasSuffix("rows")
    }
    if let swap { #expect(swap.gained.factor == 2) }
    #expect(swap != nil || machine.path.isEmpty)
  }

  @Test func `trades are ranked by time`() async throws {
    let table = try await trades()
    for (a, b) in zip(table.trades, table.trades.dropFirst()) {
      #expect(a.timeSaved >= b.timeSaved)
    }
  }
}
