// SPDX-License-Identifier: Apache-2.0
import RafterQuantities
import RafterWorkload

/// Convolutions in one, two and three dimensions.
enum Convolution {
  static let rules: [OperatorRule] = [
    row("Conv", Layout()),
    row("FusedConv", domain: "com.microsoft", Layout(addend: 3)),
    row("ConvInteger", Layout(bias: nil, output: .int32)),
    row("QLinearConv", Layout(weights: 3, bias: 8, zeroPoint: 7)),
    OperatorRule(
      name: "ConvTranspose", kind: .transposedConvolution, infer: inferTransposed,
      cost: costTransposed),
    OperatorRule(name: "DeformConv", kind: .convolution, infer: inferDeformed, cost: costDeformed),
    OperatorRule(
      name: "CausalConvWithState", kind: .depthwiseConvolution, infer: inferCausal,
      cost: costCausal),
  ]

  /// Which inputs are what.
  struct Layout: Sendable {
    var weights = 1
    var bias: Int? = 2
    /// A tensor that is added to the result.
    var addend: Int?
    /// The input whose format the output takes, for quantised ones.
    var zeroPoint: Int?
    /// The output's format where it is fixed.
    var output: NumberFormat?
  }

  private static func row(_ name: String, domain: String = "", _ layout: Layout) -> OperatorRule {
    OperatorRule(
      name: name, domain: domain, kind: .convolution,
      infer: { node throws(RuleFailure) in
        let shape = try geometry(node, layout)
        let format = layout.output ?? node.format(layout.zeroPoint ?? 0)
        let sides = [shape.batch, shape.groups * shape.outputChannels]
        return [TensorType(format, sides + shape.windows.map(\.output))]
      },
      cost: { node, outputs throws(RuleFailure) in try cost(node, outputs, layout) })
  }

  /// Checks a convolution's inputs against one another.
  ///
  /// - Throws: with the channels that do not agree.
  static func geometry(_ node: NodeView, _ layout: Layout) throws(RuleFailure) -> ConvolutionNest {
    let input = try node.shape(0, atLeast: 3)
    let weights = try node.shape(layout.weights, atLeast: 3)
    guard input.count == weights.count else {
      throw .invalid(
        "the input \(input.asShape) has \(input.count) axes, the weights \(weights.asShape) have "
          + "\(weights.count)")
    }
    let groups = node.int("group", default: 1)
    guard groups >= 1 else { throw .invalid("attribute 'group' is \(groups)") }
    // Checked by division: a product of two numbers from the file could overflow.
    guard input[1] % groups == 0, input[1] / groups == weights[1] else {
      throw .invalid(
        "the input \(input.asShape) has \(input[1]) channels, the weights \(weights.asShape) "
          + "need \(weights[1]) for each of \(groups) group\(groups == 1 ? "" : "s")",
        remedy: "the input's second side must be the weights' second side times the groups")
    }
    guard weights[0] % groups == 0 else {
      throw .invalid("\(weights[0]) output channels do not divide into \(groups) groups")
    }
    let kernel = node.ints("kernel_shape") ?? Array(weights[2...])
    guard kernel == Array(weights[2...]) else {
      throw .invalid(
        "attribute 'kernel_shape' is \(kernel.asShape), the weights are \(weights.asShape)")
    }
    let windows = try Window.axes(node, inputs: Array(input[2...]), kernel: kernel)
    return ConvolutionNest(
      batch: input[0], groups: groups, outputChannels: weights[0] / groups,
      inputChannels: weights[1], windows: windows)
  }

