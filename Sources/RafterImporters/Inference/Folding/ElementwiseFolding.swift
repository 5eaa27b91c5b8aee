// SPDX-License-Identifier: Apache-2.0
import RafterQuantities

/// Evaluates operators that work on each element by itself.
enum ElementwiseFolding {
  /// One operand; integers go through `real` where there is no rule of their own.
  static func unary(
    integer: (@Sendable (Int) -> Int)?, real: (@Sendable (Double) -> Double)?
  ) -> OperatorRule.Fold? {
    guard integer != nil || real != nil else { return nil }
    return { node, _ in
      guard let numbers = node.numbers(0) else { return nil }
      if case .integers(let all) = numbers, let integer {
        return [.integers(all.map(integer))]
      }
      guard let real else { return nil }
      return [.floats(numbers.doubles.map(real))]
    }
  }

  /// Two or more operands, taken together from the left.
  static func binary(
    integer: (@Sendable (Int, Int) -> Int?)?, real: (@Sendable (Double, Double) -> Double)?
  ) -> OperatorRule.Fold? {
    guard integer != nil || real != nil else { return nil }
    return { node, outputs throws(RuleFailure) in
      guard let out = outputs.first?.shape, !(node.opset < 7 && node.int("broadcast") == 1),
        var sofar = try stretched(node, 0, to: out)
      else { return nil }
      for index in node.inputs.indices.dropFirst() {
        guard let next = try stretched(node, index, to: out),
          let both = together(sofar, next, integer: integer, real: real)
        else { return nil }
        sofar = both
      }
      return [sofar]
    }
  }

  /// `Mod`: the sign of the divisor, or of the dividend with `fmod`.
  static let mod: OperatorRule.Fold = { node, outputs throws(RuleFailure) in
    guard let out = outputs.first?.shape, let a = try stretched(node, 0, to: out),
      let b = try stretched(node, 1, to: out)
    else { return nil }
    let keepsSign = node.int("fmod", default: 0) == 1
    let both = together(
      a, b,
      integer: { dividend, divisor in
        guard divisor != 0 else { return nil }
        guard divisor != -1 else { return 0 }
        let rest = dividend % divisor
        return !keepsSign && rest != 0 && (rest < 0) != (divisor < 0) ? rest + divisor : rest
      },
      real: { $0.truncatingRemainder(dividingBy: $1) })
    return both.map { [$0] }
  }

  /// `Clip`: bounds are attributes before opset 11 and inputs from then on; either may be left out.
  static let clip: OperatorRule.Fold = { node, _ in
    guard let numbers = node.numbers(0) else { return nil }
    if node.opset < 11 {
      let (low, high) = (
        node.float("min", default: -.infinity), node.float("max", default: .infinity)
      )
      return [.floats(numbers.doubles.map { min(max($0, low), high) })]
    }
    for bound in [1, 2] where node.has(bound) && node.numbers(bound) == nil { return nil }
    if case .integers(let all) = numbers {
      let low = node.numbers(1)?.integers?.first ?? Int.min
      let high = node.numbers(2)?.integers?.first ?? Int.max
      return [.integers(all.map { min(max($0, low), high) })]
    }
    let low = node.numbers(1)?.doubles.first ?? -.infinity
    let high = node.numbers(2)?.doubles.first ?? .infinity
    return [.floats(numbers.doubles.map { min(max($0, low), high) })]
  }

  /// `BitShift`: of unsigned numbers, cut to the bits that the format has.
  static let shift: OperatorRule.Fold = { node, outputs throws(RuleFailure) in
    guard let out = outputs.first?.shape, let numbers = try stretched(node, 0, to: out)?.integers,
      let steps = try stretched(node, 1, to: out)?.integers, let format = node.format(0)
    else { return nil }
    let bits = Int(format.bitsPerElement.value)
    let mask: UInt64 = bits >= 64 ? .max : (1 << UInt64(bits)) - 1
    let isLeft = node.string("direction", default: "") == "LEFT"
    return [
      .integers(
        zip(numbers, steps).map { number, step in
          let pattern = UInt64(bitPattern: Int64(number)) & mask
          guard 0..<64 ~= step else { return 0 }
          let moved = isLeft ? (pattern << UInt64(step)) & mask : pattern >> UInt64(step)
          return Int(truncatingIfNeeded: moved)
        })
    ]
  }

  /// `Where`.
  static let choose: OperatorRule.Fold = { node, outputs throws(RuleFailure) in
    guard let out = outputs.first?.shape, let condition = try stretched(node, 0, to: out)?.integers,
      let a = try stretched(node, 1, to: out), let b = try stretched(node, 2, to: out)
    else { return nil }
    if case .integers(let left) = a, case .integers(let right) = b {
      return [.integers(condition.indices.map { condition[$0] != 0 ? left[$0] : right[$0] })]
    }
    let (left, right) = (a.doubles, b.doubles)
    return [.floats(condition.indices.map { condition[$0] != 0 ? left[$0] : right[$0] })]
  }

  private static func stretched(
    _ node: NodeView, _ index: Int, to out: [Int]
  ) throws(RuleFailure) -> Numbers? {
    guard let numbers = node.numbers(index) else { return nil }
    let shape = try node.shape(index)
    return shape == out ? numbers : numbers.picked(Broadcast.places(of: shape, in: out))
  }

  private static func together(
    _ a: Numbers, _ b: Numbers, integer: (@Sendable (Int, Int) -> Int?)?,
    real: (@Sendable (Double, Double) -> Double)?
  ) -> Numbers? {
    if case .integers(let left) = a, case .integers(let right) = b, let integer {
      var out: [Int] = []
      out.reserveCapacity(left.count)
      for (x, y) in zip(left, right) {
        guard let value = integer(x, y) else { return nil }
        out.append(value)
      }
      return .integers(out)
    }
    guard let real else { return nil }
    return .floats(zip(a.doubles, b.doubles).map { real($0, $1) })
  }
}
