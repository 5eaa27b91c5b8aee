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
