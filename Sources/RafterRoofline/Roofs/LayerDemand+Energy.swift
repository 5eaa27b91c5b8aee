// SPDX-License-Identifier: Apache-2.0
public import RafterQuantities

/// The energy roofs of a layer [rooflines 3.3].
extension LayerDemand {
  /// The arithmetic's part of an operation's energy, `E_c*W_x/W`; nil where unknown.
  public var arithmeticEnergyPerOperation: EnergyPerOperation? {
    energyPerOperation.map { ($0 * executed) / work }
  }

  /// All dynamic energy of an operation; nil where a part is unknown.
  ///
  ///     E_c*W_x/W + sum over levels of e_l/AI_l + other/W
  public var dynamicEnergyPerOperation: EnergyPerOperation? {
    guard let arithmetic = arithmeticEnergyPerOperation else { return nil }
    var moved = otherEnergy
    for level in levels where level.traffic > .zero {
      guard let energy = level.energy else { return nil }
      moved += energy
    }
    return arithmetic + moved / work
  }

  /// The efficiency at a throughput, `1 / (dynamic + P_s/perf)`; nil where a part is unknown.
  public func efficiency(at throughput: Throughput) -> EnergyEfficiency? {
    dynamicEnergyPerOperation.map { ($0 + staticPower / throughput).reciprocal() }
  }

  /// The layer's own energy roof: its traffic, at its own throughput roof.
  public var energyRoof: EnergyEfficiency? { efficiency(at: throughputRoof) }

  /// The efficiency without static power.
  public var dynamicEfficiency: EnergyEfficiency? {
    dynamicEnergyPerOperation.map { $0.reciprocal() }
  }

  /// The machine's curve of one level at this layer's intensity, all other levels free.
  ///
  ///     1 / (E_c*W_x/W + e_l/AI_l)
  public func levelCurve(of level: LevelDemand) -> EnergyEfficiency? {
    guard let arithmetic = arithmeticEnergyPerOperation else { return nil }
    guard level.traffic > .zero else { return arithmetic.reciprocal() }
    return level.energy.map { (arithmetic + $0 / work).reciprocal() }
  }

  /// The envelope of the asymptotes, `min(1/E_c, min_l AI_l/e_l)`, for bounds only.
  ///
  /// The true curve lies below it, by at most a factor of one more than the number of terms, and by
  /// exactly 2 at a single level's ridge. Never draw it: energies add.
  public var efficiencyEnvelope: EnergyEfficiency? {
    guard var greatest = arithmeticEnergyPerOperation else { return nil }
    greatest = max(greatest, otherEnergy / work)
    for level in levels where level.traffic > .zero {
      guard let energy = level.energy else { return nil }
      greatest = max(greatest, energy / work)
    }
    return greatest.reciprocal()
  }
}
