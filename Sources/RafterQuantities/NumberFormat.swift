// SPDX-License-Identifier: Apache-2.0

/// How an element of a tensor is stored.
///
/// Block formats carry their share of the scale: MXFP8 is 8.25 bits an element (rooflines 5).
public enum NumberFormat: String, Sendable, Hashable, CaseIterable {
  case int1, int2, int4, int8, int16, int32, int64
  case uint2, uint4, uint8, uint16, uint32, uint64
  case int20, int24, int48
  /// `fp4e2m1`, `fp6...` and `fp8e8m0` are elements and scales of the MX formats stored as tensors of their own.
  case fp4e2m1, fp6e2m3, fp6e3m2, fp8e4m3, fp8e5m2, fp8e8m0, fp16, bf16, tf32, fp32, fp64
  case mxfp8, mxfp6, mxfp4, nvfp4
  case bool
  case string
  case complex64, complex128
}

extension NumberFormat {
  /// Whether a format is of integers or of floating-point numbers.
  public enum Family: Sendable, Hashable {
    case integer, float, other
  }

  /// Bits of storage of one element, its share of a block scale included.
  public var bitsPerElement: BitCount { BitCount(storageBits) }

  private var storageBits: Double {
    switch self {
    case .int1: 1
    case .int2, .uint2: 2
    case .int4, .uint4, .fp4e2m1: 4
    case .fp6e2m3, .fp6e3m2: 6
    case .int8, .uint8, .fp8e4m3, .fp8e5m2, .fp8e8m0, .bool: 8
    case .int16, .uint16, .fp16, .bf16: 16
    case .int20: 20
    case .int24: 24
    case .int32, .uint32, .fp32, .tf32: 32
    case .int48: 48
    case .int64, .uint64, .fp64, .complex64: 64
    case .complex128: 128
    case .mxfp8: 8.25
    case .mxfp6: 6.25
    case .mxfp4: 4.25
    case .nvfp4: 4.5
    case .string: 0
    }
  }

  /// Integer, floating point, or neither.
  public var family: Family {
    switch self {
    case .int1, .int2, .int4, .int8, .int16, .int20, .int24, .int32, .int48, .int64, .uint2,
      .uint4, .uint8, .uint16, .uint32, .uint64:
      .integer
    case .fp4e2m1, .fp6e2m3, .fp6e3m2, .fp8e4m3, .fp8e5m2, .fp8e8m0, .fp16, .bf16, .tf32, .fp32,
      .fp64, .mxfp8, .mxfp6,
      .mxfp4, .nvfp4:
      .float
    case .bool, .string, .complex64, .complex128: .other
    }
  }

  /// The bytes that `count` elements take, rounded up to whole bytes.
  public func bytes(of count: Int) -> Int {
    let bits = (Double(count) * storageBits).rounded(.up)
    return Int((bits / 8).rounded(.up))
  }
}

/// The formats of one multiply-accumulate: two operands and the accumulator.
public struct ArithmeticFormat: Sendable, Hashable, CustomStringConvertible {
  /// The format of the first operand (inputs).
  public var inputs: NumberFormat
  /// The format of the second operand (weights).
  public var weights: NumberFormat
  /// The format of the accumulator.
  public var accumulate: NumberFormat

  /// Creates the formats of a multiply-accumulate.
  public init(inputs: NumberFormat, weights: NumberFormat, accumulate: NumberFormat) {
    self.inputs = inputs
    self.weights = weights
    self.accumulate = accumulate
  }

  /// As written in an accelerator file: `int8 x int8 -> int32`.
  public var description: String {
    "\(inputs.rawValue) x \(weights.rawValue) -> \(accumulate.rawValue)"
  }
}
