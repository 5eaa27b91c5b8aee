// SPDX-License-Identifier: Apache-2.0
public import RafterQuantities

/// The bits of one element of each operand of a matrix product, block scales included.
public struct OperandWidths: Sendable, Hashable {
  /// Inputs, b_a.
  public var inputs: BitCount
  /// Weights, b_w.
  public var weights: BitCount
  /// Outputs as stored, b_o.
  public var outputs: BitCount

  /// Creates widths.
  public init(inputs: BitCount, weights: BitCount, outputs: BitCount) {
    self.inputs = inputs
    self.weights = weights
    self.outputs = outputs
  }

  /// The least of the three.
  public var least: BitCount { min(inputs, min(weights, outputs)) }
}

/// A matrix product: inputs m x k times weights k x n give outputs m x n.
public struct GEMMShape: Sendable, Hashable {
  /// Rows of the inputs: tokens or pixels.
  public var m: Int
  /// Columns of the weights: features out.
  public var n: Int
  /// The summed dimension: features in.
  public var k: Int

  /// Creates a shape.
  ///
  /// - Precondition: all are at least 1.
  public init(m: Int, n: Int, k: Int) {
    precondition(m >= 1 && n >= 1 && k >= 1, "a product needs dimensions of at least 1")
    self.m = m
    self.n = n
    self.k = k
  }

  /// `2*m*n*k`: a multiply and an add for each.
  public var work: Operations { MACs(Double(m) * Double(n) * Double(k)).operations }

  /// Each operand once, `mk*b_a + kn*b_w + mn*b_o`.
  public func compulsoryTraffic(_ widths: OperandWidths) -> ByteCount {
    (widths.inputs * (Double(m) * Double(k)) + widths.weights * (Double(k) * Double(n))
      + widths.outputs * (Double(m) * Double(n))).bytes
  }

  /// The harmonic sum `2 / (b_w/m + b_a/n + b_o/k)` [rooflines 2.3].
  public func compulsoryIntensity(_ widths: OperandWidths) -> OperationalIntensity {
    work / compulsoryTraffic(widths)
  }
}

/// Rules on how many tokens make a product compute-bound.
public enum BatchRule {
  /// The least m at which the compulsory intensity of a product reaches the ridge R [rooflines 2.3].
  ///
  ///     M* = b_w / (2/R - b_a/n - b_o/k)        ~ R*b_w/2 for large n and k
  ///
  /// - Parameters:
  ///   - ridge: R, the intensity to reach.
  ///   - widths: b_a, b_w and b_o, bytes of an element of inputs, weights and outputs.
  ///   - n: features out; `Int.max` stands for any number of them.
  ///   - k: features in; `Int.max` stands for any number of them.
  /// - Returns: rows of the inputs (a count, not whole); nil if no batch is large enough.
  public static func criticalBatch(
    ridge: OperationalIntensity, widths: OperandWidths, n: Int = .max, k: Int = .max
  ) -> Double? {
    let rest =
      2 / ridge.value - widths.inputs.bytes.value / Double(n)
      - widths.outputs.bytes.value / Double(k)
    guard rest > 0 else { return nil }
    return widths.weights.bytes.value / rest
  }
}

/// The intensity of attention while tokens are made one by one.
public enum DecodeAttention {
  /// Operations for each byte of the key-value cache, `2g / b_kv`, whatever the batch [rooflines 2.3].
  ///
  /// - Parameters:
  ///   - queryHeadsPerKVHead: g, query heads that share a key-value head; 1 for plain multi-head.
  ///   - element: bits of an element of the cache.
  public static func intensity(queryHeadsPerKVHead: Int, element: BitCount) -> OperationalIntensity
  {
    Operations(2 * Double(queryHeadsPerKVHead)) / element.bytes
  }
}
