// SPDX-License-Identifier: Apache-2.0
import RafterAnalysis
import RafterLevers
import RafterQuantities

/// What is said of levers, in sentences.
enum AdviceWords {
  /// `61 %`, or `-3 %` where it is more than before.
  static func saved(_ share: Double) -> String {
    share < -0.0005 ? "-" + Format.percent(-share) : Format.percent(max(0, share))
  }

  /// `-61 %` for what is saved, `+3 %` for what is added.
  static func signed(_ saved: Double) -> String {
    saved.magnitude < 0.0005
      ? "as before" : (saved > 0 ? "-" : "+") + Format.percent(saved.magnitude)
  }

  /// What is printed as the threshold.
  private static let printed = Advisor.threshold - 0.0005

  /// `saves 61 %`, `costs 3 % more`, `saves nothing`: followed by `of the time`.
  static func change(_ share: Double) -> String {
    // As printed: 0.46 % reads 0.5 %, which is not nothing.
    share >= printed
      ? "saves \(Format.percent(share))"
      : share <= -printed ? "costs another \(Format.percent(-share))" : "saves nothing"
  }

  /// The answer: what binds, what saves most time and energy, what does not help.
  static func sentences(_ advice: Advice) -> [String] {
    opening(advice.base) + [fitting(advice)].compactMap(\.self) + answers(advice)
      + [UselessLevers.sentence(advice)].compactMap { $0 }
  }

  /// What the design takes as it is and what binds it, and what does not fit.
  static func opening(_ base: Analysis) -> [String] {
    var others = 0
    return base.headline.filter { sentence in
      if sentence.hasPrefix("It does not fit") { return true }
      others += 1
      return others <= 2
    }
  }

  /// What makes a design fit that does not; nil where it fits.
  private static func fitting(_ advice: Advice) -> String? {
    guard advice.outcome.isInfeasible else { return nil }
    // The first step of each ladder: the smallest.
    let steps = advice.ladders.compactMap { result in
      result.effects.first { !$0.outcome.isInfeasible }.map(phrase)
    }
    return steps.isEmpty
      ? "No single step makes it fit; what follows holds for machines that had the room."
      : "It fits by \(steps.joined(separator: ", or ")); all else holds for machines that had the room."
  }

  private static func answers(_ advice: Advice) -> [String] {
    var result: [String] = []
    let ranking = advice.ranking
    guard let fastest = ranking.first, fastest.timeSaved >= Advisor.threshold else {
      result.append(
        ranking.isEmpty
          ? "None of the levers saves time or energy here."
          : "None of the levers saves time here; \(thrifty(advice.thriftiest, fastest: nil) ?? "")")
      return result
    }
    result.append(savings(fastest))
    // The best of another lever, if it saves much too.
    let second = ranking.first { $0.intervention.lever != fastest.intervention.lever }
    if let second, second.timeSaved >= 0.02 { result.append(savings(second)) }
    if let cheap = cheapest(ranking, other: fastest),
      cheap.intervention.name != second?.intervention.name
    {
      let place = cheap.isAreaNegligible ? "For hardly any area" : "For its area"
      result.append(
        "\(place) most is gained by \(phrase(cheap)): \(saved(cheap.timeSaved)) of the time\(area(cheap))."
      )
    }
    if let other = thrifty(advice.thriftiest, fastest: fastest) { result.append(other) }
    return result
  }

  /// What a step saves: `Running in w4a16 saves 55 % of the time`.
  private static func savings(_ effect: Effect) -> String {
    let ofSample = effect.intervention.lever == .batching ? " of a sample" : ""
    var sentence =
      "\(capitalised(phrase(effect))) saves \(saved(effect.timeSaved)) of the time\(ofSample)"
    if let energy = effect.energySaved {
      sentence +=
        energy >= Advisor.threshold
        ? " and \(saved(energy)) of the energy"
        : energy <= -Advisor.threshold
          ? " and costs \(Format.percent(-energy)) more energy" : " and no energy"
    }
    return sentence + area(effect) + "."
  }

  private static func thrifty(_ effect: Effect?, fastest: Effect?) -> String? {
    guard let effect, let energy = effect.energySaved,
      effect.intervention.name != fastest?.intervention.name
        || effect.intervention.lever != fastest?.intervention.lever
    else { return nil }
    let time =
      effect.timeSaved >= Advisor.threshold
      ? ", with \(saved(effect.timeSaved)) of the time"
      : effect.timeSaved <= -Advisor.threshold
        ? ", for \(Format.percent(-effect.timeSaved)) more time" : ""
    return "Most energy is saved by \(phrase(effect)): \(saved(energy))\(time)\(area(effect))."
  }

  /// The step that gains most for its area: of those that add as good as none the fastest, else the one of the most time for
  /// each mm2.
  private static func cheapest(_ ranking: [Effect], other: Effect) -> Effect? {
    let candidates = ranking.filter { $0.timeSaved >= 0.02 }
    let best =
      candidates.first(where: \.isAreaNegligible)
      ?? candidates.enumerated().filter { ($0.element.timeSavedPerArea ?? 0) > 0 }.max {
        ($0.element.timeSavedPerArea ?? 0, $1.offset)
          < ($1.element.timeSavedPerArea ?? 0, $0.offset)
      }?.element
    guard let best,
      best.intervention.name != other.intervention.name
        || best.intervention.lever != other.intervention.lever
    else { return nil }
    return best
  }

