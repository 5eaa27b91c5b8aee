// SPDX-License-Identifier: Apache-2.0
import RafterQuantities
import RafterWorkload

/// Operators of ONNX Runtime (com.microsoft) that are those of ONNX written otherwise.
enum Contributed {
  static let rules: [OperatorRule] = same + quantized + images

  /// The operators of ONNX that others here vary.
  private static func onnx(_ name: String, in family: [OperatorRule]) -> [OperatorRule] {
    family.filter { $0.name == name && $0.domain.isEmpty }
  }

  /// Those that differ in the name at most.
  private static let same: [OperatorRule] =
    (onnx("Pad", in: Movement.rules) + onnx("Trilu", in: Movement.rules)
    + onnx("GatherND", in: Indexing.rules) + onnx("GridSample", in: Resizing.rules)
    + onnx("LinearAttention", in: AttentionOperators.rules)).map { $0.contributed() }
    + onnx("Gather", in: Indexing.rules).map { $0.contributed("TorchEmbedding") }
    + onnx("Unsqueeze", in: Views.rules).map { $0.contributed("ExpandDims") }
    + onnx("Range", in: Generation.rules).map { rule in
      rule.contributed { node throws(RuleFailure) in
        guard !node.has(2) else { return node }
        // The step may be left out.
        var view = node
        let one = TensorInfo(
          name: "", type: TensorType(node.format(0), []), origin: .file, value: .integers([1]))
        view.inputs = Array(node.inputs.prefix(2)) + [one]
        return view
      }
    }
    + onnx("Unique", in: Indexing.rules).map { rule in
      // Without the places of the inverse.
      var short = rule.contributed()
      let infer = short.infer
      short.infer = { node throws(RuleFailure) in
        let all = try infer(node)
        return all.count == 4 ? [all[0], all[2], all[3]] : all
      }
      return short
    }
    + onnx("CausalConvWithState", in: Convolution.rules).map { rule in
      rule.contributed { node throws(RuleFailure) in
        guard node.int("channels_last", default: 0) == 0, !node.has(4) else {
          throw .unsupported("causal convolutions with channels last")
        }
        return node
      }
    }
    + onnx("ReduceSum", in: Reduction.rules).map { rule in
      widened(rule.contributed("ReduceSumInteger", adapt: axesAsInput))
    }
    + onnx("Mul", in: Elementwise.rules).map {
      widened($0.contributed("MulInteger", inputs: [0, 2]))
    }

  /// Those with a scale and a zero point beside each tensor.
  private static let quantized: [OperatorRule] =
    onnx("Softmax", in: Normalization.rules).map {
      $0.contributed("QLinearSoftmax", inputs: [0], extra: VectorCost.quantize)
    }
    + onnx("ReduceMean", in: Reduction.rules).map {
      $0.contributed(
        "QLinearReduceMean", inputs: [0, 5], extra: VectorCost.quantize, adapt: axesAsInput)
    }
    + onnx("Where", in: Elementwise.rules).map {
      $0.contributed("QLinearWhere", inputs: [0, 1, 4], extra: VectorCost.quantize)
    }
    + onnx("AveragePool", in: Pooling.rules).map {
      $0.contributed("QLinearAveragePool", inputs: [0], extra: VectorCost.quantize)
        .channelsLast(isChannelsLast)
    }
    + onnx("GlobalAveragePool", in: Pooling.rules).map {
      $0.contributed("QLinearGlobalAveragePool", inputs: [0], extra: VectorCost.quantize)
        .channelsLast(isChannelsLast)
    }
    + onnx("QLinearConv", in: Convolution.rules).map {
      $0.contributed().channelsLast(isChannelsLast)
    }

  private static let images: [OperatorRule] =
    onnx("Conv", in: Convolution.rules).map { $0.contributed("NhwcConv").channelsLast() }
    + Convolution.rules.filter { $0.name == "FusedConv" }.map { rule in
      var last = rule.channelsLast()
      last.name = "NhwcFusedConv"
      return last
    }
    + onnx("MaxPool", in: Pooling.rules).flatMap {
      [$0.contributed("NhwcMaxPool").channelsLast(), $0.contributed("MaxpoolWithMask")]
    }
    + onnx("ConvTranspose", in: Convolution.rules).map { rule in
      rule.contributed("ConvTransposeWithDynamicPads", inputs: [0, 1, 3]) {
        node throws(RuleFailure) in
        guard node.has(2) else { return node }
        var view = node
        view.attributes["pads"] = .ints(try node.integers(2))
        return view
      }
    }

  @Sendable private static func isChannelsLast(_ node: NodeView) -> Bool {
    node.int("channels_last", default: 0) == 1
  }

  /// Axes that are an attribute here and an input in ONNX: they are put behind the inputs that are there.
  @Sendable private static func axesAsInput(_ node: NodeView) throws(RuleFailure) -> NodeView {
    var view = node
    let place = node.`operator` == "ReduceSumInteger" ? 1 : 5
    view.inputs = (0..<place).map { $0 < node.inputs.count ? node.inputs[$0] : nil }
    if let axes = node.ints("axes") {
      view.inputs.append(
        TensorInfo(
          name: "", type: TensorType(.int64, [axes.count]), origin: .file, value: .integers(axes)))
    }
    return view
  }

  /// A rule whose results are 32-bit sums of narrow integers.
  private static func widened(_ rule: OperatorRule) -> OperatorRule {
    var wide = rule
    let infer = rule.infer
    wide.infer = { node throws(RuleFailure) in
      try infer(node).map { type in
        TensorType(node.format(0) == .uint8 ? .uint32 : .int32, type.shape)
      }
    }
    // Its numbers would need the zero points.
    wide.fold = nil
    return wide
  }
}
