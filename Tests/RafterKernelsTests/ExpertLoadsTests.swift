// SPDX-License-Identifier: Apache-2.0
import RafterQuantities
import Testing

@testable import RafterKernels

@Suite struct ExpertLoadsTests {
  @Test func `balanced loads differ by one row at most`() {
    // 10 tokens of 3 experts of 8: 30 pairs, six experts with 4 and two with 3.
    let groups = ExpertLoads.balanced.groups(tokens: 10, chosen: 3, experts: 8)
    #expect(
      groups == [
        GroupedProduct.Group(count: 2, rows: 3), GroupedProduct.Group(count: 6, rows: 4),
      ])
    // Fewer pairs than experts: one row each.
    #expect(
      ExpertLoads.balanced.groups(tokens: 1, chosen: 8, experts: 256)
        == [GroupedProduct.Group(count: 8, rows: 1)])
  }

  @Test(arguments: [(8, 8, 256), (64, 8, 256), (1024, 8, 128), (8192, 2, 8), (1, 2, 8)])
  func `skewed loads hold every pair once, and no expert more rows than tokens`(
    _ tokens: Int, _ chosen: Int, _ experts: Int
  ) {
    let groups = ExpertLoads.powerLaw(alpha: 1.01).groups(
      tokens: tokens, chosen: chosen, experts: experts)
    #expect(groups.reduce(0) { $0 + $1.count * $1.rows } == tokens * chosen)
    #expect(groups.allSatisfy { $0.rows <= tokens && $0.count >= 1 })
    #expect(groups.reduce(0) { $0 + $1.count } <= experts)
  }

  @Test func `skew leaves experts without rows, as measured`() {
    // DeepSeek-V3 with 64 tokens: measured times say 163 to 178 of 256 experts [workloads 5.5]; the middle of equal shares
    // gives 180.
    let groups = ExpertLoads.powerLaw(alpha: 1.01).groups(tokens: 64, chosen: 8, experts: 256)
    let distinct = groups.reduce(0) { $0 + $1.count }
    #expect((163...182).contains(distinct))
  }

  @Test func `an expert layer of one token reads the experts it chose`() throws {
    let gpu = try builtIn("nvidia-h100-sxm")
    let layer = ExpertLayer(
      tokens: 1, hidden: 4096, intermediate: 14336, chosen: 2, experts: 8, loads: .balanced,
      format: .bf16)
    let time = try #require(KernelModel(gpu, KernelGeneration.hopper).time(of: .experts(layer)))
    // Two experts of 3 x 4096 x 14336 x 2 B.
    let weights = 2.0 * 3 * 4096 * 14336 * 2
    #expect(time.bytes.value >= weights)
    #expect(time.bytes.value < weights * 1.001)
    #expect(time.limiter == .memory)
  }
}
