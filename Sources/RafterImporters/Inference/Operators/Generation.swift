// SPDX-License-Identifier: Apache-2.0
import RafterQuantities
import RafterWorkload

/// Operators that make tensors out of sizes: constants, ranges, shapes, random numbers.
enum Generation {
  static let rules: [OperatorRule] = [
    OperatorRule(
      name: "Shape", kind: .dataMovement, isFree: true, constancy: .ofShapes,
      infer: { node throws(RuleFailure) in
        [TensorType(.int64, [try shown(node).count])]
      },
      fold: { node, _ throws(RuleFailure) in [.integers(try shown(node))] },
      cost: StandardCost.moves),
    OperatorRule(
      name: "Size", kind: .dataMovement, isFree: true, constancy: .ofShapes,
      infer: { _ in [TensorType(.int64, [])] },
      fold: { node, _ throws(RuleFailure) in [.integers([try node.shape(0).elements])] },
      cost: StandardCost.moves),
    OperatorRule(
      name: "ConstantOfShape", kind: .dataMovement, dataInputs: 0,
      infer: { node throws(RuleFailure) in
        [TensorType(try filler(node).format, try sides(try node.integers(0)))]
      },
      fold: { node, outputs throws(RuleFailure) in
        guard let count = outputs[0].shape?.elements else { return nil }
        switch try filler(node).value {
        case .integers(let all)?:
          return [.integers([Int](repeating: all.first ?? 0, count: count))]
        case .floats(let all)?:
          return [.floats([Double](repeating: all.first ?? 0, count: count))]
        case nil: return nil
        }
      }, cost: StandardCost.moves),
    OperatorRule(
      name: "Range", kind: .dataMovement, dataInputs: 0, infer: range, fold: foldRange,
      cost: StandardCost.moves),
    OperatorRule(
      name: "EyeLike", kind: .dataMovement, constancy: .ofShapes, dataInputs: 0,
      infer: { node throws(RuleFailure) in
        [
          TensorType(
            try node.formatAttribute("dtype", default: node.format(0)), try node.shape(0))
        ]
      },
      fold: { node, outputs in
        guard let shape = outputs[0].shape, shape.count == 2 else { return nil }
        let diagonal = node.int("k", default: 0)
        return [
          .integers(
            (0..<shape.elements).map { $0 % shape[1] == $0 / shape[1] &+ diagonal ? 1 : 0 })
        ]
      }, cost: StandardCost.moves),
    random("RandomNormal"), random("RandomUniform"),
    randomLike("RandomNormalLike"), randomLike("RandomUniformLike"), randomLike("Bernoulli"),
    OperatorRule(
      name: "Multinomial", kind: .other, constancy: .never,
      infer: { node throws(RuleFailure) in
        let rows = try node.shape(0, atLeast: 1)[0]
        return [
          TensorType(
            try node.formatAttribute("dtype", default: .int32),
            [rows, node.int("sample_size", default: 1)])
        ]
      }, cost: StandardCost.perInput(VectorCost.transcendental)),
    window("HannWindow"), window("HammingWindow"), window("BlackmanWindow"),
    OperatorRule(
      name: "MelWeightMatrix", kind: .other, dataInputs: 0,
      infer: { node throws(RuleFailure) in
        let bins = try node.integers(0).first ?? 0
        let length = try node.integers(1).first ?? 0
        return [
          TensorType(
            try node.formatAttribute("output_datatype", default: .fp32),
            try sides([length / 2 + 1, bins]))
        ]
      }, cost: StandardCost.perOutput(VectorCost.simple)),
  ]

  /// The sides that `Shape` shows: all, or `start..<end` from opset 15 on.
  private static func shown(_ node: NodeView) throws(RuleFailure) -> [Int] {
    let shape = try node.shape(0)
    let clamp = { (index: Int) in
      min(max(index < 0 ? index &+ shape.count : index, 0), shape.count)
    }
    let start = clamp(node.int("start", default: 0))
    let end = clamp(node.int("end", default: shape.count))
    return start < end ? Array(shape[start..<end]) : []
  }

  private static func sides(_ given: [Int]) throws(RuleFailure) -> [Int] {
    guard given.allSatisfy({ $0 >= 0 }) else {
      throw .invalid("the shape \(given.asShape) has a negative side")
    }
    return given
  }

  /// What the tensor is filled with; 0 in fp32 if nothing is said.
  private static func filler(_ node: NodeView) throws(RuleFailure) -> (
    format: NumberFormat?, value: Numbers?
  ) {
    guard case .tensor(let tensor)? = node.attributes["value"] else {
      return (.fp32, .floats([0]))
    }
    return (NumberFormat(onnxDataType: tensor.dataType), node.attributeValue)
  }

  @Sendable private static func range(_ node: NodeView) throws(RuleFailure) -> [TensorType] {
    let (start, limit, delta) = (
      try node.doubles(0), try node.doubles(1), try node.doubles(2)
    )
    guard let first = start.first, let end = limit.first, let step = delta.first, step != 0 else {
      throw .invalid("the step is 0 or a bound is missing")
    }
    let count = max(((end - first) / step).rounded(.up), 0)
    guard count.isFinite, count <= Double(Count.limit) else {
      throw .invalid("there would be \(count) numbers between \(first) and \(end)")
    }
    return [TensorType(node.format(0), [Int(count)])]
  }

  @Sendable private static func foldRange(_ node: NodeView, _ outputs: [TensorType])
    throws(RuleFailure) -> [Numbers]?
  {
    guard let count = outputs[0].shape?.first, let start = node.numbers(0),
      let delta = node.numbers(2)
    else { return nil }
    if case .integers(let first) = start, case .integers(let step) = delta,
      let first = first.first, let step = step.first
    {
      return [.integers((0..<count).map { first &+ $0 &* step })]
    }
    guard let first = start.doubles.first, let step = delta.doubles.first else { return nil }
    return [.floats((0..<count).map { first + Double($0) * step })]
  }

  private static func random(_ name: String) -> OperatorRule {
    OperatorRule(
      name: name, kind: .other, constancy: .never,
      infer: { node throws(RuleFailure) in
        [
          TensorType(
            try node.formatAttribute("dtype", default: .fp32),
            try sides(node.ints("shape") ?? []))
        ]
      }, cost: StandardCost.perOutput(VectorCost.transcendental))
  }

  private static func randomLike(_ name: String) -> OperatorRule {
    OperatorRule(
      name: name, kind: .other, constancy: .never,
      infer: { node throws(RuleFailure) in
        [
          TensorType(
            try node.formatAttribute("dtype", default: node.format(0)), try node.shape(0))
        ]
      }, cost: StandardCost.perOutput(VectorCost.transcendental))
  }

  private static func window(_ name: String) -> OperatorRule {
    OperatorRule(
      name: name, kind: .other, dataInputs: 0,
      infer: { node throws(RuleFailure) in
        let size = try node.integers(0).first ?? 0
        return [
          TensorType(
            try node.formatAttribute("output_datatype", default: .fp32), try sides([size]))
        ]
      }, cost: StandardCost.perOutput(VectorCost.transcendental))
  }
}
