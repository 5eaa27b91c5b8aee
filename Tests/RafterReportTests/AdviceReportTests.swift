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

  /// The edge NPU, changed, under a product of 256 KiB of weights.
  private func advice(_ levers: [Lever], _ change: (inout MemoryLevel) -> Void) async throws
    -> Advice
  {
    let file = try #require(BuiltIn.file("edge-npu", kind: .accelerator))
    var machine = try AcceleratorReader.read(
      text: String(decoding: file.bytes, as: UTF8.self), file: "edge-npu.yaml"
    ).0
    if case .memory(var dram) = machine.path[0] {
      change(&dram)
      machine.path[0] = .memory(dram)
    }
    let family = WorkloadFamily(precision: nil, batch: 1, isBatched: false) {
      (precision, _) throws(DiagnosticList) in
      let text = """
        rafter: workload/1
        name: product
        formats: {inputs: int8, weights: int8, outputs: int8, accumulate: int32}
        layers:
          - {name: product, operator: gemm, dimensions: {M: 1, N: 512, K: 512}}
        """
      return WorkloadFamily.Member(
        workload: try LayerListReader.read(text: text, file: "product.yaml", name: "product"),
        precision: try precision.map { word throws(DiagnosticList) in try Precision(text: word) })
    }
    return try await Advisor.advise(
      Design(
        workload: family, accelerator: machine,
        options: AnalysisOptions(limit: SearchLimit(mappings: 20))),
      levers: levers, parallelism: 2)
  }

  @Test func `a design that does not fit is said to, and its rows are compared all the same`()
    async throws
  {
    let advice = try await advice([.bandwidth]) { $0.capacity?.value = ByteCount(65536.0) }
    #expect(advice.outcome.isInfeasible)
    #expect(!advice.ranking.isEmpty)
    let text = AdviceReport(advice, batch: 1).text(.table).replacing("\n", with: " ")
    let unfit = "It does not fit: all weights and activations at their peak need"
    #expect(text.contains(unfit), "\(text)")
    #expect(text.contains("No single step makes it fit"))
    #expect(!text.contains("it would not fit"))
  }

  @Test func `what makes a design fit is named`() async throws {
    // 256 KiB of int8 weights and 1 KiB of activations; half of it in int4.
    let advice = try await advice([.quantization]) { $0.capacity?.value = ByteCount(200_000.0) }
    let text = AdviceReport(advice, batch: 1).text(.table)
      .replacing("\n", with: " ")
    #expect(text.contains("It fits by running in"), "\(text)")
    #expect(text.contains("), fits"))
  }

  @Test func `several chips are put side by side, each step told apart`() async throws {
    let advice = try await advice([.chiplets]) { _ in }
    let text = AdviceReport(advice, batch: 1).text(.table)
    #expect(text.contains("Putting 8 chips each with its dram side by side saves"), "\(text)")
    for step in ["x2", "x4", "x8"] { #expect(text.contains("its dram \(step) ")) }
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
