// SPDX-License-Identifier: Apache-2.0
import RafterQuantities
import RafterWorkload

/// Operators of ONNX Runtime (com.microsoft) that fuse vector work, and a few that ONNX has none like.
enum ContributedVector {
  static let rules: [OperatorRule] = normalizations + fused + positions + moves + transforms

  private static let normalizations: [OperatorRule] = [
    row("GroupNorm", .normalization) { node in
      VectorCost.layerNormalization
        + (node.int("activation", default: 0) == 1 ? VectorCost.swish : 0)
    },
    OperatorRule(
      name: "SkipGroupNorm", domain: "com.microsoft", kind: .normalization,
      infer: { node throws(RuleFailure) in
        let type = try node.input(0).type
        return [type, type]
      },
      cost: perElement { node in
        VectorCost.layerNormalization + VectorCost.simple * (node.has(4) ? 2 : 1)
          + (node.int("activation", default: 0) == 1 ? VectorCost.swish : 0)
      }),
    row("BiasSoftmax", .softmax) { _ in VectorCost.softmax + VectorCost.simple },
  ]

  private static let fused: [OperatorRule] = [
    row("BiasAdd", .elementwise) { _ in 2 * VectorCost.simple },
    OperatorRule(
      name: "BiasDropout", domain: "com.microsoft", kind: .elementwise,
      infer: { node throws(RuleFailure) in
        let type = try node.input(0).type
        return [type, TensorType(.bool, type.shape)]
      },
      cost: perElement { node in VectorCost.simple * (node.has(2) ? 2 : 1) }),
    OperatorRule(
      name: "BiasSplitGelu", domain: "com.microsoft", kind: .activation, infer: halved,
      // Two biases, the function of one half, and its product with the other.
      cost: perElement { _ in VectorCost.gelu + 3 * VectorCost.simple }),
    OperatorRule(
      name: "SwiGLU", domain: "com.microsoft", kind: .activation,
      infer: { node throws(RuleFailure) in
        node.has(1) ? try Elementwise.broadcast(node) : try halved(node)
      },
      cost: perElement { _ in VectorCost.swish + VectorCost.simple }),
    OperatorRule(
      name: "QLinearConcat", domain: "com.microsoft", kind: .dataMovement, infer: joined,
      // Each part is rescaled to the scale of the whole.
      cost: StandardCost.perOutput(VectorCost.quantize)),
    // (a + ib)(c + id): four products and two sums for two numbers.
    complex("ComplexMul"), complex("ComplexMulConj"),
    OperatorRule(
      name: "IsAllFinite", domain: "com.microsoft", kind: .reduction,
      infer: { _ in [TensorType(.bool, [])] },
      cost: { node, _ throws(RuleFailure) in
        var cost = NodeCost()
        for index in node.inputs.indices {
          cost.vectorOperations += try node.shape(index).elements
        }
        return cost
      }),
    OperatorRule(
      name: "NGramRepeatBlock", domain: "com.microsoft", kind: .other,
      infer: { node throws(RuleFailure) in [try node.input(1).type] }, cost: StandardCost.moves),
  ]

  private static let positions: [OperatorRule] = [
    OperatorRule(
      name: "GemmaRotaryEmbedding", domain: "com.microsoft", kind: .elementwise,
      infer: { node throws(RuleFailure) in [try node.input(1).type, try node.input(3).type] },
      cost: { node, _ throws(RuleFailure) in
        // Sine and cosine of each position, then the rotation of queries and keys.
        let angles = try Count.product(
          try node.shape(0).elements, 2 * VectorCost.transcendental)
        let rotated = try Count.sum([try node.shape(1).elements, try node.shape(3).elements])
        return NodeCost(
          vectorOperations: try Count.sum([
            angles, try Count.product(rotated, VectorCost.rotary),
          ]))
      }),
    OperatorRule(
      name: "RelativePositionBias", domain: "com.microsoft", kind: .embedding, dataInputs: 1,
      infer: { node throws(RuleFailure) in
        let table = try node.shape(0, atLeast: 2)
        guard let queries = try node.integers(1).first, let keys = try node.integers(2).first
        else { throw .invalid("the lengths are empty") }
        return [TensorType(node.format(0), [1, table[1], queries, keys])]
      }, cost: StandardCost.readsWhatItMakes),
    OperatorRule(
      name: "GatedRelativePositionBias", domain: "com.microsoft", kind: .gemm,
      infer: { node throws(RuleFailure) in
        let size = try gated(node)
        return [
          TensorType(node.format(0), [size.batch, size.heads, size.length, size.length])
        ]
      },
      cost: { node, outputs throws(RuleFailure) in
        let size = try gated(node)
        let rows = try Count.product(size.batch, size.heads, size.length)
        let nest = try MatrixNest(
          batches: [], rows: rows, columns: size.width, inner: size.head
        ).nest(
          left: try node.input(0), right: try node.input(3), output: node.outputs[0],
          outputFormat: outputs[0].format)
        // A bias before and behind the product, two sums over halves with their sigmoids, and the gate.
        let vector = try Count.sum([
          try Count.product(rows, size.head + 2 * size.width + 2 * VectorCost.sigmoid + 4),
          outputs[0].shape?.elements ?? 0,
        ])
        return NodeCost(nests: nest.map { [$0] } ?? [], vectorOperations: vector)
      }),
  ]

