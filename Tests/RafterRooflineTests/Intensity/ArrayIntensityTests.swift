// SPDX-License-Identifier: Apache-2.0
import RafterQuantities
import RafterRoofline
import Testing

/// The worked arrays of rooflines 1.3, golden values of section 5.
@Suite struct ArrayIntensityTests {
  private func perWord(_ array: ArrayIntensity) -> Double {
    array.intensity(word: ByteCount(1)).value
  }

  /// An array of the table, with what its notes print.
  struct Row: Sendable, CustomTestStringConvertible {
    var name: String
    var array: ArrayIntensity
    /// The value of the formula as a fraction.
    var exact: Double
    var printed: String
    var testDescription: String { name }
  }

  @Test(arguments: [
    // 2*64 / (16 + 16 + 2*16)
    Row(
      name: "Volta 4x4x4", array: ArrayIntensity(batch: 4, outputs: 4, sums: 4), exact: 2,
      printed: "2.00"),
    // 2*1024 / (32 + 32 + 2*1024)
    Row(
      name: "32x32x1", array: ArrayIntensity(batch: 32, outputs: 32, sums: 1),
      exact: 2048.0 / 2112, printed: "0.97"),
    // 2*1024 / (128 + 128 + 2*64)
    Row(
      name: "8x8x16", array: ArrayIntensity(batch: 8, outputs: 8, sums: 16), exact: 2048.0 / 384,
      printed: "5.33"),
    // 2*1024 / (32 + 32) and 2*1024 / (128 + 128)
    Row(
      name: "32x32x1 output-stationary",
      array: ArrayIntensity(batch: 32, outputs: 32, sums: 1, outputReuse: .infinity), exact: 32,
      printed: "32.00"),
    Row(
      name: "8x8x16 output-stationary",
      array: ArrayIntensity(batch: 8, outputs: 8, sums: 16, outputReuse: .infinity), exact: 8,
      printed: "8.00"),
    // 2*4096 / (256 + 256 + 2*256)
    Row(
      name: "DaVinci 16x16x16", array: ArrayIntensity(batch: 16, outputs: 16, sums: 16), exact: 8,
      printed: "8.00"),
    // 2*9216 / (96 + 96)
    Row(
      name: "Tesla 96x96 output-stationary",
      array: ArrayIntensity(batch: 96, outputs: 96, sums: 1, outputReuse: .infinity), exact: 96,
      printed: "96.00"),
    // 2*65536 / (256 + 0 + 2*256/2)
    Row(
      name: "TPU 256x256 weight-stationary",
      array: ArrayIntensity(
        batch: 1, outputs: 256, sums: 256, weightReuse: .infinity, outputReuse: 2), exact: 256,
      printed: "256.00"),
  ])
  func `one formula gives every row of the table`(row: Row) {
    #expect(perWord(row.array) == row.exact)
    #expect(Format.fixed(perWord(row.array), decimals: 2) == row.printed)
  }

  @Test(arguments: [2, 16, 100])
  func `the formula holds the one-dimensional cases`(s: Int) {
    let S = Double(s)
    let T = 7.0
    // Spatial reuse of a weight or of an input: 2S/(3S+1); of an output: 2S/(2S+2).
    #expect(isClose(perWord(ArrayIntensity(batch: s, outputs: 1, sums: 1)), 2 * S / (3 * S + 1)))
    #expect(isClose(perWord(ArrayIntensity(batch: 1, outputs: s, sums: 1)), 2 * S / (3 * S + 1)))
    #expect(isClose(perWord(ArrayIntensity(batch: 1, outputs: 1, sums: s)), 2 * S / (2 * S + 2)))
    // Temporal reuse on a dot product: weights 2S/(S/T+S+2), outputs 2S/(2S+2/T).
    #expect(
      isClose(
        perWord(ArrayIntensity(batch: 1, outputs: 1, sums: s, weightReuse: T)),
        2 * S / (S / T + S + 2)))
    #expect(
      isClose(
        perWord(ArrayIntensity(batch: 1, outputs: 1, sums: s, outputReuse: T)),
        2 * S / (2 * S + 2 / T)))
  }

  @Test func `words of two bytes halve the intensity in bytes`() {
    let array = ArrayIntensity(batch: 4, outputs: 4, sums: 4)
    #expect(array.intensity(word: ByteCount(2)) == OperationalIntensity(1))
  }
}
