// SPDX-License-Identifier: Apache-2.0
import RafterQuantities
import RafterWorkload

/// Fourier transforms.
enum Signal {
  static let rules: [OperatorRule] = [
    OperatorRule(
      name: "DFT", kind: .other, dataInputs: 1, infer: transform,
      cost: { node, outputs throws(RuleFailure) in
        let shape = try node.shape(0)
        let length = shape[try axis(node, rank: shape.count)]
        return NodeCost(
          vectorOperations: try work(outputs[0].shape?.elements ?? 0, length: length))
      }),
    OperatorRule(
      name: "STFT", kind: .other, infer: shortTime,
      cost: { node, outputs throws(RuleFailure) in
        NodeCost(
          vectorOperations: try work(
            outputs[0].shape?.elements ?? 0, length: try frame(node)))
      }),
    real("Rfft") { shape in
      // n / 2 + 1 complex numbers of n real ones.
      Array(shape.dropLast()) + [(shape.last ?? 0) / 2 + 1, 2]
    },
    real("Irfft") { shape in
      let bins = shape.count > 1 ? shape[shape.count - 2] : 1
      return Array(shape.dropLast(2)) + [max(bins - 1, 0) * 2]
    },
  ]

  /// Transforms of ONNX Runtime between real numbers and one half of their spectrum, over the last axes.
  private static func real(
    _ name: String, made: @escaping @Sendable ([Int]) -> [Int]
  ) -> OperatorRule {
    @Sendable func count(_ node: NodeView) throws(RuleFailure) -> Int {
      let axes = try node.count("signal_ndim")
      _ = try node.shape(0, atLeast: name == "Rfft" ? axes : axes + 1)
      return axes
    }
    return OperatorRule(
      name: name, domain: "com.microsoft", kind: .other,
      infer: { node throws(RuleFailure) in
        _ = try count(node)
        return [TensorType(node.format(0), made(try node.shape(0)))]
      },
      cost: { node, outputs throws(RuleFailure) in
        // The longer one of the two holds the real numbers.
        let signal = name == "Rfft" ? try node.shape(0) : outputs[0].shape ?? []
        let length = try Count.product(signal.suffix(try count(node)))
        return NodeCost(vectorOperations: try work(signal.elements, length: length))
      })
  }

  /// The axis is an attribute before opset 20 and an input from then on.
  private static func axis(_ node: NodeView, rank: Int) throws(RuleFailure) -> Int {
    let named: Int
    if node.opset < 20 {
      named = node.int("axis", default: 1)
    } else {
      named = node.has(2) ? try node.integers(2).first ?? -2 : -2
    }
    return try node.axis(named, rank: rank)
  }

  @Sendable private static func transform(_ node: NodeView) throws(RuleFailure) -> [TensorType] {
    var shape = try node.shape(0, atLeast: 2)
    let axis = try axis(node, rank: shape.count)
    let isOneSided = node.int("onesided", default: 0) == 1
    // The inverse of one half of a spectrum is real; n / 2 + 1 bins come from n points.
    let makesReal = isOneSided && node.int("inverse", default: 0) == 1
    if makesReal { shape[axis] = max(shape[axis] - 1, 0) * 2 }
    if node.has(1) { shape[axis] = try node.integers(1).first ?? shape[axis] }
    guard shape[axis] >= 0 else { throw .invalid("the length is \(shape[axis])") }
    if isOneSided, !makesReal { shape[axis] = shape[axis] / 2 + 1 }
    shape[shape.count - 1] = makesReal ? 1 : 2
    return [TensorType(node.format(0), shape)]
  }

  private static func frame(_ node: NodeView) throws(RuleFailure) -> Int {
    if node.has(3), let length = try node.integers(3).first { return length }
    return try node.shape(2, atLeast: 1)[0]
  }

  @Sendable private static func shortTime(_ node: NodeView) throws(RuleFailure) -> [TensorType] {
    let signal = try node.shape(0, atLeast: 2)
    let step = try node.integers(1).first ?? 0
    let length = try frame(node)
    guard step > 0, 1...signal[1] ~= length else {
      throw .invalid("frames of \(length) every \(step) in \(signal.asShape)")
    }
    let frames = (signal[1] - length) / step + 1
    let bins = node.int("onesided", default: 1) == 1 ? length / 2 + 1 : length
    return [TensorType(node.format(0), [signal[0], frames, bins, 2])]
  }

  /// A fast transform: 5 n log2 n operations for n complex points, that is 2.5 log2 n for each number made.
  private static func work(_ made: Int, length: Int) throws(RuleFailure) -> Int {
    var levels = 0
    while levels < 62, 1 << levels < length { levels += 1 }
    return try Count.product(made, 5 * levels) / 2
  }
}
