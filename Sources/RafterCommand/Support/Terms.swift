// SPDX-License-Identifier: Apache-2.0
import Rafter

/// The closed lists of words that reports use.
enum Terms {
  /// All lists, one heading each.
  static var text: String {
    [
      ("time_regime", TimeRegime.allTerms), ("time_sublabel", TimeSublabel.allTerms),
      ("energy_regime", EnergyRegime.allTerms), ("chain step", ChainStep.allTerms),
      ("energy item", EnergyItem.allTerms), ("operator", OperatorKind.allCases.map(\.rawValue)),
      ("confidence", Confidence.allCases.map(\.rawValue)),
    ].map { title, terms in "\(title)\n" + terms.map { "  \($0)" }.joined(separator: "\n") }
      .joined(separator: "\n")
  }
}
