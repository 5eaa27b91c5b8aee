// SPDX-License-Identifier: Apache-2.0
import RafterQuantities

/// The step that saves most of one layer's time.
public struct LayerGain: Sendable {
  /// What the layer takes now.
  public var before: LayerOutcome
  /// Its share of the time of a sample.
  public var share: Double
  /// The step; nil where none saves anything.
  public var effect: Effect?
  /// What it takes then.
  public var after: LayerOutcome?

  /// The share of its time that is saved.
  public var timeSaved: Double {
    guard let after, before.latency > .zero else { return 0 }
    return 1 - after.latency.ratio(to: before.latency)
  }

  /// The share of its energy that is saved; nil where that is unknown.
  public var energySaved: Double? {
    guard let now = before.energy, let then = after?.energy, now > .zero else { return nil }
    return 1 - then.ratio(to: now)
  }
}

extension Advice {
  /// Each layer, the longest first, with the step that saves most of its time.
  ///
  /// Of steps whose times differ by less than the threshold it is the one of least energy, then the smaller step.
  public var gainsByLayer: [LayerGain] {
    let effects = ladders.flatMap(\.effects).filter { !$0.isUnfit }
    let gains = outcome.layers.indices.map { index -> LayerGain in
      let before = outcome.layers[index]
      var gain = LayerGain(
        before: before,
        share: outcome.latency > .zero ? before.latency.ratio(to: outcome.latency) : 0)
      for effect in effects where effect.outcome.layers.indices.contains(index) {
        let after = effect.outcome.layers[index]
        guard after.id == before.id, after.isBetter(than: gain.after, now: before) else { continue }
        gain.effect = effect
        gain.after = after
      }
      return gain
    }
    return gains.enumerated().sorted {
      ($1.element.share, $0.offset) < ($0.element.share, $1.offset)
    }.map(\.element)
  }
}

extension LayerOutcome {
  /// Whether a step does more for a layer than the best one known; without one, whether it does anything.
  fileprivate func isBetter(than best: LayerOutcome?, now: LayerOutcome) -> Bool {
    let share = 1 - Advisor.threshold
    guard let best else { return latency < now.latency * share }
    if latency < best.latency * share { return true }
    guard latency * share <= best.latency, latency < now.latency * share, let energy,
      let other = best.energy
    else { return false }
    return energy < other * share
  }
}
