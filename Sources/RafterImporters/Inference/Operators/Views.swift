// SPDX-License-Identifier: Apache-2.0
import RafterQuantities
import RafterWorkload

/// Changes of view: the same numbers in the same order, so nothing moves.
enum Views {
  static let rules: [OperatorRule] = [
    row("Reshape", infer: reshape),
    row("Flatten", infer: flatten),
    row("Squeeze", infer: squeeze),
    row("Unsqueeze", infer: unsqueeze),
    row("Identity", infer: Elementwise.same),
    row("Dropout", infer: dropout),
  ]

  private static func row(_ name: String, infer: @escaping OperatorRule.Infer) -> OperatorRule {
    OperatorRule(
      name: name, kind: .dataMovement, isFree: true, keepsParameter: true, dataInputs: 1,
      infer: infer,
      fold: { node, outputs in
        guard outputs.count == 1 else { return nil }
        return node.numbers(0).map { [$0] }
      }, cost: StandardCost.moves)
  }

  /// `0` copies a side unless `allowzero`, one `-1` takes what is left [workloads 4.2].
  @Sendable private static func reshape(_ node: NodeView) throws(RuleFailure) -> [TensorType] {
    // Before opset 5 the shape was an attribute.
    let asked = node.opset < 5 ? node.ints("shape") ?? [] : try node.integers(1)
    let input = try node.shape(0)
    let copiesZero = node.int("allowzero", default: 0) == 0
    var out: [Int] = []
    var open: Int?
    for (axis, side) in asked.enumerated() {
      switch side {
      case -1:
        guard open == nil else {
          throw .invalid("the shape \(asked.asShape) has two sides of -1")
        }
        open = axis
        out.append(1)
      case 0 where copiesZero:
        guard axis < input.count else {
          throw .invalid(
            "side \(axis) of the shape \(asked.asShape) copies a side that \(input.asShape) "
              + "does not have")
        }
        out.append(input[axis])
      case ..<0: throw .invalid("the shape \(asked.asShape) has a side of \(side)")
      default: out.append(side)
      }
    }
    let (have, need) = (input.elements, try Count.product(out))
    if let open {
      guard need > 0 ? have % need == 0 : have == 0 else {
        throw .invalid(
          "\(have) elements of \(input.asShape) do not divide into \(asked.asShape): "
            + "\(need) at a time")
      }
      out[open] = need > 0 ? have / need : 0
    } else if have != need {
      throw .invalid(
        "\(have) elements of \(input.asShape) do not fill \(asked.asShape), which has \(need)",
        remedy: "an input may be bound to a size that the model was not exported for")
    }
    return [TensorType(node.format(0), out)]
  }

  @Sendable private static func flatten(_ node: NodeView) throws(RuleFailure) -> [TensorType] {
    let input = try node.shape(0)
    let named = node.int("axis", default: 1)
    // A negative axis counts from the last; the one behind the last is named by its number only.
    let axis = named == input.count ? named : try node.axis(named, rank: max(input.count, 1))
    let sides = [try Count.product(input[..<axis]), try Count.product(input[axis...])]
    return [TensorType(node.format(0), sides)]
  }

  @Sendable private static func squeeze(_ node: NodeView) throws(RuleFailure) -> [TensorType] {
    let input = try node.shape(0)
    guard let named = try node.axesInput(1, since: 13) else {
      return [TensorType(node.format(0), input.filter { $0 != 1 })]
    }
    let axes = try node.axes(named, rank: input.count)
    for axis in axes where input[axis] != 1 {
      throw .invalid("axis \(axis) of \(input.asShape) is not 1 and cannot be squeezed")
    }
    let out = input.indices.filter { !axes.contains($0) }.map { input[$0] }
    return [TensorType(node.format(0), out)]
  }

  @Sendable private static func unsqueeze(_ node: NodeView) throws(RuleFailure) -> [TensorType] {
    let input = try node.shape(0)
    let named = try node.axesInput(1, since: 13) ?? []
    let axes = try node.axes(named, rank: input.count + named.count)
    var out = [Int](repeating: 0, count: input.count + axes.count)
    for axis in axes { out[axis] = 1 }
    var next = input.makeIterator()
    for axis in out.indices where !axes.contains(axis) { out[axis] = next.next() ?? 1 }
    return [TensorType(node.format(0), out)]
  }

  @Sendable private static func dropout(_ node: NodeView) throws(RuleFailure) -> [TensorType] {
    let input = try node.input(0)
    return [input.type, TensorType(node.opset < 10 ? input.format : .bool, input.shape)]
  }
}
