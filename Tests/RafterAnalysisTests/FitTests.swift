// SPDX-License-Identifier: Apache-2.0
import Rafter
import Testing

struct FitTests {
  private func checks(_ weights: Int, _ activations: Int) async throws -> [CapacityCheck] {
    var workload = TestLayer.workload([TestLayer.gemm(4, 4, 4)], activations: activations)
    workload.parameterBytes = weights
    return try await Analyzer.analyze(workload, on: TestMachine.machine(), parallelism: 1).fit
  }

  @Test func `weights and activations share the memory that both live in`() async throws {
    // dram has 1 MiB: either fits it alone, together they do not.
    let checks = try await checks(700_000, 500_000)
    let home = try #require(checks.first { $0.isHome })
    #expect(home.memory == "dram" && home.needed == ByteCount(1_200_000))
    #expect(!home.fits)
  }

  @Test func `further in, each is compared on its own`() async throws {
    let buffer = try await checks(5000, 4096).filter { $0.memory == "buffer" }
    #expect(buffer.map(\.fits) == [false, true])
    #expect(buffer.allSatisfy { !$0.isHome })
  }

  @Test func `all instances of a memory count`() async throws {
    // 16 registers of 2 B.
    let registers = try await checks(32, 0).filter { $0.memory == "register" }
    #expect(registers.map(\.available) == [ByteCount(32)])
    #expect(registers.map(\.fits) == [true])
  }

  @Test func `what does not fit its home is said in the headline`() async throws {
    var workload = TestLayer.workload([TestLayer.gemm(4, 4, 4)])
    workload.parameterBytes = 2 << 20
    let analysis = try await Analyzer.analyze(
      workload, on: TestMachine.machine(), parallelism: 1)
    #expect(analysis.headline.contains { $0.contains("does not fit") && $0.contains("1.00 MiB") })
  }
}
