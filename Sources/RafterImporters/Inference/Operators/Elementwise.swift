// SPDX-License-Identifier: Apache-2.0
import RafterQuantities
import RafterWorkload

/// Operators that work on each element by itself.
enum Elementwise {
  static let rules: [OperatorRule] =
    arithmetic + logic + functions + activations + formats

  /// Operands stretch to one another.
  private static let arithmetic: [OperatorRule] = [
    binary("Add", integer: { $0 &+ $1 }, real: { $0 + $1 }),
    binary("Sub", integer: { $0 &- $1 }, real: { $0 - $1 }),
    binary("Mul", integer: { $0 &* $1 }, real: { $0 * $1 }),
    binary(
      "Div", integer: { $1 == 0 || $1 == -1 ? ($1 == 0 ? nil : 0 &- $0) : $0 / $1 },
      real: { $0 / $1 }),
    binary("Pow", VectorCost.transcendental, integer: integerPower, real: realPower),
    OperatorRule(
      name: "Mod", kind: .elementwise, infer: broadcast, fold: ElementwiseFolding.mod,
      cost: StandardCost.perOutput(VectorCost.simple)),
    several("Max", integer: { max($0, $1) }, real: { max($0, $1) }),
    several("Min", integer: { min($0, $1) }, real: { min($0, $1) }),
    several("Sum", integer: { $0 &+ $1 }, real: { $0 + $1 }),
    several("Mean"),
    OperatorRule(
      name: "PRelu", kind: .activation,
      infer: { node throws(RuleFailure) in
        // Before opset 7 one slope for each channel, whatever axes lie behind it; the result is as the input.
        let input = try node.shape(0)
        if node.opset >= 7 { _ = try Broadcast.shape(input, try node.shape(1)) }
        return [TensorType(node.format(0), input)]
      }, cost: StandardCost.perOutput(VectorCost.simple)),
    OperatorRule(
      name: "BitShift", kind: .elementwise, infer: broadcast, fold: ElementwiseFolding.shift,
      cost: StandardCost.perOutput(VectorCost.simple)),
    binary("BitwiseAnd", integer: { $0 & $1 }),
    binary("BitwiseOr", integer: { $0 | $1 }),
    binary("BitwiseXor", integer: { $0 ^ $1 }),
  ]

  private static let logic: [OperatorRule] = [
    comparison("Equal", integer: { $0 == $1 }, real: { $0 == $1 }),
    comparison("Less", integer: { $0 < $1 }, real: { $0 < $1 }),
    comparison("LessOrEqual", integer: { $0 <= $1 }, real: { $0 <= $1 }),
    comparison("Greater", integer: { $0 > $1 }, real: { $0 > $1 }),
    comparison("GreaterOrEqual", integer: { $0 >= $1 }, real: { $0 >= $1 }),
    comparison("And", integer: { $0 != 0 && $1 != 0 }, real: { $0 != 0 && $1 != 0 }),
    comparison("Or", integer: { $0 != 0 || $1 != 0 }, real: { $0 != 0 || $1 != 0 }),
    comparison("Xor", integer: { ($0 != 0) != ($1 != 0) }, real: { ($0 != 0) != ($1 != 0) }),
    unary("Not", integer: { $0 == 0 ? 1 : 0 }),
    unary("BitwiseNot", integer: { ~$0 }),
    test("IsNaN", real: { $0.isNaN }),
    test("IsInf", real: { $0.isInfinite }),
    OperatorRule(
      name: "Where", kind: .elementwise,
      infer: { node throws(RuleFailure) in
        let shapes = [try node.shape(0), try node.shape(1), try node.shape(2)]
        return [TensorType(node.format(1) ?? node.format(2), try Broadcast.shape(of: shapes))]
      },
      fold: ElementwiseFolding.choose, cost: StandardCost.perOutput(VectorCost.simple)),
  ]

