// SPDX-License-Identifier: Apache-2.0
public import RafterQuantities

extension TimeRegime {
  /// Says what binds the time of a layer, from its chain of bounds [rooflines 3.5].
  public init(_ chain: ChainOfBounds) {
    self.init(
      resources: chain.resources, end: chain.end, overhead: chain.overhead,
      spatialUtilization: chain.spatialUtilization)
  }

  /// Says what binds the time of a layer [rooflines 3.5].
  ///
  /// The busiest resource gives the label if it is busy for 0.9 of the time. If none is, and start-up
  /// and waiting take at least as much as the busiest of them, the layer is bound by latency. In
  /// between, the busiest resource still gives it: it is the largest share. Precedence: power, then two
  /// resources within a tenth of one another, then the busiest alone.
  ///
  /// - Parameters:
  ///   - resources: how long each resource is busy; of equal ones the first counts as the busier.
  ///   - end: the time of the layer.
  ///   - overhead: what T5 and T6 add.
  ///   - spatialUtilization: the share of the array that the layer's shape uses, in (0, 1].
  public init(
    resources: [ResourceTime], end: Seconds, overhead: Seconds, spatialUtilization: Double
  ) {
    // `sorted` is stable.
    let ranked = resources.filter { $0.time > .zero }.sorted { $0.time > $1.time }
    guard let busiest = ranked.first else {
      self = .latencyBound
      return
    }
    let isBinding = busiest.time >= end * RegimeThreshold.bindingShare
    if !isBinding, overhead >= busiest.time {
      self = .latencyBound
      return
    }
    if ranked.contains(where: { $0.resource == .power && $0.time == busiest.time }) {
      self = .powerBound
      return
    }
    if isBinding, ranked.count > 1,
      let second = ranked.dropFirst().first(where: { $0.resource != .power }),
      second.time >= busiest.time * RegimeThreshold.balancedRatio
    {
      self = .balanced(busiest.resource.term, second.resource.term)
      return
    }
    switch busiest.resource {
    case .power: self = .powerBound
    case .array:
      self =
        spatialUtilization >= RegimeThreshold.goodSpatialUtilization
        ? .computeBound : .spatialBound
    case .vector: self = .vectorBound
    case .port(let level, let port): self = .bandwidthBound(level: level, port: port)
    }
  }
}
