// SPDX-License-Identifier: Apache-2.0
import Rafter
import Testing

struct PrecisionTests {
  @Test(arguments: [
    ("w4a16", NumberFormat.int4, NumberFormat.fp16), ("w8a8", .int8, .int8), ("int8", .int8, .int8),
    ("bf16", .bf16, .bf16), ("fp8", .fp8e4m3, .fp8e4m3), ("W16A16", .fp16, .fp16),
    ("w8a16", .int8, .fp16),
  ])
  func `a precision reads as people write it`(
    text: String, weights: NumberFormat, activations: NumberFormat
  ) throws {
    let precision = try Precision(text: text)
    #expect(precision.weights == weights && precision.activations == activations)
  }

  @Test func `a misspelt precision names the nearest one`() {
    do {
      _ = try Precision(text: "bf61")
      Issue.record("bf61 was taken for a precision")
    } catch {
      #expect(error.diagnostics.first?.suggestion?.contains("bf16") == true)
    }
  }

  @Test func `a model in a format the machine lacks moves to its first one, and a note says so`()
    async throws
  {
    let workload = TestLayer.workload([TestLayer.gemm(8, 8, 8, format: .fp32)], activations: 400)
    let analysis = try await Analyzer.analyze(
      workload, on: TestMachine.machine(), parallelism: 1)
    #expect(
      analysis.diagnostics.contains { $0.id == "analysis.retargeted" && $0.severity == .note })
    let layer = try #require(analysis.workload.layers.first)
    #expect(layer.nests.first?.arithmetic.description == "int8 x int8 -> int32")
    // Four bytes become one.
    #expect(analysis.workload.parameterBytes == 64)
    #expect(analysis.workload.peakActivationBytes == 100)
  }

  @Test func `a precision the machine cannot multiply is refused with what it can`() async throws {
    let workload = TestLayer.workload([TestLayer.gemm(8, 8, 8)])
    do {
      _ = try await Analyzer.analyze(
        workload, on: TestMachine.machine(),
        options: AnalysisOptions(precision: Precision(text: "bf16")), parallelism: 1)
      Issue.record("bf16 was accepted")
    } catch let error as DiagnosticList {
      #expect(error.diagnostics.first?.suggestion?.contains("int8 x int8") == true)
    }
  }

  @Test func `narrow weights are widened on the way to the multiplier and move fewer bytes`()
    async throws
  {
    let workload = TestLayer.workload([TestLayer.gemm(1, 64, 64)])
    let wide = try await Analyzer.analyze(
      workload, on: TestMachine.machine(), parallelism: 1)
    let narrow = try await Analyzer.analyze(
      workload, on: TestMachine.machine(),
      options: AnalysisOptions(precision: Precision(text: "w4a8")), parallelism: 1)
    func weights(_ analysis: Analysis) -> Double {
      analysis.layers.first?.levels.first?.bytesByOperand[.weights]?.value ?? 0
    }
    #expect(weights(wide) == 4096)
    #expect(weights(narrow) == 2048)
  }
}