  /// ` for 1.2 mm2`.
  private static func area(_ effect: Effect) -> String {
    guard let area = effect.intervention.area, area > .zero else { return "" }
    return " for \(area.formatted())"
  }

  /// `4 times the bandwidth of dram`.
  static func phrase(_ effect: Effect) -> String {
    let step = effect.intervention
    let factor = step.step.hasPrefix("x") ? step.step.dropFirst() + " times" : Substring(step.step)
    return switch step.lever {
    case .parallelism:
      step.target == "vector unit" ? "\(factor) the vector unit" : "\(factor) the \(step.target)"
    case .temporalReuse: "\(factor) the capacity of \(step.target)"
    case .bandwidth: "\(factor) the bandwidth of \(step.target)"
    case .nearMemory: "\(step.target) stacked on the logic"
    case .quantization: "running in \(step.step)"
    case .batching: "\(factor) the batch"
    case .dataflow: "\(step.target) \(step.step)"
    case .sparsity: sparsity(step)
    case .fusion: "keeping tensors between layers where they fit"
    case .spatialReuse: "\(step.target) \(step.step)"
    case .memoryKind: "putting \(devices(step.step)) in place of \(step.target)"
    case .inMemory: "\(factor) a \(step.target) in-memory array in place of the multipliers"
    case .voltageFrequency: "a supply of \(step.step)"
    case .chiplets: chips(step.step.dropFirst(), step.target)
    }
  }

  /// `hbm3`, `5 devices of hbm3`.
  private static func devices(_ step: String) -> String {
    let words = step.split(separator: " ")
    return words.count == 2 ? "\(words[0]) devices of \(words[1])" : step
  }

  /// `putting 8 chips each with its dram side by side`, `sharing each product among 8 devices`.
  private static func chips(_ count: Substring, _ target: String) -> String {
    target == "devices"
      ? "sharing each product among \(count) devices"
      : "putting \(count) \(target) side by side"
  }

  /// `pruning weights to 2 of 4 and skipping zeros`, `pruning weights to a density of 0.1 and gating zeros`.
  private static func sparsity(_ step: Intervention) -> String {
    let density = step.step.hasPrefix("density ") ? step.step.dropFirst("density ".count) : nil
    let use = step.target.split(separator: " ").last ?? ""
    guard let density else { return "pruning \(step.target) and \(step.step) zeros" }
    return use == "compressed"
      ? "pruning weights to a density of \(density) and storing them without zeros"
      : "pruning weights to a density of \(density) and \(use) zeros"
  }

  /// `bandwidth, dram: x4 saves no more than x2`; nil where there is nothing to say of the end of a ladder.
  static func end(_ result: LadderResult) -> String? {
    switch result.end {
    case .reached: return nil
    case .provenUseless(let step):
      guard let before = result.effects.last?.intervention.step else { return nil }
      return
        "\(result.ladder.lever.rawValue), \(result.ladder.target): \(step) cannot save more than \(before)"
    case .refused(let step, let reason):
      return
        "\(result.ladder.lever.rawValue), \(result.ladder.target): \(step) cannot be run: \(reason)"
    case .stopsPaying(let step):
      guard result.effects.count > 1 else { return nil }
      let before = result.effects[result.effects.count - 2].intervention.step
      return
        "\(result.ladder.lever.rawValue), \(result.ladder.target): \(step) saves no more than \(before)"
    }
  }

  /// `half of the capacity of buffer for 1.63 times the rows`.
  static func trade(_ trade: Trade) -> String {
    let given =
      trade.given.factor == 0.5
      ? "half of the \(trade.given.part)"
      : "the \(trade.given.part) down to \(Format.significant(trade.given.factor))"
    return "\(given) for \(Format.significant(trade.gained.factor)) times the \(trade.gained.part)"
  }

  /// `1/2 buffer size`, `1.31 x accumulator port`: what differs comes first.
  static func short(_ share: Trade.Share) -> String {
    let factor = share.factor == 0.5 ? "1/2" : "\(Format.significant(share.factor)) x"
    for (kind, word) in [("capacity", "size"), ("bandwidth", "port")]
    where share.part.hasPrefix("\(kind) of ") {
      return "\(factor) \(share.part.dropFirst(kind.count + 4)) \(word)"
    }
    return "\(factor) \(share.part)"
  }

  /// What the figures of the steps that are shown rest on, each line once.
  static func basis(_ advice: Advice) -> [String] {
    var lines = [
      "each row is an analysis of its own: every layer is mapped anew on the changed machine"
    ]
    let proven = advice.ladders.count { if case .provenUseless = $0.end { true } else { false } }
    if proven > 0 {
      lines.append(
        "\(proven) \(proven == 1 ? "ladder ends" : "ladders end") without mapping: what any mapping takes at least tells that the next step cannot save 0.5 %"
      )
    }
    if advice.ranking.contains(where: { $0.timeSavedPerGrowth != nil || $0.isAreaNegligible }) {
      lines.append(
        "time /% area: the share of the time that is saved for each per cent by which the chip grows; - where it does not grow, or by less than 0.5 %, which the area that a chip states does not resolve"
      )
    }
    for line in advice.ranking.flatMap(\.intervention.basis) where !lines.contains(line) {
      lines.append(line)
    }
    return lines
  }

  static func capitalised(_ text: String) -> String {
    text.prefix(1).uppercased() + text.dropFirst()
  }
}
