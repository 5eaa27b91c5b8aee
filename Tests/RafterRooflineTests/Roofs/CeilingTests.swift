// SPDX-License-Identifier: Apache-2.0
import RafterQuantities
import RafterRoofline
import Testing

/// The ceilings of shape and sparsity [rooflines 3.2, 3.6].
@Suite struct CeilingTests {
  @Test func `the last round of a loop leaves units idle`() {
    // 100 over 64: 2 rounds of 64, 100/128; 3 over 32: 3/32.
    let loops = [SpatialLoop(bound: 100, units: 64), SpatialLoop(bound: 3, units: 32)]
    #expect(isClose(SpatialUtilization.share(loops), 100 / 128.0 * 3 / 32.0))
    #expect(SpatialUtilization.ceiling(Throughput(64), [loops[0]]) == Throughput(50))
    #expect(SpatialLoop(bound: 256, units: 64).utilization == 1)
    #expect(SpatialUtilization.share([]) == 1)
    #expect(SpatialLoop(bound: .max, units: 1).utilization == 1)
  }

  @Test func `skipping raises the ceiling up to its limit, gating does not`() {
    let skipping = SparsityHandling.skipping(greatestSpeedup: 2)
    #expect(skipping.ceiling(Throughput(100), density: 0.8) == Throughput(125))
    #expect(skipping.ceiling(Throughput(100), density: 0.25) == Throughput(200))
    #expect(skipping.gain(density: 0.5, balance: 0.75) == 1.5)
    #expect(SparsityHandling.gating.ceiling(Throughput(100), density: 0.25) == Throughput(100))
  }

  @Test func `gating saves energy but for what a gated operation still costs`() {
    // 0.25 + 0.75*0.2 = 0.4
    #expect(isClose(SparsityHandling.gating.energyShare(density: 0.25, gated: 0.2), 0.4))
    #expect(SparsityHandling.skipping(greatestSpeedup: 2).energyShare(density: 0.25) == 0.25)
    #expect(SparsityHandling.dense.energyShare(density: 0.25) == 1)
  }

  /// Golden [rooflines 5]: (b + 2)/b * 1/2.
  @Test(arguments: [(16.0, 0.5625), (8, 0.625), (4, 0.75)])
  func `two of four elements and their indices take a known share`(bits: Double, share: Double) {
    #expect(StructuredSparsity(kept: 2, group: 4).compressedShare(element: BitCount(bits)) == share)
  }

  @Test func `a pattern that keeps all needs no index`() {
    #expect(StructuredSparsity(kept: 4, group: 4).compressedShare(element: BitCount(8)) == 1)
    #expect(StructuredSparsity(kept: 1, group: 8).indexBits == BitCount(3))
  }
}
