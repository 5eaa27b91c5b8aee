// SPDX-License-Identifier: Apache-2.0
public import RafterAnalysis

/// Why a step was not looked at to the end.
public enum LadderEnd: Sendable, Hashable {
  /// All steps gained something.
  case reached
  /// The step of this name gained less than ``Advisor/threshold`` over the one before.
  case stopsPaying(at: String)
  /// No mapping of the step of this name can gain the threshold over the one before: known from what any takes at least.
  case provenUseless(at: String)
  /// The step could not be run, for the reason given.
  case refused(at: String, reason: String)
}

/// Which steps are mapped.
public enum StepChoice: Sendable, Hashable {
  /// All, until one gains nothing over the one before.
  case all
  /// Those of which it is not proven beforehand that they gain nothing.
  case unproven
}

/// What came of a ladder.
public struct LadderResult: Sendable {
  /// The ladder.
  public var ladder: Ladder
  /// The steps that were run, smallest first.
  public var effects: [Effect]
  /// How it ended.
  public var end: LadderEnd
}

/// The answer of `rafter advise`.
public struct Advice: Sendable {
  /// The analysis of the design as it is.
  public var base: Analysis
  /// What a sample takes now.
  public var outcome: Outcome
  /// All ladders, in the order of the levers.
  public var ladders: [LadderResult]
  /// Levers that cannot be applied here, and why.
  public var unusable: [(lever: Lever, reason: String)]

  /// Steps that save time or energy, most time first, then most energy; of equal ones the smaller step.
  public var ranking: [Effect] {
    let paying = ladders.flatMap(\.effects).filter { effect in
      !effect.isUnfit
        && (effect.timeSaved >= Advisor.threshold
          || (effect.energySaved ?? 0) >= Advisor.threshold)
    }
    return paying.enumerated().sorted { a, b in
      let left = (a.element.timeSaved, a.element.energySaved ?? 0)
      let right = (b.element.timeSaved, b.element.energySaved ?? 0)
      return left == right ? a.offset < b.offset : left > right
    }.map(\.element)
  }

  /// The step that saves most energy, if any does.
  public var thriftiest: Effect? {
    let candidates = ranking.enumerated().filter {
      ($0.element.energySaved ?? 0) >= Advisor.threshold
    }
    return candidates.max {
      ($0.element.energySaved ?? 0, $1.offset) < ($1.element.energySaved ?? 0, $0.offset)
    }?.element
  }

  /// Ladders of which no step saves anything.
  public var useless: [LadderResult] {
    ladders.filter { result in
      if result.effects.isEmpty, case .provenUseless = result.end { return true }
      return !result.effects.isEmpty
        && result.effects.allSatisfy {
          $0.isUnfit
            || ($0.timeSaved < Advisor.threshold
              && ($0.energySaved ?? 0) < Advisor.threshold)
        }
    }
  }
}
