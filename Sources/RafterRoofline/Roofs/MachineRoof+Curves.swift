// SPDX-License-Identifier: Apache-2.0
public import RafterQuantities

extension MachineRoof {
  /// The throughput roof at an intensity, `min(Pi, BW * x)` [rooflines 3.2].
  public func attainable(at intensity: OperationalIntensity) -> Throughput {
    min(peak, intensity * bandwidth)
  }

  /// The energy roof at an intensity, `1 / (E_c + e_l/x + P_s/attainable(x))` [rooflines 3.3].
  ///
  /// - Returns: nil where the energy of the arithmetic or of the level is unknown.
  public func efficiency(at intensity: OperationalIntensity) -> EnergyEfficiency? {
    guard let energyPerOperation, let energyPerByte else { return nil }
    let moved: EnergyPerOperation = energyPerByte / intensity
    let idle: EnergyPerOperation = staticPower / attainable(at: intensity)
    return (energyPerOperation + moved + idle).reciprocal()
  }
}
