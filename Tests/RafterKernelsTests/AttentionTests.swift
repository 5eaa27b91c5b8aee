// SPDX-License-Identifier: Apache-2.0
import RafterQuantities
import Testing

@testable import RafterKernels

@Suite struct AttentionTests {
  private func time(_ phase: Attention.Phase, heads: Int = 32, length: Int, batch: Int = 1) throws
    -> KernelTime
  {
    let attention = Attention(
      phase, batch: batch, heads: heads, keyHeads: 8, headSize: 128, length: length)
    return try #require(
      KernelModel(try builtIn("nvidia-h100-sxm"), KernelGeneration.hopper).time(
        of: .attention(attention)))
  }

  @Test func `one token reads keys and values once, whatever the query heads`() throws {
    // 8 heads x 16384 x 128 x 2 tensors x 2 B = 67.1 MB; queries add 16 KiB.
    let time = try time(.decode, length: 16384)
    #expect(abs(time.bytes.value / 67.125e6 - 1) < 1e-3)
    let more = try self.time(.decode, heads: 64, length: 16384)
    #expect(more.memory.ratio(to: time.memory) < 1.001)
    #expect(more.operations.ratio(to: time.operations) == 2)
  }

  @Test func `a prompt counts the pairs below the diagonal`() throws {
    // 4 x 32 x 128 x 4096 x 4097/2 = 1.3747e11 operations.
    let time = try time(.prompt, length: 4096)
    #expect(abs(time.operations.value / 1.37473e11 - 1) < 1e-5)
    #expect(time.limiter == .compute)
  }

  @Test func `long prompts grow with the square, short ones less`() throws {
    let long = try time(.prompt, length: 32768).compute.ratio(
      to: try time(.prompt, length: 16384).compute)
    let short = try time(.prompt, length: 512).compute.ratio(
      to: try time(.prompt, length: 256).compute)
    #expect(long > 3.8 && long < 4)
    #expect(short < 3)
  }
}
