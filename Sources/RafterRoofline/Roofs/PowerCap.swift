// SPDX-License-Identifier: Apache-2.0
public import RafterQuantities

/// What a limit on power leaves for work [rooflines 3.2].
public enum PowerCap {
  /// The throughput at which dynamic and static power together reach the cap.
  ///
  ///     (P_cap - P_s) / (E_c + sum over levels of e_l/AI_l)
  ///
  /// - Parameters:
  ///   - cap: P_cap, the most that may be drawn.
  ///   - staticPower: P_s, drawn in any case.
  ///   - energyPerOperation: all dynamic energy of an operation, traffic included.
  /// - Returns: zero where static power alone reaches the cap, infinity where work costs nothing.
  public static func throughput(
    cap: Power, staticPower: Power, energyPerOperation: EnergyPerOperation
  ) -> Throughput {
    guard cap > staticPower else { return .zero }
    return (cap - staticPower) / energyPerOperation
  }

  /// The least time in which a layer can spend its dynamic energy, `E_dynamic / (P_cap - P_s)`.
  ///
  /// - Returns: infinity where static power alone reaches the cap.
  public static func time(cap: Power, staticPower: Power, dynamicEnergy: Energy) -> Seconds {
    guard cap > staticPower else { return .infinity }
    return dynamicEnergy / (cap - staticPower)
  }
}

extension MachineRoof {
  /// The power roof at an intensity, `(P_cap - P_s) / (E_c + e_l/x)`, all other levels free.
  ///
  /// - Returns: nil without a cap or where an energy is unknown.
  public func powerRoof(at intensity: OperationalIntensity) -> Throughput? {
    guard let powerCap, let energyPerOperation, let energyPerByte else { return nil }
    return PowerCap.throughput(
      cap: powerCap, staticPower: staticPower,
      energyPerOperation: energyPerOperation + energyPerByte / intensity)
  }

  /// The throughput roof at an intensity with the power cap on it.
  public func attainableUnderCap(at intensity: OperationalIntensity) -> Throughput {
    let free = attainable(at: intensity)
    return powerRoof(at: intensity).map { min(free, $0) } ?? free
  }

  /// Whether the cap holds the roof anywhere.
  ///
  /// Both units are busy at the ridge: no other intensity draws as much, `P_s + Pi * (E_c + e_l/R)`. A cap may hold there
  /// and leave the peak at unlimited intensity free.
  public var isHeldByCap: Bool { attainableUnderCap(at: ridge) < attainable(at: ridge) }

  /// The density roof at an intensity, `min(Pi, BW*x) / A`; nil where the area is unknown.
  ///
  /// Peak and slope are divided by the same area, so the ridge stays where it is [rooflines 3.7].
  public func density(at intensity: OperationalIntensity) -> ThroughputDensity? {
    peakDensity.map { $0 * attainable(at: intensity).ratio(to: peak) }
  }
}
