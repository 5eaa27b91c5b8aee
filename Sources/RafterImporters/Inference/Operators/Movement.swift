// SPDX-License-Identifier: Apache-2.0
import RafterQuantities
import RafterWorkload

/// Operators that move data: bytes, but no arithmetic.
enum Movement {
  static let rules: [OperatorRule] = [
    row("Transpose", keepsParameter: true, infer: transpose, fold: MovementFolding.transpose),
    row("Concat", infer: concat, fold: MovementFolding.concat),
    row(
      "Split", dataInputs: 1, infer: split, fold: MovementFolding.split),
    row(
      "Slice", dataInputs: 1, infer: slice, fold: MovementFolding.slice,
      cost: StandardCost.readsWhatItMakes),
    row("Expand", dataInputs: 1, infer: expand, fold: MovementFolding.expand),
    row("Tile", dataInputs: 1, infer: tile, fold: MovementFolding.tile),
    row("Pad", dataInputs: 1, infer: pad, fold: MovementFolding.pad),
    row("DepthToSpace", infer: depthToSpace),
    row("SpaceToDepth", infer: spaceToDepth),
    row("ReverseSequence", dataInputs: 1, infer: Elementwise.same),
    row("Trilu", dataInputs: 1, infer: Elementwise.same, fold: MovementFolding.triangle),
    row(
      "CenterCropPad", dataInputs: 1, infer: centerCropPad, cost: StandardCost.readsWhatItMakes),
  ]

  private static func row(
    _ name: String, keepsParameter: Bool = false, dataInputs: Int = .max,
    infer: @escaping OperatorRule.Infer, fold: OperatorRule.Fold? = nil,
    cost: @escaping OperatorRule.Cost = StandardCost.moves
  ) -> OperatorRule {
    OperatorRule(
      name: name, kind: .dataMovement, keepsParameter: keepsParameter, dataInputs: dataInputs,
      infer: infer, fold: fold, cost: cost)
  }

  // MARK: Shapes

  /// The order of the axes; the reverse if none is given.
  static func permutation(_ node: NodeView, rank: Int) throws(RuleFailure) -> [Int] {
    guard let order = node.ints("perm") else { return Array((0..<rank).reversed()) }
    guard order.sorted() == Array(0..<rank) else {
      throw .invalid("attribute 'perm' is \(order), which does not order \(rank) axes")
    }
    return order
  }

  @Sendable private static func transpose(_ node: NodeView) throws(RuleFailure) -> [TensorType] {
    let input = try node.shape(0)
    let order = try permutation(node, rank: input.count)
    return [TensorType(node.format(0), order.map { input[$0] })]
  }

  @Sendable static func concat(_ node: NodeView) throws(RuleFailure) -> [TensorType] {
    var out = try node.shape(0, atLeast: 1)
    let axis = try node.axis(node.int("axis", default: 1), rank: out.count)
    for index in node.inputs.indices.dropFirst() {
      var next = try node.shape(index)
      guard next.count == out.count else {
        throw .invalid("\(next.asShape) is joined to \(out.asShape), which has other axes")
      }
      let side = next[axis]
      next[axis] = out[axis]
      guard next == out else {
        next[axis] = side
        throw .invalid(
          "\(next.asShape) cannot be joined to \(out.asShape) along axis \(axis): the other "
            + "sides differ")
      }
      out[axis] = try Count.sum([out[axis], side])
    }
    return [TensorType(node.format(0), out)]
  }

  /// The sizes that `Split` cuts an axis into: an attribute before opset 13, `num_outputs` from 18 on.
  static func parts(_ node: NodeView, side: Int) throws(RuleFailure) -> [Int] {
    let named = node.opset < 13 ? node.ints("split") : (node.has(1) ? try node.integers(1) : nil)
    if let named {
      guard named.allSatisfy({ $0 >= 0 }), try Count.sum(named) == side,
        named.count == node.outputs.count
      else {
        throw .invalid("a side of \(side) does not split into \(named)")
      }
      return named
    }
    let count = node.int("num_outputs", default: node.outputs.count)
    guard count >= 1, count <= max(node.outputs.count, 1) else {
      throw .invalid("a side of \(side) is split into \(count) parts")
    }
    let each = (side + count - 1) / count
    // Equal parts until opset 18 allowed a smaller last one.
    guard node.opset >= 18 || side % count == 0 else {
      throw .invalid(
        "a side of \(side) does not divide into \(count) equal parts",
        remedy: "parts of other sizes are named by 'split'")
    }
    guard count == node.outputs.count, try Count.product(count - 1, each) <= side else {
      throw .invalid(
        "a side of \(side) does not divide into \(node.outputs.count) parts of \(each), the last "
          + "one smaller")
    }
    return (0..<count).map { max(min(each, side - $0 * each), 0) }
  }

