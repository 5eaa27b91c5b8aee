// SPDX-License-Identifier: Apache-2.0
import Rafter
import RafterTestSupport
import Testing

@testable import RafterReport

/// The reports of bundles, trades and sensitivities.
@Suite struct AdviceStudyReportTests {
  private func design() throws -> Design {
    let file = try #require(BuiltIn.file("edge-npu", kind: .accelerator))
    let machine = try AcceleratorReader.read(
      text: String(decoding: file.bytes, as: UTF8.self), file: "edge-npu.yaml"
    ).0
    let family = WorkloadFamily(precision: nil, batch: 1, isBatched: true) {
      (_, batch) throws(DiagnosticList) in
      let text = """
        rafter: workload/1
        name: product
        formats: {inputs: int8, weights: int8, outputs: int8, accumulate: int32}
        layers:
          - {name: product, operator: gemm, dimensions: {M: \(8 * batch), N: 512, K: 512}}
        """
      return WorkloadFamily.Member(
        workload: try LayerListReader.read(text: text, file: "product.yaml", name: "product"),
        precision: nil)
    }
    return Design(workload: family, accelerator: machine, options: AnalysisOptions())
  }

  private func problems(_ json: String, _ kind: String) throws -> [String] {
    try SchemaValidator().problems(try JSONReader.read(json), kind: kind)
  }

  @Test func `the JSON of each study keeps to its schema`() async throws {
    let design = try design()
    let front = try await BundleStudy.run(
      design, levers: [.nearMemory, .batching], limit: 4, parallelism: 2)
    #expect(try problems(BundleReport(front, batch: 1).text(.json), "bundles") == [])
    let trades = try await TradeStudy.run(design, parallelism: 2)
    #expect(try problems(TradeReport(trades, batch: 1).text(.json), "trades") == [])
    let table = try await SensitivityStudy.run(design, parallelism: 2)
    #expect(try problems(SensitivityReport(table, batch: 1).text(.json), "sensitivity") == [])
  }

  @Test func `the reports of each study are the recorded ones`() async throws {
    let design = try design()
    let advice = try await Advisor.advise(
      design, levers: [.nearMemory, .batching, .sparsity], steps: .unproven, parallelism: 2)
    let report = AdviceReport(advice, batch: 1, detail: .layers)
    expectGolden("advise.json", report.text(.json))
    expectGolden("advise-layers.txt", report.text(.table))
    let front = try await BundleStudy.run(
      design, levers: [.nearMemory, .batching, .temporalReuse], limit: 4, parallelism: 2)
    expectGolden("bundles.json", BundleReport(front, batch: 1).text(.json))
    expectGolden("bundles.txt", BundleReport(front, batch: 1).text(.table))
    let trades = try await TradeStudy.run(design, parallelism: 2)
    expectGolden("trades.json", TradeReport(trades, batch: 1).text(.json))
    expectGolden("trades.txt", TradeReport(trades, batch: 1).text(.table))
    let table = try await SensitivityStudy.run(design, parallelism: 2)
    expectGolden("sensitivity.json", SensitivityReport(table, batch: 1).text(.json))
    expectGolden("sensitivity.txt", SensitivityReport(table, batch: 1).text(.table))
  }

  @Test func `a report of bundles says how many combinations were excluded and by what`()
    async throws
  {
    let front = try await BundleStudy.run(
      design(), levers: [.nearMemory, .batching, .temporalReuse], limit: 2, parallelism: 2)
    let text = BundleReport(front, batch: 1).text(.table)
    #expect(text.contains("combinations of up to three of the"))
    #expect(text.contains(front.counts.leftOpen > 0 ? "left open" : "the front is exact"))
  }

  @Test func `a bundle of several steps is named in full, whatever the width of the table`()
    async throws
  {
    var quick = try design()
    quick.options.limit = SearchLimit(mappings: 20)
    let front = try await BundleStudy.run(
      quick, levers: [.nearMemory, .batching], limit: 4, parallelism: 2)
    let text = BundleReport(front, batch: 1).text(.table)
    let long = front.front.enumerated().filter { $0.element.steps.count > 1 }
    #expect(!long.isEmpty)
    for (index, bundle) in long { #expect(text.contains("  \(index + 1)  \(bundle.name)")) }
    let picture = try AdviceCharts.svg(front)
    for (index, bundle) in long { #expect(picture.contains("\(index + 1) \(bundle.name)")) }
  }

  @Test func `a trade is said as what is given for what`() async throws {
    var quick = try design()
    quick.options.limit = SearchLimit(mappings: 20)
    let trades = try await TradeStudy.run(quick, parallelism: 2)
    let best = try #require(trades.trades.first { $0.given.factor == 0.5 })
    let words = AdviceWords.trade(best)
    #expect(words.hasPrefix("half of the \(best.given.part) for "))
    #expect(words.hasSuffix(" times the \(best.gained.part)"))
  }

  @Test func `each picture is drawn alike every time, in either theme`() async throws {
    let design = try design()
    let advice = try await Advisor.advise(
      design, levers: [.nearMemory, .parallelism], parallelism: 2)
    let front = try await BundleStudy.run(design, levers: [.nearMemory], limit: 4, parallelism: 2)
    let table = try await SensitivityStudy.run(design, parallelism: 2)
    for theme in ChartTheme.allCases {
      #expect(try AdviceCharts.svg(advice, theme: theme) == AdviceCharts.svg(advice, theme: theme))
      #expect(try AdviceCharts.svg(advice, theme: theme).contains("stacked: time"))
      #expect(try AdviceCharts.svg(front, theme: theme).contains("as it is"))
      #expect(try AdviceCharts.svg(table, theme: theme).contains("bandwidth of dram"))
    }
  }

  @Test func `layers on request: each with what saves most of its time`() async throws {
    let advice = try await Advisor.advise(design(), levers: [.nearMemory], parallelism: 2)
    let plain = AdviceReport(advice, batch: 1).text(.table)
    let detailed = AdviceReport(advice, batch: 1, detail: .layers).text(.table)
    #expect(!plain.contains("What saves most of each layer's time"))
    #expect(detailed.contains("What saves most of each layer's time"))
  }
}
