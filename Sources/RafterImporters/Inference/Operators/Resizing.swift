// SPDX-License-Identifier: Apache-2.0
import RafterQuantities
import RafterWorkload

/// Resampling of images.
enum Resizing {
  static let rules: [OperatorRule] = [
    OperatorRule(name: "Resize", kind: .resize, dataInputs: 1, infer: resize, cost: cost),
    OperatorRule(name: "Upsample", kind: .resize, dataInputs: 1, infer: upsample, cost: cost),
    OperatorRule(
      name: "AffineGrid", kind: .resize, dataInputs: 1,
      infer: { node throws(RuleFailure) in
        let size = try node.integers(1)
        guard size.count >= 3, size.allSatisfy({ $0 >= 0 }) else {
          throw .invalid("the size is \(size.asShape)")
        }
        return [TensorType(node.format(0), [size[0]] + Array(size[2...]) + [size.count - 2])]
      },
      cost: { node, outputs throws(RuleFailure) in
        // Each coordinate is a row of the matrix times a point: n multiply-adds for n axes.
        let out = outputs[0].shape ?? []
        return NodeCost(vectorOperations: try Count.product(out.elements, 2 * (out.last ?? 1)))
      }),
    OperatorRule(
      name: "GridSample", kind: .resize,
      infer: { node throws(RuleFailure) in
        let (input, grid) = (try node.shape(0, atLeast: 3), try node.shape(1, atLeast: 3))
        return [
          TensorType(
            node.format(0), Array(input[..<2]) + Array(grid[1..<(grid.count - 1)]))
        ]
      }, cost: cost),
    OperatorRule(
      name: "Col2Im", kind: .dataMovement, dataInputs: 1,
      infer: { node throws(RuleFailure) in
        let input = try node.shape(0, atLeast: 3)
        let (image, block) = (try node.integers(1), try node.integers(2))
        let taps = try Count.product(block)
        guard taps > 0, input[1] % taps == 0, image.allSatisfy({ $0 >= 0 }) else {
          throw .invalid("\(input[1]) rows do not divide into blocks of \(block.asShape)")
        }
        return [TensorType(node.format(0), [input[0], input[1] / taps] + image)]
      }, cost: StandardCost.perInput(VectorCost.simple)),
  ]

  /// Nearest moves data only; linear takes two points an axis, cubic four.
  @Sendable private static func cost(_ node: NodeView, _ outputs: [TensorType])
    throws(RuleFailure) -> NodeCost
  {
    let usual = node.`operator` == "GridSample" ? "linear" : "nearest"
    let mode = node.string("mode", default: usual)
    let axes =
      mode == "nearest"
      ? 0 : zip(try node.shape(0), outputs[0].shape ?? []).count { $0 != $1 }
    let each = axes * VectorCost.interpolation * (mode.hasSuffix("cubic") ? 3 : 1)
    return NodeCost(
      vectorOperations: try Count.product(outputs[0].shape?.elements ?? 0, each))
  }

  /// `floor(in * scale)`, or sizes; opset 10 has no region of interest, 18 adds axes and a policy
  /// [workloads 4.2].
  @Sendable private static func resize(_ node: NodeView) throws(RuleFailure) -> [TensorType] {
    let input = try node.shape(0)
    if node.opset < 11 {
      let scales = try node.doubles(1)
      return [
        TensorType(node.format(0), try scaled(input, scales, axes: input.indices.map(\.self)))
      ]
    }
    let axes = try node.axes(node.ints("axes") ?? Array(input.indices), rank: input.count)
    let format = node.format(0)
    guard let wanted = try given(node, 3) else {
      let scales = try given(node, 2) ?? []
      guard !scales.isEmpty else { throw .invalid("neither scales nor sizes are given") }
      if node.string("coordinate_transformation_mode", default: "half_pixel")
        == "tf_crop_and_resize",
        let region = try given(node, 1), region.count == 2 * axes.count
      {
        return [TensorType(format, try scaled(input, scales, axes: axes, region: region))]
      }
      return [TensorType(format, try scaled(input, scales, axes: axes))]
    }
    guard wanted.count == axes.count else {
      throw .invalid("there are \(wanted.count) sizes for \(axes.count) axes")
    }
    var out = input
    let policy = node.string("keep_aspect_ratio_policy", default: "stretch")
    // In single precision, as runtimes do it: the rounding decides on the size.
    let ratios = zip(axes, wanted).map { Float($1) / Float(max(input[$0], 1)) }
    let common = policy == "not_larger" ? ratios.min() : ratios.max()
    for (axis, size) in zip(axes, wanted) {
      let side =
        policy == "stretch" ? size : Double((Float(input[axis]) * (common ?? 1)).rounded())
      guard side >= 0, side <= Double(Count.limit) else {
        throw .invalid("axis \(axis) is resized to \(side)")
      }
      out[axis] = Int(side)
    }
    return [TensorType(format, out)]
  }

  /// Scales were an attribute before opset 9.
  @Sendable private static func upsample(_ node: NodeView) throws(RuleFailure) -> [TensorType] {
    let input = try node.shape(0)
    let scales = node.opset < 9 ? node.floats("scales") ?? [] : try node.doubles(1)
    return [TensorType(node.format(0), try scaled(input, scales, axes: Array(input.indices)))]
  }

  /// An optional input of numbers; empty ones count as left out.
  private static func given(_ node: NodeView, _ index: Int) throws(RuleFailure) -> [Double]? {
    guard node.has(index), node.knownShape(index) != [0] else { return nil }
    return try node.doubles(index)
  }

  /// `floor(in * scale)` in single precision, in which runtimes multiply: 7 x 1.8571428 is 13 there and 12.99999 in
  /// double precision.
  private static func scaled(
    _ input: [Int], _ scales: [Double], axes: [Int], region: [Double]? = nil
  ) throws(RuleFailure) -> [Int] {
    guard scales.count == axes.count else {
      throw .invalid("there are \(scales.count) scales for \(axes.count) axes")
    }
    var out = input
    for (place, axis) in axes.enumerated() {
      let part = region.map { Float($0[place + axes.count]) - Float($0[place]) } ?? 1
      let side = (Float(input[axis]) * part * Float(scales[place])).rounded(.down)
      guard side >= 0, side <= Float(Count.limit) else {
        throw .invalid("axis \(axis) of \(input.asShape) is scaled by \(scales[place])")
      }
      out[axis] = Int(side)
    }
    return out
  }
}