  @Sendable private static func split(_ node: NodeView) throws(RuleFailure) -> [TensorType] {
    var shape = try node.shape(0, atLeast: 1)
    let axis = try node.axis(node.int("axis", default: 0), rank: shape.count)
    return try parts(node, side: shape[axis]).map { part in
      shape[axis] = part
      return TensorType(node.format(0), shape)
    }
  }

  @Sendable private static func expand(_ node: NodeView) throws(RuleFailure) -> [TensorType] {
    let (shape, wanted) = (try node.shape(0), try node.integers(1))
    guard wanted.allSatisfy({ $0 >= 0 }) else {
      throw .invalid("the shape \(wanted.asShape) has a negative side")
    }
    return [TensorType(node.format(0), try Broadcast.shape(shape, wanted))]
  }

  @Sendable private static func tile(_ node: NodeView) throws(RuleFailure) -> [TensorType] {
    let (shape, repeats) = (try node.shape(0), try node.integers(1))
    guard repeats.count == shape.count, repeats.allSatisfy({ $0 >= 0 }) else {
      throw .invalid("\(shape.asShape) cannot be repeated \(repeats) times")
    }
    var out: [Int] = []
    for (side, count) in zip(shape, repeats) { out.append(try Count.product(side, count)) }
    return [TensorType(node.format(0), out)]
  }

  /// Padding in front of and behind each axis; negative padding cuts.
  static func padding(_ node: NodeView, rank: Int) throws(RuleFailure) -> (
    before: [Int], after: [Int]
  ) {
    let given: [Int]
    if node.opset < 11 {
      given = node.ints("pads") ?? node.ints("paddings") ?? []
    } else {
      given = try node.integers(1)
    }
    let axes = node.has(3) ? try node.axes(try node.integers(3), rank: rank) : Array(0..<rank)
    guard given.count == 2 * axes.count else {
      throw .invalid("there are \(given.count) paddings for \(axes.count) axes")
    }
    var (before, after) = (
      [Int](repeating: 0, count: rank), [Int](repeating: 0, count: rank)
    )
    for (place, axis) in axes.enumerated() {
      before[axis] = given[place]
      after[axis] = given[place + axes.count]
    }
    return (before, after)
  }

  @Sendable private static func pad(_ node: NodeView) throws(RuleFailure) -> [TensorType] {
    let shape = try node.shape(0)
    let pads = try padding(node, rank: shape.count)
    var out: [Int] = []
    for axis in shape.indices {
      let side = try Count.sum([shape[axis], pads.before[axis], pads.after[axis]])
      guard side >= 0 else {
        throw .invalid("axis \(axis) of \(shape.asShape) is cut to a side of \(side)")
      }
      out.append(side)
    }
    return [TensorType(node.format(0), out)]
  }

  private static func blockSize(_ node: NodeView, _ shape: [Int]) throws(RuleFailure) -> Int {
    let block = node.int("blocksize", default: 0)
    guard 1...Int(Int16.max) ~= block, shape.count == 4 else {
      throw .invalid("blocks of \(block) in a tensor of \(shape.asShape)")
    }
    return block
  }

  @Sendable private static func depthToSpace(_ node: NodeView) throws(RuleFailure)
    -> [TensorType]
  {
    let shape = try node.shape(0)
    let block = try blockSize(node, shape)
    guard shape[1] % (block * block) == 0 else {
      throw .invalid("\(shape[1]) channels do not divide into blocks of \(block) x \(block)")
    }
    let sides = [try Count.product(shape[2], block), try Count.product(shape[3], block)]
    return [TensorType(node.format(0), [shape[0], shape[1] / (block * block)] + sides)]
  }

  @Sendable private static func spaceToDepth(_ node: NodeView) throws(RuleFailure)
    -> [TensorType]
  {
    let shape = try node.shape(0)
    let block = try blockSize(node, shape)
    let channels = try Count.product(shape[1], block, block)
    return [TensorType(node.format(0), [shape[0], channels, shape[2] / block, shape[3] / block])]
  }

  @Sendable private static func centerCropPad(_ node: NodeView) throws(RuleFailure)
    -> [TensorType]
  {
    var shape = try node.shape(0)
    let wanted = try node.integers(1)
    let axes = try node.axes(node.ints("axes") ?? Array(shape.indices), rank: shape.count)
    guard axes.count == wanted.count, wanted.allSatisfy({ $0 >= 0 }) else {
      throw .invalid("\(wanted.asShape) is asked for along \(axes.count) axes")
    }
    for (axis, side) in zip(axes, wanted) { shape[axis] = side }
    return [TensorType(node.format(0), shape)]
  }
}
