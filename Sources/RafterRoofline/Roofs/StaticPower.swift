// SPDX-License-Identifier: Apache-2.0
public import RafterQuantities

/// What static power costs on either side of the ridge [rooflines 3.3; Choi 2013].
extension MachineRoof {
  /// What static power adds to every byte left of the ridge, `P_s/BW`.
  public var staticEnergyPerByte: EnergyPerByte { staticPower / bandwidth }

  /// What static power adds to every operation right of the ridge, `P_s/Pi`.
  public var staticEnergyPerOperation: EnergyPerOperation { staticPower / peak }

  /// The energy of an operation by the two branches; the same as the inverse of the energy roof.
  ///
  ///     x <  ridge:  E_c + (e_l + P_s/BW)/x
  ///     x >= ridge:  (E_c + P_s/Pi) + e_l/x
  ///
  /// - Returns: nil where an energy is unknown.
  public func energyByBranch(at intensity: OperationalIntensity) -> EnergyPerOperation? {
    guard let energyPerOperation, let energyPerByte else { return nil }
    if intensity < ridge {
      return energyPerOperation + (energyPerByte + staticEnergyPerByte) / intensity
    }
    return energyPerOperation + staticEnergyPerOperation + energyPerByte / intensity
  }

  /// Choi's effective energy balance [rooflines 2.2; Choi 2013].
  ///
  ///     Bhat(I) = eta*B_eps + (1-eta)*max(0, B_tau - I)      W/E = (1/eps_hat) / (1 + Bhat(I)/I)
  ///
  /// - Returns: nil where an energy is unknown or operations cost nothing.
  public func effectiveBalance(at intensity: OperationalIntensity) -> OperationalIntensity? {
    guard let energyPerOperation, let energyPerByte else { return nil }
    let whole = energyPerOperation + staticEnergyPerOperation
    guard whole > .zero else { return nil }
    let idleShare = staticEnergyPerOperation.ratio(to: whole)
    return energyPerByte / whole + idleShare * max(.zero, ridge - intensity)
  }

  /// Whether finishing fast and switching off saves energy: `I_1/2 <= ridge` [rooflines 2.2].
  public var favoursRaceToHalt: Bool? { halfEfficiency.map { $0 <= ridge } }
}