  private static func cost(_ node: NodeView, _ outputs: [TensorType], _ layout: Layout)
    throws(RuleFailure) -> NodeCost
  {
    let geometry = try geometry(node, layout)
    let nest = try geometry.nest(
      input: try node.input(0), weights: try node.input(layout.weights), output: node.outputs[0],
      outputFormat: outputs[0].format)
    let made = outputs[0].shape?.elements ?? 0
    var perElement = layout.bias.map { node.has($0) } == true ? VectorCost.simple : 0
    if layout.addend.map({ node.has($0) }) == true { perElement += VectorCost.simple }
    if layout.zeroPoint != nil { perElement += VectorCost.quantize }
    perElement += VectorCost.fused(node)
    return NodeCost(
      nests: nest.map { [$0] } ?? [],
      macsWithoutPadding: nest == nil ? 0 : geometry.macsWithoutPadding,
      vectorOperations: try Count.product(made, perElement),
      kind: geometry.groups > 1 && geometry.inputChannels == 1 ? .depthwiseConvolution : nil)
  }
}

// MARK: Transposed

extension Convolution {
  /// Output side `(in - 1) * s + output_padding + ((k - 1) * d + 1) - pads`; `output_shape` wins, and with
  /// `SAME` padding it is `in * s` [workloads 4.2].
  static func transposedGeometry(_ node: NodeView) throws(RuleFailure) -> ConvolutionNest {
    let input = try node.shape(0, atLeast: 3)
    let weights = try node.shape(1, atLeast: 3)
    let groups = node.int("group", default: 1)
    let count = input.count - 2
    guard input.count == weights.count, groups >= 1, input[1] == weights[0],
      input[1] % groups == 0
    else {
      throw .invalid(
        "the input \(input.asShape) has other channels than the weights \(weights.asShape) in "
          + "\(groups) group\(groups == 1 ? "" : "s")")
    }
    let strides = try Window.spatial(node, "strides", count: count)
    let dilations = try Window.spatial(node, "dilations", count: count)
    let pads = try Window.padding(node, count: count)
    let extra = node.ints("output_padding") ?? [Int](repeating: 0, count: count)
    let wanted = node.ints("output_shape")
    let automatic = node.string("auto_pad", default: "NOTSET")
    guard extra.count == count, extra.allSatisfy({ 0...Int(Int32.max) ~= $0 }) else {
      throw .invalid("attribute 'output_padding' is \(extra.asShape)")
    }
    if let wanted, wanted.count < count || !wanted.allSatisfy({ 1...Count.limit ~= $0 }) {
      throw .invalid("attribute 'output_shape' is \(wanted.asShape)")
    }
    var windows: [WindowAxis] = []
    for i in 0..<count {
      let kernel = weights[i + 2]
      let span = try Count.sum([
        try Count.product(max(input[i + 2] - 1, 0), strides[i]), extra[i],
        try Count.product(max(kernel - 1, 0), dilations[i]), 1,
      ])
      var (before, after) = (pads[i], pads[i + count])
      var side = span - before - after
      if let wanted {
        side = wanted.suffix(count)[wanted.count - count + i]
      } else if automatic.hasPrefix("SAME") {
        side = try Count.product(input[i + 2], strides[i])
      } else if automatic == "VALID" {
        (before, after) = (0, 0)
        side = span
      }
      if wanted != nil || automatic.hasPrefix("SAME") {
        let total = max(span - side, 0)
        before = automatic == "SAME_UPPER" ? total / 2 : total - total / 2
        after = total - before
      }
      guard side >= 1 else { throw .invalid("the output would have a side of \(side)") }
      windows.append(
        WindowAxis(
          input: side, kernel: kernel, stride: strides[i], dilation: dilations[i], before: before,
          after: after, output: input[i + 2]))
    }
    return ConvolutionNest(
      batch: input[0], groups: groups, outputChannels: weights[1],
      inputChannels: input[1] / groups, windows: windows, direction: .transposed)
  }

  @Sendable private static func inferTransposed(_ node: NodeView) throws(RuleFailure)
    -> [TensorType]
  {
    let geometry = try transposedGeometry(node)
    let channels = try Count.product(geometry.groups, geometry.outputChannels)
    return [
      TensorType(node.format(0), [geometry.batch, channels] + geometry.windows.map(\.input))
    ]
  }

