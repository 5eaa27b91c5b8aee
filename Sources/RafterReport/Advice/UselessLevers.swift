// SPDX-License-Identifier: Apache-2.0
import RafterAnalysis
import RafterLevers
import RafterQuantities

/// Levers that save nothing, and why, in the terms of the regime.
enum UselessLevers {
  /// `More multipliers and larger memories save nothing.`; nil where every lever saves something.
  static func sentence(_ advice: Advice) -> String? {
    let levers = Lever.allCases.filter { lever in
      let own = advice.ladders.filter { $0.ladder.lever == lever }
      return !own.isEmpty
        && own.allSatisfy { result in
          advice.useless.contains {
            $0.ladder.lever == lever && $0.ladder.target == result.ladder.target
          }
        }
    }
    guard !levers.isEmpty else { return nil }
    var words = levers.map(noun)
    let last = words.removeLast()
    let list = words.isEmpty ? last : words.joined(separator: ", ") + " and " + last
    return AdviceWords.capitalised(list) + " save nothing."
  }

  /// Each lever without effect, with its reason.
  static func reasons(_ advice: Advice) -> [String] {
    var lines: [String] = []
    for lever in Lever.allCases {
      let useless = advice.useless.filter { $0.ladder.lever == lever }
      let unfit = useless.filter { $0.isUnfit }
      for result in unfit {
        lines.append("\(lever.rawValue) of \(result.ladder.target): it would not fit")
      }
      // Targets with one reason share a line.
      var byReason: [(reason: String, targets: [String])] = []
      for result in useless where !result.isUnfit {
        let reason = why(lever, result.ladder.target, advice)
        if let known = byReason.firstIndex(where: { $0.reason == reason }) {
          byReason[known].targets.append(result.ladder.target)
        } else {
          byReason.append((reason, [result.ladder.target]))
        }
      }
      lines += byReason.map {
        "\(lever.rawValue) of \($0.targets.joined(separator: ", ")): \($0.reason)"
      }
      for (_, reason) in advice.unusable.filter({ $0.lever == lever }) {
        lines.append("\(lever.rawValue): \(reason)")
      }
    }
    return lines
  }

  /// What the lever would have to find, and what there is instead.
  private static func why(_ lever: Lever, _ target: String, _ advice: Advice) -> String {
    let outcome = advice.outcome
    let bound =
      "\(Format.percent(outcome.shareBound)) of the time is bound by \(outcome.binding)"
    switch lever {
    case .parallelism where target == "vector unit":
      return
        "the vector unit binds \(percent(outcome) { $0.boundBy == ["vector"] }) of the time; \(bound)"
    case .parallelism:
      let share = outcome.share { $0.boundBy == ["array"] }
      return share < 0.005
        ? "no layer is right of its ridge: more multipliers would wait; \(bound)"
        : "the array alone binds \(Format.percent(share)) of the time, and this side does not help there"
    case .temporalReuse:
      let once = outcome.share(where: \.isCompulsory)
      return once >= 0.005
        ? "in \(Format.percent(once)) of the time every byte moves once already: more room saves none"
        : bound
    case .bandwidth:
      return
        "\(target) alone binds \(percent(outcome) { $0.boundBy.count == 1 && $0.boundBy[0].hasPrefix(target + ".") }) of the time"
    default: return bound
    }
  }

  private static func percent(_ outcome: Outcome, _ isBound: (LayerOutcome) -> Bool) -> String {
    Format.percent(outcome.share(where: isBound))
  }

  private static func noun(_ lever: Lever) -> String {
    switch lever {
    case .parallelism: "more units side by side"
    case .temporalReuse: "larger memories"
    case .bandwidth: "faster ports"
    case .nearMemory: "memory on top of the logic"
    case .quantization: "narrower formats"
    case .batching: "larger batches"
    case .dataflow: "freer dataflows"
    case .spatialReuse: "other shapes of the array"
    case .memoryKind: "other kinds of memory"
    case .inMemory: "arrays that compute in memory"
    case .sparsity: "zeros in the weights"
    case .fusion: "tensors that stay between layers"
    case .voltageFrequency: "other supplies and clocks"
    case .chiplets: "more chips"
    }
  }
}

extension LadderResult {
  /// Whether it was run, and fits nowhere.
  fileprivate var isUnfit: Bool {
    !effects.isEmpty && effects.allSatisfy(\.isUnfit)
  }
}
