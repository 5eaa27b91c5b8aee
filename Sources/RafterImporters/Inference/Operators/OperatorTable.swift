// SPDX-License-Identifier: Apache-2.0

/// Every operator we know, by domain and name.
enum OperatorTable {
  /// An operator's name.
  struct Key: Hashable, Sendable {
    var domain: String
    var name: String
  }

  /// The rule of an operator, or nil.
  static func rule(_ name: String, domain: String) -> OperatorRule? {
    byKey[Key(domain: domain, name: name)]
  }

  /// The tables of all families; a new family is added here, a new operator in its family's file.
  static let families: [[OperatorRule]] = [
    Elementwise.rules, Convolution.rules, Pooling.rules, MatrixProduct.rules, Reduction.rules,
    Views.rules, Movement.rules, Indexing.rules, Generation.rules, Normalization.rules,
    Quantization.rules, Recurrent.rules, AttentionOperators.rules, Resizing.rules, Losses.rules,
    Signal.rules, Sequences.rules, Text.rules, MixtureOperators.rules,
    BlockwiseProducts.rules, Contributed.rules, ContributedVector.rules,
  ]

  private static let byKey: [Key: OperatorRule] = {
    var table: [Key: OperatorRule] = [:]
    for family in families {
      for rule in family { table[Key(domain: rule.domain, name: rule.name)] = rule }
    }
    return table
  }()
}