  @Sendable private static func costTransposed(_ node: NodeView, _ outputs: [TensorType])
    throws(RuleFailure) -> NodeCost
  {
    let geometry = try transposedGeometry(node)
    let nest = try geometry.nest(
      input: try node.input(0), weights: try node.input(1), output: node.outputs[0],
      outputFormat: outputs[0].format)
    let made = outputs[0].shape?.elements ?? 0
    return NodeCost(
      nests: nest.map { [$0] } ?? [],
      macsWithoutPadding: nest == nil ? 0 : geometry.macsWithoutPadding,
      vectorOperations: node.has(2) ? try Count.product(made, VectorCost.simple) : 0)
  }
}

// MARK: Deformable and causal

extension Convolution {
  private static let deformed = Layout(bias: 3)

  @Sendable private static func inferDeformed(_ node: NodeView) throws(RuleFailure)
    -> [TensorType]
  {
    let shape = try geometry(node, deformed)
    let channels = shape.groups * shape.outputChannels
    return [TensorType(node.format(0), [shape.batch, channels] + shape.windows.map(\.output))]
  }

  /// The products of the plain convolution; each tap is interpolated from four neighbours.
  @Sendable private static func costDeformed(_ node: NodeView, _ outputs: [TensorType])
    throws(RuleFailure) -> NodeCost
  {
    var cost = try cost(node, outputs, deformed)
    let shape = try geometry(node, deformed)
    let taps = try Count.product(
      [shape.batch, shape.groups, shape.inputChannels] + shape.windows.map(\.output)
        + shape.windows.map(\.kernel))
    cost.vectorOperations += try Count.product(
      taps, VectorCost.interpolation, shape.windows.count * 2)
    return cost
  }

  /// A depthwise convolution over time whose padding is the state of the last call.
  private static func causalGeometry(_ node: NodeView) throws(RuleFailure) -> ConvolutionNest {
    let input = try node.shape(0, atLeast: 3)
    let weights = try node.shape(1, atLeast: 3)
    let kernel = Array(weights[2...])
    guard weights[0] == input[1], weights[1] == 1, kernel.count == input.count - 2 else {
      throw .invalid(
        "the weights \(weights.asShape) are not depthwise for the input \(input.asShape)")
    }
    var windows: [WindowAxis] = []
    for (side, taps) in zip(input[2...], kernel) {
      windows.append(
        WindowAxis(
          input: side + taps - 1, kernel: taps, stride: 1, dilation: 1, before: 0, after: 0,
          output: side))
    }
    return ConvolutionNest(
      batch: input[0], groups: input[1], outputChannels: 1, inputChannels: 1, windows: windows)
  }

  @Sendable private static func inferCausal(_ node: NodeView) throws(RuleFailure) -> [TensorType] {
    let input = try node.shape(0, atLeast: 3)
    let weights = try node.shape(1, atLeast: 3)
    let state = Array(input[..<2]) + [max(weights[2] - 1, 0)]
    return [TensorType(node.format(0), input), TensorType(node.format(0), state)]
  }

  @Sendable private static func costCausal(_ node: NodeView, _ outputs: [TensorType])
    throws(RuleFailure) -> NodeCost
  {
    let geometry = try causalGeometry(node)
    let nest = try geometry.nest(
      input: try node.input(0), weights: try node.input(1), output: node.outputs[0],
      outputFormat: outputs[0].format)
    let made = outputs[0].shape?.elements ?? 0
    let activation = node.string("activation", default: "none") == "none" ? 0 : VectorCost.swish
    return NodeCost(
      nests: nest.map { [$0] } ?? [], macsWithoutPadding: nest?.macs,
      vectorOperations: try Count.product(
        made, activation + (node.has(2) ? VectorCost.simple : 0)))
  }
}