  private static let moves: [OperatorRule] = [
    OperatorRule(
      name: "RestorePadding", domain: "com.microsoft", kind: .dataMovement,
      infer: { node throws(RuleFailure) in
        let (tokens, offsets) = (try node.shape(0, atLeast: 2), try node.shape(1, atLeast: 2))
        return [TensorType(node.format(0), offsets + [tokens[1]])]
      }, cost: StandardCost.moves),
    OperatorRule(
      name: "RemovePadding", domain: "com.microsoft", kind: .dataMovement,
      infer: { node throws(RuleFailure) in
        let input = try node.shape(0, atLeast: 3)
        let tokens = try Count.sum(try node.integers(1))
        return [
          TensorType(node.format(0), [tokens, input[2]]), TensorType(.int32, [input[0], input[1]]),
          TensorType(.int32, [input[0] + 1]), TensorType(.int32, [1]),
        ]
      }, cost: StandardCost.readsWhatItMakes),
    OperatorRule(
      name: "UnfoldTensor", domain: "com.microsoft", kind: .dataMovement,
      infer: { node throws(RuleFailure) in
        var shape = try node.shape(0, atLeast: 1)
        let axis = try node.axis(node.int("dim", default: -1), rank: shape.count)
        let (size, step) = (try node.count("size"), node.int("step", default: 1))
        guard step >= 1, size <= shape[axis] else {
          throw .invalid("windows of \(size) every \(step) along a side of \(shape[axis])")
        }
        shape[axis] = (shape[axis] - size) / step + 1
        return [TensorType(node.format(0), shape + [size])]
      }, cost: StandardCost.moves),
    OperatorRule(
      name: "CropAndResize", domain: "com.microsoft", kind: .resize,
      infer: { node throws(RuleFailure) in
        let (input, boxes) = (try node.shape(0, atLeast: 4), try node.shape(1, atLeast: 1))
        let crop = try node.integers(3)
        guard crop.count == 2, crop.allSatisfy({ $0 > 0 }) else {
          throw .invalid("crops of \(crop.asShape)")
        }
        return [TensorType(node.format(0), [boxes[0], input[1]] + crop)]
      },
      cost: perElement { node in
        node.string("mode", default: "bilinear") == "nearest" ? 0 : 2 * VectorCost.interpolation
      }),
    OperatorRule(
      name: "GatherBlockQuantized", domain: "com.microsoft", kind: .embedding, infer: gather,
      cost: { node, outputs throws(RuleFailure) in
        let made = outputs[0].shape?.elements ?? 0
        let packing = try packing(node)
        var cost = NodeCost(vectorOperations: try Count.product(made, VectorCost.dequantize))
        cost.elementsRead[0] = (made + packing - 1) / packing
        // Of the scales and zero points as large a part is read as of the data.
        let whole = try node.shape(0).elements
        for side in [2, 3] {
          guard let scales = node.knownShape(side)?.elements, whole > 0 else { continue }
          let share = Double(made) / Double(packing) / Double(whole)
          cost.elementsRead[side] = min(scales, Int((Double(scales) * share).rounded(.up)))
        }
        return cost
      }),
  ]

