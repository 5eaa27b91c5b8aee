// SPDX-License-Identifier: Apache-2.0
public import RafterQuantities

/// The static CMOS transistors of one multiply-accumulate unit, its accumulator register included.
///
/// Counted by synthesis of a plain unit for each row of `counted` [hardware 4.2, tech-energy.csv]; other
/// widths come from the formula next to it. Floating point truncates and has no subnormal numbers.
public enum MacTransistors {
  /// Integer or floating point: the two take different circuits, and different energy for a transistor.
  public enum Family: Sendable, Hashable {
    case integer, floatingPoint
  }

  /// The circuit of a pair of formats; nil where one of them is not multiplied.
  public static func family(_ format: ArithmeticFormat) -> Family? {
    let all = [format.inputs, format.weights, format.accumulate]
    guard all.allSatisfy({ $0.family != .other }) else { return nil }
    return all.allSatisfy { $0.family == .integer } ? .integer : .floatingPoint
  }

  /// Transistors of a unit; nil for formats that are not multiplied.
  public static func count(_ format: ArithmeticFormat) -> Double? {
    guard let family = family(format) else { return nil }
    let left = significand(format.inputs)
    let right = significand(format.weights)
    let accumulator = elementBits(format.accumulate)
    switch family {
    case .integer:
      let key = [max(left, right), min(left, right), accumulator]
      return counted[key] ?? integer(left, right, accumulator)
    case .floatingPoint:
      if format.inputs == format.weights,
        let row = countedFloat[[exponent(format.inputs), left - 1, accumulator]]
      {
        return row
      }
      return floatingPoint(left, right, accumulator)
    }
  }

  /// `42*m*n + 4700*(A/32)^1.25`: a product of m by n bits and an accumulator of A bits.
  ///
  /// Within 17 % of the counted units from 4 x 4 bits on.
  static func integer(_ left: Double, _ right: Double, _ accumulator: Double) -> Double {
    42 * left * right + 4700 * power(accumulator / 32, 1.25)
  }

  /// `43*m*n + 8040*A/32`: significands of m and n bits, the hidden one included, an accumulator of A bits.
  ///
  /// Within 9 % of the counted units.
  static func floatingPoint(_ left: Double, _ right: Double, _ accumulator: Double) -> Double {
    43 * left * right + 8040 * accumulator / 32
  }

  /// By the wider operand, the narrower one and the accumulator, in bits.
  static let counted: [[Double]: Double] = [
    [1, 1, 16]: 934, [2, 2, 16]: 1156, [4, 4, 16]: 2400, [4, 4, 32]: 4888, [8, 4, 32]: 5196,
    [8, 8, 24]: 6388, [8, 8, 32]: 7994, [16, 8, 32]: 9470, [16, 16, 48]: 19798,
    [32, 32, 64]: 55310,
  ]

  /// By exponent bits, stored bits of the significand, and bits of the accumulator.
  static let countedFloat: [[Double]: Double] = [
    [2, 1, 32]: 8566, [4, 3, 32]: 8974, [5, 2, 32]: 9182, [8, 7, 32]: 10800, [5, 10, 32]: 12892,
    [8, 10, 32]: 13456, [8, 23, 32]: 32862, [4, 3, 16]: 5072, [5, 10, 16]: 9548,
  ]

  /// Bits that are multiplied: all of an integer, the significand with its hidden bit otherwise.
  private static func significand(_ format: NumberFormat) -> Double {
    switch format {
    case .fp4e2m1, .mxfp4, .nvfp4: 2
    case .fp6e2m3, .mxfp6, .fp8e4m3, .mxfp8: 4
    case .fp6e3m2, .fp8e5m2: 3
    case .fp8e8m0: 1
    case .fp16, .tf32: 11
    case .bf16: 8
    case .fp32: 24
    case .fp64: 53
    default: elementBits(format)
    }
  }

  private static func exponent(_ format: NumberFormat) -> Double {
    switch format {
    case .fp4e2m1, .mxfp4, .nvfp4, .fp6e2m3, .mxfp6: 2
    case .fp6e3m2: 3
    case .fp8e4m3, .mxfp8: 4
    case .fp8e5m2, .fp16: 5
    case .bf16, .tf32, .fp32: 8
    case .fp64: 11
    default: 0
    }
  }

  /// Bits of an element without its share of a block scale.
  private static func elementBits(_ format: NumberFormat) -> Double {
    format.bitsPerElement.value.rounded(.down)
  }
}
