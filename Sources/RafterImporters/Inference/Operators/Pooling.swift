// SPDX-License-Identifier: Apache-2.0
import RafterQuantities
import RafterWorkload

/// Windows that keep the largest, the mean or a norm.
enum Pooling {
  static let rules: [OperatorRule] = [
    window("MaxPool"), window("AveragePool"), window("LpPool"),
    global("GlobalAveragePool"), global("GlobalMaxPool"), global("GlobalLpPool"),
    OperatorRule(
      name: "MaxUnpool", kind: .pooling, dataInputs: 2, infer: unpool, cost: StandardCost.moves),
    OperatorRule(
      name: "MaxRoiPool", kind: .pooling,
      infer: { node throws(RuleFailure) in
        let (input, regions) = (try node.shape(0, atLeast: 2), try node.shape(1, atLeast: 1))
        guard let pooled = node.ints("pooled_shape") else {
          throw .invalid("attribute 'pooled_shape' is missing")
        }
        return [TensorType(node.format(0), [regions[0], input[1]] + pooled)]
      }, cost: StandardCost.perInput(VectorCost.simple)),
    OperatorRule(
      name: "RoiAlign", kind: .pooling,
      infer: { node throws(RuleFailure) in
        let (input, regions) = (try node.shape(0, atLeast: 4), try node.shape(1, atLeast: 1))
        let sides = [node.int("output_height", default: 1), node.int("output_width", default: 1)]
        return [TensorType(node.format(0), [regions[0], input[1]] + sides)]
      },
      cost: { node, outputs throws(RuleFailure) in
        let made = outputs[0].shape?.elements ?? 0
        let samples = max(node.int("sampling_ratio", default: 0), 1)
        return NodeCost(
          vectorOperations: try Count.product(
            made, samples, samples, VectorCost.interpolation * 2 + VectorCost.simple))
      }),
  ]

  private static func window(_ name: String) -> OperatorRule {
    OperatorRule(
      name: name, kind: .pooling, infer: infer,
      cost: { node, outputs throws(RuleFailure) in
        // Each output takes the window's size: one operation for each element of the window.
        let taps = node.ints("kernel_shape") ?? []
        let each = try Count.product(taps)
        return NodeCost(
          vectorOperations: try Count.product(outputs[0].shape?.elements ?? 0, each))
      })
  }

  private static func global(_ name: String) -> OperatorRule {
    OperatorRule(
      name: name, kind: .pooling,
      infer: { node throws(RuleFailure) in
        let input = try node.shape(0, atLeast: 2)
        let ones = [Int](repeating: 1, count: input.count - 2)
        return [TensorType(node.format(0), Array(input[..<2]) + ones)]
      }, cost: StandardCost.perInput(VectorCost.simple))
  }

  @Sendable private static func infer(_ node: NodeView) throws(RuleFailure) -> [TensorType] {
    let input = try node.shape(0, atLeast: 3)
    guard let kernel = node.ints("kernel_shape") else {
      throw .invalid("attribute 'kernel_shape' is missing")
    }
    let rounding = node.int("ceil_mode", default: 0) == 1 ? WindowRounding.up : .down
    let windows = try Window.axes(
      node, inputs: Array(input[2...]), kernel: kernel, rounding: rounding)
    let out = Array(input[..<2]) + windows.map(\.output)
    return [TensorType(node.format(0), out), TensorType(.int64, out)]
  }

  @Sendable private static func unpool(_ node: NodeView) throws(RuleFailure) -> [TensorType] {
    if node.has(2) { return [TensorType(node.format(0), try node.integers(2))] }
    let input = try node.shape(0, atLeast: 3)
    let count = input.count - 2
    guard let kernel = node.ints("kernel_shape"), kernel.count == count else {
      throw .invalid("attribute 'kernel_shape' does not fit the input \(input.asShape)")
    }
    let strides = try Window.spatial(node, "strides", count: count)
    let pads = try Window.padding(node, count: count)
    var out = Array(input[..<2])
    for i in 0..<count {
      let span = try Count.product(max(input[i + 2] - 1, 0), strides[i])
      out.append(try Count.sum([span, kernel[i], -pads[i], -pads[i + count]]))
    }
    return [TensorType(node.format(0), out)]
  }
}