  private static let functions: [OperatorRule] = [
    unary("Neg", integer: { 0 &- $0 }, real: { -$0 }),
    unary("Abs", integer: { $0 == Int.min ? $0 : abs($0) }, real: { abs($0) }),
    unary("Sign", integer: { $0.signum() }, real: { $0 > 0 ? 1 : ($0 < 0 ? -1 : 0) }),
    unary("Floor", real: { $0.rounded(.down) }),
    unary("Ceil", real: { $0.rounded(.up) }),
    unary("Round", real: { $0.rounded(.toNearestOrEven) }),
    unary("Reciprocal", real: { 1 / $0 }),
    unary("Sqrt", VectorCost.transcendental, real: { $0.squareRoot() }),
    unary("Exp", VectorCost.transcendental, real: Transcendental.exp),
    unary("Log", VectorCost.transcendental, real: Transcendental.log),
    unary("Sin", VectorCost.transcendental, real: Transcendental.sin),
    unary("Cos", VectorCost.transcendental, real: Transcendental.cos),
    unary("Tan", VectorCost.transcendental), unary("Asin", VectorCost.transcendental),
    unary("Acos", VectorCost.transcendental), unary("Atan", VectorCost.transcendental),
    unary("Sinh", VectorCost.transcendental), unary("Cosh", VectorCost.transcendental),
    unary("Asinh", VectorCost.transcendental), unary("Acosh", VectorCost.transcendental),
    unary("Atanh", VectorCost.transcendental),
    unary("Erf", VectorCost.transcendental, real: Transcendental.erf),
  ]

  private static let activations: [OperatorRule] = [
    activation("Relu", VectorCost.simple, real: { max($0, 0) }),
    activation("LeakyRelu", VectorCost.clamp),
    activation("ThresholdedRelu", VectorCost.simple),
    OperatorRule(
      name: "Clip", kind: .activation, dataInputs: 1, infer: same, fold: ElementwiseFolding.clip,
      cost: StandardCost.perOutput(VectorCost.clamp)),
    activation("Sigmoid", VectorCost.sigmoid, real: { 1 / (1 + Transcendental.exp(-$0)) }),
    activation("Tanh", VectorCost.transcendental, real: Transcendental.tanh),
    activation("HardSigmoid", VectorCost.hardSigmoid),
    activation("HardSwish", VectorCost.hardSwish),
    activation("Swish", VectorCost.swish),
    activation("Gelu", VectorCost.gelu),
    activation("Elu", VectorCost.elu), activation("Celu", VectorCost.elu),
    activation("Selu", VectorCost.elu),
    activation("Softplus", VectorCost.softplus),
    activation("Softsign", VectorCost.simple * 3),
    activation("Mish", VectorCost.softplus + VectorCost.transcendental + VectorCost.simple),
    activation("Shrink", VectorCost.clamp),
    activation("Gelu", domain: "com.microsoft", VectorCost.gelu),
    activation("FastGelu", domain: "com.microsoft", VectorCost.gelu),
    activation("QuickGelu", domain: "com.microsoft", VectorCost.swish),
    activation("BiasGelu", domain: "com.microsoft", VectorCost.gelu + VectorCost.simple),
    OperatorRule(
      name: "SwiGLU", kind: .activation, infer: broadcast,
      cost: StandardCost.perOutput(VectorCost.swish + VectorCost.simple)),
  ]

  private static let formats: [OperatorRule] = [
    OperatorRule(
      name: "Cast", kind: .elementwise, keepsParameter: true,
      infer: { node throws(RuleFailure) in
        [TensorType(try node.formatAttribute("to", default: nil), try node.input(0).shape)]
      },
      fold: { node, _ in node.numbers(0).map { [$0] } },
      cost: StandardCost.perOutput(VectorCost.cast)),
    OperatorRule(
      name: "CastLike", kind: .elementwise, keepsParameter: true, dataInputs: 1,
      infer: { node throws(RuleFailure) in
        [TensorType(node.format(1), try node.input(0).shape)]
      },
      fold: { node, _ in node.numbers(0).map { [$0] } },
      cost: StandardCost.perOutput(VectorCost.cast)),
    OperatorRule(
      name: "BitCast", kind: .dataMovement, isFree: true,
      infer: { node throws(RuleFailure) in
        [TensorType(try node.formatAttribute("to", default: nil), try node.shape(0))]
      },
      cost: StandardCost.moves),
  ]

  // MARK: Shapes

  /// The first input's type.
  static func same(_ node: NodeView) throws(RuleFailure) -> [TensorType] {
    [try node.input(0).type]
  }

  /// All inputs stretched to one another, in the format of the first.
  static func broadcast(_ node: NodeView) throws(RuleFailure) -> [TensorType] {
    [TensorType(node.format(0), try broadcastShape(node))]
  }