  private static let transforms: [OperatorRule] = [
    OperatorRule(
      name: "CDist", domain: "com.microsoft", kind: .other,
      infer: { node throws(RuleFailure) in
        let (a, b) = (try node.shape(0, atLeast: 2), try node.shape(1, atLeast: 2))
        return [TensorType(node.format(0), [a[0], b[0]])]
      },
      cost: { node, outputs throws(RuleFailure) in
        // A difference, a square and a sum for each element of each pair.
        let width = try node.shape(0, atLeast: 2)[1]
        return NodeCost(
          vectorOperations: try Count.product(outputs[0].shape?.elements ?? 0, width, 3))
      }),
    OperatorRule(
      name: "Inverse", domain: "com.microsoft", kind: .other, infer: Elementwise.same,
      cost: { node, _ throws(RuleFailure) in
        // Elimination with as many right sides: n^3 multiply-adds, two operations each.
        let shape = try node.shape(0, atLeast: 2)
        return NodeCost(
          vectorOperations: try Count.product(shape.elements, shape[shape.count - 1], 2))
      }),
  ]

  // MARK: Rows

  private static func row(
    _ name: String, _ kind: OperatorKind, each: @escaping @Sendable (NodeView) -> Int
  ) -> OperatorRule {
    OperatorRule(
      name: name, domain: "com.microsoft", kind: kind, infer: Elementwise.same,
      cost: perElement(each))
  }

  /// Operations for each element of the first output, as the node says.
  private static func perElement(_ each: @escaping @Sendable (NodeView) -> Int)
    -> OperatorRule.Cost
  {
    { node, outputs throws(RuleFailure) in
      NodeCost(
        vectorOperations: try Count.product(outputs.first?.shape?.elements ?? 0, each(node)))
    }
  }

  private static func complex(_ name: String) -> OperatorRule {
    OperatorRule(
      name: name, domain: "com.microsoft", kind: .elementwise, infer: Elementwise.broadcast,
      cost: StandardCost.perOutput(3 * VectorCost.simple))
  }

  // MARK: Shapes

  @Sendable private static func halved(_ node: NodeView) throws(RuleFailure) -> [TensorType] {
    var shape = try node.shape(0, atLeast: 1)
    guard shape[shape.count - 1] % 2 == 0 else {
      throw .invalid("the last side of \(shape.asShape) does not divide into two halves")
    }
    shape[shape.count - 1] /= 2
    return [TensorType(node.format(0), shape)]
  }

  /// Tensor, scale and zero point in turn, behind those of the result.
  @Sendable private static func joined(_ node: NodeView) throws(RuleFailure) -> [TensorType] {
    var view = node
    view.inputs = Swift.stride(from: 2, to: node.inputs.count, by: 3).map { node.inputs[$0] }
    view.opset = 24
    return try Movement.concat(view)
  }

  /// How many numbers an element of the table holds.
  private static func packing(_ node: NodeView) throws(RuleFailure) -> Int {
    guard node.format(0) == .uint8 else { return 1 }
    let bits = node.int("bits", default: 4)
    guard [2, 4, 8].contains(bits) else { throw .invalid("attribute 'bits' is \(bits)") }
    return 8 / bits
  }

  @Sendable private static func gather(_ node: NodeView) throws(RuleFailure) -> [TensorType] {
    var shape = try node.shape(0, atLeast: 1)
    let indices = try node.shape(1)
    shape[shape.count - 1] = try Count.product(shape[shape.count - 1], try packing(node))
    let axis = try node.axis(node.int("gather_axis", default: 0), rank: shape.count)
    return [TensorType(node.format(2), shape[..<axis] + indices + shape[(axis + 1)...])]
  }

  private struct GatedSize {
    var batch, heads, length, head, width: Int
  }

  private static func gated(_ node: NodeView) throws(RuleFailure) -> GatedSize {
    let (query, weights) = (try node.shape(0, atLeast: 2), try node.shape(3, atLeast: 2))
    let heads = try node.count("num_heads")
    // Packed tokens carry their batch in the offsets.
    let lead = query.count == 3 ? Array(query[..<2]) : try node.shape(6, atLeast: 2)
    guard query[query.count - 1] == weights[0] * heads else {
      throw .invalid("queries of \(query.asShape) do not fit weights of \(weights.asShape)")
    }
    return GatedSize(
      batch: lead[0], heads: heads, length: lead[1], head: weights[0], width: weights[1])
  }
}
