// SPDX-License-Identifier: Apache-2.0

/// How an element of a tensor is stored.
///
/// Block formats carry their share of the scale: MXFP8 is 8.25 bits an element (rooflines 5).
public enum NumberFormat: String, Sendable, Hashable, CaseIterable {
  case int1, int2, int3, int4, int5, int6, int7, int8, int16, int32, int64
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
  public var bitsPerElement: BitCount { BitCount(Double(storageQuarterBits) / 4) }

  /// Storage in quarters of a bit, so that block formats are whole numbers too.
  private var storageQuarterBits: Int {
    switch self {
    case .int1: 4
    case .int2, .uint2: 8
    case .int3: 12
    case .int4, .uint4, .fp4e2m1: 16
    case .int5: 20
    case .int6, .fp6e2m3, .fp6e3m2: 24
    case .int7: 28
    case .int8, .uint8, .fp8e4m3, .fp8e5m2, .fp8e8m0, .bool: 32
    case .int16, .uint16, .fp16, .bf16: 64
    case .int20: 80
    case .int24: 96
    case .int32, .uint32, .fp32, .tf32: 128
    case .int48: 192
    case .int64, .uint64, .fp64, .complex64: 256
    case .complex128: 512
    case .mxfp8: 33
    case .mxfp6: 25
    case .mxfp4: 17
    case .nvfp4: 18
    case .string: 0
    }
  }

  /// Integer, floating point, or neither.
  public var family: Family {
    switch self {
    case .int1, .int2, .int3, .int4, .int5, .int6, .int7, .int8, .int16, .int20, .int24, .int32,
      .int48,
      .int64, .uint2, .uint4, .uint8, .uint16, .uint32, .uint64:
      .integer
    case .fp4e2m1, .fp6e2m3, .fp6e3m2, .fp8e4m3, .fp8e5m2, .fp8e8m0, .fp16, .bf16, .tf32, .fp32,
      .fp64, .mxfp8, .mxfp6,
      .mxfp4, .nvfp4:
      .float
    case .bool, .string, .complex64, .complex128: .other
    }
  }

  /// The bytes that `count` elements take, exact and rounded up to whole bytes.
  ///
  /// Traps where the bytes overflow an `Int`; for counts out of a file use ``exactBytes(of:)``.
  public func bytes(of count: Int) -> Int {
    guard let bytes = exactBytes(of: count) else {
      preconditionFailure("the bytes of \(count) elements of \(rawValue) overflow")
    }
    return bytes
  }

  /// The bytes that `count` elements take, rounded up to whole bytes; nil where that overflows.
  public func exactBytes(of count: Int) -> Int? {
    precondition(count >= 0, "a count of elements is not negative, got \(count)")
    let (high, low) = count.multipliedFullWidth(by: storageQuarterBits)
    // Below 2^68 quarters of a bit the quotient by 32 fits an `Int`.
    guard high < 16 else { return nil }
    let (quotient, remainder) = 32.dividingFullWidth((high, low))
    let (bytes, overflow) = quotient.addingReportingOverflow(remainder > 0 ? 1 : 0)
    return overflow ? nil : bytes
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
