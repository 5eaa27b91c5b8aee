// SPDX-License-Identifier: Apache-2.0
public import RafterAnalysis
public import RafterQuantities
import RafterRoofline
import RafterWorkload

/// What one sample of the workload takes on a design.
public struct Outcome: Sendable, Hashable {
  /// The time of a sample: that of the batch, divided by its size.
  public var latency: Seconds
  /// The energy of a sample; nil where parts of it are unknown.
  public var energy: Energy?
  /// What most of the time is bound by, as a term, and the share of it.
  public var binding: String
  /// The share of the time that it binds.
  public var shareBound: Double
  /// Whether a layer fits nowhere.
  public var isInfeasible: Bool
  /// Where the design stands under its roofs; nil where nothing moves.
  public var position: Position?
  /// What each layer takes, in the order of execution.
  public var layers: [LayerOutcome]

  /// The outcome of an analysis of a batch.
  public init(_ analysis: Analysis, batch: Int) {
    latency = analysis.totals.latency / Double(batch)
    // An analysis of several devices has the energy of one of each stage.
    let lanes = Double(max(1, analysis.workload.pass?.lanes ?? 1))
    energy = analysis.totals.energy.map { $0 * lanes / Double(batch) }
    isInfeasible = analysis.isInfeasible || analysis.fit.contains { $0.isHome && !$0.fits }
    var order: [String] = []
    var shares: [String: Double] = [:]
    for layer in analysis.layers {
      for term in layer.timeRegime.boundBy {
        if shares[term] == nil { order.append(term) }
        shares[term, default: 0] += layer.shareOfTime
      }
    }
    var top = ("", 0.0)
    for term in order where (shares[term] ?? 0) > top.1 { top = (term, shares[term] ?? 0) }
    binding = top.0
    shareBound = min(1, top.1)
    position = Position(analysis)
    layers = analysis.layers.map { LayerOutcome($0, batch: batch) }
  }
}

extension TimeRegime {
  /// The resources that are busy all the time.
  var boundBy: [String] {
    switch self {
    case .balanced(let a, let b): [a, b]
    case .computeBound, .spatialBound: ["array"]
    case .vectorBound: ["vector"]
    case .powerBound: ["power"]
    case .latencyBound: ["latency"]
    case .bandwidthBound(let level, let port): ["\(level).\(port)"]
    }
  }
}

/// What a step of a lever does to the whole network.
public struct Effect: Sendable {
  /// The step.
  public var intervention: Intervention
  /// What a sample takes then.
  public var outcome: Outcome
  /// What it takes without.
  public var base: Outcome

  /// Whether the step takes the room from a design that fits; one that does not fit is compared as if it did.
  public var isUnfit: Bool { outcome.isInfeasible && !base.isInfeasible }

  /// The share of the time that is saved; negative where it takes longer.
  public var timeSaved: Double { 1 - outcome.latency.ratio(to: base.latency) }

  /// The share of the energy that is saved; nil where it is not known.
  public var energySaved: Double? {
    guard let after = outcome.energy, let before = base.energy, before > .zero else { return nil }
    return 1 - after.ratio(to: before)
  }

  /// The time saved for each added area; nil where that is unknown or nothing.
  public var timeSavedPerArea: Double? {
    guard let area = intervention.area, area > .zero else { return nil }
    return timeSaved / area.value
  }

  /// The energy saved for each added area; nil where either is unknown, or no area is added.
  public var energySavedPerArea: Double? {
    guard let area = intervention.area, area > .zero, let energySaved else { return nil }
    return energySaved / area.value
  }
}
