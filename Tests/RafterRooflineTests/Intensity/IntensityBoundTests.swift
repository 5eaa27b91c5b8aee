// SPDX-License-Identifier: Apache-2.0
import RafterQuantities
import RafterRoofline
import Testing

/// Bounds on intensity [rooflines 2.3, 3.1], golden values of section 5.
@Suite struct IntensityBoundTests {
  private func widths(_ inputs: Int, _ weights: Int, _ outputs: Int) -> OperandWidths {
    OperandWidths(
      inputs: BitCount(inputs * 8), weights: BitCount(weights * 8), outputs: BitCount(outputs * 8))
  }

  @Test func `the intensity of a level is the harmonic sum over its tensors`() {
    let tensors = [10, 20, 20].map { TensorTraffic(tensor: "t", bytes: ByteCount($0)) }
    let work = Operations(100)
    // 1/(1/10 + 1/5 + 1/5) = 2 = 100/50
    #expect(isClose(tensors.map { $0.intensity(of: work) }.combined.value, 2))
    #expect(TensorTraffic(tensor: "t", bytes: .zero).intensity(of: work) == .infinity)
    #expect([OperationalIntensity.infinity].combined == .infinity)
  }

  @Test func `the three intensities divide the work by the three kinds of traffic`() {
    let traffic = LevelTraffic(
      compulsory: ByteCount(10), attainable: ByteCount(20), mapped: ByteCount(50))
    let intensities = traffic.intensities(of: Operations(100))
    #expect(
      intensities
        == LevelIntensities(
          compulsory: OperationalIntensity(10), attainable: OperationalIntensity(5),
          mapped: OperationalIntensity(2)))
    let none = LevelTraffic(compulsory: .zero, attainable: .zero, mapped: .zero)
    #expect(none.intensities(of: Operations(100)) == nil)
  }

  /// Golden: sqrt(S/4) for bytes and 4-byte accumulators.
  @Test(arguments: [(0x1p16, 128.0), (0x1p20, 512)])
  func `a buffer allows the root of its capacity over the widths`(capacity: Double, ai: Double) {
    let found = CapacityBound.attainableIntensity(
      capacity: ByteCount(capacity), inputs: BitCount(8), weights: BitCount(8),
      accumulator: BitCount(32))
    #expect(found == OperationalIntensity(ai))
  }

  @Test func `the strict bound of a product is the greater of compulsory and capacity`() {
    let cube = GEMMShape(m: 256, n: 256, k: 256)
    // S = 1024 words: 2*2^24/32 - 2*1024 + 65536 = 1 112 064 > 3*65536
    #expect(
      CapacityBound.leastTraffic(of: cube, capacity: ByteCount(1024), widths: widths(1, 1, 1))
        == ByteCount(1_112_064))
    // Words of two bytes: the same S in twice the bytes, twice the traffic.
    #expect(
      CapacityBound.leastTraffic(of: cube, capacity: ByteCount(2048), widths: widths(2, 2, 2))
        == ByteCount(2_224_128))
    // A row times a matrix moves each weight once, whatever the capacity.
    let decode = GEMMShape(m: 1, n: 1024, k: 1024)
    #expect(
      CapacityBound.leastTraffic(of: decode, capacity: ByteCount(4096), widths: widths(1, 1, 1))
        == ByteCount(1024 * 1024 + 2048))
    // Unequal widths: the smallest for all three, compulsory with their own.
    #expect(
      CapacityBound.leastTraffic(of: cube, capacity: ByteCount(1024), widths: widths(4, 1, 4))
        == ByteCount(1_112_064))
  }

  @Test func `no output-stationary tiling of a product moves less than the bound`() {
    // Brute force over tiles of a by b outputs kept in a*b + a + b words while k runs: reads of
    // mk*ceil(n/b) + kn*ceil(m/a), writes of mn [rooflines 2.3, table].
    let (m, n, k) = (64, 96, 80)
    let shape = GEMMShape(m: m, n: n, k: k)
    for capacity in [64, 256, 1024, 4096, 16384] {
      var best = Int.max
      for a in 1...m {
        for b in 1...n where a * b + a + b <= capacity {
          best = min(best, m * k * ((n + b - 1) / b) + k * n * ((m + a - 1) / a) + m * n)
        }
      }
      let bound = CapacityBound.leastTraffic(
        of: shape, capacity: ByteCount(capacity), widths: widths(1, 1, 1))
      #expect(bound <= ByteCount(best))
      // The bound is not empty: tiles come within the table's worst case of it.
      #expect(ByteCount(best) <= bound * 1.6)
    }
  }

  @Test func `the compulsory intensity is a harmonic sum of widths over dimensions`() {
    let shape = GEMMShape(m: 16, n: 64, k: 128)
    // 2/(2/16 + 1/64 + 4/128) = 2/(11/64)
    let found = shape.compulsoryIntensity(widths(1, 2, 4))
    #expect(isClose(found.value, 128.0 / 11))
    #expect(shape.work == Operations(2 * 16 * 64 * 128))
  }

  /// Golden batch rules: ridge, bytes of weights, rule.
  @Test(arguments: [(240, 2, 240.0), (240, 1, 120), (486, 1, 243), (295, 2, 295)])
  func `wide layers are compute-bound from a batch of ridge times weight bytes over two`(
    ridge: Int, bytes: Int, batch: Double
  ) throws {
    let found = BatchRule.criticalBatch(
      ridge: OperationalIntensity(ridge), widths: widths(bytes, bytes, bytes))
    #expect(isClose(try #require(found), batch))
  }

  /// "At n = k = 4096 really 272 / 345" [rooflines 2.3].
  @Test(arguments: [(240, 272.0), (295, 345)])
  func `narrower layers need more`(ridge: Int, batch: Double) throws {
    let widths = widths(2, 2, 2)
    let found = try #require(
      BatchRule.criticalBatch(
        ridge: OperationalIntensity(ridge), widths: widths, n: 4096, k: 4096))
    #expect(found.rounded() == batch)
    // At that batch the compulsory intensity is the ridge: 2/(b_w/M + b_a/N + b_o/K) = R.
    let shape = GEMMShape(m: Int(found.rounded()), n: 4096, k: 4096)
    #expect(isClose(shape.compulsoryIntensity(widths).value, Double(ridge), within: 2e-3))
  }

  @Test func `a layer that is too narrow is never compute-bound`() {
    // 2/240 < 2/200 of the inputs alone.
    #expect(
      BatchRule.criticalBatch(
        ridge: OperationalIntensity(240), widths: widths(2, 2, 2), n: 200) == nil)
  }

  /// 2g/b: 1 for multi-head at fp16, 8 for groups of 8.
  @Test(arguments: [(1, 16, 1.0), (8, 16, 8), (8, 8, 16)])
  func `decode attention reads each byte of the cache for a group of heads`(
    group: Int, bits: Int, ai: Double
  ) {
    #expect(
      DecodeAttention.intensity(queryHeadsPerKVHead: group, element: BitCount(bits))
        == OperationalIntensity(ai))
  }

  /// Golden [rooflines 5].
  @Test(arguments: [(NumberFormat.mxfp8, 8.25), (.mxfp6, 6.25), (.mxfp4, 4.25), (.nvfp4, 4.5)])
  func `block formats carry their share of the scale`(format: NumberFormat, bits: Double) {
    #expect(format.bitsPerElement == BitCount(bits))
  }
}
