// SPDX-License-Identifier: Apache-2.0

/// How the bits of an element of a TensorProto are read.
enum ElementCode {
  case signed(bits: Int)
  case unsigned(bits: Int)
  case bool
  case fp32, fp64
  /// A small float: widths of exponent and fraction, and which patterns are not numbers.
  case small(exponent: Int, fraction: Int, special: Special)
  /// A power of two without sign and fraction (the scale of a block format).
  case e8m0

  /// Which patterns of a small float are not finite numbers.
  enum Special {
    /// The largest exponent holds infinities and NaN.
    case ieee
    /// Only the pattern of all ones is NaN; there are no infinities (FN).
    case onlyNaN
    /// Only the negative zero is NaN, and the bias is one more (FNUZ).
    case negativeZeroIsNaN
    /// All patterns are numbers.
    case none
  }

  /// The code of a data type by its number; nil for text, complex and unknown ones.
  init?(dataType: Int) {
    switch dataType {
    case 1: self = .fp32
    case 2: self = .unsigned(bits: 8)
    case 3: self = .signed(bits: 8)
    case 4: self = .unsigned(bits: 16)
    case 5: self = .signed(bits: 16)
    case 6: self = .signed(bits: 32)
    case 7: self = .signed(bits: 64)
    case 9: self = .bool
    case 10: self = .small(exponent: 5, fraction: 10, special: .ieee)
    case 11: self = .fp64
    case 12: self = .unsigned(bits: 32)
    case 13: self = .unsigned(bits: 64)
    case 16: self = .small(exponent: 8, fraction: 7, special: .ieee)
    case 17: self = .small(exponent: 4, fraction: 3, special: .onlyNaN)
    case 18: self = .small(exponent: 4, fraction: 3, special: .negativeZeroIsNaN)
    case 19: self = .small(exponent: 5, fraction: 2, special: .ieee)
    case 20: self = .small(exponent: 5, fraction: 2, special: .negativeZeroIsNaN)
    case 21: self = .unsigned(bits: 4)
    case 22: self = .signed(bits: 4)
    case 23: self = .small(exponent: 2, fraction: 1, special: .none)
    case 24: self = .e8m0
    case 25: self = .unsigned(bits: 2)
    case 26: self = .signed(bits: 2)
    case 27: self = .small(exponent: 2, fraction: 3, special: .none)
    case 28: self = .small(exponent: 3, fraction: 2, special: .none)
    default: return nil
    }
  }

  /// Bits of an element.
  var bits: Int {
    switch self {
    case .signed(let bits), .unsigned(let bits): bits
    case .bool, .e8m0: 8
    case .fp32: 32
    case .fp64: 64
    case .small(let exponent, let fraction, _): 1 + exponent + fraction
    }
  }

  /// Whether its values are integers.
  var isInteger: Bool {
    switch self {
    case .signed, .unsigned, .bool: true
    case .fp32, .fp64, .small, .e8m0: false
    }
  }

  /// The typed field of TensorProto that holds its values: float_data, int32_data, int64_data, double_data, uint64_data.
  var field: Int {
    switch self {
    case .fp32: 4
    case .fp64: 10
    case .signed(let bits): bits == 64 ? 7 : 5
    case .unsigned(let bits): bits >= 32 ? 11 : 5
    case .bool, .small, .e8m0: 5
    }
  }

  /// Whether its typed field holds numbers of fixed width rather than base-128 ones.
  var isFixedWidth: Bool { field == 4 || field == 10 }

  /// Numbers from bit patterns; nil where an unsigned integer exceeds the largest Int.
  func values(_ patterns: [UInt64]) -> TensorValues? {
    guard isInteger else { return .floats(patterns.map(float)) }
    var values: [Int] = []
    values.reserveCapacity(patterns.count)
    for pattern in patterns {
      switch self {
      case .bool: values.append(pattern == 0 ? 0 : 1)
      case .signed(let bits):
        let shift = UInt64(64 - bits)
        values.append(Int(truncatingIfNeeded: Int64(bitPattern: pattern << shift) >> Int64(shift)))
      default:
        guard let value = Int(exactly: pattern) else { return nil }
        values.append(value)
      }
    }
    return .ints(values)
  }

  private func float(_ pattern: UInt64) -> Double {
    switch self {
    case .fp64: Double(bitPattern: pattern)
    case .fp32: Double(Float(bitPattern: UInt32(truncatingIfNeeded: pattern)))
    case .e8m0: pattern == 255 ? .nan : Self.power(Int(pattern) - 127)
    case .small(let exponent, let fraction, let special):
      Self.small(pattern, exponent: exponent, fraction: fraction, special: special)
    case .signed, .unsigned, .bool: Double(pattern)
    }
  }

  /// (-1)^s 2^(e - bias) (1 + f / 2^fraction), and 2^(1 - bias) f / 2^fraction where e is zero.
  private static func small(
    _ pattern: UInt64, exponent: Int, fraction: Int, special: Special
  ) -> Double {
    let isNegative = pattern >> UInt64(exponent + fraction) & 1 == 1
    let e = Int(pattern >> UInt64(fraction) & ((1 << UInt64(exponent)) - 1))
    let f = Int(pattern & ((1 << UInt64(fraction)) - 1))
    let top = (1 << exponent) - 1
    var bias = (1 << (exponent - 1)) - 1
    switch special {
    case .ieee:
      if e == top { return f != 0 ? .nan : isNegative ? -.infinity : .infinity }
    case .onlyNaN:
      if e == top, f == (1 << fraction) - 1 { return .nan }
    case .negativeZeroIsNaN:
      if isNegative, e == 0, f == 0 { return .nan }
      bias += 1
    case .none: break
    }
    let magnitude =
      e == 0
      ? power(1 - bias - fraction) * Double(f)
      : power(e - bias - fraction) * Double((1 << fraction) + f)
    return isNegative ? -magnitude : magnitude
  }

  private static func power(_ exponent: Int) -> Double {
    Double(sign: .plus, exponent: exponent, significand: 1)
  }
}
