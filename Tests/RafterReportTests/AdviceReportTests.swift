// SPDX-License-Identifier: Apache-2.0
import Rafter
import RafterTestSupport
import Testing

@Suite struct AdviceReportTests {
  private func advice() async throws -> Advice {
    let file = try #require(BuiltIn.file("edge-npu", kind: .accelerator))
    let machine = try AcceleratorReader.read(
      text: String(decoding: file.bytes, as: UTF8.self), file: "edge-npu.yaml"
    ).0
    let family = WorkloadFamily(precision: nil, batch: 1, isBatched: false) {
      (_, _) throws(DiagnosticList) in
      let text = """
        rafter: workload/1
        name: product
        formats: {inputs: int8, weights: int8, outputs: int8, accumulate: int32}
        layers:
          - {name: product, operator: gemm, dimensions: {M: 1, N: 1024, K: 1024}}
        """
      return WorkloadFamily.Member(
        workload: try LayerListReader.read(text: text, file: "product.yaml", name: "product"),
        precision: nil)
    }
    return try await Advisor.advise(
      Design(workload: family, accelerator: machine, options: AnalysisOptions()), parallelism: 2)
  }

  @Test func `the JSON keeps to its schema`() async throws {
    let json = AdviceReport(try await advice(), batch: 1).text(.json)
    #expect(try SchemaValidator().problems(try JSONReader.read(json), kind: "advise") == [])
  }

  @Test func `the answer comes first, and what saves nothing is said with the reason`()
    async throws
  {
    let text = AdviceReport(try await advice(), batch: 1).text(.table)
    let lines = text.split(separator: "\n")
    // 1 MiB of weights used once: dram binds, and its bandwidth is what helps.
    #expect(try #require(lines.first).contains("product on edge-npu takes"))
    #expect(text.contains("saves"))
    #expect(text.contains("What saves nothing"))
    #expect(text.contains("of the time is bound by dram"))
    #expect(text.contains("batching: the workload has no batch axis that can be set"))
  }
}
