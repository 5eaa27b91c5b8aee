// SPDX-License-Identifier: Apache-2.0
public import RafterQuantities

/// The throughput roofs of a layer [rooflines 3.2].
extension LayerDemand {
  /// The ceiling of shape and sparsity, `Pi * SU * gain`.
  public var spatialCeiling: Throughput { peak * (spatialUtilization * sparsityGain) }

  /// The ceiling of a level's bandwidth, `W / time_l`; infinite where it takes no time.
  public func bandwidthCeiling(of level: LevelDemand) -> Throughput {
    rate(within: level.time)
  }

  /// The ceiling of the power cap; nil without a cap or where an energy is unknown.
  public var powerCeiling: Throughput? {
    guard let powerCap, let dynamicEnergyPerOperation else { return nil }
    return PowerCap.throughput(
      cap: powerCap, staticPower: staticPower, energyPerOperation: dynamicEnergyPerOperation)
  }

  /// The layer's own roof: the lowest of its ceilings and of the bandwidth bounds of all levels.
  ///
  ///     min(Pi*SU*gain, W/time_vector, min_l W/time_l, power roof)
  public var throughputRoof: Throughput {
    let bounds = levels.map { bandwidthCeiling(of: $0) } + (powerCeiling.map { [$0] } ?? [])
    return bounds.reduce(min(spatialCeiling, rate(within: vectorTime)), min)
  }

  /// Where a level lies on the axis that all levels share, with every ridge at 1.
  ///
  ///     x_l = AI_l / R_l = (W/Pi) / time_l
  ///
  /// Below 1 the level is slower than the arithmetic at the peak. Infinite where it takes no time.
  public func normalisedPosition(of level: LevelDemand) -> Double {
    bandwidthCeiling(of: level).ratio(to: peak)
  }

  /// The layer's roofs as functions of the intensity at one level, all others kept as they are.
  ///
  /// At the layer's own intensity they equal ``throughputRoof`` and ``energyRoof``.
  ///
  /// - Returns: nil if there is no such level or nothing moves there.
  public func roof(at name: String) -> LayerRoof? {
    guard let level = levels.first(where: { $0.name == name }), level.traffic > .zero else {
      return nil
    }
    let ceiling = levels.filter { $0.name != name }.map { bandwidthCeiling(of: $0) }
      .reduce(min(spatialCeiling, rate(within: vectorTime)), min)
    var rest = self
    rest.levels.removeAll { $0.name == name }
    return LayerRoof(
      level: name, ceiling: ceiling, spatialCeiling: spatialCeiling, powerCeiling: powerCeiling,
      bandwidth: level.bandwidth, energyPerOperation: rest.dynamicEnergyPerOperation,
      energyPerByte: level.energyPerByte, staticPower: staticPower, powerCap: powerCap)
  }

  private func rate(within time: Seconds) -> Throughput {
    time > .zero ? work / time : .infinity
  }
}
