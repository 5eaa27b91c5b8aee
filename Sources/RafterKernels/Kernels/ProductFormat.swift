// SPDX-License-Identifier: Apache-2.0
public import RafterQuantities

/// The formats of a matrix product C[m,n] = A[m,k] B[k,n]: activations A, weights B, results C [workloads 5.7].
public enum ProductFormat: String, Sendable, Hashable, CaseIterable {
  case bf16, fp16, tf32, fp32, int8
  /// 8-bit floating point with one scale for a tensor or a row.
  case fp8
  /// 8-bit floating point with one scale for each 128 x 128 weights and each 128 activations, added in 32 bits between them.
  case fp8Blocks
  /// 8-bit floating point with a scale for each 32 along k, which the multipliers apply.
  case mxfp8
  /// 4-bit floating point with a scale for each 16 along k, which the multipliers apply.
  case nvfp4
  /// 4-bit floating point with a scale for each 32 along k, which the multipliers apply.
  case mxfp4
  /// 8-bit activations and 4-bit weights, both with a scale for each 32, multiplied as they are at the rate of 8 bits.
  case mxfp4ByMXFP8
  /// 8-bit floating point for activations, weights of 4 bits that are widened to them before they are multiplied.
  case int4ByFP8
  /// 16-bit activations, weights of 8 bits that are widened before they are multiplied.
  case int8Weights
  /// 16-bit activations, weights of 4 bits that are widened before they are multiplied.
  case int4Weights
  /// 16-bit activations, weights of 4 bits with a scale for each 32, widened before they are multiplied.
  case mxfp4Weights

  /// The format in which operands are multiplied.
  public var multiplied: NumberFormat {
    switch self {
    case .bf16, .int8Weights, .int4Weights, .mxfp4Weights: .bf16
    case .fp16: .fp16
    case .tf32: .tf32
    case .fp32: .fp32
    case .int8: .int8
    case .fp8, .fp8Blocks, .int4ByFP8: .fp8e4m3
    case .mxfp8, .mxfp4ByMXFP8: .mxfp8
    case .nvfp4: .nvfp4
    case .mxfp4: .mxfp4
    }
  }

  /// The format in which weights lie in memory.
  public var weights: NumberFormat {
    switch self {
    case .int8Weights: .int8
    case .int4Weights, .int4ByFP8: .int4
    case .mxfp4Weights, .mxfp4ByMXFP8: .mxfp4
    case .bf16, .fp16, .tf32, .fp32, .int8, .fp8, .fp8Blocks, .mxfp8, .nvfp4, .mxfp4: multiplied
    }
  }

  /// How weights reach the multipliers.
  public enum Weights: Sendable, Hashable {
    /// As they lie in memory, 16 bits or more.
    case wide
    /// As they lie in memory, at the rate of 8 bits.
    case narrow
    /// As they lie in memory, at the rate of 4 bits.
    case fourBit
    /// Widened on the way.
    case widened
  }

  /// How weights reach the multipliers.
  public var kind: Weights {
    switch self {
    case .bf16, .fp16, .tf32, .fp32: .wide
    case .int8, .fp8, .fp8Blocks, .mxfp8, .mxfp4ByMXFP8: .narrow
    case .nvfp4, .mxfp4: .fourBit
    case .int8Weights, .int4Weights, .mxfp4Weights, .int4ByFP8: .widened
    }
  }

  /// Bytes of an element of A.
  var inputBytes: Double { multiplied.bitsPerElement.value / 8 }
  /// Bytes of an element of B.
  var weightBytes: Double { weights.bitsPerElement.value / 8 }
  /// Bytes of an element of C: results leave in 16 bits, or in 32 where the operands have as many.
  var resultBytes: Double { multiplied.bitsPerElement.value >= 32 ? 4 : 2 }
}
