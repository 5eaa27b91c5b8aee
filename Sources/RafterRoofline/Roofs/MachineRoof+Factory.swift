// SPDX-License-Identifier: Apache-2.0
public import RafterQuantities

extension MachineRoof {
  /// Makes the roofs of a level and a format from the machine's constants [rooflines 3.2, 3.3].
  ///
  ///     ridge           R    = Pi / BW
  ///     energy ridge    R^E  = e_l / E_c
  ///     peak efficiency      = 1 / (E_c + P_s/Pi)
  ///     capped peak          = (P_cap - P_s) / E_c
  ///     density              = Pi / A
  ///
  /// - Parameters:
  ///   - level: the memory that the bandwidth is of.
  ///   - format: the arithmetic format that the peak is of.
  ///   - peak: dense peak of the format, Pi(fmt).
  ///   - bandwidth: sustained bandwidth of all instances of the level together.
  ///   - energyPerOperation: E_c, static power left out; nil where unknown.
  ///   - energyPerByte: e_l; nil where unknown.
  ///   - staticPower: P_s; zero where none is stated.
  ///   - powerCap: P_cap; nil without one.
  ///   - area: of the chip; nil where unknown.
  public init(
    level: String, format: String, peak: Throughput, bandwidth: Bandwidth,
    energyPerOperation: EnergyPerOperation?, energyPerByte: EnergyPerByte?,
    staticPower: Power = .zero, powerCap: Power? = nil, area: Area? = nil
  ) {
    var energyRidge: OperationalIntensity?
    var halfEfficiency: OperationalIntensity?
    if let energyPerOperation, let energyPerByte {
      // Arithmetic that costs nothing has no ridge.
      if energyPerOperation > .zero { energyRidge = energyPerByte / energyPerOperation }
      halfEfficiency = Self.halfEfficiency(
        peak: peak, bandwidth: bandwidth, energyPerOperation: energyPerOperation,
        energyPerByte: energyPerByte, staticPower: staticPower)
    }
    self.init(
      level: level, format: format, peak: peak, peakDensity: area.map { peak / $0 },
      bandwidth: bandwidth, ridge: peak / bandwidth, energyPerOperation: energyPerOperation,
      energyPerByte: energyPerByte, staticPower: staticPower, energyRidge: energyRidge,
      halfEfficiency: halfEfficiency,
      peakEfficiency: energyPerOperation.map { ($0 + staticPower / peak).reciprocal() },
      powerCappedPeak: powerCap.flatMap { cap in
        energyPerOperation.map {
          PowerCap.throughput(cap: cap, staticPower: staticPower, energyPerOperation: $0)
        }
      },
      powerCap: powerCap)
  }

  /// The intensity at which half of the peak efficiency is reached [rooflines 2.2].
  ///
  ///     eps_hat = E_c + P_s/Pi    eta = E_c/eps_hat    B_eps = e_l/E_c    B_tau = Pi/BW
  ///     I_1/2 = eta*B_eps                                  if that is >= B_tau
  ///           = (eta*B_eps + (1-eta)*B_tau) / (2-eta)      otherwise
  ///
  /// - Returns: nil where operations cost nothing at all, so that no peak exists.
  public static func halfEfficiency(
    peak: Throughput, bandwidth: Bandwidth, energyPerOperation: EnergyPerOperation,
    energyPerByte: EnergyPerByte, staticPower: Power
  ) -> OperationalIntensity? {
    let idle: EnergyPerOperation = staticPower / peak
    let whole = energyPerOperation + idle
    guard whole > .zero else { return nil }
    // 1-eta straight from its definition: a difference would lose the digits of a small P_s.
    let idleShare = idle.ratio(to: whole)
    let timeBalance: OperationalIntensity = peak / bandwidth
    // eta*B_eps without dividing by E_c, which may be zero.
    let energyBalance: OperationalIntensity = energyPerByte / whole
    if energyBalance >= timeBalance { return energyBalance }
    return (energyBalance + idleShare * timeBalance) / (1 + idleShare)
  }
}
