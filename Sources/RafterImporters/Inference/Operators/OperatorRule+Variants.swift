// SPDX-License-Identifier: Apache-2.0

// Rules made of others: the same operator under another name, with its inputs in other places, or with the channels
// last.
extension OperatorRule {
  /// How a node of a variant is seen as one of the operator that it varies.
  typealias Adapt = @Sendable (NodeView) throws(RuleFailure) -> NodeView

  /// This operator under another name in the domain of ONNX Runtime, as the newest version of ONNX has it.
  ///
  /// - Parameters:
  ///   - name: the name there; nil for the same.
  ///   - inputs: for each input of this operator the place of it there; nil for the same places.
  ///   - extra: vector operations for each element of the first output, on top of this operator's.
  ///   - adapt: what else is written otherwise there.
  func contributed(
    _ name: String? = nil, inputs places: [Int]? = nil, extra: Int = 0, adapt: Adapt? = nil
  ) -> OperatorRule {
    let (name, infer, fold, cost) = (name ?? self.name, infer, fold, cost)
    let usual = self.name
    let seen: Adapt = { node throws(RuleFailure) in
      var view = try adapt?(node) ?? node
      view.`operator` = usual
      view.domain = ""
      view.opset = 24
      if let places {
        let given = view.inputs
        view.inputs = places.map { $0 < given.count ? given[$0] : nil }
      }
      return view
    }
    var rule = self
    rule.name = name
    rule.domain = "com.microsoft"
    rule.infer = { node throws(RuleFailure) in try infer(try seen(node)) }
    if let fold {
      rule.fold = { node, outputs throws(RuleFailure) in try fold(try seen(node), outputs) }
    }
    rule.cost = { node, outputs throws(RuleFailure) in
      var found = try cost(try seen(node), outputs)
      if let places {
        found.elementsRead = Dictionary(
          uniqueKeysWithValues: found.elementsRead.map { (places[$0.key], $0.value) })
      }
      found.vectorOperations += try Count.product(outputs.first?.shape?.elements ?? 0, extra)
      return found
    }
    return rule
  }

  /// This operator on tensors whose channels are the last axis instead of the second.
  ///
  /// - Parameter applies: whether a node is of that kind.
  func channelsLast(_ applies: @escaping @Sendable (NodeView) -> Bool = { _ in true })
    -> OperatorRule
  {
    let (infer, cost) = (infer, cost)
    @Sendable func seen(_ node: NodeView) -> NodeView {
      var view = node
      if let input = node.inputs.first ?? nil {
        view.inputs[0]?.type.shape = input.shape?.channelsSecond
      }
      return view
    }
    var rule = self
    rule.infer = { node throws(RuleFailure) in
      guard applies(node) else { return try infer(node) }
      return try infer(seen(node)).map { TensorType($0.format, $0.shape?.channelsBehind) }
    }
    rule.cost = { node, outputs throws(RuleFailure) in
      guard applies(node) else { return try cost(node, outputs) }
      return try cost(
        seen(node), outputs.map { TensorType($0.format, $0.shape?.channelsSecond) })
    }
    return rule
  }
}

extension [Int] {
  /// `N, sides..., C` as `N, C, sides...`.
  fileprivate var channelsSecond: [Int] {
    guard count > 2 else { return self }
    return [self[0], self[count - 1]] + self[1..<(count - 1)]
  }

  /// `N, C, sides...` as `N, sides..., C`.
  fileprivate var channelsBehind: [Int] {
    guard count > 2 else { return self }
    return [self[0]] + self[2...] + [self[1]]
  }
}
