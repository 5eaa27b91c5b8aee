// SPDX-License-Identifier: Apache-2.0
import Rafter
import Testing

struct FormatSharesTests {
  @Test func `the share of a format is its part of all multiply-accumulates`() async throws {
    // 8 x 8 x 8 in int8 is 512 MACs, 8 x 8 x 24 in int16 is 1536: a quarter and three quarters.
    let workload = TestLayer.workload([
      TestLayer.gemm(8, 8, 8, id: "L01"), TestLayer.gemm(8, 8, 24, id: "L02", format: .int16),
    ])
    let text = TestMachine.text(register: "4 B").replacing(
      "energy: 0.5 pJ}",
      with: "energy: 0.5 pJ}\n"
        + "      - {operands: int16 x int16, accumulate: int32, rate: 0.25 MAC/cycle, energy: 1 pJ}\n"
        + "      - {operands: fp16 x fp16, accumulate: fp32, rate: 0.25 MAC/cycle, energy: 1 pJ}")
    let analysis = try await Analyzer.analyze(
      workload, on: TestMachine.machine(text), parallelism: 1)
    // A format that nothing runs in has no share.
    #expect(analysis.formatShares.map(\.format.inputs) == [.int8, .int16])
    #expect(analysis.formatShares.map(\.share) == [0.25, 0.75])
  }
}
