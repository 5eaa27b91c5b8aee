// SPDX-License-Identifier: Apache-2.0
import ArgumentParser

/// What `rafter advise` is asked.
enum AdviceQuestion: String, EnumerableFlag {
  /// What does each lever save?
  case ranking
  /// Which combinations does no other beat?
  case bundles
  /// What is to be given up for what, on the same area?
  case isoArea
  /// What is each component worth?
  case sensitivities

  static func name(for value: AdviceQuestion) -> NameSpecification {
    switch value {
    case .ranking: .customLong("ranking")
    case .bundles: .customLong("bundles")
    case .isoArea: .customLong("iso-area")
    case .sensitivities: .customLong("sensitivities")
    }
  }

  static func help(for value: AdviceQuestion) -> ArgumentHelp? {
    switch value {
    case .ranking: "What each step of each lever saves (this is what is asked if nothing is said)."
    case .bundles:
      "Combinations of up to three steps that no other beats in time, energy and area."
    case .isoArea: "What to give up for what on the same area."
    case .sensitivities:
      "How time and energy follow each parameter: the shadow price of each component."
    }
  }
}
