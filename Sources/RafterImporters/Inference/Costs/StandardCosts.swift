// SPDX-License-Identifier: Apache-2.0

/// Cost rules that many operators share.
enum StandardCost {
  /// Nothing for the vector unit: data only move, or not even that.
  static let moves: OperatorRule.Cost = { _, _ in NodeCost() }

  /// `operations` for each element of the first output.
  static func perOutput(_ operations: Int) -> OperatorRule.Cost {
    { _, outputs throws(RuleFailure) in
      NodeCost(vectorOperations: try Count.product(outputs.first?.shape?.elements ?? 0, operations))
    }
  }

  /// `operations` for each element of the first input.
  static func perInput(_ operations: Int) -> OperatorRule.Cost {
    { node, _ throws(RuleFailure) in
      NodeCost(vectorOperations: try Count.product(try node.shape(0).elements, operations))
    }
  }

  /// The first input is read only as far as it shows up in the first output.
  static let readsWhatItMakes: OperatorRule.Cost = { node, outputs throws(RuleFailure) in
    let made = outputs.first?.shape?.elements ?? 0
    return NodeCost(elementsRead: [0: min(made, try node.shape(0).elements)])
  }
}