  private static func truth(_ node: NodeView) throws(RuleFailure) -> [TensorType] {
    [TensorType(.bool, try broadcastShape(node))]
  }

  /// Before opset 7 the second operand was laid along `axis` of the first, if `broadcast` said so.
  private static func broadcastShape(_ node: NodeView) throws(RuleFailure) -> [Int] {
    if node.opset < 7, node.int("broadcast") == 1 { return try node.shape(0) }
    var shapes: [[Int]] = []
    for index in node.inputs.indices where node.has(index) { shapes.append(try node.shape(index)) }
    return try Broadcast.shape(of: shapes)
  }

  // MARK: Rows

  private static func unary(
    _ name: String, _ operations: Int = VectorCost.simple,
    integer: (@Sendable (Int) -> Int)? = nil, real: (@Sendable (Double) -> Double)? = nil
  ) -> OperatorRule {
    OperatorRule(
      name: name, kind: .elementwise, infer: same,
      fold: ElementwiseFolding.unary(integer: integer, real: real),
      cost: StandardCost.perOutput(operations))
  }

  private static func activation(
    _ name: String, domain: String = "", _ operations: Int,
    real: (@Sendable (Double) -> Double)? = nil
  ) -> OperatorRule {
    OperatorRule(
      name: name, domain: domain, kind: .activation, infer: same,
      fold: ElementwiseFolding.unary(integer: nil, real: real),
      cost: StandardCost.perOutput(operations))
  }

  private static func test(
    _ name: String, real: @escaping @Sendable (Double) -> Bool
  ) -> OperatorRule {
    OperatorRule(
      name: name, kind: .elementwise,
      infer: { node throws(RuleFailure) in [TensorType(.bool, try node.shape(0))] },
      fold: ElementwiseFolding.unary(integer: nil, real: { real($0) ? 1 : 0 }),
      cost: StandardCost.perOutput(VectorCost.simple))
  }

  private static func binary(
    _ name: String, _ operations: Int = VectorCost.simple, kind: OperatorKind = .elementwise,
    integer: (@Sendable (Int, Int) -> Int?)? = nil,
    real: (@Sendable (Double, Double) -> Double)? = nil
  ) -> OperatorRule {
    OperatorRule(
      name: name, kind: kind, infer: broadcast,
      fold: ElementwiseFolding.binary(integer: integer, real: real),
      cost: StandardCost.perOutput(operations))
  }

  private static func several(
    _ name: String, integer: (@Sendable (Int, Int) -> Int?)? = nil,
    real: (@Sendable (Double, Double) -> Double)? = nil
  ) -> OperatorRule {
    OperatorRule(
      name: name, kind: .elementwise, infer: broadcast,
      fold: ElementwiseFolding.binary(integer: integer, real: real),
      cost: { node, outputs throws(RuleFailure) in
        // n operands take n - 1 operations; one operand is copied.
        let each = max(node.inputs.count - 1, 0)
        return NodeCost(
          vectorOperations: try Count.product(outputs.first?.shape?.elements ?? 0, each))
      })
  }

  private static func comparison(
    _ name: String, integer: @escaping @Sendable (Int, Int) -> Bool,
    real: @escaping @Sendable (Double, Double) -> Bool
  ) -> OperatorRule {
    OperatorRule(
      name: name, kind: .elementwise, infer: truth,
      fold: ElementwiseFolding.binary(
        integer: { integer($0, $1) ? 1 : 0 }, real: { real($0, $1) ? 1 : 0 }),
      cost: StandardCost.perOutput(VectorCost.simple))
  }

  @Sendable private static func integerPower(_ base: Int, _ exponent: Int) -> Int? {
    guard exponent >= 0 else { return base == 1 ? 1 : 0 }
    var result = 1
    var square = base
    var left = exponent
    while left > 0 {
      if left & 1 == 1 { result = result &* square }
      square = square &* square
      left >>= 1
    }
    return result
  }

  @Sendable private static func realPower(_ base: Double, _ exponent: Double) -> Double {
    // Squares and roots come out exact, as exporters' size arithmetic expects.
    if exponent == 2 { return base * base }
    if exponent == 0.5 { return base.squareRoot() }
    return Transcendental.pow(base, exponent)
  }
}
