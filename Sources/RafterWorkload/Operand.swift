// SPDX-License-Identifier: Apache-2.0

/// The part a tensor plays at the arithmetic: which path through the memories it takes.
///
/// Names as in accelerator files. In a product of two activations (attention) the second one takes the
/// path of the weights; ``NestOperand/isConstant`` tells the two apart.
public enum Operand: String, Sendable, Hashable, CaseIterable, Comparable {
  case weights, inputs, outputs

  /// In the order of declaration.
  public static func < (a: Self, b: Self) -> Bool { a.index < b.index }

  /// 0, 1, 2: for flat tables.
  public var index: Int {
    switch self {
    case .weights: 0
    case .inputs: 1
    case .outputs: 2
    }
  }
}
