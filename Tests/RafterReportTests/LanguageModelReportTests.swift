// SPDX-License-Identifier: Apache-2.0
import Rafter
import RafterTestSupport
import Testing

/// What reports say about passes of a language model.
@Suite struct LanguageModelReportTests {
  private func workload(_ name: String, _ tokens: PassOptions.Tokens, _ plan: ParallelPlan) throws
    -> Workload
  {
    let file = try #require(BuiltIn.file(name, kind: .transformer))
    let model = try TransformerConfig.read(
      text: String(decoding: file.bytes, as: UTF8.self), file: name, name: name
    ).architecture
    return try PassBuilder.workload(
      model, PassOptions(tokens: tokens, batch: 2, formats: PassFormats(weights: model.weights)),
      over: plan)
  }

  /// The synthetic analysis with the pass of a language model on a machine with links.
  private func analysis() throws -> Analysis {
    let pass = try workload("gpt2", .decode(context: 512), ParallelPlan(tensor: 2))
    var analysis = SyntheticAnalysis.small()
    analysis.workload = pass
    let file = try #require(BuiltIn.file("nvidia-a100", kind: .accelerator))
    analysis.accelerator.links = try AcceleratorReader.read(
      text: String(decoding: file.bytes, as: UTF8.self), file: "nvidia-a100"
    ).0.links
    analysis.fit = [
      CapacityCheck(
        memory: "dram", content: "weights, KV cache and activations", operands: [.weights],
        needed: ByteCount(1e9), available: ByteCount(4e9),
        room: MemoryRoom(pass, capacity: ByteCount(4e9)))
    ]
    return analysis
  }

  @Test(arguments: BuiltIn.names(of: .transformer))
  func `every built-in language model reads and states its source`(name: String) throws {
    let file = try #require(BuiltIn.file(name, kind: .transformer))
    let text = String(decoding: file.bytes, as: UTF8.self)
    #expect(text.contains("\"_source\""))
    let read = try TransformerConfig.read(text: text, file: name, name: name)
    #expect(read.diagnostics.isEmpty)
    #expect(read.architecture.approximations.isEmpty)
    #expect(ParameterCount(read.architecture).total > 100_000_000)
  }

  @Test func `JSON of passes is as its schema says`() throws {
    let analysis = try analysis()
    let one = try workload("gpt2", .decode(context: 512), ParallelPlan())
    let other = try workload("gpt2", .prefill(prompt: 64, cached: 0, chunk: nil), ParallelPlan())
    let documents = [
      ("analysis", AnalysisText.render([analysis], as: .json, version: "1")),
      ("workload", WorkloadReport(analysis.workload).text(.json)),
      ("workload", WorkloadReport(one).text(.json)),
      ("workloads", WorkloadComparison(one, other).text(.json)),
    ]
    for (kind, text) in documents {
      let problems = try SchemaValidator().problems(JSONReader.read(text), kind: kind)
      #expect(problems.isEmpty, "\(kind): \(problems.prefix(5))")
    }
    #expect(documents[0].1.contains("\"time_per_token_s\""))
    #expect(documents[0].1.contains("\"full_overlap_s\""))
  }

  @Test func `the table says what fits before any time of the totals`() throws {
    // Lines are broken anywhere.
    let text = AnalysisText.render([try analysis()], as: .table, version: "1")
      .split(whereSeparator: \.isWhitespace).joined(separator: " ")
    let fit = try #require(text.firstRange(of: "at most"))
    let time = try #require(text.firstRange(of: "tokens/s"))
    #expect(fit.lowerBound < time.lowerBound)
    #expect(text.contains("no overlap"))
    #expect(text.contains("full overlap"))
  }

  @Test func `two phases stand side by side`() throws {
    let decode = try workload("gpt2", .decode(context: 512), ParallelPlan())
    let prefill = try workload("gpt2", .prefill(prompt: 64, cached: 0, chunk: nil), ParallelPlan())
    let text = WorkloadComparison(decode, prefill).text(.table)
    expectGolden("workloads.txt", text)
  }

  @Test func `a pass is shown with its cache and totals by operator`() throws {
    let decode = try workload("gpt2", .decode(context: 512), ParallelPlan())
    expectGolden("workload-gpt2.txt", WorkloadReport(decode).text(.table))
  }

  /// GPT-2 in bf16 is 248.9 MB; a token keeps 12 * 2 * 768 * 2 = 36864 bytes.
  @Test func `the largest batch and context follow from what is free`() throws {
    let decode = try workload("gpt2", .decode(context: 512), ParallelPlan())
    let room = try #require(MemoryRoom(decode, capacity: ByteCount(248_879_616 + 36864 * 600)))
    #expect(room.largestBatch == 1)
    #expect(room.largestContext > 290 && room.largestContext < 300)
    let tight = try #require(MemoryRoom(decode, capacity: ByteCount(1e8)))
    #expect(tight.largestBatch == 0 && tight.largestContext == 0)
    let wide = try #require(MemoryRoom(decode, capacity: ByteCount(1e11)))
    #expect(wide.largestContext == 1024 && wide.isContextOfModel)
  }
}
