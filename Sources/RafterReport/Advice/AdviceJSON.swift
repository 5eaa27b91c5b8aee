// SPDX-License-Identifier: Apache-2.0
import RafterAnalysis
import RafterHardware
import RafterLevers
import RafterQuantities
import RafterWorkload

/// The JSON of `rafter advise`: kind `rafter/advise/1`.
enum AdviceJSON {
  static func value(_ report: AdviceReport) -> JSONValue {
    let advice = report.advice
    return .object([
      "schema": .string("rafter/advise/1"),
      "workload": .string(advice.base.workload.name),
      "accelerator": .string(advice.base.accelerator.name),
      "batch": .int(report.batch),
      "headline": .array(report.headline.map { .string($0) }),
      "base": outcome(advice.outcome),
      "ladders": .array(advice.ladders.map(ladder)),
      "layers": .array(advice.gainsByLayer.map(layer)),
      "unusable": .array(
        advice.unusable.map {
          .object(["lever": .string($0.lever.rawValue), "reason": .string($0.reason)])
        }),
    ])
  }

  private static func layer(_ gain: LayerGain) -> JSONValue {
    func text(_ word: String?) -> JSONValue { word.map { .string($0) } ?? .null }
    return .object([
      "id": .string(gain.before.id), "name": .string(gain.before.name),
      "share_of_time": .double(gain.share), "bound_by": .string(gain.before.binding),
      "lever": text(gain.effect?.intervention.lever.rawValue),
      "target": text(gain.effect?.intervention.target),
      "step": text(gain.effect?.intervention.step), "time_saved": .double(gain.timeSaved),
      "energy_saved": JSONValue(gain.energySaved), "then_bound_by": text(gain.after?.binding),
    ])
  }

  /// What a sample takes.
  static func outcome(_ outcome: Outcome) -> JSONValue {
    .object([
      "latency_s": .double(outcome.latency.value),
      "energy_J": outcome.energy.map { .double($0.value) } ?? .null,
      "bound_by": .string(outcome.binding),
      "share_bound": .double(outcome.shareBound),
      "feasible": .bool(!outcome.isInfeasible),
    ])
  }

  private static func ladder(_ result: LadderResult) -> JSONValue {
    var fields: [String: JSONValue] = [
      "lever": .string(result.ladder.lever.rawValue),
      "target": .string(result.ladder.target),
      "steps": .array(result.effects.map(effect)),
      "stops_paying_at": .null, "proven_useless_at": .null, "refused_at": .null, "reason": .null,
    ]
    switch result.end {
    case .reached: break
    case .stopsPaying(let step): fields["stops_paying_at"] = .string(step)
    case .provenUseless(let step): fields["proven_useless_at"] = .string(step)
    case .refused(let step, let reason):
      fields["refused_at"] = .string(step)
      fields["reason"] = .string(reason)
    }
    return .object(fields)
  }

  private static func effect(_ effect: Effect) -> JSONValue {
    .object([
      "step": .string(effect.intervention.step),
      "outcome": outcome(effect.outcome),
      "time_saved": .double(effect.timeSaved),
      "energy_saved": effect.energySaved.map { .double($0) } ?? .null,
      "area_added_mm2": effect.intervention.area.map { .double($0.value) } ?? .null,
      "area_share_of_chip": JSONValue(effect.areaShare),
      "area_is_negligible": .bool(effect.isAreaNegligible),
      "time_saved_per_mm2": JSONValue(effect.timeSavedPerArea),
      "energy_saved_per_mm2": JSONValue(effect.energySavedPerArea),
      "time_saved_per_chip_growth": JSONValue(effect.timeSavedPerGrowth),
      "energy_saved_per_chip_growth": JSONValue(effect.energySavedPerGrowth),
      "notes": .array(
        (effect.intervention.notes + effect.intervention.basis).map { .string($0) }),
    ])
  }
}
