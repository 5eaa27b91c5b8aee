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
  /// The area of the chip without; nil where it is not known.
  public var chip: Area?

  /// Whether the step takes the room from a design that fits; one that does not fit is compared as if it did.
  public var isUnfit: Bool { outcome.isInfeasible && !base.isInfeasible }

  /// The share of the time that is saved; negative where it takes longer.
  public var timeSaved: Double { 1 - outcome.latency.ratio(to: base.latency) }

  /// The share of the energy that is saved; nil where it is not known.
  public var energySaved: Double? {
    guard let after = outcome.energy, let before = base.energy, before > .zero else { return nil }
    return 1 - after.ratio(to: before)
  }

  /// The added area over that of the chip; nil where either is unknown.
  public var areaShare: Double? {
    guard let area = intervention.area, let chip, chip > .zero else { return nil }
    return area.ratio(to: chip)
  }

  /// Whether the area that is added is as good as none: less of the chip than ``Advisor/threshold``, which the area that a
  /// chip states does not resolve.
  ///
  /// A gain divided by it says nothing but how small it is.
  public var isAreaNegligible: Bool {
    guard let area = intervention.area, area > .zero, let areaShare else { return false }
    return areaShare < Advisor.threshold
  }

  /// The time saved, as a share, for each mm2 added; nil where that is unknown, nothing, or as good as nothing.
  public var timeSavedPerArea: Double? { addedArea.map { timeSaved / $0.value } }

  /// The energy saved, as a share, for each mm2 added; nil where either is unknown, or the area is nothing or as good as nothing.
  public var energySavedPerArea: Double? {
    addedArea.flatMap { area in energySaved.map { $0 / area.value } }
  }

  /// The time saved for each per cent by which the chip grows, both as shares of what there was: 1 where 1 % more chip saves
  /// 1 % of the time.
  public var timeSavedPerGrowth: Double? {
    addedArea == nil ? nil : areaShare.map { timeSaved / $0 }
  }

  /// The energy saved for each per cent by which the chip grows.
  public var energySavedPerGrowth: Double? {
    addedArea == nil ? nil : areaShare.flatMap { share in energySaved.map { $0 / share } }
  }

  /// The area that gains are told for.
  private var addedArea: Area? {
    guard let area = intervention.area, area > .zero, !isAreaNegligible else { return nil }
    return area
  }
}
