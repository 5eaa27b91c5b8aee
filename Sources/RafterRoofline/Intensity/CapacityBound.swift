// SPDX-License-Identifier: Apache-2.0
public import RafterQuantities

/// What a buffer of limited capacity leaves of a product's intensity [rooflines 2.3].
public enum CapacityBound {
  /// The intensity that output-stationary tiles reach, an estimate within 2 to 6 %.
  ///
  ///     AI ~ sqrt(S / (b_a * b_w * b_acc))       at the tile aspect m/n = b_w/b_a
  ///
  /// Partial sums that spill cost a factor of sqrt(2). For a strict bound use ``leastTraffic(of:capacity:widths:)``.
  ///
  /// - Parameters:
  ///   - capacity: S, the bytes of the buffer.
  ///   - inputs: b_a, bits of an input as stored.
  ///   - weights: b_w, bits of a weight as stored.
  ///   - accumulator: bits of a partial sum kept in the buffer.
  public static func attainableIntensity(
    capacity: ByteCount, inputs: BitCount, weights: BitCount, accumulator: BitCount
  ) -> OperationalIntensity {
    let widths = inputs.bytes.value * weights.bytes.value * accumulator.bytes.value
    return OperationalIntensity((capacity.value / widths).squareRoot())
  }

  /// The least traffic of a product across the border of a buffer, a strict bound.
  ///
  ///     max(compulsory, b * (2mnk/sqrt(S) - 2S + mn))
  ///
  /// with S the capacity in words of b, the smallest of the three widths; the bound is proved for equal
  /// widths [Smith et al., arXiv 1702.02017], and narrower words only lower it.
  ///
  /// - Parameters:
  ///   - shape: m, n and k of the product.
  ///   - capacity: bytes of the buffer.
  ///   - widths: of the operands as they cross the border; of outputs as stored.
  public static func leastTraffic(
    of shape: GEMMShape, capacity: ByteCount, widths: OperandWidths
  ) -> ByteCount {
    let compulsory = shape.compulsoryTraffic(widths)
    let word = widths.least.bytes
    guard word > .zero, capacity > .zero else { return compulsory }
    let words = capacity.ratio(to: word)
    let m = Double(shape.m)
    let n = Double(shape.n)
    let k = Double(shape.k)
    return max(compulsory, word * (2 * m * n * k / words.squareRoot() - 2 * words + m * n))
  }

  /// The greatest intensity of a product for a capacity, `W / least traffic`.
  public static func greatestIntensity(
    of shape: GEMMShape, capacity: ByteCount, widths: OperandWidths
  ) -> OperationalIntensity {
    shape.work / leastTraffic(of: shape, capacity: capacity, widths: widths)
  }
}
