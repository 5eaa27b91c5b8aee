// SPDX-License-Identifier: Apache-2.0
import Rafter
import Testing

struct QuantizationLeverTests {
  @Test func `narrower weights move decode and not prefill`() async throws {
    // Decode, one row: 4 MiB of weights and 4 KiB of activations; 4 bits instead of 8 halve what moves.
    let decode = try await Products.advise(m: 1, n: 2048, k: 2048, [.quantization])
    let narrow = try decode.effect(.quantization, "formats", "w4a8")
    #expect(narrow.timeSaved > 0.4 && narrow.timeSaved <= 0.5, "\(narrow.timeSaved)")
    // Prefill: 2048 rows use each weight 2048 times; the array runs 8 x 8 bits as before.
    let prefill = try await Products.advise(m: 2048, n: 2048, k: 2048, [.quantization])
    let same = try prefill.effect(.quantization, "formats", "w4a8")
    #expect(same.timeSaved < 0.05, "\(same.timeSaved)")
  }
}
