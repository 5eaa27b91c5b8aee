// SPDX-License-Identifier: Apache-2.0

/// The closed lists of words that results use, for `rafter list terms`; `<level>` stands for a memory.
public enum RooflineTerms {
  /// Each list under its key in JSON.
  public static let all: [(key: String, terms: [String])] = [
    ("time_regime", TimeRegime.allTerms), ("time_sublabel", TimeSublabel.allTerms),
    ("energy_regime", EnergyRegime.allTerms), ("step", ChainStep.allTerms),
    ("item", EnergyItem.allTerms),
  ]
}
