// SPDX-License-Identifier: Apache-2.0
import Rafter
import Testing

struct BatchingLeverTests {
  @Test func `a batch shares the reads of weights until the array is full`() async throws {
    let advice = try await Products.advise(m: 1, n: 2048, k: 2048, [.batching])
    // Weights are read once for both: a sample takes half as long, but for the activations.
    let two = try advice.effect(.batching, "batch", "x2")
    #expect(two.timeSaved > 0.45 && two.timeSaved < 0.51, "\(two.timeSaved)")
    let effects = try #require(advice.ladders.first).effects
    for (a, b) in zip(effects, effects.dropFirst()) { #expect(b.timeSaved >= a.timeSaved - 0.02) }
  }
}
